"""What the board is asked for: an address that can be shared. Unknown values narrow nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import translation
from django.utils.translation import gettext_lazy

from absolutt.pages import board_scope
from absolutt.pages.board_rows import Groups, is_to_invite, without_required
from municipalities import names
from municipalities.models import ANSWER, Participation
from municipalities.standing import Standing, Standings, standings
from programmes.duties import Status

LACKS = {
    # value in the address: (words, the duty that waits; None is judged otherwise)
    "svar": (gettext_lazy("Mangler endelig svar"), ANSWER),
    "koordinator": (gettext_lazy("Mangler koordinator"), "coordinator.appoint"),
    "gruppe": (gettext_lazy("Gruppa er ikke meldt inn"), "group.register"),
    "bekreftelse": (gettext_lazy("Gruppa er ikke bekreftet"), "group.confirm"),
    "samling": (gettext_lazy("Mangler svar på samling"), None),
    "frist": (gettext_lazy("Fristen er ute"), None),
    "medlem": (gettext_lazy("Mangler noen som må være med"), None),
}
SORTS = {
    "navn": gettext_lazy("Navn"),
    "nummer": gettext_lazy("Kommunenummer"),
    "frist": gettext_lazy("Neste frist"),
    "svar": gettext_lazy("Svar"),
}
STATES = [state for state in Participation.State.values if state != Participation.State.LEFT_OUT]


@lru_cache
def options(language: str) -> dict[str, list[tuple[str, str]]]:
    """What the filter offers, in a language."""
    with translation.override(language):
        return {
            "states": [(value, str(words)) for value, words in Participation.State.choices if value in STATES],
            "lacks": [(value, str(words)) for value, (words, _duty) in LACKS.items()],
            "sorts": [(value, str(words)) for value, words in SORTS.items()],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter, the order and the page, read from the address."""

    query: str = ""
    state: str = ""
    lacks: str = ""
    sort: str = "navn"
    page: str = ""

    @classmethod
    def read(cls, parameters) -> "Asked":
        state, lacks, sort = (parameters.get(name, "") for name in ("svar", "mangler", "sorter"))
        return cls(
            query=parameters.get("q", "").replace("\0", "").strip()[:100],
            state=state if state in STATES else "",
            lacks=lacks if lacks in LACKS else "",
            sort=sort if sort in SORTS else "navn",
            page=parameters.get("side", ""),
        )

    @property
    def address(self) -> str:
        """«?q=toten&mangler=gruppe»: only what narrows or orders, without the page. Empty when nothing does."""
        sort = "" if self.sort == "navn" else self.sort
        chosen = {"q": self.query, "svar": self.state, "mangler": self.lacks, "sorter": sort}
        return "?" + urlencode({name: value for name, value in chosen.items() if value}) if any(chosen.values()) else ""

    @property
    def narrows(self) -> bool:
        return bool(self.query or self.state or self.lacks)


class Narrowed(NamedTuple):
    """The rows that were asked for, in the order that was asked for. Where everybody stands, and who sits in the
    groups of those who have signed up, are found out only when the filter or the order needs them."""

    rows: list
    standings: Standings | None = None
    groups: Groups | None = None


def narrowed(programme, rows: list, asked: Asked) -> Narrowed:
    groups = None
    found = standings(programme) if asked.lacks or asked.sort == "frist" else None
    if asked.query:
        hits = named(programme, rows, asked.query)
        rows = [row for row in rows if row.organisation_id in hits]
    if asked.state:
        waits = asked.state == Participation.State.WAITING  # also a new answer from who has answered before
        rows = [row for row in rows if row.state == asked.state or (waits and row.has_waiting_answer)]
    if asked.lacks == "medlem":
        groups, missing = without_required(programme, rows, found)
        rows = [row for row in rows if row.pk in missing]
    elif asked.lacks:
        lacks = _judge(asked.lacks, found)
        rows = [row for row in rows if lacks(found[row.pk])]
    if asked.sort == "frist":
        rows = sorted(rows, key=lambda row: _next_day(programme, row, found[row.pk]))
    else:
        rows = _sorted(rows, asked.sort)
    return Narrowed(rows, found, groups)


def _judge(lacks: str, found: Standings) -> Callable[[Standing], bool]:
    duty = LACKS[lacks][1]
    if duty:
        return lambda standing: standing.states[duty].waits
    if lacks == "frist":
        return _is_late
    keys = [duty.key for duty in found.more]
    return lambda standing: any(standing.states[key].waits for key in keys)


def _is_late(standing) -> bool:
    return any(state.status is Status.OVERDUE for state in standing.waiting)


def _sorted(rows: list, sort: str) -> list:
    """Rows come by kind and name, and stay so among equals."""
    if sort == "nummer":
        return sorted(rows, key=lambda row: row.municipality_number or "")
    if sort == "svar":
        return sorted(rows, key=lambda row: (STATES.index(row.state), row.queue_number or 0))
    return rows


def _next_day(programme, row, standing) -> tuple[int, date]:
    """First what waits on the adviser: answers to approve, then invitations to send. After them those with a day,
    those whose day nobody has decided, and last those on whom nothing waits."""
    if row.has_waiting_answer:
        return -2, date.min
    if programme.takes_answers and is_to_invite(row, standing):
        return -1, date.min
    following = standing.next
    if following is None:
        return 2, date.max
    return (0, following.due) if following.due else (1, date.max)


def named(programme, rows: Iterable, query: str) -> set[int]:
    """The organisations that have, or have had, a name with the query in it, or a number that begins with it."""
    digits = "".join(query.split())
    if digits.isdecimal():
        hits = {row.organisation_id for row in rows if row.number.startswith(digits)}
        return hits | {key for key, number, *_ in board_scope.every_name_in(programme) if number.startswith(digits)}
    words = names.searched(query.removesuffix(" fylke")).split()
    everybody = {row.organisation_id for row in rows}
    if not words and any(letter.isalnum() for letter in query):  # «kommune» alone: all of them are
        return everybody
    known = list(board_scope.every_name_in(programme))
    hits = _with_all(words, known)
    if hits or not words or not names.begins_a_suffix(words[-1]):
        return hits
    before = _with_all(words[:-1], known) if words[:-1] else everybody  # «volda komm»: she is still typing
    counties = {row.organisation_id for row in rows if row.is_county} if words[-1].startswith("fylk") else set()
    return before & counties or before


def _with_all(words: list[str], known: Iterable) -> set[int]:
    return {
        key
        for key, number, name, sami_name in known
        if words and all(_has(word, number, name, sami_name) for word in words)
    }


def _has(word: str, number: str, name: str, sami_name: str) -> bool:
    """A word of the query begins the number, or stands in one of the names, written together or apart."""
    spellings = (names.searched(name), names.searched(sami_name or ""))
    return number.startswith(word) or any(word in text or word in text.replace(" ", "") for text in spellings)
