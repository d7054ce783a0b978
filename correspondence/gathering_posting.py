"""From a gathering that changes or is called off to the letters about it: one to each reader, however much changes.

Several changes on one day give a letter each, and the newest says everything since the morning; one that has not left
by then is overtaken, and is not sent (``gathering_readers.still_wanted``).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import rules
from correspondence.gathering_readers import (
    CANCELLED,
    ON_ITS_WAY,
    STATED,
    Reader,
    differs,
    key_of,
    readers_of,
    todays_or_waiting,
)
from correspondence.models import Envelope, Letter
from correspondence.rules import Rule
from gatherings import stated
from gatherings.models import Gathering
from programmes.models import Programme

Key = tuple[int | None, int | None]


def post(rule: Rule, gathering: Gathering, entry: JournalEntry) -> int:
    """The letters that this line about ``gathering`` causes; returns how many. The number of queries does not grow with
    who reads."""
    notice, programme = gathering.notice, gathering.programme
    if notice is None or not _is_news(rule, gathering, entry):
        return 0
    is_meeting = gathering.kind == Gathering.Kind.INFORMATION_MEETING
    # Who has registered is told also while the programme has not begun to write: she asked for it
    permit = rules.BY_KEY["info.confirmation"] if is_meeting else rule
    readers = readers_of(gathering) if rules.may_be_written(permit, programme) else []
    if not readers:
        return 0
    list(Programme.objects.select_for_update(no_key=True).filter(pk=programme.pk))  # occasions are given one at a time
    prefetch_related_objects([gathering], "own_days")
    earlier, occasions = _earlier(gathering, programme), _occasions(rule, programme)
    letters = []
    for reader in readers:
        letter = _letter(rule, gathering, entry, reader, earlier.get(reader.key, []))
        if letter:
            letter.occasion = occasions.get(reader.key, 0) + 1
            letters.append(letter)
    Envelope.objects.bulk_create([letter.envelope for letter in letters])
    Letter.objects.bulk_create(letters)
    return len(letters)


def _is_news(rule: Rule, gathering: Gathering, entry: JournalEntry) -> bool:
    """Something that readers know, of what is still to come or was to."""
    fields = set(entry.details.get("fields", ()))
    before = stated.gathering_of(gathering.notice.before, pk=gathering.pk, programme=gathering.programme)
    today = timezone.localdate()
    is_past = stated.is_over(before.when, today) and stated.is_over(gathering.when, today)
    return not is_past and (rule.key == CANCELLED or bool(fields & STATED))


def _earlier(gathering: Gathering, programme: Programme) -> dict[Key, list[Letter]]:
    """By reader, the oldest first: what she has been told today, or lies ready for her."""
    rows = Letter.objects.filter(programme=programme, rule="gathering.changed", about__gathering=gathering.pk)
    found: dict[Key, list[Letter]] = {}
    for row in rows.filter(todays_or_waiting(), is_dropped=False).select_related("envelope").order_by("pk"):
        found.setdefault(key_of(row), []).append(row)
    return found


def _occasions(rule: Rule, programme: Programme) -> dict[Key, int]:
    """The newest occasion of each reader, whichever participation she read it for."""
    rows = Letter.objects.filter(programme=programme, rule=rule.key).values_list("person", "registration")
    return {(person, registration): last for person, registration, last in rows.annotate(last=Max("occasion"))}


def _letter(
    rule: Rule, gathering: Gathering, entry: JournalEntry, reader: Reader, earlier: list[Letter]
) -> Letter | None:
    """Not saved. None where nothing is other than she knows."""
    notice: stated.Notice = gathering.notice
    waiting = [row for row in earlier if row.envelope.state in ON_ITS_WAY]
    known = waiting if rule.key == CANCELLED else earlier
    was = known[0].was if known else notice.before
    before = _as_it_was(was, gathering)
    if rule.key != CANCELLED and len(waiting) == len(earlier) and not differs(before, gathering):
        return None  # what was changed has been changed back, and nobody has heard of it
    fields = set(entry.details.get("fields", ())).union(*(row.about["fields"] for row in earlier))
    words = [row.word for row in waiting] + [notice.word]
    return Letter(
        envelope=Envelope(person=reader.person, address=reader.address, language=reader.language),
        rule=rule.key, programme=gathering.programme, participation=reader.participation, person=reader.person,
        registration=reader.registration, was=was, word="\n\n".join(dict.fromkeys(filter(None, words))),
        about={
            "gathering": gathering.pk,
            "fields": sorted(fields & STATED),
            "after": [row.pk for row in earlier],
            "entries": _entries(_as_it_was(notice.before, gathering), earlier),
            "sequence": gathering.sequence + (rule.key == CANCELLED),
        },
    )  # fmt: skip


def _as_it_was(facts: dict[str, Any], gathering: Gathering) -> Gathering:
    return stated.gathering_of(facts, pk=gathering.pk, programme=gathering.programme)


def _entries(before: Gathering, earlier: Iterable[Letter]) -> dict[str, str]:
    """{number: day} of each entry that she may have in her calendar by now."""
    found: dict[str, str] = {}
    for row in earlier:
        found |= row.about["entries"]
    days: dict[int, date] = stated.entry_days(before)
    return found | {str(number): day.isoformat() for number, day in days.items()}
