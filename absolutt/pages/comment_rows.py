"""Comments as plain values for the pages that show them."""

from absolutt.pages.scope import comments_on
from municipalities.comment_forms import CommentForm

SHOWN = 5  # the newest stand open, the older ones behind a press


def thread(user, programme, participation=None):
    """What ``pages/_comments.html`` shows: the newest comments, the older ones, and an empty form."""
    rows = [_row(comment, user) for comment in comments_on(programme, participation)]
    return {
        "comments": rows[:SHOWN],
        "older_comments": rows[SHOWN:],
        "comment_form": CommentForm(prefix="comment"),
        "may_comment": programme.state != "archived",
    }


def _row(comment, user):
    return {
        "pk": comment.pk,
        "text": comment.text,
        "by": str(comment.by),
        "at": comment.at,
        "removed_at": comment.removed_at,
        "removed_by": str(comment.removed_by) if comment.removed_by else "",
        "may_remove": comment.may_be_removed_by(user),
    }
