"""Acts on programmes and on who may run them."""

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from programmes.models import Adviser, Region


@transaction.atomic
def give_reach(*, user: User, region: Region | None, by: Actor) -> Adviser:
    """Let ``user`` advise ``region``; ``None`` is every region. Giving it twice changes nothing."""
    adviser, new = Adviser.objects.get_or_create(user=user, region=region)
    if new:
        journal.append(verb="adviser.reach_given", by=by, subject=user, region=region.pk if region else None)
    return adviser
