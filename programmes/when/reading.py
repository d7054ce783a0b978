"""Reads dates as people write them. What is not understood is said to be so, and nothing is guessed."""

from dataclasses import dataclass
from datetime import date, time

from programmes.when.combining import combine
from programmes.when.particulars import Cadence, Fact, Said, fact_at
from programmes.when.periods import period_at
from programmes.when.resolving import Misread
from programmes.when.tokens import Line
from programmes.when.value import When

LONGEST = 200  # characters: as many as a row keeps
_SIGNS = (".", ",", ":", ";", "(", ")", "[", "]", "!", "«", "»", "“", "”", '"', "'", "’", "•", "·", "*", "…")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text was not understood. ``code`` is «unknown» for words that mean nothing here, else a rule that was
    broken (see ``understanding.py`` for each in words); ``day`` is the day it is about, where there is one."""

    code: str
    part: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. A text that is not wholly understood says nothing but ``not_understood``.

    ``when`` is None where the words name no date (only a form, a cadence), were not understood, or need a year; words
    that say that there is no date («dato ikke satt») give a ``When`` without precision. Times are Norwegian time.
    """

    when: When | None = None
    form: str | None = None  # digital, physical, undecided; None: not said
    form_tentative: bool = False
    starts_at: time | None = None
    ends_at: time | None = None
    kind: str | None = None  # the kind of gathering that the words name
    needs_year: bool = False  # day and month are understood; no year is given, and no default_year
    cadence: Cadence | None = None
    unsaid: str = ""  # «slutten av»: understood, and kept nowhere but in the words as typed
    not_understood: str = ""  # the part that was not understood, as typed
    text: str = ""  # the words as typed
    fault: Fault | None = None

    @property
    def understood(self) -> bool:
        """Every word was understood; a year may still be missing."""
        return not self.not_understood


def parse(text: str, default_year: int | None = None) -> Reading:
    """Read a date as typed, in bokmål or nynorsk. ``default_year`` is for days without a year; where the words cross
    New Year it is the year they begin in. Never raises for any text; takes time in proportion to its length.
    """
    if len(text) > LONGEST:
        return _not_understood(text, Fault("too_long", text))
    line = Line(text)
    try:
        facts, unknown = _facts(line)
        if unknown:
            return _not_understood(text, Fault("unknown", line.part(*unknown)))
        return Reading(**combine(line, facts, default_year), text=text)
    except Misread as misread:
        return _not_understood(text, Fault(misread.code, line.part(misread.first, misread.last), misread.day))


def _not_understood(text: str, fault: Fault) -> Reading:
    return Reading(text=text, not_understood=fault.part, fault=fault)


def _facts(line: Line) -> tuple[list[Fact], tuple[int, int] | None]:
    """What the line says, left to right, and the first run of tokens that says nothing (words like «på» within it).
    Raises ``Misread``."""
    facts: list[Fact] = []
    unknown: tuple[int, int] | None = None
    at, in_run = 0, True
    while at < len(line):
        fact = _fact(line, at)
        if fact:
            facts.append(fact)
            in_run = in_run and fact.said == Said.NOTHING
        elif not _is_sign(line, at) and in_run:
            unknown = (unknown[0] if unknown else at, at + 1)
        elif not _is_sign(line, at) and unknown is None:
            unknown, in_run = (at, at + 1), True
        at = fact.last if fact else at + 1
    return facts, unknown


def _fact(line: Line, at: int) -> Fact | None:
    if found := period_at(line, at):
        return Fact(Said.PERIOD, found[0], at, found[1])
    fact = fact_at(line, at)
    if fact and fact.said == Said.NUMBER_OR_DAY:
        raise Misread("number_or_day", fact.first, fact.last)
    return fact


def _is_sign(line: Line, at: int) -> bool:
    """Punctuation, or a dash that parts two things. A dash that ends the text leaves something unsaid: «2020 –»."""
    return line.sign(at, *_SIGNS) or (line.dash(at) and at + 1 < len(line))
