"""Every honest date that the portal can hold, for property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from programmes.when import Precision, When

FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
DAYS = st.dates(FIRST, LAST)
YEARS = st.integers(FIRST.year, LAST.year)


def month(year, number):
    return date(year, number, 1), (date(year, number, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def semester(year, half):
    return (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))


def week(day):
    monday = min(max(day - timedelta(days=day.weekday()), date(1990, 1, 1)), date(2099, 12, 21))
    return monday, monday + timedelta(days=6)


PERIODS = {
    Precision.DAY: DAYS.map(lambda day: (day, day)),
    Precision.RANGE: st.tuples(DAYS, DAYS).filter(lambda pair: pair[0] != pair[1]).map(lambda p: (min(p), max(p))),
    Precision.WEEK: DAYS.map(week),
    Precision.MONTH: st.builds(month, YEARS, st.integers(1, 12)),
    Precision.SEMESTER: st.builds(semester, YEARS, st.sampled_from([1, 2])),
    Precision.YEARS: YEARS.map(lambda year: (date(year, 1, 1), date(year, 12, 31))),
}


@st.composite
def whens(draw, precisions=tuple(Precision.values)):
    """A ``When`` of any precision; weeks, months, semesters and years may be several in a row."""
    precision, tentative = draw(st.sampled_from(precisions)), draw(st.booleans())
    days = draw(st.none() | st.integers(1, 99))
    if precision == Precision.NONE:
        return When(days=days, tentative=tentative)
    if precision == Precision.AFTER:
        return When(precision, draw(DAYS), None, days, tentative)
    start, end = draw(PERIODS[precision])
    if precision not in (Precision.DAY, Precision.RANGE):
        end = max(end, draw(st.just(end) | PERIODS[precision].map(lambda pair: pair[1])))
    days = min(days, (end - start).days + 1) if days else None
    return When(precision, start, end, days, tentative)
