"""An honest date: as precise as what was decided, and never more."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import models

from programmes import formats


class Precision(models.TextChoices):
    NONE = "", "ikke satt"
    DAY = "day", "dag"
    RANGE = "range", "flere dager"
    WEEK = "week", "uke"
    MONTH = "month", "måned"
    SEMESTER = "semester", "halvår"
    YEARS = "years", "år"
    AFTER = "after", "tidligst"


FIRST_YEAR, LAST_YEAR = 1990, 2099  # no programme is outside; a year of four digits that is, was typed wrong
COUNTED_DAYS = 7  # a range of so many days or fewer lasts from its first day to its last, unless it is said not to
_KNOWN = frozenset(Precision.values)  # the enumeration lists its values anew each time it is asked


@dataclass(frozen=True, slots=True)
class When:
    """``start`` and ``end`` are the first and last day of what is known (for a month: the whole month); AFTER has
    only an earliest day. ``days`` is the number of days the thing lasts, where that is known. ``text`` is the words as
    they were written. A week, month, semester or year is whole; a range of one day is that day, and a day lasts one.
    Raises ``ValueError`` for a combination that cannot be.
    """

    precision: str = ""
    start: date | None = None
    end: date | None = None
    days: int | None = None
    tentative: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        if problem := self._problem():
            raise ValueError(problem)
        for name, value in self._plainly().items():
            object.__setattr__(self, name, value)
        if self.days is not None and self.start and self.end and self.days > (self.end - self.start).days + 1:
            raise ValueError("it cannot last longer than from start to end")

    def _plainly(self) -> dict[str, Any]:
        """What is written otherwise and means the same: one form for each date, so that equal dates are equal."""
        if self.precision in _WHOLE and self.start and self.end:
            return {"start": _whole(self.precision, self.start)[0], "end": _whole(self.precision, self.end)[1]}
        if self.precision == Precision.RANGE and self.start == self.end:
            return {"precision": Precision.DAY, "days": self.days or 1}
        if self.precision == Precision.DAY:
            return {"days": self.days or 1}
        return {}

    def _problem(self) -> str:
        if self.precision not in _KNOWN:
            return f"unknown precision {self.precision!r}"
        if self.days is not None and self.days < 1:
            return "days must be 1 or more"
        if self.precision == Precision.NONE:
            return "a date without precision has no days" if self.start or self.end else ""
        if self.start is None:
            return "start is missing"
        if any(day and not FIRST_YEAR <= day.year <= LAST_YEAR for day in (self.start, self.end)):
            return f"a year outside {FIRST_YEAR}–{LAST_YEAR}"
        if self.precision == Precision.AFTER:
            return "an earliest day has no end" if self.end else ""
        if self.end is None:
            return "end is missing"
        if self.end < self.start:
            return "end is before start"
        if self.precision == Precision.DAY and self.end != self.start:
            return "a single day ends on the day it starts"
        return ""

    @classmethod
    def day(cls, day: date, *, tentative: bool = False) -> "When":
        return cls(Precision.DAY, day, day, 1, tentative)

    @property
    def has_day(self) -> bool:
        """A day that can stand in a calendar. AFTER, a month or a semester never is one."""
        return self.precision in (Precision.DAY, Precision.RANGE)

    @property
    def shows_length(self) -> bool:
        """The dates alone say how many days it lasts."""
        return self.precision == Precision.DAY or (self.days is not None and self.days == self._counted_days())

    @property
    def hides_length(self) -> bool:
        """The dates alone would say how long it lasts, and it is not known."""
        return self.days is None and self._counted_days() is not None

    def _counted_days(self) -> int | None:
        """«27.–28. april» are two days; a longer stretch is one within which something happens."""
        if self.precision != Precision.RANGE or self.start is None or self.end is None:
            return None
        days = (self.end - self.start).days + 1
        return days if days <= COUNTED_DAYS else None

    def shifted(self, days: int) -> "When":
        """The same, moved by whole days; a week, month, semester or year moves to the one its middle falls in.

        The words as written are dropped: they named the old date.
        """
        by = timedelta(days=days)
        if self.start is None:
            return replace(self, text="")
        if self.precision in _WHOLE and self.end is not None:
            start, end = _shifted(self.precision, self.start, self.end, by)
            lasts = min(self.days, (end - start).days + 1) if self.days else None  # months are not equally long
            return replace(self, start=start, end=end, days=lasts, text="")
        return replace(self, start=self.start + by, end=self.end + by if self.end else None, text="")

    def format(self, language: str = "nb") -> str:
        """By Språkrådet's rules for dates; says «dato ikke satt» when nothing is decided."""
        return formats.when(self, language)

    def in_full(self, language: str = "nb") -> str:
        """As ``format``, and what it leaves to the page around it: doubt, and length. ``parse`` reads the same back."""
        return formats.when_in_full(self, language)


_WHOLE = (Precision.WEEK, Precision.MONTH, Precision.SEMESTER, Precision.YEARS)


def _whole(precision: str, day: date) -> tuple[date, date]:
    """First and last day of the week, month, semester or year that ``day`` is in."""
    if precision == Precision.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if precision == Precision.MONTH:
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if precision == Precision.SEMESTER:
        autumn = day.month >= 7
        return date(day.year, 7 if autumn else 1, 1), date(day.year, 12 if autumn else 6, 31 if autumn else 30)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _shifted(precision: str, start: date, end: date, by: timedelta) -> tuple[date, date]:
    """As many weeks, months … as from ``start`` to ``end``, from the one that the middle of the first moves to."""
    day = timedelta(days=1)
    last = _whole(precision, start)[1]
    moved_start, moved_end = _whole(precision, start + (last - start) / 2 + by)
    while last < end:
        last, moved_end = _whole(precision, last + day)[1], _whole(precision, moved_end + day)[1]
    return moved_start, moved_end
