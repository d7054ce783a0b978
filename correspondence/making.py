"""From planned letters to letters in envelopes, on their day.

Safe to run twice, by two processes at once, or to be killed in the middle: each letter is a short transaction of its
own, a guarded update lets it into one envelope, and an envelope takes a letter only while nobody has begun to send it.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from correspondence import quiet, reconciling
from correspondence.models import Envelope, Letter

READY = Envelope.State.READY
PLANNED = Letter.Fate.PLANNED


def make(day: date) -> int:
    """Put ``day``'s letters in their envelopes; returns how many. ``day`` is today."""
    if quiet.is_quiet(day):
        return 0
    _bring_forward(day)
    reconciling.sweep(day)
    return sum(put(letter, day) for letter in Letter.objects.that_go_on(day).for_posting().iterator())


def put(letter: Letter, day: date) -> bool:
    """The letter into the day's envelope to its reader. False when another process was quicker, or it has been held."""
    address, language = reader_of(letter)
    if not address:
        return False
    with transaction.atomic():
        envelope = _open_envelope(letter, address, language, day)
        return put_into(envelope, letter)


def put_into(envelope: Envelope, letter: Letter) -> bool:
    """By a guarded update: a letter that lies in an envelope already, is held or is skipped stays where it is."""
    planned = Letter.objects.filter(pk=letter.pk, envelope=None, fate=PLANNED)
    return bool(planned.update(envelope=envelope, fate=""))


def reader_of(letter: Letter) -> tuple[str, str]:
    """(address, language) as they are now. Letters about a participation are in its organisation's norm."""
    reader = letter.reader or letter.user
    organisation = letter.participation.organisation if letter.participation else None
    if reader is None:
        return (organisation.mailbox.lower(), organisation.language) if organisation else ("", "nb")
    own = getattr(reader, "language", "nb")
    return reader.email.lower(), organisation.language if organisation else own


def _open_envelope(letter: Letter, address: str, language: str, day: date) -> Envelope:
    """The day's envelope to this address. When that has been sent, or is being sent, the next ordinary day's.

    The guarded update holds the row until the letter is in it: a worker that would claim it waits, and finds it there.
    """
    while True:
        envelope, _ = Envelope.objects.get_or_create(
            address=address,
            day=day,
            defaults={
                "person": letter.person, "user": letter.user, "language": language,
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
