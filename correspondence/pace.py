"""How fast the outbox sends: settings.MAIL_PER_MINUTE together, however many workers there are."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from correspondence.models import Pace

ONLY = 1  # the key of the one row


def take() -> bool:
    """Take one of the places that this minute of the clock has. False when all are taken; always True when nobody has
    set a limit. Each step is one guarded update, so two workers never take the same place."""
    most = settings.MAIL_PER_MINUTE
    if not most:
        return True
    minute, row = timezone.now().replace(second=0, microsecond=0), Pace.objects.filter(pk=ONLY)
    while True:
        if row.filter(minute=minute, taken__lt=most).update(taken=F("taken") + 1):
            return True
        if row.filter(minute__lt=minute).update(minute=minute, taken=1):
            return True
        if row.exists():
            return False
        try:
            with transaction.atomic():
                Pace.objects.create(pk=ONLY, minute=minute, taken=0)
        except IntegrityError:
            pass  # another worker was first
