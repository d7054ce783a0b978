"""Understands a spreadsheet of sign-ups that came by e-mail: which column is what, and what each row says.

Nothing is guessed: a row is understood, or it says what is wrong with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.answer_words import COLUMNS, answer_of
from municipalities.matching import Index, which_of
from municipalities.models import Participation
from programmes.understanding import problem as problem_of
from programmes.when import When, parse

State = Participation.State

LONGEST = {"said_by": 120, "coordinator_name": 120, "invoice_reference": 60, "remark": 150, "date": 40}
NOTHING = {"-", "–", "—"}  # a cell with a dash alone says nothing
_WITH_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")  # a moment, as a workbook keeps it


@dataclass
class Row:
    """One row of the sheet. ``number`` is where it stands there, from 1; ``organisation`` and ``choice`` as they are
    written, or put right by the reader. ``came`` is the day of the answer, where the sheet has it. ``disagrees``: its
    name and its number do not mean the same. ``problem`` is a sentence, empty when all is understood or set aside;
    ``faulty`` is the column that it is about, where that is neither the municipality nor the answer."""

    number: int
    values: dict[str, str]
    set_aside: bool = False
    participation: Any = field(default=None, compare=False)
    answer: str = ""
    came: When | None = None
    problem: str = ""
    faulty: str = ""
    disagrees: bool = False

    @property
    def is_good(self) -> bool:
        return not self.set_aside and not self.problem

    def came_by(self, today: date) -> date:
        """The last day on which it may have come: nobody goes before one whose yes certainly is older."""
        return min(self.came.end, today) if self.came and self.came.end else today

    @property
    def organisation(self) -> str:
        return self.values.get("organisation") or self.values.get("number", "")


def understand(rows: Iterable[Row], index: Index) -> list[Row]:
    """Fill in what each row is about and what is wrong with it, in the language in force."""
    seen: dict[int, int] = {}
    result = []
    for row in rows:
        candidates = _candidates(row, index)
        row.participation = candidates[0] if len(candidates) == 1 else None
        row.disagrees = not candidates and _has_both(row) and bool(index.candidates(row.organisation))
        row.answer = answer_of(row.values.get("choice", ""))
        row.came, wrong_day = _day(row.values.get("date", ""))
        row.problem, row.faulty = "", ""
        if not row.set_aside:
            row.problem = _not_found(row, index, candidates) or _problem(row, seen)
            if not row.problem:
                row.faulty, row.problem = _too_long(row) or _bad_address(row) or (wrong_day and "date", wrong_day)
        if row.participation and not row.set_aside:
            seen.setdefault(row.participation.pk, row.number)
        result.append(row)
    return result


def _candidates(row: Row, index: Index) -> list[Any]:
    """Whom it may be about: where the row has both a name and a number, who is meant by both."""
    found = [index.candidates(text) for text in (row.values.get("organisation"), row.values.get("number")) if text]
    return [hit for hit in found[0] if all(hit in others for others in found)] if found else []


def _has_both(row: Row) -> bool:
    return bool(row.values.get("organisation") and row.values.get("number"))


def _problem(row: Row, seen: dict[int, int]) -> str:
    if row.participation.pk in seen:
        return _("%(name)s står også i rad %(n)s. Sett den ene til side.") % {
            "name": row.participation.shown_name, "n": seen[row.participation.pk],
        }  # fmt: skip
    if not row.answer:
        written = row.values.get("choice", "")
        if not written:
            return _("Svaret mangler. Skriv ja, nei eller ikke bestemt.")
        return _("Vi forstår ikke svaret «%(text)s». Skriv ja, nei eller ikke bestemt.") % {"text": written[:40]}
    return _stands_already(row)


def _not_found(row: Row, index: Index, candidates: Sequence[Any]) -> str:
    if row.participation:
        return ""
    written = row.organisation
    if not written:
        return _("Kommunen mangler. Skriv navnet eller kommunenummeret.")
    if candidates:
        return which_of(written, candidates)
    if row.disagrees:
        return _("Navnet «%(name)s» og nummeret «%(number)s» hører ikke til samme kommune. Skriv hvilken kommune som "
                 "svarte.") % {"name": written[:60], "number": row.values["number"][:60]}  # fmt: skip
    if name := index.nearest(written):
        return _("Fant ikke kommunen. Mente du %(name)s?") % {"name": name}
    return _("«%(text)s» står ikke på lista over hvem dere inviterer. Skriv navnet eller kommunenummeret kommunen har "
             "nå, eller sett raden til side. Navn fra før 2020 kjenner vi ikke.") % {"text": written[:60]}  # fmt: skip


def _stands_already(row: Row) -> str:
    """An answer that counts is never overwritten from a sheet."""
    state = row.participation.state
    if state == State.LEFT_OUT:
        return _("%(name)s holdes utenfor. Ta kommunen med igjen, eller sett raden til side.") % {
            "name": row.participation.shown_name
        }
    if state in Participation.ANSWERED or state == State.WAITING:
        return _("%(name)s har svart før: %(state)s. Sett raden til side, eller endre svaret på kommunens side.") % {
            "name": row.participation.shown_name, "state": State(state).label.lower(),
        }  # fmt: skip
    return ""


def _too_long(row: Row) -> tuple[str, str] | None:
    for key, most in LONGEST.items():
        if len(row.values.get(key, "")) > most:
            return key, _("«%(column)s» er for lang. Bruk høyst %(n)s tegn.") % {"column": COLUMNS[key], "n": most}
    return None


def _bad_address(row: Row) -> tuple[str, str] | None:
    for key in ("email", "coordinator_email"):
        address = row.values.get(key, "")
        try:
            if address:
                validate_email(address)
        except ValidationError:
            return key, _("E-postadressen «%(address)s» er ikke fullstendig. Rett den, eller ta den bort.") % {
                "address": address[:60]
            }
    return None


def _day(written: str) -> tuple[When | None, str]:
    """When the answer came, or what is wrong with that. An answer has come: its day is not in the future."""
    if not written:
        return None, ""
    clock = _WITH_CLOCK.fullmatch(written)
    reading = parse(clock[1] if clock else written)
    when = reading.when
    if reading.needs_year or (reading.fault and reading.fault.code != "unknown"):
        return None, problem_of(reading, has_been=True).rstrip(".") + "."
    if when is None or when.start is None or when.end is None:
        said = _("Vi forstår ikke dagen «%(text)s». Skriv den som 5. februar 2026, eller ta den bort.")
        return None, said % {"text": written[:40]}
    if when.start > timezone.localdate():
        return None, _("Svaret kan ikke ha kommet %(day)s, som ikke har vært ennå. Rett dagen, eller ta den bort.") % {
            "day": written[:40]
        }
    return when, ""
