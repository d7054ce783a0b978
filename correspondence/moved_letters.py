"""Which planned letters a change in a programme creates, moves and takes away: shown before it is saved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, ngettext

from accounts.models import JournalEntry
from correspondence import dated, planning
from correspondence.planning import Due, Identity
from programmes import formats
from programmes.consequences import Consequence, Tells, Topic
from programmes.models import Programme

Ahead = dict[Identity, Due]
What = tuple[str, date | None, date | None]  # a rule, the day its letters had and the day they get


def planned(programme: Programme) -> Tells:
    """Asks a number of queries that does not grow, before the act and after it, and writes nothing."""
    before = _ahead(programme)

    def tell(after: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
        return _told(before, _ahead(after))

    return tell


def _ahead(programme: Programme) -> Ahead:
    if programme.letters_from is None:
        return {}
    return {row.identity: row for row in planning.ahead(programme, timezone.localdate()) if row.goes}


def _told(before: Ahead, after: Ahead) -> Iterator[Consequence]:
    grouped: dict[What, list[Due]] = defaultdict(list)
    for identity in before.keys() | after.keys():
        old, new = before.get(identity), after.get(identity)
        days = (old.day if old else None, new.day if new else None)
        if days[0] != days[1]:
            row = new or old
            assert row is not None  # noqa: S101  (one of them has it)
            grouped[(row.rule, *days)].append(row)
    for what in sorted(grouped, key=lambda one: (one[2] or one[1] or date.max, one[0])):
        yield _consequence(what, grouped[what])


def _consequence(what: What, rows: list[Due]) -> Consequence:
    rule, old, new = what
    facts = {"n": len(rows), "letter": dated.BY_KEY[rule].label, "old": _day(old), "new": _day(new)}
    if old and new:
        text = ngettext(
            "«%(letter)s» flytter seg fra %(old)s til %(new)s: ett brev.",
            "«%(letter)s» flytter seg fra %(old)s til %(new)s: %(n)s brev.",
            len(rows),
        )
    elif new:
        text = ngettext(
            "«%(letter)s» kommer til, og går %(new)s: ett brev.",
            "«%(letter)s» kommer til, og går %(new)s: %(n)s brev.",
            len(rows),
        )
    else:
        text = ngettext(
            "«%(letter)s», som skulle gått %(old)s, faller bort: ett brev.",
            "«%(letter)s», som skulle gått %(old)s, faller bort: %(n)s brev.",
            len(rows),
        )
    return Consequence(Topic.FOLLOWS, text % facts, _names(rows))


def _day(day: date | None) -> str:
    return formats.day(day, get_language() or "nb") if day else ""


def _names(rows: Sequence[Due]) -> tuple[str, ...]:
    """Whom they are about, each once; of what is about the programme itself, who reads it."""
    named: Mapping[str, str] = {
        (row.participation.full_name if row.participation else row.address): (
            row.participation.sort_key if row.participation else row.address
        )
        for row in rows
    }
    return tuple(sorted(named, key=lambda name: named[name]))
