"""The outbox: claimed for a short lease (claiming.py), sent outside any transaction, marked one by one, retried.

Measured (docs/decisions/0004): killed with -9 under two workers, this order lost no letter and sent one twice.
"""

import logging
import smtplib
import time
from contextlib import suppress
from datetime import timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone

from accounts.logs import without_tokens
from correspondence import claiming, letters, pace
from correspondence.backends import AddressRefused
from correspondence.batch import Batch
from correspondence.claiming import AWAY, Claim
from correspondence.models import Envelope, Letter

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
AT_A_TIME = 250  # envelopes claimed and judged together
State = Envelope.State


def send_due(
    *, most: int = 200, seconds: float | None = None, with_documents: bool | None = None
) -> dict[str, int]:  # fmt: skip
    """Send what is due, at most ``most`` envelopes, over one connection, and no more than the minute has room for;
    ``seconds`` is how long it begins with more. Only what comes with documents, or only the rest, where
    ``with_documents`` says so. Returns counts by outcome.

    A server that is away, also one that goes away in the middle, costs no letter an attempt: the rest waits.
    """
    counts = {"sent": 0, "retried": 0, "set_aside": 0, "cancelled": 0}
    if not claiming.due(with_documents).exists():
        return counts
    connection = get_connection()
    ends = time.monotonic() + seconds if seconds else None
    try:
        while (left := most - sum(counts.values())) > 0 and (ends is None or time.monotonic() < ends):
            # A server that is away costs no letter an attempt: nothing is claimed before the connection is open.
            if not _reaches_server(connection) or not (claim := claiming.take(min(left, AT_A_TIME), with_documents)):
                break
            if not _send(claim, connection, counts):
                break
    finally:
        _hang_up(connection)
    return counts


def _reaches_server(connection: BaseEmailBackend) -> bool:
    """An open connection stays open; one that a fault has closed is opened again."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("The mail server cannot be reached (%s); the letters wait.", type(trouble).__name__)
        return False
    return True


def _hang_up(connection: BaseEmailBackend) -> None:
    """A server that answers nonsense to «goodbye» stops no other letter."""
    with suppress(OSError, smtplib.SMTPException):
        connection.close()


def _send(claim: Claim, connection: BaseEmailBackend, counts: dict[str, int]) -> bool:
    """Everything that has been claimed, judged by what is no older than a few seconds. False when the rest was given
    back, because the mail server went away, or the minute has no room for more."""
    try:
        while envelopes := claim.rest():
            batch = _fetched_for(envelopes)
            for envelope in envelopes:
                if not _reaches_server(connection) or not pace.take():
                    claim.give_back()
                    return False
                counts[_handle(envelope, claim, connection, batch)] += 1
                claim.in_hand = None
                if batch and batch.is_old:
                    break
            else:
                return True
    except BaseException:  # also when the worker is asked to end
        claim.give_back()
        raise
    return True


def _fetched_for(envelopes: list[Envelope]) -> Batch | None:
    """None where one of them cannot be fetched: then each is by itself, and the bad one tells when its turn comes."""
    try:
        return Batch.carried_by(envelopes)
    except AWAY:
        raise
    except Exception:
        log.exception("the letters of %s envelopes could not be fetched together", len(envelopes))
        return None


def _handle(envelope: Envelope, claim: Claim, connection: BaseEmailBackend, batch: Batch | None) -> str:
    pk = envelope.pk
    if envelope.attempts > MOST_ATTEMPTS:  # it has killed its worker every time: the next letters must go
        _mark(pk, claim, state=State.SET_ASIDE, trouble=envelope.trouble or "The worker stopped at every attempt.")
        return "set_aside"
    try:
        batch = batch or Batch.carried_by([envelope])
        wanted = _still_wanted(envelope, batch)
        if wanted:
            message = letters.compose(envelope, wanted, batch)
            claim.in_hand = pk
            connection.send_messages([message])
    except AWAY:  # not the letter's fault
        raise
    except Exception as trouble:  # whatever it was, the letter is not lost and the next one is not stopped
        if _is_final(trouble):
            _mark(pk, claim, state=State.SET_ASIDE, trouble=_in_short(trouble))
            return "set_aside"
        log.exception("envelope %s could not be sent", pk)
        _hang_up(connection)
        return _retry_or_set_aside(envelope, claim, trouble)
    if not wanted:
        _mark(pk, claim, state=State.CANCELLED)
        return "cancelled"
    _mark(pk, claim, state=State.SENT, sent_at=timezone.now(), trouble="")
    batch.has_left(envelope, wanted)
    return "sent"


def _still_wanted(envelope: Envelope, batch: Batch) -> list[Letter]:
    """What the envelope carries that should be sent; the rest is marked as dropped. A dropped letter stays so: only
    making.py wants it again, in another envelope."""
    wanted = []
    for letter in batch.by_envelope.get(envelope.pk, []):
        if batch.is_wanted(letter):
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


def _retry_or_set_aside(envelope: Envelope, claim: Claim, trouble: Exception) -> str:
    if envelope.attempts >= MOST_ATTEMPTS:
        _mark(envelope.pk, claim, state=State.SET_ASIDE, trouble=_in_short(trouble))
        return "set_aside"
    wait = timedelta(minutes=2**envelope.attempts)
    _mark(envelope.pk, claim, state=State.READY, trouble=_in_short(trouble),
          due_at=timezone.now() + wait)  # fmt: skip
    return "retried"


def _mark(pk: int, claim: Claim, **changes: object) -> None:
    claiming.mark(pk, claim.key, **changes)


def _in_short(trouble: Exception) -> str:
    """A server may quote the letter it refuses: no token is kept."""
    return without_tokens(f"{type(trouble).__name__}: {trouble}")[:300]


def forget_erased() -> int:
    """The addresses of those who came for another, once their answer is erased: the outbox keeps that a letter went,
    and not to whom. An envelope without an address belongs to no day."""
    erased = Envelope.objects.filter(letters__deputy__erased_at__isnull=False).exclude(address="")
    return Envelope.objects.filter(pk__in=list(erased.values_list("pk", flat=True))).update(
        address="", trouble="", returned_why="", day=None
    )


def try_again(envelope: Envelope) -> bool:
    """Put an envelope that was set aside, or has come back, in the queue once more. False when it was neither."""
    lost = Envelope.objects.filter(Q(state=State.SET_ASIDE) | Q(returned_at__isnull=False), pk=envelope.pk)
    return bool(
        lost.update(
            state=State.READY, attempts=0, due_at=timezone.now(), sent_at=None, returned_at=None, returned_why=""
        )
    )
