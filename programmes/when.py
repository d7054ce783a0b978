"""An honest date: as precise as what was decided, and never more."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

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


@dataclass(frozen=True, slots=True)
class When:
    """``start`` and ``end`` are the first and last day of what is known (for a month: the whole month); AFTER has
    only an earliest day. ``days`` is the number of days the thing lasts, where that is known. ``text`` is the words as
    they were written. Raises ``ValueError`` for a combination that cannot be.
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

    def _problem(self) -> str:
        if self.precision not in Precision.values:
            return f"unknown precision {self.precision!r}"
        if self.days is not None and self.days < 1:
            return "days must be 1 or more"
        if self.precision == Precision.NONE:
            return "a date without precision has no days" if self.start or self.end else ""
        if self.start is None:
            return "start is missing"
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

    def shifted(self, days: int) -> "When":
        """The same, moved by whole days; a month, semester or year moves to the period its middle falls in.

        The words as written are dropped: they named the old date.
        """
        by = timedelta(days=days)
        start, end = (self.start + by if self.start else None), (self.end + by if self.end else None)
        if start and end and self.precision in (Precision.WEEK, Precision.MONTH, Precision.SEMESTER, Precision.YEARS):
            start, end = _whole(self.precision, start, end)
        return replace(self, start=start, end=end, text="")

    def format(self, language: str = "nb") -> str:
        """By Språkrådet's rules for dates; says «dato ikke satt» when nothing is decided."""
        return formats.when(self, language)


def _whole(precision: str, start: date, end: date) -> tuple[date, date]:
    middle = start + (end - start) / 2
    if precision == Precision.WEEK:
        monday = middle - timedelta(days=middle.weekday())
        return monday, monday + timedelta(days=6)
    if precision == Precision.MONTH:
        first = middle.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if precision == Precision.SEMESTER:
        autumn = middle.month >= 7
        return date(middle.year, 7 if autumn else 1, 1), date(middle.year, 12 if autumn else 6, 31 if autumn else 30)
    return date(start.year, 1, 1), date(end.year, 12, 31)


class Dated(models.Model):
    """A row with a ``When``. Read and set it as ``row.when``."""

    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    date_tentative = models.BooleanField(default=False)
    date_text = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_when",
                condition=models.Q(precision="", start=None, end=None)
                | models.Q(precision="after", start__isnull=False, end=None)
                | models.Q(precision="day", start__isnull=False, end=models.F("start"))
                | models.Q(
                    precision__in=["range", "week", "month", "semester", "years"],
                    start__isnull=False,
                    end__isnull=False,  # a comparison with nothing is not false in SQL: it must be said
                    end__gte=models.F("start"),
                ),
            ),
        ]

    @property
    def when(self) -> When:
        return When(self.precision, self.start, self.end, self.days, self.date_tentative, self.date_text)

    @when.setter
    def when(self, value: When) -> None:
        self.precision, self.start, self.end = value.precision, value.start, value.end
        self.days, self.date_tentative, self.date_text = value.days, value.tentative, value.text
