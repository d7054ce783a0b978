"""The board's rows: for each municipality a dict of words, ready for the template and for the files."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from absolutt.pages import board_scope
from absolutt.pages.group_rows import exception_in_words
from municipalities import composition
from municipalities.duties import DUTIES, GROUP
from municipalities.models import ANSWER, Organisation, Participation, Seat
from municipalities.standing import DutyState, Standing, Standings
from programmes import formats
from programmes.duties import Duty, Status
from programmes.models import CompositionRule

COLOURS = {
    "listed": "info",
    "invited": "warning",
    "undecided": "warning",
    "waiting": "support1",
    "signed_up": "success",
    "offered": "support1",
    "queued": "support2",
    "declined": "neutral",
    "withdrawn": "neutral",
    "left_out": "neutral",
}
ICONS = {
    Status.DONE: "CheckmarkCircleFill",
    Status.OPEN: "Hourglass",
    Status.OVERDUE: "ExclamationmarkTriangle",
    Status.WAIVED: "MinusCircle",
}
TONES = {Status.DONE: "ok", Status.OPEN: "", Status.OVERDUE: "lacking", Status.WAIVED: "subtle"}
HALF_A_YEAR = 183  # days: a day further away is written with its year


class Listed(NamedTuple):
    """One participation as the board reads it. In the order of scope's query."""

    pk: int
    organisation_id: int
    number: str
    kind: str
    name: str
    sami_name: str
    municipality_number: str
    state: str
    has_waiting_answer: str  # empty: no
    confirmed_hour: str | None  # as ``board_scope.day_of`` reads it
    reference_body: str
    director_supports: str  # empty: no
    queue_number: int | None
    offered_until: date | None
    position: int | None = None  # in line, counted among those who wait

    @property
    def is_county(self) -> bool:
        return self.kind == Organisation.Kind.COUNTY_MUNICIPALITY


def listed(programme) -> list[Listed]:
    """Every participation on the programme's list. One query."""
    rows = [Listed(*row) for row in board_scope.listed_on_board(programme)]
    waiting = sorted(row.queue_number for row in rows if row.state == Participation.State.QUEUED)
    if not waiting:
        return rows
    positions = {number: position for position, number in enumerate(waiting, 1)}
    return [row._replace(position=positions.get(row.queue_number)) for row in rows]


class Groups:
    """Who sits where in some participations, and what their groups lack. One query, and the programme's rules."""

    def __init__(self, programme, rows: list[Listed]):
        self.rules, self.most = list(programme.composition.all()), programme.places_per_organisation
        self.is_archived = programme.state == programme.State.ARCHIVED
        self.rows = {row.pk: row for row in rows}
        self.tallies = {
            row.pk: composition.Tally(reference_body=row.reference_body, director_supports=bool(row.director_supports))
            for row in rows
        }
        self.directors: dict[int, tuple[str, str]] = {}
        self.coordinators: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.returned: set[int] = set()  # e-mail to the director came back
        seats = board_scope.seats_with_addresses(list(self.rows))
        for pk, kind, level, role, is_responsible, name, email, is_returned in seats:
            self.tallies[pk].add(kind=kind, level=level, role=role, held=name is not None)
            if name is not None and kind == Seat.Kind.DIRECTOR:
                self.directors[pk] = (name, email)
                self.returned.update([pk] if is_returned else [])
            elif name is not None and kind == Seat.Kind.COORDINATOR:
                self.coordinators[pk].insert(0 if is_responsible else len(self.coordinators[pk]), (name, email))

    def lacks(self, pk: int) -> list[composition.Finding | composition.TooMany]:
        is_county = self.rows[pk].is_county
        findings = composition.judge(self.rules, self.tallies[pk], is_county=is_county, most=self.most)
        return composition.lacks(findings)


def without_required(programme, rows: list[Listed], found: Mapping[int, Standing]) -> tuple[Groups, set[int]]:
    """The groups of those who have signed up, and the keys of those whose group lacks somebody whom the programme
    requires. ``found`` says where they stand."""
    signed_up = [
        row
        for row in rows
        if row.state == Participation.State.SIGNED_UP and found[row.pk].states[GROUP.key].status is not Status.WAIVED
    ]
    groups = Groups(programme, signed_up)
    return groups, {row.pk for row in signed_up if any(finding.blocks for finding in groups.lacks(row.pk))}


@lru_cache
def said(language: str) -> dict[str, dict[str, str]]:
    """The duties' and the answers' own words in a language: a board repeats them in every row."""
    with translation.override(language):
        return {
            "columns": {duty.key: str(duty.column) for duty in DUTIES},
            "states": {state: str(label) for state, label in Participation.State.choices},
        }


class Written:
    """What every row repeats, written once in the page's language."""

    def __init__(self, programme, more=()):
        """``more`` are the duties that stand in this programme alone."""
        self.today, self.language = timezone.localdate(), get_language() or "nb"
        self.reminds, self.said = sends_reminders(programme), said(self.language)
        self.tasks = {duty.key: duty.called(programme) for duty in [*DUTIES, *more]}
        self.columns = self.said["columns"] | {duty.key: str(duty.column) for duty in more}
        self.invites = programme.takes_answers
        self._written: dict[Hashable, str] = {}

    def once(self, key: Hashable, write: Callable[[], str]) -> str:
        """The text that ``key`` stands for, written the first time it is asked for."""
        text = self._written.get(key)
        if text is None:
            text = self._written[key] = write()
        return text

    def day(self, day: date) -> str:
        """«5. januar», and with its year when it is half a year away or more."""
        near = abs((day - self.today).days) < HALF_A_YEAR
        return (formats.day_without_year if near else formats.day)(day, self.language)


def is_to_invite(row: Listed, standing: Standing) -> bool:
    """Nobody has invited it, nor excused it from answering."""
    answer = standing.states[ANSWER]
    excused = bool(answer.reason) and not answer.is_extended
    return row.state == Participation.State.LISTED and not excused


def board_rows(
    programme, rows: list[Listed], standings: Standings, own: list[Duty], *, groups: Groups | None = None
) -> list:
    """One dict a row. ``own`` are the programme's own duties that are shown beside those of every programme.
    ``can_remind``: an answer is owed, can still be given, and the programme sends letters."""
    groups, written = groups or Groups(programme, rows), Written(programme, standings.more)
    shown = [*DUTIES, *own]
    return [_row(programme, row, standings[row.pk], shown, groups, written) for row in rows]


def sends_reminders(programme) -> bool:
    """The reader may send one here now: not who only reads the programme."""
    return programme.may_run and programme.takes_answers and programme.sends_letters


def _row(programme, row: Listed, standing: Standing, shown: list[Duty], groups: Groups, written: Written) -> dict:
    return {
        "number": row.number,
        "name": row.name or formats.organisation_number(row.number),
        "sami_name": row.sami_name or "",
        "municipality_number": row.municipality_number or "",
        "is_returned": row.pk in groups.returned,
        "cells": [_cell(row, standing.states[duty.key], groups, written) for duty in shown],
        "composition": _composition(row, standing, groups, written),
        "next": _next(row, standing, written),
        "can_remind": written.reminds and standing.states[ANSWER].status is Status.OPEN,
    }


def _cell(row: Listed, state: DutyState, groups: Groups, written: Written) -> dict:
    """``text`` is empty where the duty is not owed; ``note`` stands under it; ``tag`` is the answer's colour."""
    cell = {
        "column": written.columns[state.duty.key],
        "text": "",
        "note": _note(state, written),
        "icon": "",
        "tone": "",
        "tag": "",
    }
    if state.duty.key == ANSWER:
        unknown = groups.is_archived and row.state == Participation.State.LISTED
        cell["text"] = _("Svar ikke registrert") if unknown else written.said["states"][row.state]
        cell["tag"] = COLOURS[row.state]
        cell["note"] = _place_note(row, written) or cell["note"]
        if row.has_waiting_answer and row.state != Participation.State.WAITING:
            cell["note"] = _("Et nytt svar venter på godkjenning")
        return cell
    if state.status is Status.NOT_OWED:
        return cell
    cell["icon"], cell["tone"] = ICONS[state.status], TONES[state.status]
    if state.status is Status.WAIVED:
        cell["text"] = _("Fritatt")
    else:  # what a room above counts comes with its words
        cell["text"] = state.words or WORDS[state.duty.key](row, state, groups, written)
    return cell


def _place_note(row: Listed, written: Written) -> str:
    """Where it stands in line, or until when its offer is open."""
    if row.position:
        return _("Nummer %(n)s") % {"n": row.position}
    return _("Til og med %(day)s") % {"day": written.day(row.offered_until)} if row.offered_until else ""


def _note(state: DutyState, written: Written) -> str:
    if state.status is Status.OVERDUE:
        return _("Fristen er ute")
    if state.status is Status.WAIVED and state.duty.key == ANSWER:
        return _("Fritatt")
    if state.status is Status.OPEN and state.is_extended:
        return _("Utsatt til %(day)s") % {"day": written.day(state.due)}
    if state.status is Status.NOT_OWED and state.reason:
        return exception_in_words(state)
    return ""


def _coordinator(row: Listed, state: DutyState, groups: Groups, written: Written) -> str:
    found = groups.coordinators.get(row.pk)
    return found[0][0] if found else written.once("nobody", lambda: _("Mangler"))


def _group(row: Listed, state: DutyState, groups: Groups, written: Written) -> str:
    tally = groups.tallies[row.pk]
    places, nameless = tally.members, tally.nameless
    return _places(written.language, places, nameless)


@lru_cache(maxsize=500)
def _places(language: str, count: int, nameless: int) -> str:
    """«3 plasser, 1 uten navn», in the language in force, which is ``language``."""
    if not count:
        return _("Ikke meldt inn")
    places = ngettext("%(n)s plass", "%(n)s plasser", count) % {"n": count}
    if not nameless:
        return places
    return _("%(places)s, %(n)s uten navn") % {"places": places, "n": nameless}


def _confirmed(row: Listed, state: DutyState, groups: Groups, written: Written) -> str:
    if state.status is not Status.DONE:
        return written.once("unconfirmed", lambda: _("Ikke bekreftet"))
    day = board_scope.day_of(row.confirmed_hour)
    return written.once(day, lambda: _("Bekreftet %(day)s") % {"day": written.day(day)})


# How each duty's column is put into words when it is owed. A test holds that every duty but the answer has its own.
WORDS = {"coordinator.appoint": _coordinator, "group.register": _group, "group.confirm": _confirmed}


def _composition(row: Listed, standing: Standing, groups: Groups, written: Written) -> dict:
    """The most important that is missing; ``more`` counts what else is missing with the same weight."""
    found = {"text": "", "more": "", "icon": "", "tone": ""}
    if standing.states[GROUP.key].status is Status.WAIVED:
        return found | {"text": _("Fritatt"), "icon": ICONS[Status.WAIVED]}
    if row.state != Participation.State.SIGNED_UP or not (groups.rules or groups.most):
        return found
    lacks = groups.lacks(row.pk)
    if not lacks and not groups.rules:
        return found
    if not lacks:
        return found | {"text": _("Alle er med"), "icon": ICONS[Status.DONE], "tone": "ok"}
    more = sum(finding.strength == lacks[0].strength for finding in lacks) - 1
    required = lacks[0].strength == CompositionRule.Strength.REQUIRED
    return {
        "text": written.once(lacks[0], lambda: lacks[0].brief),
        "more": (_("og %(n)s til") % {"n": more}).replace(" ", formats.NBSP) if more else "",
        "icon": "ExclamationmarkTriangle" if required else "InformationSquare",
        "tone": "lacking" if required else "",
    }


def _next(row: Listed, standing: Standing, written: Written) -> dict:
    """``day`` in words; ``due`` the day itself, None while nobody has decided it; both empty when nothing waits."""
    following = standing.next
    found = {"task": "", "day": "", "due": None, "is_late": False, "is_invitation": False}
    if row.has_waiting_answer:
        return found | {"task": _("Godkjenn eller avvis svaret"), "day": _("Venter på deg")}
    if row.offered_until:
        return found | {
            "task": _("Svar på tilbudet om plass"), "day": written.day(row.offered_until), "due": row.offered_until,
            "is_late": row.offered_until < written.today,
        }  # fmt: skip
    if written.invites and is_to_invite(row, standing):
        return found | {"task": _("Send invitasjon"), "day": _("Venter på deg"), "is_invitation": True}
    if following is None:
        return found
    return found | {
        "task": written.tasks[following.duty.key],
        "day": written.day(following.due) if following.due else _("Frist ikke satt"),
        "due": following.due,
        "is_late": following.status is Status.OVERDUE,
    }
