"""The table of rules, readable top to bottom: which letters a programme's plan gives, from which day, how far from it,
which way the letter moves from a quiet day, and to whom. timetable.py turns it into days.

A rule whose object is not built yet is computed and shown, and sends nothing. A built one stands in dated.py too, under
the same key, with what it needs beside its day: its readers, and while what is true.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from correspondence import quiet
from correspondence.models import RuleSetting
from gatherings import overview
from gatherings.models import Gathering
from gatherings.plan import Plan
from programmes.models import CostLine, Deadline


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a letter is counted from. ``day`` is None while nobody has decided it; ``is_earliest`` where the plan says
    only after what it comes. ``gathering`` is set for an anchor that is one."""

    label: str
    day: date | None
    gathering: Gathering | None = None
    is_earliest: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the days follow from: the plan, the fees that somebody is to be invoiced, and the programme's own settings
    of rules, by key."""

    plan: Plan
    fees: tuple[CostLine, ...] = ()
    settings: Mapping[str, RuleSetting] = field(default_factory=dict)


Anchors = Callable[[Given], Iterator[Anchor]]


# --- from which day


def sign_up_deadline(given: Given) -> Iterator[Anchor]:
    when = given.plan.sign_up
    yield Anchor(gettext("påmeldingsfristen"), when.end if when.has_day else None)


def information_meeting(given: Given) -> Iterator[Anchor]:
    yield from _of_kind(given.plan, Gathering.Kind.INFORMATION_MEETING)


def window_opens(given: Given) -> Iterator[Anchor]:
    when = given.plan.deadlines.get(Deadline.Kind.PRE_MEETING)
    if when is not None:
        yield Anchor(gettext("vinduet for formøte åpner"), when.start if when.has_day else None)


def window_closes(given: Given) -> Iterator[Anchor]:
    when = given.plan.deadlines.get(Deadline.Kind.PRE_MEETING)
    if when is not None:
        yield Anchor(gettext("vinduet for formøte stenger"), when.end if when.has_day else None)


def reflection_note(given: Given) -> Iterator[Anchor]:
    """«Etter påmelding» gives its earliest day (rule 2)."""
    when = given.plan.deadlines.get(Deadline.Kind.REFLECTION_NOTE)
    if when is not None:
        yield Anchor(gettext("refleksjonsnotatet"), when.start, is_earliest=when.precision == "after")


def groups_day(given: Given) -> Iterator[Anchor]:
    when = given.plan.group_day
    yield Anchor(gettext("gruppa meldes inn"), when.end if when.has_day else None)


def gathering_begins(given: Given) -> Iterator[Anchor]:
    for row in _joint(given.plan):
        yield Anchor(overview.kind_text(row), row.first_day, row)


def gathering_ends(given: Given) -> Iterator[Anchor]:
    for row in _joint(given.plan):
        yield Anchor(overview.kind_text(row), row.last_day, row)


def gathering_ends_before_another(given: Given) -> Iterator[Anchor]:
    """Not after the last gathering: there is nothing to work towards."""
    yield from list(gathering_ends(given))[:-1]


def last_gathering_ends(given: Given) -> Iterator[Anchor]:
    yield from list(gathering_ends(given))[-1:]


def gathering_with_open_form(given: Given) -> Iterator[Anchor]:
    """Only while the form is unsaid, undecided or tentative."""
    yield from (one for one in gathering_begins(given) if one.gathering and one.gathering.form_is_open)


def gathering_with_a_fee(given: Given) -> Iterator[Anchor]:
    """Where a fee applies, or may apply because the form is digital, or may become so."""
    for one in gathering_ends(given):
        if one.gathering and any(_may_apply(cost.only_form, one.gathering) for cost in given.fees):
            yield one


def coordinator_meeting(given: Given) -> Iterator[Anchor]:
    yield from _of_kind(given.plan, Gathering.Kind.COORDINATOR_GATHERING, Gathering.Kind.COORDINATOR_FOLLOW_UP)


def deadline_long_before_the_groups_day(given: Given) -> Iterator[Anchor]:
    """Only where the group is asked for more than fourteen days after the sign-up deadline."""
    asked, when = given.plan.group_day, given.plan.sign_up
    if asked.has_day and when.has_day and asked.end - when.end > timedelta(days=14):
        yield from sign_up_deadline(given)


def _joint(plan: Plan) -> list[Gathering]:
    return [row for row in plan.gatherings if row.is_joint]


def _of_kind(plan: Plan, *kinds: str) -> Iterator[Anchor]:
    for row in plan.gatherings:
        if row.kind in kinds:
            yield Anchor(overview.kind_text(row), row.first_day, row)


def _may_apply(only_form: str, row: Gathering) -> bool:
    return not only_form or row.form == only_form or (row.form_is_open and row.form != Gathering.Form.PHYSICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfTable:
    """``days`` are counted from the anchor's day; ``roll`` moves a quiet day. ``is_reminder_of`` is the rule that asked
    first (rule 4 above the table)."""

    key: str
    anchors: Anchors
    days: int
    roll: Callable[[date], date]
    label: str | Promise
    audience: str | Promise
    is_reminder_of: str = ""

    def day_from(self, anchor: date | None, days: int | None = None) -> date | None:
        """The rule's own ordinary day, ``days`` from the anchor where the programme has its own; None while the anchor
        has none."""
        return self.roll(anchor + timedelta(days=self.days if days is None else days)) if anchor else None


BACK, FORWARD = quiet.back, quiet.forward
_DIRECTORS = _("kommunedirektørene uten svar")
_GROUP = _("gruppa og koordinatoren")
_COMING = _("de som kommer")

TABLE = (
    RuleOfTable(key="info.reminder", anchors=information_meeting, days=-2, roll=BACK,
                label=_("Påminnelse om informasjonsmøtet"), audience=_("de påmeldte")),
    RuleOfTable(key="info.thanks", anchors=information_meeting, days=+1, roll=FORWARD,
                label=_("Takk for informasjonsmøtet"), audience=_("de påmeldte og alle inviterte kommunedirektører")),
    RuleOfTable(key="signup.reminder_14", anchors=sign_up_deadline, days=-14, roll=BACK,
                label=_("Påminnelse to uker før fristen"), audience=_DIRECTORS),
    RuleOfTable(key="signup.reminder_3", anchors=sign_up_deadline, days=-3, roll=BACK,
                label=_("Siste påminnelse før fristen"), audience=_DIRECTORS),
    RuleOfTable(key="signup.closed", anchors=sign_up_deadline, days=+1, roll=FORWARD,
                label=_("Lista ved påmeldingsfristen"), audience=_("rådgiveren")),
    RuleOfTable(key="signup.place", anchors=sign_up_deadline, days=+1, roll=FORWARD,
                label=_("Plass eller venteliste"), audience=_("kommunedirektørene som har sagt ja")),
    RuleOfTable(key="premeeting.ask", anchors=window_opens, days=+1, roll=FORWARD,
                label=_("Sett en dag for formøtet"), audience=_("kommunedirektøren og koordinatoren")),
    RuleOfTable(key="note.sent", anchors=reflection_note, days=0, roll=FORWARD,
                label=_("Refleksjonsnotatet"), audience=_("kommunedirektøren")),
    RuleOfTable(key="gathering.save_the_date", anchors=deadline_long_before_the_groups_day, days=+1, roll=FORWARD,
                label=_("Hold av dagene"), audience=_("kommunedirektøren og koordinatoren")),
    RuleOfTable(key="premeeting.nudge", anchors=window_closes, days=-14, roll=BACK,
                label=_("Formøtet mangler dag"), audience=_("kommuner uten dag for formøtet")),
    RuleOfTable(key="premeeting.overdue", anchors=window_closes, days=+1, roll=FORWARD,
                label=_("Kommuner uten formøte"), audience=_("rådgiveren")),
    RuleOfTable(key="group.due", anchors=groups_day, days=0, roll=FORWARD,
                label=_("Meld inn gruppa"), audience=_("koordinatorer som ikke har meldt inn gruppa")),
    # Not in letters.md: a director without a coordinator on the groups' day, whom group.due cannot reach
    RuleOfTable(key="coordinator.due", anchors=groups_day, days=0, roll=FORWARD,
                label=_("Velg en koordinator"), audience=_("kommunedirektører som ikke har valgt koordinator")),
    RuleOfTable(key="form.decide", anchors=gathering_with_open_form, days=-56, roll=BACK,
                label=_("Formen må avklares"), audience=_("rådgiveren")),
    RuleOfTable(key="gathering.invite", anchors=gathering_begins, days=-42, roll=BACK,
                label=_("Invitasjon til samlingen"), audience=_GROUP),
    RuleOfTable(key="gathering.reminder", anchors=gathering_begins, days=-21, roll=BACK,
                is_reminder_of="gathering.invite",
                label=_("Påminnelse om å svare"), audience=_("de som ikke har svart")),
    RuleOfTable(key="gathering.deadline", anchors=gathering_begins, days=-14, roll=BACK,
                label=_("Svarene så langt"), audience=_("koordinatoren og rådgiveren")),
    RuleOfTable(key="gathering.practical", anchors=gathering_begins, days=-7, roll=BACK,
                label=_("Praktisk om samlingen"), audience=_COMING),
    RuleOfTable(key="gathering.tomorrow", anchors=gathering_begins, days=-1, roll=BACK,
                label=_("Nå er det samling"), audience=_COMING),
    RuleOfTable(key="gathering.thanks", anchors=gathering_ends, days=+1, roll=FORWARD,
                label=_("Takk for samlingen"), audience=_("de som var der")),
    RuleOfTable(key="between.task", anchors=gathering_ends_before_another, days=+5, roll=FORWARD,
                label=_("Oppgaven mellom samlingene"), audience=_("koordinatoren")),
    RuleOfTable(key="gathering.evaluation", anchors=gathering_ends, days=+7, roll=FORWARD,
                label=_("Påminnelse om evalueringen"), audience=_("de som ikke har svart")),
    RuleOfTable(key="diet.deleted", anchors=gathering_ends, days=+14, roll=FORWARD,
                label=_("Opplysninger om mat er slettet"), audience=_("rådgiveren")),
    RuleOfTable(key="invoice.basis", anchors=gathering_with_a_fee, days=+14, roll=FORWARD,
                label=_("Grunnlag for faktura"), audience=_("rådgiveren")),
    RuleOfTable(key="coord.invite", anchors=coordinator_meeting, days=-21, roll=BACK,
                label=_("Invitasjon til koordinatormøtet"), audience=_("koordinatorene")),
    RuleOfTable(key="coord.reminder", anchors=coordinator_meeting, days=-2, roll=BACK,
                label=_("Påminnelse om koordinatormøtet"), audience=_("koordinatorene")),
    RuleOfTable(key="coord.summary", anchors=coordinator_meeting, days=+2, roll=FORWARD,
                label=_("Oppsummering av koordinatormøtet"),
                audience=_("koordinatorene, med kopi til kommunedirektøren")),
    RuleOfTable(key="programme.closing", anchors=last_gathering_ends, days=+28, roll=FORWARD,
                label=_("Programmet er slutt"), audience=_("gruppene og kommunedirektørene")),
)  # fmt: skip

BY_KEY = {rule.key: rule for rule in TABLE}
