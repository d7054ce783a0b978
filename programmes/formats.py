"""How dates, times, numbers and names of numbers are written: the one place (Språkrådet, «Tall, tid og dato»)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils import timezone

if TYPE_CHECKING:
    from programmes.when import When

NBSP = "\u00a0"
EN_DASH = "–"
_REMEMBERED = 4096  # days written: a page repeats a few, and writing one takes longer than showing it
_SEMESTERS = {"nb": ("våren", "høsten"), "nn": ("våren", "hausten")}
_WORDS = {
    "nb": {
        "none": "dato ikke satt", "week": "uke", "after": "etter", "days": "dager", "one_day": "dag",
        "within": "i perioden", "tentative": "foreløpig", "certain": "avklart",
    },
    "nn": {
        "none": "dato ikkje sett", "week": "veke", "after": "etter", "days": "dagar", "one_day": "dag",
        "within": "i perioden", "tentative": "førebels", "certain": "avklart",
    },
}  # fmt: skip


def _norm(language: str) -> str:
    return "nn" if language == "nn" else "nb"


@lru_cache(_REMEMBERED)
def day(value: date, language: str = "nb") -> str:
    """«5. februar 2021», with a hard space after the day's number."""
    return format_date(value, f"d.{NBSP}MMMM y", locale=_norm(language))


@lru_cache(_REMEMBERED)
def day_without_year(value: date, language: str = "nb") -> str:
    return format_date(value, f"d.{NBSP}MMMM", locale=_norm(language))


def weekday(value: date, language: str = "nb") -> str:
    return format_date(value, "EEEE", locale=_norm(language))


@lru_cache(_REMEMBERED)
def short_month(value: date, language: str = "nb") -> str:
    """«des.»; a month of four letters or fewer stands whole, as «juni»."""
    return format_date(value, "MMM", locale=_norm(language))


def near_month(value: date, language: str = "nb") -> str:
    """«des.» of this year and the next, else «des. 2020»: under a day's number, where there is little room."""
    near = value.year - timezone.localdate().year in (0, 1)
    return short_month(value, language) if near else f"{short_month(value, language)}{NBSP}{value.year}"


def day_range(first: date, last: date, language: str = "nb") -> str:
    """«27.–28. april 2021», «30. april–1. mai 2021»."""
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.{EN_DASH}{day(last, language)}"
    if first.year == last.year:
        return f"{day_without_year(first, language)}{EN_DASH}{day(last, language)}"
    return f"{day(first, language)}{EN_DASH}{day(last, language)}"


def days_by_name(first: date, last: date, language: str = "nb") -> str:
    """«fredag 5. februar 2021», «tirsdag 27. og onsdag 28. april 2021», «mandag 1.–fredag 5. mars 2021»."""
    end = f"{weekday(last, language)} {day(last, language)}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        start = f"{first.day}."
    else:
        start = day_without_year(first, language) if first.year == last.year else day(first, language)
    between = " og " if (last - first).days == 1 else EN_DASH
    return f"{weekday(first, language)} {start}{between}{end}"


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


def quantity(value: Decimal) -> str:
    """«6763», «10 000», «12,5»: as ``number``, with the decimals that say something."""
    whole = number(int(value))
    decimals = f"{abs(value) % 1:.2f}"[2:].rstrip("0")
    return f"{whole},{decimals}" if decimals else whole


_COUNTS = ("", "", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


def count(value: int) -> str:
    """«to», «tolv», «13»: up to twelve in words. From two upwards they are the same in bokmål and nynorsk."""
    return _COUNTS[value] if 2 <= value < len(_COUNTS) else number(value)


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
    text = _period(value, language, words)
    shown = value.shows_length or value.precision == ""
    return f"{text} ({_length(value.days, words)})" if value.days and not shown else text


def when_in_full(value: When, language: str = "nb") -> str:
    """As ``when``, with doubt and length always said. A month or a semester is a doubt in itself: there it is
    certainty that is said («april 2022 (2 dager, avklart)»). Days within which something lasts nobody knows how long
    are «i perioden 15. desember 2020–22. januar 2021».
    """
    words = _WORDS[_norm(language)]
    text = _period(value, language, words)
    if value.hides_length:
        text = f"{words['within']} {text}"
    said = [_length(value.days, words)] if value.days and not value.shows_length else []
    coarse = value.precision in ("month", "semester")
    if value.tentative != coarse:
        said.append(words["certain"] if coarse else words["tentative"])
    return f"{text} ({', '.join(said)})" if said else text


def _length(days: int, words: dict[str, str]) -> str:
    return f"{days}{NBSP}{words['one_day'] if days == 1 else words['days']}"


def _period(value: When, language: str, words: dict[str, str]) -> str:
    start, end = value.start, value.end
    if value.precision == "" or start is None:
        return words["none"]
    if value.precision == "after" or end is None:
        return f"{words['after']} {day(date.fromordinal(start.toordinal() - 1), language)}"
    if value.precision == "week":
        return _weeks(start, end, words["week"])
    if value.precision == "month":
        return _months(start, end, _norm(language))
    if value.precision == "semester":
        return _semesters(start, end, _SEMESTERS[_norm(language)])
    if value.precision == "years":
        return str(start.year) if start.year == end.year else f"{start.year}{EN_DASH}{end.year}"
    return day_range(start, end, language)


def _weeks(start: date, end: date, word: str) -> str:
    """«uke 43, 2027», «uke 43–44, 2027», «uke 53, 2026–uke 1, 2027»."""
    (year, first, _), (last_year, last, _) = start.isocalendar(), end.isocalendar()
    if year != last_year:
        return f"{word}{NBSP}{first}, {year}{EN_DASH}{word}{NBSP}{last}, {last_year}"
    return f"{word}{NBSP}{first if first == last else f'{first}{EN_DASH}{last}'}, {year}"


def _months(start: date, end: date, norm: str) -> str:
    """«april 2022», «april–mai 2022», «desember 2021–januar 2022»."""
    last = format_date(end, "MMMM y", locale=norm)
    if (start.year, start.month) == (end.year, end.month):
        return last
    return format_date(start, "MMMM" if start.year == end.year else "MMMM y", locale=norm) + EN_DASH + last


def _semesters(start: date, end: date, names: tuple[str, str]) -> str:
    """«våren 2022», «høsten 2020–våren 2022», «våren–høsten 2022»."""
    first, last = names[start.month >= 7], names[end.month >= 7]
    if start.year != end.year:
        return f"{first} {start.year}{EN_DASH}{last} {end.year}"
    return f"{first if first == last else f'{first}{EN_DASH}{last}'} {end.year}"
