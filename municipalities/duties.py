"""The duties of a participation, declared once. Their days: docs/decisions/0009. A room above may add such as a
programme has by what stands in it, as one for each gathering: 0024."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from municipalities.models import ANSWER, Participation, Seat
from programmes.duties import Duty, days_after
from programmes.models import Deadline, Programme
from programmes.roles import that_answer
from programmes.when import When

DAYS_AFTER_WINDOW = 3
DAYS_AFTER_SIGN_UP = 7


def group_day(programme: Programme) -> When:
    """The day the group is asked for: three days after the pre-meeting window, or seven days after the sign-up
    deadline where there is no window (letters.md, group.due). No day while that deadline has none."""
    kinds = {row.kind for row in programme.deadlines.all()}
    if Deadline.Kind.PRE_MEETING in kinds:
        return days_after(programme.deadline(Deadline.Kind.PRE_MEETING), DAYS_AFTER_WINDOW)
    return days_after(programme.sign_up_deadline, DAYS_AFTER_SIGN_UP)


def _answered(programme: Programme) -> Q:
    return Q(state__in=Participation.ANSWERED)


def _has_coordinator(programme: Programme) -> Exists:
    seats = Seat.objects.open().filter(participation=OuterRef("pk"), kind=Seat.Kind.COORDINATOR, is_responsible=True)
    return Exists(seats.held())


def _registered(programme: Programme) -> Q:
    """The group has places for everybody whom the programme requires; names may come later."""
    members = Seat.objects.open().filter(participation=OuterRef("pk"), kind=Seat.Kind.MEMBER)
    condition = Q(Exists(members))
    for rule in programme.composition.all():
        if rule.strength != rule.Strength.REQUIRED or rule.role == "coordinator" or rule.group:
            continue
        wanted = members.filter(level=rule.level) if rule.level else members.filter(role__in=that_answer(rule.role))
        there = Q(Exists(wanted)) if rule.least == 1 else Q(_at_least(wanted, rule.least))
        condition &= there | Q(director_supports=True) if "sponsor" in rule.may_be else there
    return condition


def _at_least(seats: QuerySet[Seat], least: int) -> Exists:
    return Exists(seats.order_by().values("participation").annotate(n=Count("pk")).filter(n__gte=least))


def _confirmed(programme: Programme) -> Q:
    return Q(group_confirmed_at__isnull=False)


INVITED = Q(state__in=(Participation.State.INVITED, Participation.State.UNDECIDED, *Participation.ANSWERED))
SIGNED_UP = Q(state=Participation.State.SIGNED_UP)

DUTIES = (
    #    key                   owed by                    owed when
    Duty(ANSWER,               Seat.Kind.DIRECTOR,        owed=INVITED,   due=lambda p: p.sign_up_deadline,
         done=_answered,       column=gettext_lazy("Påmelding"),   task=gettext_lazy("Svar på invitasjonen")),
    Duty("coordinator.appoint", Seat.Kind.DIRECTOR,       owed=SIGNED_UP, due=group_day,
         done=_has_coordinator, column=gettext_lazy("Koordinator"), task=gettext_lazy("Velg en koordinator")),
    Duty("group.register",     Seat.Kind.COORDINATOR,     owed=SIGNED_UP, due=group_day,
         done=_registered,     column=gettext_lazy("Gruppe"),      task=gettext_lazy("Meld inn %(group)s")),
    Duty("group.confirm",      Seat.Kind.COORDINATOR,     owed=SIGNED_UP, due=group_day,
         done=_confirmed,      column=gettext_lazy("Bekreftet"),   task=gettext_lazy("Bekreft %(group)s")),
)  # fmt: skip

BY_KEY = {duty.key: duty for duty in DUTIES}


# --- duties that a room above finds in a programme


@dataclass(frozen=True, slots=True)
class Derived:
    """Such a duty, and where participations stand with it: (owed, done) by participation. Whoever is missing there
    does not owe it. ``words`` says how far one that owes it has come, in the language in force."""

    duty: Duty
    stands: Mapping[int, tuple[bool, bool]]
    words: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where they come from. ``declared`` gives those that a programme has or will have, from which an exception can be
    given, whoever owes them now; ``derived`` those that somebody may owe on a day, for some participations or (None)
    for all. Each asks a number of queries that does not grow with the participations."""

    declared: Callable[[Programme], list[Duty]]
    derived: Callable[[Programme, Sequence[int] | None, date], list[Derived]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Once, from ``AppConfig.ready`` of a room above."""
    if source not in _sources:
        _sources.append(source)


def derived(programme: Programme, participations: Sequence[int] | None, today: date) -> list[Derived]:
    return [found for source in _sources for found in source.derived(programme, participations, today)]


def every_duty(programme: Programme) -> list[Duty]:
    """Those of every programme, and those that this one has by what stands in it."""
    return [*DUTIES, *(duty for source in _sources for duty in source.declared(programme))]


def duty_with(key: str, programme: Programme) -> Duty:
    """Raises ``KeyError`` where the programme has no such duty."""
    return BY_KEY[key] if key in BY_KEY else {duty.key: duty for duty in every_duty(programme)}[key]


APPOINT, GROUP = BY_KEY["coordinator.appoint"], BY_KEY["group.register"]
