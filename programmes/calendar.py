"""The Norwegian calendar: public holidays by name, and quiet days, on which nobody is written to or asked for anything.

Quiet: Saturday, Sunday, public holidays, July, 24 December–1 January, and Palm Sunday–Easter Monday.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DAY = timedelta(days=1)
_NAMES = {
    "New Year's Day": _("første nyttårsdag"),
    "Maundy Thursday": _("skjærtorsdag"),
    "Good Friday": _("langfredag"),
    "Easter Sunday": _("første påskedag"),
    "Easter Monday": _("andre påskedag"),
    "Labor Day": _("første mai"),
    "Ascension Day": _("Kristi himmelfartsdag"),
    "Pentecost": _("første pinsedag"),
    "Pentecost Monday": _("andre pinsedag"),
    "Constitution Day": _("grunnlovsdagen"),
    "Christmas Day": _("første juledag"),
    "Second Day of Christmas": _("andre juledag"),
}


def public_holiday(day: date) -> str | Promise:
    """The public holiday's name in the language in force; empty for any other day. Of two on one day the first."""
    return _named(day.year).get(day, "")


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def is_quiet(day: date) -> bool:
    return is_weekend(day) or day.month == 7 or _at_christmas(day) or day in _public_and_easter(day.year)


def back(day: date) -> date:
    """The nearest ordinary day that is not later than ``day``."""
    while is_quiet(day):
        day -= _DAY
    return day


def forward(day: date) -> date:
    """The nearest ordinary day that is not earlier than ``day``."""
    while is_quiet(day):
        day += _DAY
    return day


def ordinary_days_after(day: date, days: int) -> date:
    """The ordinary day that is ``days`` ordinary days later: three after a Thursday is a Tuesday."""
    for _number in range(days):
        day = forward(day + _DAY)
    return day


def days_of(first: date, last: date) -> Iterator[date]:
    """Each day from ``first`` to ``last``, both included."""
    return (first + n * _DAY for n in range((last - first).days + 1))


def _at_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


@cache
def _named(year: int) -> dict[date, Promise]:
    public = holidays.country_holidays("NO", years=year, language="en_US")
    return {day: _NAMES[name.split("; ")[0]] for day, name in public.items()}


@cache
def easter_monday(year: int) -> date:
    """The last day of Easter."""
    (day,) = holidays.country_holidays("NO", years=year, language="en_US").get_named("Easter Monday", lookup="exact")
    return day


@cache
def _public_and_easter(year: int) -> frozenset[date]:
    public = holidays.country_holidays("NO", years=year, language="en_US")
    return frozenset(public) | {easter_monday(year) - n * _DAY for n in range(9)}  # from Palm Sunday
