"""The words of the letters about a gathering that changes or is called off, and the calendar files that go with them.

What holds is read when the letter leaves; what was, the letter has kept.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from correspondence import calendar_files
from correspondence.calendar_files import CANCEL, Attendee, File
from correspondence.gathering_readers import CANCELLED, CHANGED, RULES
from correspondence.models import Letter
from gatherings import overview, stated
from gatherings.models import Gathering
from programmes.models import Programme

# What is told of in a row of its own, and which fields it says
_ROWS = {"date": {"when"}, "clock": {"hours"}, "form": {"form", "form_tentative"}, "place": {"place"}, "link": {"link"}}


def told(letter: Letter) -> dict[str, Any]:
    """What the letter's templates read, in the language in force. A gathering that was changed is there still
    (``still_wanted``)."""
    was = stated.gathering_of(letter.was, pk=letter.about["gathering"], programme=letter.programme)
    now = was if letter.rule == CANCELLED else Gathering.objects.with_days().get(pk=was.pk)
    now.programme = letter.programme
    files = list(_files(letter, was, now))
    return _facts(letter.rule, was, now, set(letter.about["fields"])) | {
        "word": letter.word,
        "files": files,
        "is_updated": any(file.method != CANCEL for file in files),
        "is_taken_out": any(file.method == CANCEL for file in files),
    }


def _facts(rule: str, was: Gathering, now: Gathering, fields: set[str]) -> dict[str, Any]:
    is_meeting = now.kind == Gathering.Kind.INFORMATION_MEETING
    return {
        **overview.gathering_facts(now),
        "what": overview.kind_text(now),
        "is_meeting": is_meeting,
        "rows": _rows(was, now, fields) if rule == CHANGED else [],
        "has_lost_its_day": bool(stated.entry_days(was)) and not stated.entry_days(now),
    }


def _rows(was: Gathering, now: Gathering, fields: set[str]) -> list[dict[str, Any]]:
    """What is other than before, and what was for a while: that it is as before again is news too."""
    names = {"date": _("Dato"), "clock": _("Klokkeslett"), "form": _("Form"), "place": _("Sted"), "link": _("Lenke")}
    old, new = _values(was), _values(now)
    same = {key for key in names if old[key] == new[key]}
    if was.hours == now.hours:  # of several days each is named in the text, and names the new date
        same.add("clock")
    return [
        {"name": name, "old": old[key], "new": new[key], "is_same": key in same, "is_link": key == "link"}
        for key, name in names.items()
        if key not in same or _ROWS[key] & fields
    ]


def _values(row: Gathering) -> dict[str, str]:
    facts = overview.gathering_facts(row)
    day = capfirst(facts["date"])
    if facts["tentative"] and facts["has_date"]:
        day = _("%(date)s (foreløpig)") % {"date": day}
    nothing = _("Ikke oppgitt")
    return {"date": day, "form": facts["form"]} | {name: facts[name] or nothing for name in ("clock", "place", "link")}


# --- calendar files


def _files(letter: Letter, was: Gathering, now: Gathering) -> Iterator[File]:
    """What holds now, and what she may have had that is there no more."""
    invited = [] if letter.rule == CANCELLED else calendar_files.invitations(now, attendee_of(letter))
    yield from invited
    held = {int(number): date.fromisoformat(day) for number, day in letter.about["entries"].items()}
    gone = {number: day for number, day in held.items() if number not in [file.number for file in invited]}
    sequence = max(letter.about["sequence"], now.sequence)
    yield from calendar_files.cancellations(was, gone, attendee_of(letter), sequence=sequence)


def attendee_of(letter: Letter) -> Attendee:
    """The reader. Nobody reads what a calendar answers yet, so none is asked to."""
    reader = letter.reader
    return Attendee(name=reader.name if reader else "", address=letter.address)


def calendar_of(part: dict[str, Any]) -> list[File]:
    """The calendar files of a letter: of a change, of the gathering that it is about, or of the meeting that she has
    registered for."""
    letter = part["letter"]
    if letter.rule in RULES:
        return part["more"]["files"]
    return calendar_files.invitations(letter.gathering or letter.registration.gathering, attendee_of(letter))


def attached(part: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(name, content, kind) of each file: «samling-runde-1.ics»; of several the day's number, and what is called off
    says so."""
    files = calendar_of(part)
    for file in files:
        words = [_("informasjonsmøte") if part["letter"].registration_id else _("samling")]
        words += [_("avlyst")] if file.method == CANCEL else []
        words += [_("dag-%(n)s") % {"n": file.number}] if len(files) > 1 else []
        yield "-".join([*words, part["programme"].key]) + ".ics", file.content, file.kind


# --- before anybody gets it


def sample(rule: str, programme: Programme) -> dict[str, Any]:
    """As ``told``, of an invented change: the first gathering was a week earlier, or its form was not decided."""
    row = programme.gatherings.with_days().filter(kind__in=Gathering.JOINT).in_order().first()
    now = row or Gathering(pk=0, kind=Gathering.Kind.JOINT, number=1, form=Gathering.Form.PHYSICAL)
    now.programme = programme
    was = stated.gathering_of(stated.facts_of(now), pk=0, programme=programme)
    if now.first_day:
        was.when = now.when.shifted(-7)
    else:
        was.form, was.form_tentative = Gathering.Form.UNDECIDED, False
    return _facts(rule, was, now, {"when"} if now.first_day else {"form"}) | {
        "word": "",
        "files": [],
        "is_updated": rule == CHANGED and now.first_day is not None,
        "is_taken_out": rule == CANCELLED and now.first_day is not None,
    }
