"""Which dated letters a day has, or the days to come, and which are held back and why. Reads only: reconciling.py plans
them ahead by this, and making.py puts a day's into envelopes.

The rules that stand above the table in dated.py are one function each. A day that was missed because the worker was
away is made up for on the next ordinary day, while the letter is useful.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence import facts, quiet, timetable
from correspondence.above import USEFUL, Case, is_same, is_to, key_of, reason_to_hold_back
from correspondence.dated import BY_KEY, DATED, DatedRule, Reader
from correspondence.facts import Facts, Written
from correspondence.models import Letter
from gatherings import overview
from gatherings.models import Gathering, Registration, SeatAnswer
from gatherings.plan import plan_of
from municipalities.models import Participation, Person
from programmes import formats
from programmes.models import Programme

Identity = tuple[str, int | None, int | None, int | None, int | None, int | None, int | None, bool, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter that ``day`` has. ``held_back`` says why it is not sent; ``is_made`` that it lies ready already.
    Nobody reads one that waits for a date: it has neither address nor day."""

    rule: str
    programme: Programme
    participation: Participation | None = None
    day: date | None = None
    address: str = ""
    language: str = "nb"
    person: Person | None = None
    user: User | None = None
    registration: Registration | None = None
    deputy: SeatAnswer | None = None
    gathering: Gathering | None = None
    is_copy: bool = False
    occasion: int = 1
    why: str = ""
    held_back: str = ""
    is_made: bool = False

    @property
    def goes(self) -> bool:
        return not self.held_back and not self.is_made

    @property
    def identity(self) -> Identity:
        """Rule 9, within a programme."""
        return (
            self.rule, key_of(self.participation), key_of(self.gathering), key_of(self.person), key_of(self.user),
            key_of(self.registration), key_of(self.deputy), self.is_copy, self.occasion,
        )  # fmt: skip


def due(day: date) -> list[Due]:
    """What ``day`` has, held back or not. A quiet day has nothing. The number of queries grows with the programmes
    that write, and not with who takes part."""
    if quiet.is_quiet(day):
        return []
    writing = Programme.objects.that_write_on(day).select_related("region").order_by("pk")
    writing = writing.prefetch_related("deadlines", "composition")
    return [found for programme in writing for found in _in(programme, day)]


def _in(programme: Programme, day: date) -> list[Due]:
    found = facts.of_programme(programme, days=days_of(programme))
    return [row for one in found for rule in DATED for row in _of(rule, one, day)]


def ahead(
    programme: Programme, today: date, *, only: Sequence[int] | None = None, days: facts.Days | None = None
) -> list[Due]:
    """Every dated letter from ``today`` on that the programme would send if nothing changed, and those that it would
    hold back. With ``only``, of the participations with these keys; where that is empty, of the programme itself. What
    is missed goes today, or on the next ordinary day. ``days``: those of its gatherings' letters, where at hand."""
    first = quiet.forward(today)
    days = days_of(programme) if days is None else days
    found = facts.of_programme(programme, only=only, days=days)
    found = found[1:] if only else found
    return [row for one in found for rule in DATED for row in _of(rule, one, first, is_ahead=True) if row.day]


def all_of(programme: Programme, today: date) -> list[Due]:
    """As ``ahead``, and also those that are not wanted, which say why: for whoever asks about one reader."""
    first, found = quiet.forward(today), facts.of_programme(programme, days=days_of(programme))
    return [row for one in found for rule in DATED for row in _of(rule, one, first, is_ahead=True, with_unwanted=True)]


def days_of(programme: Programme) -> facts.Days:
    """The day of the letter about each gathering, by rule; of a letter that falls away none."""
    plan, found = plan_of(programme), defaultdict(list)
    for entry in timetable.entries_of(programme, plan):
        rule, gathering = BY_KEY.get(entry.rule.key), entry.anchor.gathering
        if rule and rule.about_gathering and gathering and entry.send_on:
            found[rule.key].append((entry.send_on, gathering))
    return facts.Days(dict(found), plan.answering)


def held_back(programme: Programme, day: date) -> list[Due]:
    """What ``day`` has in one programme and does not send: whom, and why. What waits for a date is no day's."""
    if quiet.is_quiet(day) or not Programme.objects.that_write_on(day).filter(pk=programme.pk).exists():
        return []
    return [found for found in _in(programme, day) if found.held_back and found.day]


def waiting(programme: Programme) -> list[DatedRule]:
    """The rules that wait for a date in a programme that writes, or is to (rule 2)."""
    if programme.letters_from is None:
        return []
    return [rule for rule in DATED if waits_for_a_date(rule, Facts(programme))]


def still_wanted(letter: Letter, today: date | None = None) -> bool:
    """Asked when the envelope is claimed, by the same rules that made the letter: nothing is remembered from then."""
    programmes = Programme.objects.select_related("region").prefetch_related("deadlines", "composition")
    programme = programmes.get(pk=letter.programme_id)
    return is_wanted(letter, facts_for(letter, programme), today)


def facts_for(letter: Letter, programme: Programme) -> Facts:
    """Those of the letter's participation, or of the programme itself; nothing is fetched about the others."""
    only = [letter.participation_id] if letter.participation_id else []
    days = days_of(programme) if BY_KEY[letter.rule].about_gathering else None
    return facts.of_programme(programme, only=only, days=days)[-1]


def is_wanted(letter: Letter, found: Facts, today: date | None = None) -> bool:
    """The same, by facts that are at hand."""
    rule, today = BY_KEY[letter.rule], today or timezone.localdate()
    if found.programme.state == Programme.State.ARCHIVED:
        return False
    if rule.about_gathering:
        rows = found.days.by_rule.get(rule.key, [])
        gathering = next((row for _day, row in rows if row.pk == letter.gathering_id), None)
        if gathering is None:
            return False
        found = replace(found, gathering=gathering)
    day = day_of(rule, found)
    same = [row for row in _readers(rule, found) if is_to(row, letter)]
    if not same or not rule.wanted(found):
        return False
    if letter.is_hurried:  # an adviser has sent it now: its day and its neighbours are her matter
        return True
    if day is None or day > today:
        return False
    case = Case(rule, found, same[0], day, today)
    return case.occasion == letter.occasion and not reason_to_hold_back(case)


def day_of(rule: DatedRule, found: Facts) -> date | None:
    """The rule's day, or the ordinary day after a sign-up that came later than that."""
    day = rule.day(found)
    if day and rule.after_sign_up and found.signed_up_on and found.signed_up_on >= day:
        return quiet.forward(found.signed_up_on + timedelta(days=1))
    return day


def _of(
    rule: DatedRule, found: Facts, today: date, *, is_ahead: bool = False, with_unwanted: bool = False
) -> Iterator[Due]:
    if found.participation is None and waits_for_a_date(rule, found):
        yield Due(rule=rule.key, programme=found.programme, held_back=_("Venter på dato."))
    if rule.about_programme not in (None, found.participation is None):
        return
    for one in _each(rule, found):
        day = day_of(rule, one)
        if day is None or not (is_ahead or day <= today):
            continue
        if rule.wanted(one):
            yield from _on(max(day, today), rule, one, day)
        elif with_unwanted:
            yield from (replace(row, held_back=str(rule.otherwise)) for row in _on(day, rule, one, day))


def _each(rule: DatedRule, found: Facts) -> list[Facts]:
    """The facts as they are, or once for each gathering that the rule writes about."""
    if not rule.about_gathering:
        return [found]
    return [replace(found, gathering=gathering) for _day, gathering in found.days.by_rule.get(rule.key, [])]


def _on(today: date, rule: DatedRule, found: Facts, day: date) -> Iterator[Due]:
    """The letter to each of its readers, as ``today`` has it."""
    readers = _readers(rule, found)
    if not readers and day >= today - USEFUL and found.participation is not None:
        nobody = str(rule.nobody) or _("Vi har ingen adresse å skrive til.")
        yield Due(rule=rule.key, programme=found.programme, participation=found.participation,
                  gathering=found.gathering, day=day, why=_because(rule, found), held_back=nobody)  # fmt: skip
    for reader in readers:
        row = _to(reader, Case(rule, found, reader, day, today))
        if row and (row.goes or row.is_made or day >= today - USEFUL):  # what is long past is not told every day
            yield row


def waits_for_a_date(rule: DatedRule, found: Facts) -> bool:
    """Rule 2: an anchor without a day sends nothing, and is said once for the programme."""
    return not rule.about_gathering and rule.anchor_day(Facts(found.programme)) is None


def _to(reader: Reader, case: Case) -> Due | None:
    """None when the letter is made, and does not lie ready for today."""
    made = _made(case)
    if made and not (made.is_ready and made.went_on == case.today):
        return None
    return Due(
        rule=case.rule.key,
        programme=case.facts.programme,
        participation=case.facts.participation,
        gathering=case.facts.gathering,
        day=case.day,
        address=reader.address,
        language=reader.language,
        person=reader.person,
        user=reader.user,
        registration=reader.registration,
        deputy=reader.deputy,
        is_copy=reader.is_copy,
        occasion=case.occasion,
        why=_because(case.rule, case.facts),
        held_back=reason_to_hold_back(case),
        is_made=made is not None,
    )


def _because(rule: DatedRule, found: Facts) -> str:
    anchor = rule.anchor_day(found)
    day = formats.day(anchor, get_language() or "nb") if anchor else ""
    what = overview.kind_text(found.gathering) if found.gathering else ""
    return str(rule.because) % {"day": day, "group": found.programme.terms.the_group, "gathering": what}


def _readers(rule: DatedRule, found: Facts) -> list[Reader]:
    """The rule's audience, and the official mailbox as the rule says: a copy, or the letter when nobody is known.

    Never a copy to an address that gets the letter itself: a copy beside a personal link would be none. Nor one of a
    letter that nobody gets.
    """
    readers = rule.audience(found)
    if found.participation is None or not rule.mailbox:
        return readers
    organisation = found.participation.organisation
    address = organisation.mailbox.lower()
    is_copy = bool(readers)
    wanted = ("copy" if is_copy else "letter") in rule.mailbox
    if address and wanted and address not in [reader.address for reader in readers]:
        readers.append(Reader(address, organisation.language, is_copy=is_copy))
    return readers


def _made(case: Case) -> Written | None:
    """The letter itself where it exists (rule 9). One that was dropped may be wanted again, and so may one that has
    not left for an address that is hers no more."""
    for row in case.facts.letters:
        is_right = row.is_sent or row.address == case.reader.address
        if is_same(case, row) and not row.is_dropped and is_right and is_to(case.reader, row):
            return row
    return None
