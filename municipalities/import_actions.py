"""Acts on a spreadsheet of sign-ups: taking it in, putting rows right, registering them all at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import journal
from accounts.journal import Actor
from accounts.models import JournalEntry
from accounts.personal import AFTER_IMPORT
from municipalities import placing
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.answer_list import NOTHING, Row
from municipalities.answer_words import COLUMNS, columns_of, heading_row
from municipalities.models import Answer, AnswerImport, Participation
from programmes.models import Programme

State, Choice = Participation.State, Answer.Choice
IMPORTED = "participation.answer_imported"  # the journal's verb: no letter follows from it


class NotUnderstood(Exception):
    """There are rows that are neither understood nor set aside. Nothing was saved."""


@transaction.atomic
def take_in(*, programme: Programme, file_name: str, cells: Sequence[Sequence[str]], by: Actor) -> AnswerImport:
    """Keep the rows of a file to be looked over. Raises ``Closed`` where the programme is archived, and ``ValueError``
    without a signed-in actor."""
    if by.user is None:
        raise ValueError("somebody who is signed in takes a file in")
    if programme.state == Programme.State.ARCHIVED:
        raise Closed
    heading = heading_row(cells)
    width = max(len(row) for row in cells)
    columns = columns_of(cells[heading - 1]) if heading else []
    made = AnswerImport.objects.create(
        programme=programme, by=by.user, file_name=file_name[-120:], heading_row=heading,
        columns=[*columns, *[""] * (width - len(columns))], cells=[list(row) for row in cells],
    )  # fmt: skip
    journal.append(verb="import.taken_in", by=by, subject=made, scope=programme, rows=sum(map(any, cells[heading:])))
    return made


@transaction.atomic
def put_right(
    *, sheet: AnswerImport, columns: Sequence[str], edits: Mapping[str, Mapping[str, Any]], version: int, by: Actor
) -> None:
    """Say what the columns are and what rows should say instead, or that they are set aside; {row's number: values}. An
    empty value takes back what was said before: the row is as in the file.

    Raises ``ChangedMeanwhile`` and, for one that has been saved or whose programme is archived, ``Closed``.
    """
    if sheet.saved_at or sheet.programme.state == Programme.State.ARCHIVED:
        raise Closed
    known = [key if key in COLUMNS else "" for key in columns][: len(sheet.columns)]
    changes: dict[str, Any] = {
        "columns": known if len(known) == len(sheet.columns) else sheet.columns,
        "edits": _merged(sheet.edits, edits),
    }
    rows = AnswerImport.objects.filter(pk=sheet.pk, version=version, saved_at=None)
    if not rows.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile
    sheet.version, sheet.columns, sheet.edits = version + 1, changes["columns"], changes["edits"]
    journal.append(verb="import.put_right", by=by, subject=sheet, scope=sheet.programme, rows=sorted(edits))


def _merged(earlier: Mapping[str, Mapping[str, Any]], edits: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    merged = dict(earlier) | {number: {**earlier.get(number, {}), **said} for number, said in edits.items()}
    standing = {number: {key: value for key, value in said.items() if value} for number, said in merged.items()}
    return {number: said for number, said in standing.items() if said}


def rows_of(sheet: AnswerImport) -> list[Row]:
    """The sheet's rows under its headings as they now read, edits included. Each has the number that it has in the
    file; blank ones are left out."""
    result = []
    for number, cells in enumerate(sheet.cells[sheet.heading_row :], start=sheet.heading_row + 1):
        if not any(cells):
            continue
        values = {key: cell for key, cell in zip(sheet.columns, cells, strict=False) if key and cell}
        said = dict(sheet.edits.get(str(number), {}))
        set_aside = bool(said.pop("set_aside", False))
        if said.get("organisation"):
            values.pop("number", None)  # she has said which it is
        told = {key: value for key, value in (values | said).items() if value not in NOTHING}
        result.append(Row(number, told, set_aside))
    return result


@transaction.atomic
def register(*, sheet: AnswerImport, rows: Sequence[Row], version: int, by: Actor) -> dict[str, int]:
    """Register every good row as an answer that came by e-mail. A yes gets a place while there is one, else it stands
    in line: by the day on which it came, where the sheet has it, then in the sheet's order. No letter
    follows. Returns how many of each state.

    Raises ``NotUnderstood`` when a row is neither good nor set aside, ``Closed`` for an archived programme or a sheet
    that was saved, and ``ChangedMeanwhile`` when the sheet or one of the participations is not as it was looked over.
    """
    if any(row.problem for row in rows):
        raise NotUnderstood
    good = sorted((row for row in rows if row.is_good), key=_in_line)
    held = placing.hold(sheet.programme)
    if held.state == Programme.State.ARCHIVED or sheet.saved_at:
        raise Closed
    unsaved = AnswerImport.objects.filter(pk=sheet.pk, version=version, saved_at=None)
    if not unsaved.update(version=F("version") + 1, saved_at=timezone.now()):
        raise ChangedMeanwhile
    placing.end_offers(held)
    states = _outcomes(good, held)
    _change(good, states, held)
    answers = Answer.objects.bulk_create([_answer(row, sheet, by) for row in good])
    Answer.objects.filter(
        participation__in=[row.participation.pk for row in good], status=Answer.Status.WAITING
    ).update(status=Answer.Status.SUPERSEDED)
    journal.append_all(
        _line(row, given, states[given.participation_id], by, sheet) for row, given in zip(good, answers, strict=True)
    )
    journal.append(verb="import.saved", by=by, subject=sheet, scope=sheet.programme, rows=len(good))
    return {state: list(states.values()).count(state) for state in dict.fromkeys(states.values())}


def _in_line(row: Row) -> tuple[date, int]:
    return row.came_by(timezone.localdate()), row.number


def _outcomes(rows: Sequence[Row], held: Programme) -> dict[int, str]:
    """{participation's key: its new state}, place by place in the order of ``rows``. One query."""
    places = placing.places_of(held)
    states: dict[int, str] = {}
    for row in rows:
        state = places.state_of_a_yes if row.answer == Choice.YES else placing.STATE_AFTER[Choice(row.answer)]
        places = places.after(state)
        states[row.participation.pk] = state
    return states


def _change(rows: Sequence[Row], states: Mapping[int, str], held: Programme) -> None:
    """Give every participation its state, unless one has changed since it was looked over."""
    seen = {row.participation.pk: row for row in rows}
    current = {row.pk: row for row in Participation.objects.select_for_update().filter(pk__in=seen)}
    number = placing.next_number(held)
    for pk, row in seen.items():
        participation = current[pk]
        if participation.version != row.participation.version:
            raise ChangedMeanwhile
        participation.state, participation.version = states[pk], participation.version + 1
        participation.invoice_reference = row.values.get("invoice_reference", participation.invoice_reference)
        if participation.state == State.QUEUED:
            participation.queue_number, number = number, number + 1
    fields = ["state", "version", "invoice_reference", "queue_number"]
    Participation.objects.bulk_update(current.values(), fields)


def _answer(row: Row, sheet: AnswerImport, by: Actor) -> Answer:
    """What the sheet does not have a place for stands in the remark, with where it was written."""
    values = row.values
    where = _("%(file)s, rad %(n)s") % {"file": sheet.file_name, "n": row.number}
    came = _("Svaret kom: %(day)s") % {"day": row.came.format(get_language() or "nb")} if row.came else ""
    told = [values.get("remark", ""), came, values.get("email", ""), where]
    return Answer(
        participation=row.participation, choice=row.answer, via=Answer.Via.EMAIL, registered_by=by.user,
        answered_by=values.get("said_by", ""), reason=". ".join(part for part in told if part)[:300],
        coordinator_name=values.get("coordinator_name", ""), coordinator_email=values.get("coordinator_email", ""),
        invoice_reference=values.get("invoice_reference", ""),
    )  # fmt: skip


def _line(row: Row, given: Answer, state: str, by: Actor, sheet: AnswerImport) -> JournalEntry:
    return journal.line(
        verb=IMPORTED, by=by, subject=row.participation, scope=sheet.programme, answer=given.pk, choice=given.choice,
        via=given.via, **({"place": "queued"} if state == State.QUEUED else {}),
    )  # fmt: skip


@transaction.atomic
def forget_old() -> int:
    """Delete what was kept as long as the privacy page says. Returns how many."""
    oldest = timezone.now() - AFTER_IMPORT.time
    old = list(AnswerImport.objects.filter(made_at__lt=oldest).select_related("programme"))
    for sheet in old:
        journal.append(verb="import.forgotten", by=journal.SYSTEM, subject=sheet, scope=sheet.programme)
        sheet.delete()
    return len(old)
