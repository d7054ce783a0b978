"""From what was named to days of the calendar. Nothing is filled in but the year, and that only from the words
themselves or from the year the caller gives."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from programmes.when.periods import Period, Point
from programmes.when.value import COUNTED_DAYS, FIRST_YEAR, LAST_YEAR, Precision, When

_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Misread(Exception):
    """The words are plain, and still name no date: ``code`` says why, ``first`` to ``last`` are the tokens at fault."""

    def __init__(self, code: str, first: int, last: int, day: date | None = None):
        super().__init__(code)
        self.code, self.first, self.last, self.day = code, first, last, day


class YearMissing(Exception):
    """Everything is there but the year."""


def resolve(period: Period, default_year: int | None, *, days: int | None, tentative: bool) -> When:
    """The ``When`` that the period names. Raises ``YearMissing``, or ``Misread`` for what cannot be."""
    if {point.doubt for point in period.points if point.month} == {"order"}:
        raise Misread("order", period.points[0].first, period.points[-1].last)
    for point in period.points:
        if point.unit == Precision.DAY and not 1 <= point.number <= _LONGEST_MONTHS.get(_month_of(point), 31):
            raise Misread("no_such_day", point.first, point.last)
    points = _years(_months(list(period.points)), default_year)
    first, last = points[0], points[-1]
    for point in points:
        if not FIRST_YEAR - 1 <= (point.year or 0) <= LAST_YEAR:  # «etter 31. desember 1989» begins in 1990
            raise Misread("far_year", point.first, point.last)
        _check_weekday(point)
    start, end = _span(first)[0], _span(last)[1]
    if end < start or any(_span(a)[0] >= _span(b)[0] for a, b in pairwise(points)):
        raise Misread("backwards", first.first, last.last)
    if period.listed and any(_span(a)[1] + timedelta(days=1) != _span(b)[0] for a, b in pairwise(points)):
        raise Misread("apart", first.first, last.last)
    return _when(period, start, end, days, tentative)


def _when(period: Period, start: date, end: date, days: int | None, tentative: bool) -> When:
    whole = (period.points[0].first, period.points[-1].last)
    unit = period.points[0].unit
    if period.weekdays:
        unit, monday = Precision.DAY, start
        start, end = (monday + timedelta(days=weekday) for weekday in period.weekdays)
    several = unit == Precision.DAY and start != end
    if several and days is None and period.lead != "within" and (end - start).days < COUNTED_DAYS:
        days = (end - start).days + 1
    try:
        if period.lead in ("after", "from"):
            earliest = end + timedelta(days=1) if period.lead == "after" else start
            return When(Precision.AFTER, earliest, None, days, tentative)
        if days is not None and days > (end - start).days + 1:
            raise Misread("too_many_days", *whole)
        return When(Precision.RANGE if several else unit, start, end, days, tentative)
    except ValueError as error:  # «uke 53 2099» ends in 2100
        raise Misread("far_year", *whole) from error


def _month_of(point: Point) -> int:
    return point.month or 0


def _months(points: list[Point]) -> list[Point]:
    """«27.–28. april»: a day without a month is in the month that follows."""
    for at in range(len(points) - 2, -1, -1):
        if points[at].unit == Precision.DAY and points[at].month is None:
            points[at] = replace(points[at], month=points[at + 1].month)
            if points[at].number > _LONGEST_MONTHS.get(_month_of(points[at]), 31):
                raise Misread("no_such_day", points[at].first, points[-1].last)
    return points


def _years(points: list[Point], default_year: int | None) -> list[Point]:
    """Give every point its year: from its neighbours, over New Year where the order says so, else the default."""
    if all(point.year is None for point in points):
        if default_year is None:
            raise YearMissing
        points[0] = replace(points[0], year=default_year)
    known = next(at for at, point in enumerate(points) if point.year is not None)
    for at in range(known - 1, -1, -1):
        year = points[at + 1].year or 0
        points[at] = replace(points[at], year=year - (_order(points[at]) > _order(points[at + 1])))
    for at in range(known + 1, len(points)):
        if points[at].year is None:
            before = points[at - 1]
            crosses = _order(points[at]) < _order(before)
            points[at] = replace(points[at], year=(before.year or 0) + crosses)
    return points


def _order(point: Point) -> tuple[int, int]:
    if point.unit == Precision.WEEK:
        return 0, 0  # «uke 51–2» does not say which years: it is not moved over New Year
    return (point.month or 0, 0) if point.unit == Precision.DAY else (point.number, 0)


def _span(point: Point) -> tuple[date, date]:
    """First and last day. Raises ``Misread`` for a day or a week that the year does not have."""
    year, number = point.year or 0, point.number
    if point.unit == Precision.YEARS:
        return date(year, 1, 1), date(year, 12, 31)
    if point.unit == Precision.SEMESTER:
        return (date(year, 1, 1), date(year, 6, 30)) if number == 1 else (date(year, 7, 1), date(year, 12, 31))
    if point.unit == Precision.MONTH:
        return date(year, number, 1), (date(year, number, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    try:
        if point.unit == Precision.WEEK:
            monday = date.fromisocalendar(year, number, 1)
            return monday, monday + timedelta(days=6)
        return date(year, _month_of(point), number), date(year, _month_of(point), number)
    except ValueError as error:
        code = "no_such_week" if point.unit == Precision.WEEK else "no_such_day"
        raise Misread(code, point.first, point.last) from error


def _check_weekday(point: Point) -> None:
    if point.weekday is not None and _span(point)[0].weekday() != point.weekday:
        raise Misread("wrong_weekday", point.weekday_at, point.weekday_at + 1, _span(point)[0])
