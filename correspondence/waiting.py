"""What waits in the outbox and should not: for the page about operations."""

from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from correspondence.models import Envelope


def due() -> tuple[int, datetime | None]:
    """How many letters should have left by now, and since when the oldest. One that waits for its hour or for its next
    try is not among them. One query."""
    found = Envelope.objects.due().aggregate(count=Count("pk"), since=Min("due_at"))
    return found["count"], found["since"]


def stuck() -> int:
    """How many were in the hands of a worker that is no more: nobody has taken them since the lease ran out."""
    return Envelope.objects.filter(state=Envelope.State.SENDING, lease_until__lt=timezone.now()).count()
