"""What an adviser decides about one letter that lies in no envelope yet."""

from collections.abc import Sequence

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from correspondence import making, planning, tasks
from correspondence.models import Envelope, Letter
from programmes.acting import ChangedMeanwhile, refuse_archived

Fate = Letter.Fate
UNDECIDED = (Fate.PLANNED, Fate.HELD, Fate.SKIPPED)


class NotWanted(Exception):
    """What the letter says is not true now, or nobody reads it: it would be dropped."""


@transaction.atomic
def hold(*, letter: Letter, by: Actor) -> None:
    """It is not sent until somebody releases it. Raises ``ChangedMeanwhile``, ``Archived``."""
    _decide(letter, [Fate.PLANNED], Fate.HELD)
    _journal("letter.held", letter, by)


@transaction.atomic
def skip(*, letter: Letter, by: Actor) -> None:
    """It is not sent. Raises ``ChangedMeanwhile``, ``Archived``."""
    _decide(letter, [Fate.PLANNED, Fate.HELD], Fate.SKIPPED)
    _journal("letter.skipped", letter, by)


@transaction.atomic
def release(*, letter: Letter, by: Actor) -> None:
    """It goes on its day after all. Raises ``ChangedMeanwhile``, ``Archived``."""
    _decide(letter, [Fate.HELD, Fate.SKIPPED], Fate.PLANNED)
    _journal("letter.released", letter, by)


@transaction.atomic
def send_now(*, letter: Letter, by: Actor) -> None:
    """It goes at once and by itself, whatever its day: once, as it would have on its day.

    Raises ``NotWanted``, ``ChangedMeanwhile`` when it lies in an envelope already, ``Archived``.
    """
    refuse_archived(letter.programme)
    letter.is_hurried = True
    address, language = making.reader_of(letter)
    if not address or not planning.still_wanted(letter):
        raise NotWanted
    envelope = Envelope.objects.create(person=letter.person, user=letter.user, address=address, language=language)
    ahead = Letter.objects.filter(pk=letter.pk, envelope=None, fate__in=UNDECIDED)
    if not ahead.update(envelope=envelope, fate="", is_hurried=True):
        raise ChangedMeanwhile
    _journal("letter.hurried", letter, by)
    transaction.on_commit(tasks.wake_the_sender)


def _decide(letter: Letter, before: Sequence[str], after: str) -> None:
    refuse_archived(letter.programme)
    if not Letter.objects.filter(pk=letter.pk, envelope=None, fate__in=before).update(fate=after):
        raise ChangedMeanwhile


def _journal(verb: str, letter: Letter, by: Actor) -> None:
    journal.append(verb=verb, by=by, subject=letter, scope=letter.programme, rule=letter.rule)
