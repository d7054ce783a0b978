"""What else is said with a date: hours, form, length, doubt, what it is for, how often."""

from dataclasses import dataclass
from datetime import time

from programmes.when.tokens import Line
from programmes.when.vocabulary import (
    CLOCK,
    COUNTS,
    DAY_WORDS,
    FORMS,
    GATHERINGS,
    KINDS,
    MONTHS,
    PER,
    TIMES_OF,
    WORDS,
    Said,
)

_MOST = 12  # gatherings of a programme: a higher number before or after «samling» is something else


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: ``count`` times ``per`` «semester», «year» or «month»."""

    per: str
    count: int


@dataclass(frozen=True, slots=True)
class Hours:
    starts_at: time
    ends_at: time | None
    doubt: bool  # «10.11» could be a day as well


@dataclass(frozen=True, slots=True)
class Fact:
    """Something understood, and the tokens it was written with."""

    said: Said
    value: object
    first: int
    last: int


def fact_at(line: Line, at: int) -> Fact | None:
    """The particular that begins at token ``at``."""
    if hours := _hours(line, at):
        return Fact(Said.CLOCK, hours[0], at, hours[1])
    if cadence := _cadence(line, at):
        return Fact(Said.CADENCE, cadence[0], at, cadence[1])
    if days := _days(line, at):
        return Fact(Said.DAYS, days[0], at, days[1])
    if kind := _kind(line, at):
        said = Said.NUMBER_OR_DAY if _may_be_day(line, kind[1]) else Said.KIND
        return Fact(said, kind[0], at, kind[1] + _is_label_number(line, kind[1]))
    if form := _form(line, at):
        return Fact(Said.FORM, form[0], at, form[1])
    if found := WORDS.at(line, at):
        (said, about), end = found
        return Fact(said, about, at, end)
    if line.sign(at, "?"):
        return Fact(Said.DOUBT, "?", at, at + 1)
    return None


# --- hours ---


def _hours(line: Line, at: int) -> tuple[Hours, int] | None:
    """«kl. 13.00–14.00», «13.00- 14.00», «kl 9-15»; whole hours only after «kl.», since «9–15» may be days."""
    between = line.word(at) == "mellom"
    marked, at = _clock_word(line, at + (between or line.word(at) == "fra"))
    first = _hour(line, at, marked)
    if first is None:
        return None
    starts_at, end = first
    doubt = not marked and _may_be_date(line, at)
    if not (line.dash(end) or line.word(end) == "til" or (between and line.word(end) == "og")):
        return (Hours(starts_at, None, doubt), end) if not between else None
    marked_too, second_at = _clock_word(line, end + 1)
    second = _hour(line, second_at, True)
    if second is None:  # «kl. 9 – 10. mars» leaves open what the dash means
        return None if line.number(second_at) is not None or between else (Hours(starts_at, None, doubt), end)
    return Hours(starts_at, second[0], doubt and not marked_too and _may_be_date(line, second_at)), second[1]


def _clock_word(line: Line, at: int) -> tuple[bool, int]:
    return (True, line.past(at + 1, ".", ":")) if line.word(at) in CLOCK else (False, at)


def _hour(line: Line, at: int, marked: bool) -> tuple[time, int] | None:
    """The hour and the position after it. ``marked``: «kl.» stands before, so that «9» and «0900» are hours too."""
    hour, digits = line.number(at), line.digits(at)
    if hour is None:
        return None
    minute = line.number(at + 2) if line.sign(at + 1, ".", ":") and line.glued(at + 2) else None
    if minute is not None and digits <= 2 and line.digits(at + 2) == 2:
        more = line.sign(at + 3, ".", ":") and line.glued(at + 4) and line.number(at + 4) is not None
        return (time(hour, minute), at + 3) if hour <= 23 and minute <= 59 and not more else None
    if marked and digits <= 2 and hour <= 23 and not _begins_day(line, at + 1):
        return time(hour), at + 1
    if marked and digits == 4 and hour // 100 <= 23 and hour % 100 <= 59:
        return time(hour // 100, hour % 100), at + 1
    return None


def _may_be_date(line: Line, at: int) -> bool:
    """«10.11» is ten past ten and the tenth of November; «13.00» and «10.30» can be hours only."""
    return line.sign(at + 1, ".") and (line.number(at) or 0) >= 1 and 1 <= (line.number(at + 2) or 0) <= 12


def _begins_day(line: Line, at: int) -> bool:
    """«kl. 13–14. februar»: no hour has a month after it."""
    return line.word(line.past(at, ".")) in MONTHS


# --- length, kind, form, cadence ---


def _count(line: Line, at: int) -> tuple[int, int] | None:
    if (number := line.number(at)) is not None and line.digits(at) <= 2:
        return number, at + 1
    count = COUNTS.get(line.word(at))
    return (count, at + 1) if count else None


def _days(line: Line, at: int) -> tuple[int, int] | None:
    """«2 dager», «to dagar», «2-dagers»."""
    counted = _count(line, at)
    if counted is None:
        return None
    count, end = counted
    end += line.dash(end)
    if line.word(end) not in DAY_WORDS or count < 1:
        return None
    return count, end + 1


def _kind(line: Line, at: int) -> tuple[tuple[str, str], int] | None:
    """«Fellessamling», «2. samling», «4 felles samlinger»; empty for a gathering of no said kind."""
    if found := KINDS.at(line, at) or GATHERINGS.at(line, at):
        return found
    counted = _count(line, at)
    if counted is None or counted[0] > _MOST or line.word(at - 1) in MONTHS:
        return None
    return KINDS.at(line, line.past(counted[1], ".")) or GATHERINGS.at(line, line.past(counted[1], "."))


def _is_label_number(line: Line, at: int) -> bool:
    """«Samling 2: 5. februar» has a number; «Samling 2.–5. februar» has a first day."""
    followed_by_date = line.sign(at + 1, ".") or line.word(at + 1) in MONTHS
    return 1 <= (line.number(at) or 0) <= _MOST and not followed_by_date


def _may_be_day(line: Line, at: int) -> bool:
    """«Samling 2 – 5. februar», «Samling 2 og 3. mars»."""
    joined = line.dash(at + 1) or line.sign(at + 1, ",", "/") or line.word(at + 1) in ("og", "til")
    return _is_label_number(line, at) and joined and line.number(at + 2) is not None


def _form(line: Line, at: int) -> tuple[str, int] | None:
    found = FORMS.at(line, at)
    if found and line.sign(found[1], "/"):
        other = FORMS.at(line, found[1] + 1)
        return ("undecided", other[1]) if other and other[0] != found[0] else None
    return found


def _cadence(line: Line, at: int) -> tuple[tuple[Cadence, str], int] | None:
    """(how often, of which kind): «Én fellessamling pr semester», «to gonger i året», «kvart semester»."""
    counted = _count(line, at)
    count, end = counted or (1, at)
    kind = ""
    if what := KINDS.at(line, end) or GATHERINGS.at(line, end) or TIMES_OF.at(line, end):
        (kind, _), end = what
    each = line.word(end) in ("hvert", "kvart", "hver", "kvar")
    if (not each and not (counted and line.word(end) in ("pr", "per", "i"))) or count < 1:
        return None
    end = line.past(end + 1, ".")
    per = PER.get(line.word(end))
    return ((Cadence(per, count), kind), end + 1) if per else None
