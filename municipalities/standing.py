"""Where every participation of a programme stands with every duty: what the board, «Dette venter på deg», the
reminders and the figures read, so that they cannot disagree."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from municipalities.duties import BY_KEY, DUTIES, Derived, derived
from municipalities.models import DutyException, Participation
from programmes.duties import WAITING, Duty, Status, status
from programmes.models import Programme
from programmes.prepared import Prepared
from programmes.when import When

Exceptions = dict[tuple[int, str], tuple[date | None, str]]  # by participation and duty: the new day, the reason


@dataclass(frozen=True, slots=True)
class DutyState:
    """``due`` is this participation's own day: its exception's, else the programme's; None while nobody decided one.
    ``words`` says how far it has come, where a room above counts that."""

    duty: Duty
    status: Status
    due: date | None = None
    is_extended: bool = False
    reason: str = ""
    words: str = ""

    @property
    def waits(self) -> bool:
        return self.status in WAITING


@dataclass(frozen=True, slots=True)
class Standing:
    """One participation and its duties, in the order they are declared, those that a room above finds last."""

    participation: int
    states: dict[str, DutyState]

    @property
    def waiting(self) -> list[DutyState]:
        return [state for state in self.states.values() if state.waits]

    @property
    def next(self) -> DutyState | None:
        """The duty to do first: the one with the earliest day, so what is overdue comes before all else; without a day
        last. Of equals the one declared first, since each makes way for the next."""
        return min(self.waiting, key=lambda state: state.due or date.max, default=None)


class Standings(Mapping[int, Standing]):
    """{participation's key: its standing}, each made when it is asked for: a board of hundreds shows fifty. ``more``
    are the duties that a room above finds in the programme now."""

    def __init__(
        self,
        rows: Iterable[Sequence[Any]],
        exceptions: Exceptions,
        days: dict[str, date | None],
        today: date,
        more: Sequence[Derived] = (),
    ):
        self._flags = {pk: flags for pk, *flags in rows}
        self._exceptions, self._days, self._today = exceptions, days, today
        self._more, self.more = more, [found.duty for found in more]
        self._made: dict[int, Standing] = {}

    def __getitem__(self, pk: int) -> Standing:
        if pk not in self._made:
            states = {duty.key: self._state(pk, number, duty) for number, duty in enumerate(DUTIES)}
            states |= {found.duty.key: self._derived(pk, found) for found in self._more}
            self._made[pk] = Standing(pk, states)
        return self._made[pk]

    def __iter__(self) -> Iterator[int]:
        return iter(self._flags)

    def __len__(self) -> int:
        return len(self._flags)

    def still_open(self, keys: Iterable[int], duty: str) -> list[int]:
        """Of those who owe a duty and have not done it, also such as were not asked for: the ones who are not excused
        and whose day has not passed."""
        own, known = self._days[duty], self._exceptions
        as_ours = own is None or own >= self._today  # few have a day of their own
        return [pk for pk in keys if (self._is_open(pk, duty) if (pk, duty) in known else as_ours)]

    def _is_open(self, pk: int, duty: str) -> bool:
        found = _state(BY_KEY[duty], True, False, self._days[duty], self._exceptions[pk, duty], self._today)
        return found.status is Status.OPEN

    def _derived(self, pk: int, found: Derived) -> DutyState:
        duty, (owed, done) = found.duty, found.stands.get(pk, (False, False))
        state = _state(duty, owed, done, self._days[duty.key], self._exceptions.get((pk, duty.key)), self._today)
        return replace(state, words=found.words(pk)) if owed else state

    def _state(self, pk: int, number: int, duty: Duty) -> DutyState:
        flags = self._flags[pk]
        owed, done = bool(flags[2 * number]), bool(flags[2 * number + 1])
        return _state(duty, owed, done, self._days[duty.key], self._exceptions.get((pk, duty.key)), self._today)


def standings(
    programme: Programme, participations: Iterable[int] | None = None, *, today: date | None = None
) -> Standings:
    """Where every participation of a programme stands, or some of them. Two queries, those of the rooms above, and the
    programme's deadlines and composition rules where they are not at hand."""
    held = {
        (participation, duty): (day, reason)
        for participation, duty, day, reason in _exceptions_of(programme=programme.pk)
    }
    keys = None if participations is None else list(participations)
    if keys == []:
        return _standings(programme, (), held, today)
    wanted = {} if keys is None else {"keys": keys}
    more = derived(programme, keys, today or timezone.localdate())
    return _standings(programme, _rows(_Rules(programme), programme=programme.pk, **wanted), held, today, more)


def standing_of(participation: Participation, *, today: date | None = None) -> Standing:
    """One participation's standing. One query and those of the rooms above, where its exceptions are at hand."""
    programme, exceptions = participation.programme, participation.exceptions.all()
    held = {(participation.pk, row.duty): (row.day, row.reason) for row in exceptions if row.ended_at is None}
    rows = _rows(_Rules(programme), programme=programme.pk, keys=[participation.pk])
    more = derived(programme, [participation.pk], today or timezone.localdate())
    return _standings(programme, rows, held, today, more)[participation.pk]


def _standings(
    programme: Programme,
    rows: Iterable[Sequence[Any]],
    held: Exceptions,
    today: date | None,
    more: Sequence[Derived] = (),
) -> Standings:
    duties = [*DUTIES, *(found.duty for found in more)]
    own = {due: _own_day(due, programme) for due in {duty.due for duty in duties}}  # duties share their day
    days = {duty.key: own[duty.due] for duty in duties}
    return Standings(rows, held, days, today or timezone.localdate(), more)


class _Rules:
    """Stands in for a programme where a duty's condition asks for one: equal rules make equal conditions."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self._key = tuple(
            (rule.level, rule.role, rule.group, rule.least, rule.strength, tuple(rule.may_be))
            for rule in programme.composition.all()
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and other._key == self._key


def _all_rows(rules: _Rules, *, programme: int, keys: list[int] | None = None) -> QuerySet:
    rows = Participation.objects.filter(programme=programme)
    rows = rows if keys is None else rows.filter(pk__in=keys)
    return rows.annotate(**_flags(rules.programme)).values_list("pk", *_names())


def _all_exceptions(*, programme: int) -> QuerySet:
    rows = DutyException.objects.filter(participation__programme=programme, ended_at=None).order_by()
    return rows.values_list("participation", "duty", "day", "reason")


_rows, _exceptions_of = Prepared(_all_rows), Prepared(_all_exceptions)


def due_day(duty: Duty, programme: Programme, participation: Participation | None = None) -> date | None:
    """The day of one duty: the participation's own where it has an exception with one, else the programme's, which is
    also what it is without a participation. As in ``DutyState.due``; no query where exceptions are at hand."""
    exception = participation.exception(duty.key) if participation else None
    return (exception.day if exception else None) or _own_day(duty.due, programme)


def _own_day(due: Callable[[Programme], When], programme: Programme) -> date | None:
    when = due(programme)
    return when.end if when.has_day else None


def _names() -> list[str]:
    return [f"{flag}_{number}" for number in range(len(DUTIES)) for flag in ("owed", "done")]


def _flags(programme: Programme) -> dict[str, ExpressionWrapper]:
    flags = {}
    for number, duty in enumerate(DUTIES):
        done = cast("Callable[[Programme], Any]", duty.done)  # what is declared in this room asks the database
        flags[f"owed_{number}"] = ExpressionWrapper(cast("Q", duty.owed), output_field=BooleanField())
        flags[f"done_{number}"] = ExpressionWrapper(done(programme), output_field=BooleanField())
    return flags


def _state(
    duty: Duty, owed: bool, done: bool, own_day: date | None, exception: tuple[date | None, str] | None, today: date
) -> DutyState:
    day, reason = exception or (None, "")
    waived = exception is not None and day is None
    due = day or own_day
    found = status(owed=owed, done=done, waived=waived, due=due, today=today)
    return DutyState(duty, found, due, is_extended=day is not None, reason=reason)
