"""The days of a whole programme's letters: what the table of rules gives for a plan, with the rules that stand above.

Pure: a plan in, entries out. Whom each is sent to on its day: planning.py.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from correspondence import dated, quiet, rule_settings
from correspondence.above import APART
from correspondence.models import Envelope, Letter
from correspondence.table import TABLE, Anchor, Given, RuleOfTable
from gatherings.answering import Answering
from gatherings.plan import Plan, plan_of
from programmes.models import Programme


class State(TextChoices):
    DATED = "dated", gettext_lazy("Har dag")
    MOVED = "moved", gettext_lazy("Flyttet")
    SUPPRESSED = "suppressed", gettext_lazy("Faller bort")
    WAITING = "waiting", gettext_lazy("Venter på dato")
    SENT = "sent", gettext_lazy("Sendt")


class Reason(TextChoices):
    GROUP_IS_ASKED_LATER = "the group is not asked for before", gettext_lazy("Gruppa er ikke meldt inn før")
    DEADLINE_IS_SET = "the answer deadline is set", gettext_lazy("Svarfristen er satt til denne dagen")
    TOO_FEW_DAYS = "fewer than seven days to answer", gettext_lazy("Det ble under sju dager til å svare")
    AFTER_THE_DEADLINE = "after the answer deadline", gettext_lazy("Sendes etter svarfristen")
    TOO_CLOSE = "too close to the invitation", gettext_lazy("For tett på invitasjonen")
    SWITCHED_OFF = "switched off", gettext_lazy("Programmet har slått av brevet")
    NO_USE = "not before the answer deadline", gettext_lazy("Svarfristen er ute da")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One letter of the plan. ``planned_on`` is the rule's own ordinary day, ``send_on`` the one it has; both are None
    while the anchor has no day, the latter also for one that falls away. ``sent`` and ``ready``: so many e-mails."""

    rule: RuleOfTable
    anchor: Anchor
    planned_on: date | None = None
    send_on: date | None = None
    state: str = State.WAITING
    reason: str = ""
    sent: int = 0
    ready: int = 0

    @property
    def label(self) -> str | Promise:
        return self.rule.label

    @property
    def is_built(self) -> bool:
        """What it is about is there; one that is not is shown, and sends nothing."""
        return self.rule.key in dated.BY_KEY

    @property
    def why(self) -> str:
        return str(Reason(self.reason).label) if self.reason else ""


def of_programme(programme: Programme) -> list[Entry]:
    """The programme's letters with what has become of them: «sent» where the day has come and somebody got it."""
    entries = entries_of(programme, plan_of(programme))
    counted = Counter(_letters_of(programme))
    today = timezone.localdate()
    return [_as_it_is(one, counted, today) for one in entries]


def entries_of(programme: Programme, plan: Plan) -> list[Entry]:
    fees, settings = programme.costs.filter(is_fee=True), rule_settings.of(programme)
    return timetable(Given(plan, tuple(fees), settings))


def _letters_of(programme: Programme) -> Iterator[tuple[str, str]]:
    letters = Letter.objects.in_envelopes().filter(programme=programme, is_dropped=False, rule__in=list(dated.BY_KEY))
    yield from letters.values_list("rule", "envelope__state")


def _as_it_is(entry: Entry, counted: Counter[tuple[str, str]], today: date) -> Entry:
    if not entry.is_built:
        return entry
    sent, ready = (counted[entry.rule.key, state] for state in (Envelope.State.SENT, Envelope.State.READY))
    has_gone = sent and entry.send_on and entry.send_on <= today
    state = State.SENT if has_gone else entry.state
    return replace(entry, sent=sent, ready=ready, state=state)


def timetable(given: Given) -> list[Entry]:
    """Every letter that the plan gives: the dated ones by day, then those that fall away, then those that wait."""
    entries = [_entry(rule, anchor, given) for rule in TABLE for anchor in rule.anchors(given)]
    entries = list(_without_useless_reminders(entries, given.plan))
    last = {State.SUPPRESSED: 1, State.WAITING: 2}
    return sorted(entries, key=lambda one: (last.get(State(one.state), 0), one.send_on or date.max))


def _entry(rule: RuleOfTable, anchor: Anchor, given: Given) -> Entry:
    own, plan = given.settings.get(rule.key), given.plan
    day = rule.day_from(anchor.day, own.days if own else None)
    if own and own.is_off:
        return Entry(rule=rule, anchor=anchor, planned_on=day, state=State.SUPPRESSED, reason=Reason.SWITCHED_OFF)
    if day is None:
        return Entry(rule=rule, anchor=anchor)
    entry = Entry(rule=rule, anchor=anchor, planned_on=day, send_on=day, state=State.DATED)
    move = MOVES.get(rule.key)
    return move(entry, plan) if move else entry


# --- The rules above the table that move a letter (rule 3). Each gives the entry as it becomes.


def not_before_the_group_is_asked_for(entry: Entry, plan: Plan) -> Entry:
    """Nobody is invited to a gathering before the group is asked for."""
    days = _answering(entry, plan)
    return _moved(entry, days.invited, Reason.GROUP_IS_ASKED_LATER) if days else entry


def with_room_to_answer(entry: Entry, plan: Plan) -> Entry:
    """What is told at the answer deadline is told on it: it moves where fewer than seven days were left, or where
    somebody has set another."""
    days = _answering(entry, plan)
    if not days:
        return entry
    reason = Reason.DEADLINE_IS_SET if days.is_set else Reason.TOO_FEW_DAYS
    return _moved(entry, quiet.back(days.deadline), reason)


def after_the_answer_deadline(entry: Entry, plan: Plan) -> Entry:
    """A practical letter not later than the answer deadline goes on the ordinary day after it."""
    days = _answering(entry, plan)
    if not days or not entry.send_on or entry.send_on > days.deadline:
        return entry
    return _moved(entry, quiet.forward(days.deadline + timedelta(days=1)), Reason.AFTER_THE_DEADLINE)


MOVES: dict[str, Callable[[Entry, Plan], Entry]] = {
    "gathering.invite": not_before_the_group_is_asked_for,
    "gathering.deadline": with_room_to_answer,
    "gathering.practical": after_the_answer_deadline,
}


def _answering(entry: Entry, plan: Plan) -> Answering | None:
    return plan.answering.get(entry.anchor.gathering.pk) if entry.anchor.gathering else None


def _moved(entry: Entry, day: date, reason: str) -> Entry:
    return entry if day == entry.send_on else replace(entry, send_on=day, state=State.MOVED, reason=reason)


# --- Rule 4: a reminder that would come too close to what it reminds of, or too late to be of use, falls away.


def _without_useless_reminders(entries: list[Entry], plan: Plan) -> Iterator[Entry]:
    asked = {(one.rule.key, one.anchor.gathering.pk): one.send_on for one in entries if one.anchor.gathering}
    for entry in entries:
        first = asked.get((entry.rule.is_reminder_of, entry.anchor.gathering.pk)) if entry.anchor.gathering else None
        reason = _useless(entry, first, plan) if first and entry.send_on else ""
        yield replace(entry, send_on=None, state=State.SUPPRESSED, reason=reason) if reason else entry


def _useless(entry: Entry, first: date, plan: Plan) -> str:
    assert entry.send_on is not None  # noqa: S101  (the caller has looked)
    if entry.send_on < first + APART:
        return Reason.TOO_CLOSE
    days = _answering(entry, plan)
    return Reason.NO_USE if days and entry.send_on >= days.deadline else ""
