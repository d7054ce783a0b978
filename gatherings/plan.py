"""A programme's whole plan at one moment: what the agenda shows, and what the warnings look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from gatherings.answering import Answering, answering
from gatherings.models import Gathering
from municipalities.duties import group_day
from programmes.models import Deadline, Programme, SchoolHoliday
from programmes.when import When
from programmes.words import Words


@dataclass(frozen=True)
class Plan:
    """``gatherings`` stand in the plan's order. ``elsewhere`` are gatherings of the region's other programmes that may
    take the same days, each with its programme. Nothing is fetched any more: what looks at a plan is pure."""

    programme: Programme
    gatherings: tuple[Gathering, ...]
    deadlines: dict[str, When]
    group_day: When
    purposes: dict[str, Words] = field(default_factory=dict)
    school_holidays: tuple[SchoolHoliday, ...] = ()
    elsewhere: tuple[Gathering, ...] = ()
    today: date = field(default_factory=timezone.localdate)

    def deadline(self, kind: str) -> When:
        """A deadline or window; undecided where the programme has none."""
        return self.deadlines.get(kind, When())

    def purpose(self, kind: str) -> Words:
        """What a pre-meeting or a reflection note is for, in the programme's own words."""
        return self.purposes.get(kind, Words())

    @property
    def sign_up(self) -> When:
        return self.deadline(Deadline.Kind.SIGN_UP)

    @cached_property
    def first_joint(self) -> Gathering | None:
        """The first gathering of the whole group that has a day."""
        return next((row for row in self.with_days if row.is_joint), None)

    @cached_property
    def with_days(self) -> list[Gathering]:
        """Those whose day is decided, the first first."""
        return sorted((row for row in self.gatherings if row.first_day), key=lambda row: (row.first_day, row.order))

    @cached_property
    def to_come(self) -> list[Gathering]:
        """Those that are not over: what has been is warned about no more."""
        return [row for row in self.gatherings if row.end is None or row.end >= self.today]

    def next_number(self, kind: str, *, after_number: int | None = None) -> int | None:
        """What a new gathering is called where nobody says it. Joint ones are counted from 1. Of another kind the first
        is the only one and has no number, and one that fills a gap is named by the gap."""
        same = [row for row in self.gatherings if row.kind == kind and not row.after_number]
        if after_number or (not same and kind != Gathering.Kind.JOINT):
            return None
        highest = max((row.number for row in same if row.number), default=0)
        return (highest if kind == Gathering.Kind.JOINT else max(highest, len(same))) + 1

    @cached_property
    def answering(self) -> dict[int, Answering]:
        """By the gathering's key."""
        found = {row.pk: answering(row, self.group_day) for row in self.gatherings}
        return {pk: row for pk, row in found.items() if row}


def plan_of(programme: Programme, *, today: date | None = None) -> Plan:
    """Four queries however long the plan is, where the programme's deadlines are at hand."""
    today = today or timezone.localdate()
    rows, deadlines = list(programme.gatherings.with_days().in_order()), list(programme.deadlines.all())
    return Plan(
        programme=programme,
        gatherings=tuple(in_plan_order(rows)),
        deadlines={row.kind: row.when for row in deadlines},
        purposes={row.kind: row.purpose for row in deadlines},
        group_day=group_day(programme),
        school_holidays=tuple(SchoolHoliday.objects.filter(region=programme.region_id, end__gte=today)),
        elsewhere=tuple(_elsewhere(programme, today)),
        today=today,
    )


def _elsewhere(programme: Programme, today: date) -> list[Gathering]:
    """The other living programmes' gatherings to come in the same region, whose day is decided."""
    others = Gathering.objects.exclude(programme=programme).filter(
        Q(precision="day") | Q(precision="range"), programme__region=programme.region_id, end__gte=today
    )
    living = others.exclude(programme__state__in=(Programme.State.FINISHED, Programme.State.ARCHIVED))
    rows = living.select_related("programme").order_by("start", "pk")
    return [row for row in rows if row.first_day]


def in_plan_order(rows: list[Gathering]) -> list[Gathering]:
    """By the first day of what is known; one without a date where its number, or the gap it fills, puts it, else last.

    ``rows`` come as ``in_order`` gives them.
    """
    found = [row for row in rows if row.start]
    for row in rows:
        if not row.start:
            found.insert(_place_of(row, found), row)
    return found


def _place_of(row: Gathering, found: list[Gathering]) -> int:
    joint = Gathering.Kind.JOINT
    if row.after_number:
        return _after(found, lambda other: _fills(other, row) or _is(other, joint, row.after_number))
    if row.number and row.is_joint:
        same = [(place, other.number) for place, other in enumerate(found) if other.kind == row.kind and other.number]
        lower = [number for _, number in same if number < row.number]
        higher = [place for place, number in same if number > row.number]
        if higher:
            return higher[0]
        if lower:
            last = max(lower)
            return _after(found, lambda other: _is(other, row.kind, last) or other.after_number == last)
    return len(found)


def _fills(other: Gathering, row: Gathering) -> bool:
    return other.after_number == row.after_number


def _is(other: Gathering, kind: str, number: int | None) -> bool:
    return other.kind == kind and other.number == number


def _after(found: list[Gathering], belongs: Callable[[Gathering], bool]) -> int:
    """The place behind the last that belongs; last of all where none does."""
    places = [i for i, other in enumerate(found) if belongs(other)]
    return places[-1] + 1 if places else len(found)
