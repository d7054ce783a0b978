"""From what planning.py says to letters in envelopes.

Safe to run twice, by two processes at once, or to be killed in the middle: each letter is a short transaction of its
own, its identity is a constraint, and an envelope takes a letter only while nobody has begun to send it.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from correspondence import planning, quiet
from correspondence.models import Envelope, Letter
from correspondence.planning import Due

READY, SET_ASIDE = Envelope.State.READY, Envelope.State.SET_ASIDE


def make(day: date) -> int:
    """Put ``day``'s letters in their envelopes; returns how many are new. ``day`` is today."""
    if quiet.is_quiet(day):
        return 0
    _bring_forward(day)
    return sum(_store(row, day) for row in planning.due(day) if row.goes)


def _store(row: Due, day: date) -> bool:
    """False when another process was quicker."""
    identity = {
        "rule": row.rule, "programme": row.programme, "participation": row.participation, "person": row.person,
        "user": row.user, "is_copy": row.is_copy, "occasion": row.occasion,
    }  # fmt: skip
    try:
        with transaction.atomic():
            envelope = _open_envelope(row, day)
            if not _wanted_again(identity, envelope):
                Letter.objects.create(envelope=envelope, **identity)
    except IntegrityError:
        if Letter.objects.filter(**identity).exists():
            return False
        raise
    return True


def _wanted_again(identity: dict[str, object], envelope: Envelope) -> bool:
    """A letter that was dropped, and is wanted again on a later day, is the same letter in a new envelope. So is one
    that lies unsent under an address that is its reader's no more."""
    letter = Letter.objects.filter(**identity).select_related("envelope").first()
    if letter is None or not (letter.is_dropped or _is_held_for_another(letter.envelope, envelope.address)):
        return False
    moved = Letter.objects.filter(pk=letter.pk, envelope=letter.envelope_id).update(is_dropped=False, envelope=envelope)
    done_with = (Envelope.State.CANCELLED,) if letter.is_dropped else (READY, SET_ASIDE)  # the latter are held
    Envelope.objects.filter(pk=letter.envelope_id, state__in=done_with, letters=None).delete()
    return bool(moved)


def _is_held_for_another(old: Envelope, address: str) -> bool:
    """It is for another address, and nobody sends it now: the guarded update holds the row, as in _open_envelope."""
    if old.address.lower() == address.lower():
        return False
    set_aside = Envelope.objects.filter(pk=old.pk, state=SET_ASIDE)
    return _take(old.pk) or bool(set_aside.update(state=SET_ASIDE))


def _open_envelope(row: Due, day: date) -> Envelope:
    """The day's envelope to this address. When that has been sent, or is being sent, the next ordinary day's.

    The guarded update holds the row until the letter is in it: a worker that would claim it waits, and finds it there.
    """
    while True:
        envelope, _ = Envelope.objects.get_or_create(
            address=row.address,
            day=day,
            defaults={
                "person": row.person, "user": row.user, "language": row.language,
                "due_at": quiet.sending_time(day),
            },
        )  # fmt: skip
        if _take(envelope.pk):
            return envelope
        day = quiet.forward(day + timedelta(days=1))


def _take(pk: int, **changes: object) -> bool:
    return bool(Envelope.objects.untouched().filter(pk=pk).update(**{"state": READY, **changes}))


def _bring_forward(day: date) -> None:
    """What lies unsent from an earlier day, because the worker was away, goes with what today has."""
    for pk in Envelope.objects.untouched().filter(day__lt=day).values_list("pk", flat=True):
        # Another process may make today's envelope to the same address just now: then the next run puts them together.
        with suppress(IntegrityError), transaction.atomic():
            if _take(pk):
                _to_today(Envelope.objects.get(pk=pk), day)


def _to_today(old: Envelope, day: date) -> None:
    todays = Envelope.objects.filter(address=old.address, day=day).first()
    if todays is None:
        _take(old.pk, day=day, due_at=quiet.sending_time(day))
    elif _take(todays.pk):
        old.letters.update(envelope=todays)
        old.delete()
