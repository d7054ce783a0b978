"""How a round has come along, day by day, replayed from the journal: a plot drawn on the server, and its table."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from absolutt.pages import board_scope
from municipalities.import_actions import IMPORTED
from municipalities.models import Answer
from programmes import formats

SERIES = (
    # key, what the end of the line says after its number, the column's head
    ("invited", gettext_lazy("invitert"), gettext_lazy("Invitert")),
    ("answered", gettext_lazy("har svart"), gettext_lazy("Har svart")),
    ("signed_up", gettext_lazy("påmeldt"), gettext_lazy("Påmeldt")),
    ("coordinator", gettext_lazy("har koordinator"), gettext_lazy("Har koordinator")),
    ("confirmed", gettext_lazy("har bekreftet"), gettext_lazy("Har bekreftet gruppa")),
)


@lru_cache
def said(language: str) -> tuple[list[str], list[str]]:
    """What the lines' ends and the columns' heads say in a language."""
    with translation.override(language):
        return [str(words) for _key, words, _head in SERIES], [str(head) for _key, _words, head in SERIES]


VERBS = (
    "participation.invited", "participation.answered", IMPORTED, "participation.withdrawn", "place.given",
    "coordinator.appointed", "seat.left", "seat.back", "group.confirmed", "group.reopened",
)  # fmt: skip

# The drawing, in pixels from its top. Across it is measured in percent, so that it fits any screen without scaling.
TOP, HEIGHT, APART = 52, 200, 21
ROOM = 0.75  # marks to the left of this have their words on the right, also on a phone
WIDE = 1000  # units across in the stretched part, where the lines are


@dataclass(frozen=True, slots=True)
class Day:
    """How many participations had come this far when the day ended, in the order of ``SERIES``."""

    day: date
    counts: tuple[int, ...]


class _Round:
    """Who has come how far. A participation counts for a later step only while it is signed up."""

    def __init__(self):
        self.invited: set[str] = set()
        self.answered: set[str] = set()
        self.signed_up: set[str] = set()
        self.coordinators: defaultdict[str, set[str | int | None]] = defaultdict(set)
        self.coordinated: set[str] = set()
        self.confirmed: set[str] = set()

    def take(self, verb: str, subject: str, said: str | int | None) -> None:
        """``said`` is an answer's choice («queued» for a yes that stands in line), or the key of who came or left."""
        if verb == "participation.invited":
            self.invited.add(subject)
        elif verb in ("participation.answered", IMPORTED):
            _put(subject, self.answered, said != Answer.Choice.UNDECIDED)
            _put(subject, self.signed_up, said == Answer.Choice.YES)
        elif verb in ("participation.withdrawn", "place.given"):
            _put(subject, self.signed_up, verb == "place.given")
        elif verb in ("coordinator.appointed", "seat.left", "seat.back"):
            _put(said, self.coordinators[subject], verb != "seat.left")
            _put(subject, self.coordinated, bool(self.coordinators[subject]))
        else:
            _put(subject, self.confirmed, verb == "group.confirmed")

    def counts(self) -> tuple[int, ...]:
        return (
            len(self.invited), len(self.answered), len(self.signed_up), len(self.coordinated & self.signed_up),
            len(self.confirmed & self.signed_up),
        )  # fmt: skip


def _put(one: Any, group: set, belongs: bool) -> None:
    if belongs:
        group.add(one)
    else:
        group.discard(one)


def replay(lines) -> list[Day]:
    """From (hour in UTC as «2026-11-23 19», verb, subject, choice or person) of the journal, the oldest first: one
    ``Day`` for each day on which a count changed. Who has had a coordinator counts as having one until everybody whom
    the journal names as coming has left."""
    found: list[Day] = []
    so_far, day, latest = _Round(), None, ""
    for hour, verb, subject, said in lines:
        if hour != latest:
            latest, local = hour, board_scope.day_of(hour)
            if local != day:
                _end(day, so_far, found)
                day = local
        so_far.take(verb, subject, said)
    _end(day, so_far, found)
    return found


def _end(day: date | None, so_far: _Round, found: list[Day]) -> None:
    counts = so_far.counts()
    if day is not None and (not found or counts != found[-1].counts):
        found.append(Day(day, counts))


def plotted(programme, *, total: int, today: date | None = None) -> dict | None:
    """What the template draws; None before anything has happened. ``total`` is how many could be invited."""
    days = replay(board_scope.journal_of(programme, VERBS))
    if not days:
        return None
    today = max(today or timezone.localdate(), days[-1].day)
    when = programme.sign_up_deadline
    deadline = when.end if when.has_day else None
    axis = _Axis(days[0].day, max(today, deadline or today), max(total, 1))
    words, heads = said(axis.language)
    return {
        "summary": _summary(days[-1], words),
        "top": TOP,
        "height": HEIGHT,
        "bottom": TOP + HEIGHT,
        "whole": TOP + HEIGHT + 28,
        "wide": WIDE,
        "ticks": [{"text": formats.number(value), "y": axis.y(value)} for value in axis.ticks],
        "first": axis.written(axis.first),
        "today": axis.mark(today, _("I dag, %(day)s")),
        "deadline": axis.mark(deadline, _("Frist %(day)s")) if deadline and deadline >= axis.first else None,
        "lines": _lines(days, today, axis, words),
        "heads": heads,
        "table": [_table_row(row, heads, axis.language) for row in reversed(days)],
    }


def _table_row(row: Day, heads: list[str], language: str) -> dict:
    cells = [{"head": head, "count": formats.number(n)} for head, n in zip(heads, row.counts, strict=True)]
    return {"day": formats.day(row.day, language), "cells": cells}


class _Axis:
    """Where a day and a number stand in the drawing."""

    def __init__(self, first: date, last: date, highest: int):
        self.first, self.last = first, max(last, first + timedelta(days=1))
        self.language = get_language() or "nb"
        step = next(step for step in _steps() if step * 4 >= highest)
        self.ticks = list(range(0, highest + step, step))
        self.highest = self.ticks[-1]

    def across(self, day: date) -> float:
        """From 0 to 1."""
        return (day - self.first).days / (self.last - self.first).days

    def y(self, value: int) -> int:
        return round(TOP + HEIGHT * (1 - value / self.highest))

    def written(self, day: date) -> str:
        return f"{day.day}.{formats.NBSP}{formats.short_month(day, self.language)}"

    def mark(self, day: date, text: str) -> dict:
        """A day that is pointed out; its words stand on the side where there is room."""
        across = self.across(day)
        return {
            "x": f"{100 * across:.1f}%",
            "text": text % {"day": self.written(day)},
            "anchor": "start" if across < ROOM else "end",
            "shift": 5 if across < ROOM else -5,
        }


def _steps():
    """1, 2, 5, 10, 20, 50 …: what a scale may count in."""
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _lines(days: list[Day], today: date, axis: _Axis, words: list[str]) -> list[dict]:
    """A stepped line for each series up to today, and where its words stand so that none covers another."""
    lines = []
    for number, (key, *_rest) in enumerate(SERIES):
        count = days[-1].counts[number]
        lines.append({
            "key": key, "path": _path(days, number, today, axis), "end": axis.y(count),
            "text": f"{formats.number(count)} {words[number]}",
        })  # fmt: skip
    for line, y in zip(sorted(lines, key=lambda line: line["end"]), _spread([x["end"] for x in lines]), strict=True):
        line["y"] = y
    return lines


def _path(days: list[Day], number: int, today: date, axis: _Axis) -> str:
    """In units of the stretched part: ``WIDE`` across, ``HEIGHT`` down. From the first that came; empty before that."""
    steps, last = "", HEIGHT
    for row in days:
        x, y = round(WIDE * axis.across(row.day)), axis.y(row.counts[number]) - TOP
        if y != last:
            steps += f"H{x}V{y}" if steps else f"M{x} {last}V{y}"
            last = y
    return steps and f"{steps}H{round(WIDE * axis.across(today))}"


def _spread(places: list[int]) -> list[int]:
    """The places from the top down, moved just so far that they stand ``APART`` and inside the drawing."""
    found: list[int] = []
    for y in sorted(places):
        found.append(max(y, found[-1] + APART) if found else y)
    lowest = TOP + HEIGHT
    for number in reversed(range(len(found))):
        found[number] = min(found[number], lowest)
        lowest = found[number] - APART
    return found


def _summary(last: Day, words: list[str]) -> str:
    """«40 invitert, 31 har svart …»: the plot for who does not see it."""
    parts = [f"{formats.number(count)} {word}" for count, word in zip(last.counts, words, strict=True)]
    return _("Framdrift så langt: %(facts)s.") % {"facts": ", ".join(parts)}
