"""Comments by advisers and process advisers, on a programme's page and an organisation's. No municipality sees them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from absolutt.pages import participation as participation_page
from absolutt.pages import programme as programme_page
from absolutt.pages.meanwhile import ARCHIVED
from absolutt.pages.scope import comment_or_404, participation_or_404, programme_or_404
from accounts.journal import Actor
from municipalities import comment_actions
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.comment_forms import CommentForm


@require_POST
def comment_on_programme(request, key):
    programme = programme_or_404(request.user, key)
    form = CommentForm(request.POST, prefix="comment")
    if _written(request, form, programme):
        return redirect("programme", key)
    return programme_page.show(request, programme, status=422, comment_form=form)


@require_POST
def comment_on_participation(request, key, number):
    participation = participation_or_404(request.user, key, number)
    form = CommentForm(request.POST, prefix="comment")
    if _written(request, form, participation.programme, participation):
        return redirect("participation", key, number)
    return participation_page.show(request, participation, status=422, comment_form=form)


def _written(request, form, programme, participation=None):
    if not form.is_valid():
        return False
    try:
        comment_actions.write_comment(
            programme=programme, participation=participation, text=form.cleaned_data["text"],
            by=Actor(user=request.user),
        )  # fmt: skip
    except Closed:
        form.add_error(None, ARCHIVED)
        return False
    messages.success(request, _("Kommentaren er lagret."))
    return True


@require_POST
def remove_comment(request, key, pk):
    """By who wrote it, and by an administrator; in an archived programme too: what it says may be wrong to keep."""
    comment = comment_or_404(programme_or_404(request.user, key), pk)
    if comment.removed_at is None and not comment.may_be_removed_by(request.user):
        raise PermissionDenied
    try:
        comment_actions.remove_comment(comment=comment, by=Actor(user=request.user))
    except ChangedMeanwhile:
        messages.warning(request, _("Kommentaren var allerede fjernet."))
    else:
        messages.success(request, _("Kommentaren er fjernet."))
    if comment.participation is None:
        return redirect("programme", key)
    return redirect("participation", key, comment.participation.organisation.organisation_number)
