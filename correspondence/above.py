"""The rules that stand above the table: each says why a letter is held back on a day, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence import table
from correspondence.dated import BY_KEY, DatedRule, Reader
from correspondence.facts import Facts, Written
from correspondence.models import Letter

APART = timedelta(days=4)  # a reminder comes at least so long after what it reminds of
USEFUL = timedelta(days=14)  # so late may a letter be, when it is no reminder
ASKS_FOR_AN_ANSWER = ("signup.invitation", "deadline.extended", "signup.reminder_now", "signup.reminder_14",
                      "signup.reminder_3")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One letter that may be sent today: ``day`` is the one its rule gives."""

    rule: DatedRule
    facts: Facts
    reader: Reader
    day: date
    today: date

    @property
    def occasion(self) -> int:
        """An extended deadline is a numbered change: it has its own reminders."""
        return 1 + self.facts.extensions if self.rule.is_reminder and not self.rule.about_gathering else 1


def is_same(case: Case, row: Written) -> bool:
    return (row.rule, row.gathering_id, row.occasion) == (case.rule.key, key_of(case.facts.gathering), case.occasion)


def is_to(reader: Reader, letter: Letter | Written) -> bool:
    mine = (
        key_of(reader.person),
        key_of(reader.user),
        key_of(reader.registration),
        key_of(reader.deputy),
        reader.is_copy,
    )
    return mine == (letter.person_id, letter.user_id, letter.registration_id, letter.deputy_id, letter.is_copy)


def key_of(row: Model | None) -> int | None:
    return row.pk if row else None


def before_letters_began(case: Case) -> str:
    """Rule 7: nothing that was due before the programme began to write is ever sent."""
    begins = case.facts.programme.letters_from
    if begins is None or case.day < begins:
        return _("Dagen var før programmet begynte å sende brev.")
    return ""


def too_close_to_what_it_reminds_of(case: Case) -> str:
    """Rule 4: its day is before, or fewer than four days after, the newest letter that asks for an answer."""
    if not case.rule.is_reminder:
        return ""
    asked = [row.went_on for row in case.facts.letters if _asked_for_the_same(case, row) and not row.is_dropped]
    if asked and case.day < max(asked) + APART:
        return _("Det er under fire dager siden forrige brev om det samme.")
    return ""


def _asked_for_the_same(case: Case, row: Written) -> bool:
    """About a gathering, the invitation that this reader has had."""
    if case.rule.about_gathering:
        is_invitation = row.rule == table.BY_KEY[case.rule.key].is_reminder_of
        return is_invitation and row.gathering_id == key_of(case.facts.gathering) and is_to(case.reader, row)
    return row.rule in ASKS_FOR_AN_ANSWER and not is_same(case, row)


def not_before_the_answer_deadline(case: Case) -> str:
    """Rule 4: a reminder is no use on the last day or later."""
    deadline = case.rule.answer_deadline(case.facts)
    if case.rule.is_reminder and deadline and case.today >= deadline:
        return _("Svarfristen er i dag eller har gått ut.")
    return ""


def the_next_reminder_is_here(case: Case) -> str:
    """A missed reminder gives way on the day of the next one."""
    following = BY_KEY[case.rule.until].day(case.facts) if case.rule.until else None
    if following and case.today >= following:
        return _("Neste påminnelse går i stedet.")
    return ""


def switched_off(case: Case) -> str:
    """The programme does not send this letter."""
    own = case.facts.settings.get(case.rule.key)
    return _("Programmet har slått av brevet.") if own and own.is_off else ""


def before_its_cause(case: Case) -> str:
    """Rule 7: who was invited after a reminder's day is not reminded; her invitation says the same."""
    row = case.facts.participation
    if case.rule.is_reminder and row and row.invited_at and timezone.localdate(row.invited_at) > case.day:
        return _("Invitasjonen gikk senere enn dagen for brevet.")
    return ""


def came_after_the_day(case: Case) -> str:
    """Rule 7: who takes a seat after the letter's day gets what is useful then, and not what is past."""
    if not case.rule.for_newcomers and case.reader.since and case.reader.since > case.day:
        return _("Mottakeren kom til etter dagen for brevet.")
    return ""


def the_gathering_is_here(case: Case) -> str:
    """What is said before a gathering is no use from its first day on."""
    gathering = case.facts.gathering
    is_before = gathering is not None and table.BY_KEY[case.rule.key].days < 0
    if is_before and gathering and gathering.first_day and case.today >= gathering.first_day:
        return _("Samlingen er i dag eller har vært.")
    return ""


def missed_too_long_ago(case: Case) -> str:
    """A reminder has the deadline for its limit, and what is said before a gathering its first day; anything else two
    weeks, for a newcomer from the day she came."""
    if case.facts.gathering is not None and table.BY_KEY[case.rule.key].days < 0:
        return ""
    day = max(case.day, case.reader.since or case.day) if case.rule.for_newcomers else case.day
    if not case.rule.is_reminder and case.today > day + USEFUL:
        return _("Det er mer enn to uker siden dagen for brevet.")
    return ""


ABOVE: tuple[Callable[[Case], str], ...] = (
    switched_off,
    before_letters_began,
    before_its_cause,
    too_close_to_what_it_reminds_of,
    not_before_the_answer_deadline,
    the_next_reminder_is_here,
    came_after_the_day,
    the_gathering_is_here,
    missed_too_long_ago,
)


def reason_to_hold_back(case: Case) -> str:
    return next((reason for rule in ABOVE if (reason := rule(case))), "")
