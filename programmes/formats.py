"""How dates, times, numbers and names of numbers are written: the one place (Språkrådet, «Tall, tid og dato»)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils import timezone

if TYPE_CHECKING:
    from programmes.when import When

NBSP = "\u00a0"
EN_DASH = "–"
_SEMESTERS = {"nb": ("våren", "høsten"), "nn": ("våren", "hausten")}
_WORDS = {
    "nb": {"none": "dato ikke satt", "week": "uke", "after": "etter", "days": "dager", "one_day": "dag"},
    "nn": {"none": "dato ikkje sett", "week": "veke", "after": "etter", "days": "dagar", "one_day": "dag"},
}


def _norm(language: str) -> str:
    return "nn" if language == "nn" else "nb"


def day(value: date, language: str = "nb") -> str:
    """«5. februar 2021», with a hard space after the day's number."""
    return format_date(value, f"d.{NBSP}MMMM y", locale=_norm(language))


def day_without_year(value: date, language: str = "nb") -> str:
    return format_date(value, f"d.{NBSP}MMMM", locale=_norm(language))


def weekday(value: date, language: str = "nb") -> str:
    return format_date(value, "EEEE", locale=_norm(language))


def short_month(value: date, language: str = "nb") -> str:
    """«des.»; a month of four letters or fewer stands whole, as «juni»."""
    return format_date(value, "MMM", locale=_norm(language))


def day_range(first: date, last: date, language: str = "nb") -> str:
    """«27.–28. april 2021», «30. april–1. mai 2021»."""
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.{EN_DASH}{day(last, language)}"
    if first.year == last.year:
        return f"{day_without_year(first, language)}{EN_DASH}{day(last, language)}"
    return f"{day(first, language)}{EN_DASH}{day(last, language)}"


def moment(value: datetime, language: str = "nb") -> str:
    """«5. februar 2021 kl. 13.00», in Norwegian time."""
    local = timezone.localtime(value)
    return f"{day(local.date(), language)} {clock(local.time())}"


def clock(start: time, end: time | None = None) -> str:
    """«kl. 13.00» or «kl. 13.00–14.00»."""
    return f"kl.{NBSP}{start:%H.%M}" + (f"{EN_DASH}{end:%H.%M}" if end else "")


def number(value: int) -> str:
    """«10 000» with a hard space; four digits stand together."""
    digits = f"{abs(value):d}"
    if len(digits) > 4:
        digits = f"{abs(value):,d}".replace(",", NBSP)
    return f"−{digits}" if value < 0 else digits


def kroner(amount: Decimal) -> str:
    """«4 500 kroner», «12 500,50 kroner»."""
    whole, cents = divmod(int((abs(amount) * 100).to_integral_value()), 100)
    sign = "−" if amount < 0 else ""
    return f"{sign}{whole:,d}".replace(",", NBSP) + (f",{cents:02d}" if cents else "") + f"{NBSP}kroner"


def organisation_number(digits: str) -> str:
    """«958 935 420»: nine digits, three by three."""
    return NBSP.join((digits[:3], digits[3:6], digits[6:])) if len(digits) == 9 else digits


def telephone(digits: str) -> str:
    """«22 22 22 22» or «912 34 567»; a number that is not Norwegian stays as it was written."""
    bare = digits.replace(" ", "").replace(NBSP, "")
    if len(bare) != 8 or not bare.isdigit():
        return digits
    if bare[0] in "489":
        return NBSP.join((bare[:3], bare[3:5], bare[5:]))
    return NBSP.join((bare[:2], bare[2:4], bare[4:6], bare[6:]))


def when(value: When, language: str = "nb") -> str:
    """An honest date in words: a month stays a month. Length in days is said where the date does not show it."""
    words = _WORDS[_norm(language)]
    if value.precision == "" or value.start is None:
        return words["none"]
    text = _period(value, language, words)
    if value.days and value.precision not in ("day", "range"):
        text += f" ({value.days}{NBSP}{words['one_day'] if value.days == 1 else words['days']})"
    return text


def _period(value: When, language: str, words: dict[str, str]) -> str:
    start, end = value.start, value.end
    assert start is not None  # noqa: S101  (when() has answered for the dates without a start)
    if value.precision == "after" or end is None:
        return f"{words['after']} {day(date.fromordinal(start.toordinal() - 1), language)}"
    if value.precision == "week":
        year, week, _ = start.isocalendar()
        return f"{words['week']}{NBSP}{week}, {year}"
    if value.precision == "month":
        return format_date(start, "MMMM y", locale=_norm(language))
    if value.precision == "semester":
        return f"{_SEMESTERS[_norm(language)][start.month >= 7]} {start.year}"
    if value.precision == "years":
        return str(start.year) if start.year == end.year else f"{start.year}{EN_DASH}{end.year}"
    return day_range(start, end, language)
