"""From a gathering that changes or is called off to the letters about it: one to each reader, however much changes.

Several changes on one day give a letter each, and the newest says everything since the morning; one that has not left
by then is overtaken, and is not sent (``gathering_readers.still_wanted``).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import rules
from correspondence.gathering_readers import (
    CANCELLED,
    ON_ITS_WAY,
    STATED,
    Key,
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
from programmes import consequences
from programmes.models import Programme


@dataclass(frozen=True)
class Change:
    """One act on a gathering, as every letter about it needs it: worked out once."""

    rule: Rule
    gathering: Gathering
    entry: JournalEntry

    @property
    def notice(self) -> stated.Notice:
        return self.gathering.notice

    @property
    def is_cancelled(self) -> bool:
        return self.rule.key == CANCELLED

    @cached_property
    def before(self) -> Gathering:
        return self.as_it_was(self.notice.before)

    @cached_property
    def fields(self) -> set[str]:
        return set(self.entry.details.get("fields", ())) & STATED

    @cached_property
    def entries(self) -> dict[str, str]:
        return {str(number): day.isoformat() for number, day in stated.entry_days(self.before).items()}

    @cached_property
    def changes_anything(self) -> bool:
        return differs(self.before, self.gathering)

    @property
    def is_news(self) -> bool:
        """Something that readers know, of what is still to come or was to."""
        today = timezone.localdate()
        is_past = stated.is_over(self.before.when, today) and stated.is_over(self.gathering.when, today)
        return not is_past and (self.is_cancelled or bool(self.fields))

    def as_it_was(self, facts: dict[str, Any]) -> Gathering:
        return stated.gathering_of(facts, pk=self.gathering.pk, programme=self.gathering.programme)


def post(rule: Rule, gathering: Gathering, entry: JournalEntry) -> int:
    """The letters that this line about ``gathering`` causes; returns how many. The number of queries does not grow with
    who reads. In a preview they are told of and not stored: thousands of rows would be written to be taken back."""
    change = Change(rule, gathering, entry)
    if gathering.notice is None or not change.is_news:
        return 0
    letters = _letters(change)
    if consequences.remember(letters):
        return 0
    Envelope.objects.bulk_create([letter.envelope for letter in letters if letter.envelope])
    Letter.objects.bulk_create(letters)
    return len(letters)


def _letters(change: Change) -> list[Letter]:
    """Not saved."""
    gathering, programme = change.gathering, change.gathering.programme
    is_meeting = gathering.kind == Gathering.Kind.INFORMATION_MEETING
    # Who has registered is told also while the programme has not begun to write: she asked for it
    permit = rules.BY_KEY["info.confirmation"] if is_meeting else change.rule
    readers = readers_of(gathering) if rules.may_be_written(permit, programme) else []
    if not readers:
        return []
    list(Programme.objects.select_for_update(no_key=True).filter(pk=programme.pk))  # occasions are given one at a time
    prefetch_related_objects([gathering], "own_days")
    earlier, occasions = _earlier(gathering, programme), _occasions(change.rule, programme)
    found = (_letter(change, reader, earlier.get(reader.key, []), occasions) for reader in readers)
    return [letter for letter in found if letter]


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


def _letter(change: Change, reader: Reader, earlier: list[Letter], occasions: dict[Key, int]) -> Letter | None:
    """None where nothing is other than she knows."""
    gathering = change.gathering
    waiting = [row for row in earlier if row.envelope and row.envelope.state in ON_ITS_WAY]
    known = waiting if change.is_cancelled else earlier
    was = known[0].was if known else change.notice.before
    if not change.is_cancelled and len(waiting) == len(earlier):
        is_other = differs(change.as_it_was(was), gathering) if known else change.changes_anything
        if not is_other:
            return None  # what was changed has been changed back, and nobody has heard of it
    entries = {number: day for row in earlier for number, day in row.about["entries"].items()} | change.entries
    words = [row.word for row in waiting] + [change.notice.word]
    return Letter(
        envelope=Envelope(person_id=reader.person, address=reader.address, language=reader.language),
        rule=change.rule.key, programme=gathering.programme, participation_id=reader.participation,
        person_id=reader.person, registration_id=reader.registration, occasion=occasions.get(reader.key, 0) + 1,
        was=was, word="\n\n".join(dict.fromkeys(filter(None, words))),
        about={
            "gathering": gathering.pk,
            "fields": sorted(change.fields.union(*(row.about["fields"] for row in earlier))),
            "after": [row.pk for row in earlier],
            "entries": entries,
            "sequence": gathering.sequence + change.is_cancelled,
        },
    )  # fmt: skip
