"""Acts on the address of one's own calendar."""

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from correspondence import feed_links


class MadeMeanwhile(Exception):
    """There is a newer address than the one she saw: a button that was pressed twice. It is told once, and not here."""


@transaction.atomic
def make_feed(*, user: User, seen: int, by: Actor) -> str:
    """A new address, which takes the place of the one before; returns its token, which is told once. ``seen`` is the
    key of the one that her page showed, 0 for none. Raises ``MadeMeanwhile``."""
    list(User.objects.select_for_update().filter(pk=user.pk))  # one press at a time
    now = feed_links.living(user)
    if (now.pk if now else 0) != seen:
        raise MadeMeanwhile
    feed_links.revoke(user)
    token = feed_links.issue(user)
    journal.append(verb="calendar.feed_made", by=by, subject=user)
    return token


@transaction.atomic
def end_feed(*, user: User, by: Actor) -> bool:
    """Her address opens nothing any more. False when she had none."""
    if not feed_links.revoke(user):
        return False
    journal.append(verb="calendar.feed_ended", by=by, subject=user)
    return True
