"""The outbox: claimed for a short lease, sent outside any transaction, marked one by one, retried.

Measured (docs/decisions/0004): killed with -9 under two workers, this order lost no letter and sent one twice.
"""

import logging
import smtplib
import uuid
from datetime import timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from accounts.logs import without_tokens
from correspondence import catalogue, letters
from correspondence.backends import AddressRefused
from correspondence.models import Envelope, Letter
from programmes.texts import Shelf

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any single letter takes, PDF and a slow mail server included
MOST_ATTEMPTS = 8
State = Envelope.State


def send_due(*, most: int = 200) -> dict[str, int]:
    """Send what is due, at most ``most`` envelopes, over one connection. Returns counts by outcome."""
    counts = {"sent": 0, "retried": 0, "set_aside": 0, "cancelled": 0}
    due = list(Envelope.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not due:
        return counts
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as trouble:  # a server that is away costs no letter an attempt
        log.warning("The mail server cannot be reached (%s); %s letters wait.", type(trouble).__name__, len(due))
        return counts
    shelf = Shelf()
    try:
        for pk in due:
            claim = _claim(pk)
            if claim:
                counts[_handle(pk, claim, connection, shelf)] += 1
    finally:
        connection.close()
    return counts


def _claim(pk: int) -> uuid.UUID | None:
    """Take the envelope for one lease. None when somebody else was quicker."""
    claim = uuid.uuid4()
    now = timezone.now()
    taken = (
        Envelope.objects.due()
        .filter(pk=pk)
        .update(state=State.SENDING, claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return claim if taken else None


def _handle(pk: int, claim: uuid.UUID, connection: BaseEmailBackend, shelf: Shelf) -> str:
    envelope = Envelope.objects.get(pk=pk)
    if envelope.attempts > MOST_ATTEMPTS:  # it has killed its worker every time: the next letters must go
        _mark(pk, claim, state=State.SET_ASIDE, trouble=envelope.trouble or "The worker stopped at every attempt.")
        return "set_aside"
    try:
        wanted = _still_wanted(envelope)
        if wanted:
            connection.send_messages([letters.compose(envelope, wanted, shelf)])
    except Exception as trouble:  # whatever it was, the letter is not lost and the next one is not stopped
        if _is_final(trouble):
            _mark(pk, claim, state=State.SET_ASIDE, trouble=_in_short(trouble))
            return "set_aside"
        log.exception("envelope %s could not be sent", pk)
        connection.close()
        return _retry_or_set_aside(envelope, claim, trouble)
    if not wanted:
        _mark(pk, claim, state=State.CANCELLED)
        return "cancelled"
    _mark(pk, claim, state=State.SENT, sent_at=timezone.now(), trouble="")
    return "sent"


def _still_wanted(envelope: Envelope) -> list[Letter]:
    """What the envelope carries that should be sent; the rest is marked as dropped. A dropped letter stays so: only
    making.py wants it again, in another envelope."""
    found = envelope.letters.filter(is_dropped=False).select_related(
        "programme",
        "participation__programme",
        "participation__organisation",
        "person",
        "user",
        "registration__gathering__programme",
        "interest",
        "gathering",
        "deputy",
    )
    wanted = []
    for letter in found.order_by("pk"):
        if catalogue.still_wanted(letter):
            wanted.append(letter)
        else:
            envelope.letters.filter(pk=letter.pk).update(is_dropped=True)
    return wanted


def _is_final(trouble: Exception) -> bool:
    """Asking again will not help: the address is not ours to write to, or its server said no for good (5xx).

    A server that says «not now» (4xx, greylisting) is asked again.
    """
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in trouble.recipients.values())
    return isinstance(trouble, AddressRefused)


def _retry_or_set_aside(envelope: Envelope, claim: uuid.UUID, trouble: Exception) -> str:
    if envelope.attempts >= MOST_ATTEMPTS:
        _mark(envelope.pk, claim, state=State.SET_ASIDE, trouble=_in_short(trouble))
        return "set_aside"
    wait = timedelta(minutes=2**envelope.attempts)
    _mark(envelope.pk, claim, state=State.READY, trouble=_in_short(trouble),
          due_at=timezone.now() + wait)  # fmt: skip
    return "retried"


def _mark(pk: int, claim: uuid.UUID, **changes: object) -> None:
    """Only the holder of the claim marks: a worker that came back after its lease changes nothing."""
    Envelope.objects.filter(pk=pk, claim=claim).update(claim=None, lease_until=None, **changes)


def _in_short(trouble: Exception) -> str:
    """A server may quote the letter it refuses: no token is kept."""
    return without_tokens(f"{type(trouble).__name__}: {trouble}")[:300]


def forget_erased() -> int:
    """The addresses of those who came for another, once their answer is erased: the outbox keeps that a letter went, and
    not to whom. An envelope without an address belongs to no day."""
    erased = Envelope.objects.filter(letters__deputy__erased_at__isnull=False).exclude(address="")
    return Envelope.objects.filter(pk__in=list(erased.values_list("pk", flat=True))).update(
        address="", trouble="", day=None
    )


def try_again(envelope: Envelope) -> bool:
    """Put an envelope that was set aside back in the queue. False when it was not set aside."""
    return bool(
        Envelope.objects.filter(pk=envelope.pk, state=State.SET_ASIDE).update(
            state=State.READY, attempts=0, due_at=timezone.now()
        )
    )
