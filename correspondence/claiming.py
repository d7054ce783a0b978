"""Envelopes taken out of the outbox for a short lease: many in one guarded update, each marked by itself.

A worker that is killed leaves what it held to the lease. What was held when a lease ran out is taken a few at a time,
and in the end alone: so a letter that kills its worker every time is found, and takes no other with it.
"""

import contextlib
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from correspondence.catalogue import WITH_PDF
from correspondence.models import Envelope, Pause
from correspondence.querysets import EnvelopeQuerySet

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any single letter takes, PDF and a slow mail server included
AWAY = (OperationalError, InterfaceError)  # the database is away, or so busy that it says no
AFTER_A_KILL, ALONE_AFTER = 10, 3  # envelopes together, and how many attempts they are allowed in company
PAUSES = (0.2, 0.5, 1, 2, 4, 8, 16, 16)  # seconds between tries to mark what has left: well within the lease
State = Envelope.State


@dataclass(slots=True)
class Claim:
    """What one worker holds. ``in_hand`` is the envelope that it hands over just now: nobody knows whether it has
    left."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    in_hand: int | None = None

    def rest(self) -> list[Envelope]:
        """What is still ours of it, as it is now, with the lease renewed."""
        mine = Envelope.objects.filter(claim=self.key, state=State.SENDING)
        mine.update(lease_until=timezone.now() + LEASE)
        return list(mine.order_by(F("day").asc(nulls_first=True), "due_at", "pk"))  # what answers an act first

    def give_back(self) -> None:
        """What has not been tried is as if it had never been taken. Where that fails, the lease runs out."""
        untried = Envelope.objects.filter(claim=self.key, state=State.SENDING).exclude(pk=self.in_hand or 0)
        with contextlib.suppress(*AWAY):
            patiently(
                lambda: untried.update(state=State.READY, claim=None, lease_until=None, attempts=F("attempts") - 1)
            )


def due(with_documents: bool | None = None) -> EnvelopeQuerySet:
    """What should leave now; only what has documents, or only the rest, where that is asked for."""
    # Nearly always nothing stands still, and that is all there is to ask: what a pause holds back is a long question
    found = Envelope.objects.due() if Pause.objects.exists() else Envelope.objects.ripe()
    return found if with_documents is None else found.by_documents(WITH_PDF, carry=with_documents)


def take(most: int, with_documents: bool | None = None) -> Claim | None:
    """Claim what is due and ready, at most ``most``, answers to what somebody just did before all else and then the
    oldest first; or else a few whose lease ran out. None when nothing is due. Two who take at the same time get
    different envelopes."""
    claim, now = Claim(), timezone.now()
    with transaction.atomic():
        found = due(with_documents).select_for_update()  # SQLite has one writer, and needs no lock
        ready = found.filter(state=State.READY)
        left = found.filter(state=State.SENDING)
        keys = _in_turn(ready, most) or _first(left.filter(attempts__lt=ALONE_AFTER), min(most, AFTER_A_KILL))
        keys = keys or _first(left, 1)
        taken = keys and Envelope.objects.filter(pk__in=keys).update(
            state=State.SENDING, claim=claim.key, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return claim if taken else None


def _in_turn(found: EnvelopeQuerySet, most: int) -> list[int]:
    answers = _first(found.answers(), most)
    return list(dict.fromkeys([*answers, *_first(found, most)]))[:most]


def _first(found: EnvelopeQuerySet, most: int) -> list[int]:
    return list(found.order_by("due_at", "pk").values_list("pk", flat=True)[:most])


def mark(pk: int, key: uuid.UUID, **changes: object) -> bool:
    """Only the holder of the claim marks: a worker that came back after its lease changes nothing. A database that is
    away for a moment is waited for: the letter may have left, and unmarked it would leave once more."""
    mine = Envelope.objects.filter(pk=pk, claim=key)
    return bool(patiently(lambda: mine.update(claim=None, lease_until=None, **changes)))


def patiently(write: Callable[[], int]) -> int:
    """Asks again where the database is away, as long as the lease allows. Raises what it raised last."""
    for pause in PAUSES:
        try:
            return write()
        except AWAY as trouble:
            if connection.in_atomic_block:
                raise
            log.warning("The database is away (%s); what has been done is written down later.", type(trouble).__name__)
            connection.close()
            time.sleep(pause)
    return write()
