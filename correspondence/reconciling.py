"""Letters planned ahead: what planning.py says should be there, against what is, gives what is created, moved,
cancelled and kept.

``difference`` is pure. ``reconcile`` may be run at any time, by any number of processes, and killed in the middle: each
letter's identity is a constraint, and each change a guarded update that a letter in an envelope escapes.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import planning, quiet
from correspondence.models import Envelope, Letter, Reconciliation
from correspondence.planning import Due, Identity
from municipalities.models import Participation
from programmes.models import Programme

BATCH = 100  # participations looked at together: memory stays the same however many there are
LEASE = timedelta(minutes=5)  # longer than any programme takes
LONGEST_ACT = timedelta(minutes=2)  # so long may a line of the journal wait to be committed
OURS = ("envelope", "letter")  # subjects of correspondence's own journal lines, which move no letter
IDENTITY = (
    "rule", "participation_id", "gathering_id", "person_id", "user_id", "registration_id", "deputy_id", "is_copy",
    "occasion",
)  # fmt: skip
Fate = Letter.Fate


@dataclass(frozen=True, slots=True)
class Planned:
    """A letter that lies in no envelope."""

    pk: int
    send_on: date
    fate: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What brings the planned letters to what should be. ``created`` also holds those that were cancelled, and are
    wanted again; ``moved`` gives each letter its new day; ``kept`` counts what stays as it is."""

    created: tuple[Due, ...] = ()
    moved: Mapping[int, date] = field(default_factory=dict)
    cancelled: tuple[int, ...] = ()
    revived: Mapping[int, date] = field(default_factory=dict)
    kept: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.created or self.moved or self.cancelled or self.revived)


def difference(wanted: Mapping[Identity, tuple[Due, date]], there: Mapping[Identity, Planned]) -> Difference:
    """``wanted``: what should be there, each with its day; ``there``: what is, cancelled ones too.

    What an adviser holds or skips stays so and follows its day; it is cancelled like any other when it is not wanted.
    """
    moved, revived, cancelled, kept = {}, {}, [], 0
    for identity, row in there.items():
        day = wanted[identity][1] if identity in wanted else None
        if day is None and row.fate != Fate.CANCELLED:
            cancelled.append(row.pk)
        elif day is not None and row.fate == Fate.CANCELLED:
            revived[row.pk] = day
        elif day is not None and day != row.send_on:
            moved[row.pk] = day
        else:
            kept += row.fate != Fate.CANCELLED
    created = tuple(due for identity, (due, _day) in wanted.items() if identity not in there)
    return Difference(created, moved, tuple(cancelled), revived, kept)


def reconcile(programme: Programme, today: date) -> dict[str, int]:
    """Bring the programme's planned letters to what is true now. Counts by what was done. The number of queries grows
    with batches of participations, and memory does not grow."""
    counts = dict.fromkeys(("created", "moved", "cancelled", "kept"), 0)
    programme = Programme.objects.select_related("region").prefetch_related("deadlines", "composition").get(
        pk=programme.pk
    )  # fmt: skip
    writes = programme.letters_from is not None and programme.state != Programme.State.ARCHIVED
    days = planning.days_of(programme) if writes else None
    for only in _batches(programme):
        wanted = _wanted(programme, today, only, days) if days else {}
        found = difference(wanted, _there(programme, only))
        released = _release(programme, only, found, wanted)
        counts["created"] += released + _create(found, wanted) + _revive(found.revived)
        counts["moved"] += _move(found.moved)
        counts["cancelled"] += _cancel(found.cancelled)
        counts["kept"] += found.kept
    return counts


def _batches(programme: Programme) -> Iterator[list[int]]:
    """Nothing for the programme itself, then the keys of its participations, so many at a time."""
    yield []
    last = 0
    while True:
        rows = Participation.objects.filter(programme=programme, pk__gt=last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        yield keys
        last = keys[-1]


def _wanted(
    programme: Programme, today: date, only: list[int], days: planning.facts.Days
) -> dict[Identity, tuple[Due, date]]:
    """What should be there, and the day each goes: its own, or the first ordinary one from today on."""
    rows = planning.ahead(programme, today, only=only, days=days)
    first = quiet.forward(today)
    return {row.identity: (row, max(row.day, first)) for row in rows if row.goes and row.day}


def _there(programme: Programme, only: list[int]) -> dict[Identity, Planned]:
    letters = _of(programme, only).filter(envelope=None)
    rows = letters.values_list(*IDENTITY, "pk", "send_on", "fate")
    return {tuple(row[: len(IDENTITY)]): Planned(*row[len(IDENTITY) :]) for row in rows}


def _of(programme: Programme, only: list[int]) -> QuerySet[Letter]:
    letters = Letter.objects.filter(programme=programme)
    return letters.filter(participation__in=only) if only else letters.filter(participation=None)


def _create(found: Difference, wanted: Mapping[Identity, tuple[Due, date]]) -> int:
    """Another process may have been as quick: the constraints let each letter in once."""
    if not found.created:
        return 0
    letters = [_letter(due, wanted[due.identity][1]) for due in found.created]
    with transaction.atomic():
        before = Letter.objects.filter(programme=letters[0].programme).count()
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        return Letter.objects.filter(programme=letters[0].programme).count() - before


def _letter(due: Due, day: date) -> Letter:
    return Letter(
        rule=due.rule, programme=due.programme, participation=due.participation, gathering=due.gathering,
        person=due.person, user=due.user, registration=due.registration, deputy=due.deputy, is_copy=due.is_copy,
        occasion=due.occasion, send_on=day, fate=Fate.PLANNED,
    )  # fmt: skip


def _release(
    programme: Programme, only: list[int], found: Difference, wanted: Mapping[Identity, tuple[Due, date]]
) -> int:
    """Letters that were made before, taken out of their envelopes again: what was dropped and is wanted anew, and what
    has not left for an address that is its reader's no more."""
    if not found.created:
        return 0
    held = Q(envelope__state=_SET_ASIDE) | Q(envelope__state=Envelope.State.READY, envelope__attempts=0)
    made = _of(programme, only).in_envelopes().filter(Q(is_dropped=True) | held)
    new = {due.identity: due for due in found.created}
    count = 0
    for *identity, pk in made.values_list(*IDENTITY, "pk"):
        due = new.get(tuple(identity))
        count += _take_out(pk, due, wanted[due.identity][1]) if due else 0
    return count


def _take_out(pk: int, due: Due, day: date) -> int:
    with transaction.atomic():
        letter = Letter.objects.select_related("envelope").get(pk=pk)
        if not letter.envelope or not (letter.is_dropped or _is_held_for_another(letter.envelope, due.address)):
            return 0
        out = Letter.objects.filter(pk=pk, envelope=letter.envelope)
        taken = out.update(envelope=None, is_dropped=False, is_hurried=False, send_on=day, fate=Fate.PLANNED)
        done_with = (Envelope.State.CANCELLED,) if letter.is_dropped else (Envelope.State.READY, _SET_ASIDE)
        Envelope.objects.filter(pk=letter.envelope_id, state__in=done_with, letters=None).delete()
    return taken


_SET_ASIDE = Envelope.State.SET_ASIDE


def _is_held_for_another(old: Envelope, address: str) -> bool:
    """It is for another address, and nobody sends it now: the guarded update holds the row."""
    if old.address.lower() == address.lower():
        return False
    untouched = Envelope.objects.untouched().filter(pk=old.pk).update(state=Envelope.State.READY)
    return bool(untouched or Envelope.objects.filter(pk=old.pk, state=_SET_ASIDE).update(state=_SET_ASIDE))


def _revive(days: Mapping[int, date]) -> int:
    cancelled = Letter.objects.filter(envelope=None, fate=Fate.CANCELLED)
    return _set(cancelled, days, fate=Fate.PLANNED)


def _move(days: Mapping[int, date]) -> int:
    return _set(Letter.objects.ahead(), days)


def _set(letters: QuerySet[Letter], days: Mapping[int, date], **more: str) -> int:
    """One update for each day that letters get, and not for each letter."""
    by_day: dict[date, list[int]] = {}
    for pk, day in days.items():
        by_day.setdefault(day, []).append(pk)
    return sum(letters.filter(pk__in=keys).update(send_on=day, **more) for day, keys in by_day.items())


def _cancel(keys: Iterable[int]) -> int:
    return Letter.objects.ahead().filter(pk__in=list(keys)).update(fate=Fate.CANCELLED)


# --- which programmes are behind, and who takes them on


def sweep(today: date) -> dict[str, int]:
    """Reconcile every programme that is behind, each by whoever claims it first. Counts as ``reconcile``'s."""
    counts: dict[str, int] = {}
    for programme in _behind(today):
        claim = _claim(programme)
        if claim is None:
            continue
        seen = _settled()
        for what, count in reconcile(programme, today).items():
            counts[what] = counts.get(what, 0) + count
        mine = Reconciliation.objects.filter(programme=programme, claim=claim)
        mine.update(claim=None, lease_until=None, day=today, seen=seen)
    return counts


def _behind(today: date) -> list[Programme]:
    """Those that write, or have planned letters from when they did, in which something has happened since the newest
    run, or whose run was another day's. Nothing is marked when somebody acts: the journal's own line is the mark."""
    writing = Programme.objects.living().filter(letters_from__isnull=False)
    has_letters = Q(pk__in=writing.values("pk")) | Q(pk__in=Letter.objects.ahead().values("programme"))
    rows = Programme.objects.filter(has_letters).select_related("reconciliation").order_by("pk")
    return [row for row in rows if _is_behind(row, today)]


def _is_behind(programme: Programme, today: date) -> bool:
    row = getattr(programme, "reconciliation", None)
    return row is None or row.day != today or _lines_about(programme).filter(pk__gt=row.seen).exists()


def _lines_about(programme: Programme) -> QuerySet[JournalEntry]:
    """The journal's lines that may move its letters: the programme's own, and those about no programme; not those of
    correspondence itself, which move none."""
    lines = JournalEntry.objects.in_scope(programme) | JournalEntry.objects.exclude(scope__startswith="programme:")
    for subject in OURS:
        lines = lines.exclude(subject__startswith=f"{subject}:")
    return lines


def _settled() -> int:
    """The newest line before which all are sure to be committed: two who act at once take their numbers in one order
    and may commit in another. Younger ones are looked at once more by the next run, which changes nothing."""
    old = JournalEntry.objects.filter(at__lt=timezone.now() - LONGEST_ACT)
    return old.order_by("-pk").values_list("pk", flat=True).first() or 0


def _claim(programme: Programme) -> uuid.UUID | None:
    """None while somebody else is at it. Who comes when that one has just ended does it again: it changes nothing."""
    claim = uuid.uuid4()
    row, _new = Reconciliation.objects.get_or_create(programme=programme)
    free = Reconciliation.objects.unclaimed().filter(pk=row.pk)
    return claim if free.update(claim=claim, lease_until=timezone.now() + LEASE) else None
