"""What the dated rules look at, fetched for a whole programme in a number of queries that does not grow with it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import JournalEntry, User
from correspondence import rule_settings
from correspondence.models import Letter, RuleSetting
from gatherings.answering import Answering
from gatherings.attending import Attendee, attendance_of
from gatherings.models import Gathering, Registration
from municipalities.models import Holding, Participation, Person, Seat
from municipalities.standing import Standing, standings
from programmes.models import Adviser, Programme


@dataclass(frozen=True, slots=True)
class Days:
    """What a plan gives for letters about its gatherings: ``by_rule`` the day of the one about each gathering,
    ``answering`` by when each is answered."""

    by_rule: Mapping[str, list[tuple[date, Gathering]]] = field(default_factory=dict)
    answering: Mapping[int, Answering] = field(default_factory=dict)

    @property
    def meetings(self) -> set[Gathering]:
        """Those that people register for, and a letter is counted from."""
        return {row for row in self._gatherings if row.kind == Gathering.Kind.INFORMATION_MEETING}

    @property
    def joint(self) -> set[Gathering]:
        """Those that groups answer about."""
        return {row for row in self._gatherings if row.is_joint}

    @property
    def _gatherings(self) -> list[Gathering]:
        return [row for rows in self.by_rule.values() for _day, row in rows]


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who holds a seat now, and the day she took it."""

    person: Person
    since: date


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that lies in an envelope. ``went_on`` is the day it left, or is to leave."""

    rule: str
    gathering_id: int | None
    person_id: int | None
    user_id: int | None
    registration_id: int | None
    deputy_id: int | None
    occasion: int
    is_copy: bool
    is_dropped: bool
    is_ready: bool
    is_sent: bool
    address: str
    went_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """One participation; or the programme itself, where ``participation`` is None.

    ``standing`` says what the participation owes; None for the programme itself. ``signed_up_on`` is the day its newest
    yes began to count, ``extensions`` how often its deadline was extended, ``settings`` the programme's own of rules.
    ``gathering`` is the one that a letter is about, for rules that write about each; ``days`` the day of each of these;
    ``attendance`` whom the group is asked for, and who comes, by gathering.
    """

    programme: Programme
    participation: Participation | None = None
    gathering: Gathering | None = None
    days: Days = field(default_factory=Days)
    attendance: Mapping[int, list[Attendee]] = field(default_factory=dict)
    directors: tuple[Seated, ...] = ()
    coordinators: tuple[Seated, ...] = ()
    advisers: tuple[User, ...] = ()
    registered: tuple[Registration, ...] = ()
    signed_up_on: date | None = None
    extensions: int = 0
    letters: tuple[Written, ...] = ()
    standing: Standing | None = None
    settings: Mapping[str, RuleSetting] = field(default_factory=dict)

    def owes(self, duty: str) -> bool:
        """The participation has this duty before it: not done, not waived."""
        return self.standing is not None and self.standing.states[duty].waits


def of_programme(programme: Programme, *, only: Sequence[int] | None = None, days: Days | None = None) -> list[Facts]:
    """The programme itself first, then each of its participations (or ``only`` those with these keys). With ``only``
    nothing is fetched about the others.

    Participations carry ``programme`` itself, so that its deadlines are fetched once.
    """
    days = days or Days()
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    rows = rows.select_related("organisation").prefetch_related("exceptions").order_by("sort_key", "pk")
    if only is not None:
        rows = rows.filter(pk__in=only)
    standing = standings(programme, only)
    seats = _seated(programme, only)
    letters = _written(programme, only)
    signed_up, extensions = _acts(programme, only)
    settings = rule_settings.of(programme)
    itself = Facts(programme, advisers=_advisers(programme), registered=_registered(programme, days))
    attendance = attendance_of(programme, days.joint, only) if days.joint else {}
    found = [replace(itself, letters=tuple(letters[None]), settings=settings, days=days)]
    for row in rows:
        row.programme = programme
        found.append(
            Facts(
                programme,
                row,
                directors=tuple(seats[row.pk, Seat.Kind.DIRECTOR]),
                coordinators=tuple(seats[row.pk, Seat.Kind.COORDINATOR]),
                signed_up_on=signed_up.get(row.pk),
                extensions=extensions[row.pk],
                letters=tuple(letters[row.pk]),
                standing=standing[row.pk],
                settings=settings,
                days=days,
                attendance={pk: groups.get(row.pk, []) for pk, groups in attendance.items()},
            )
        )
    return found


def _seated(programme: Programme, only: Sequence[int] | None) -> dict[tuple[int, str], list[Seated]]:
    """By participation and kind of seat; whoever has no address cannot be written to and is left out."""
    found = defaultdict(list)
    kinds = (Seat.Kind.DIRECTOR, Seat.Kind.COORDINATOR)
    holdings = (
        Holding.objects.current()
        .filter(seat__participation__programme=programme, seat__kind__in=kinds)
        .exclude(person__email="")
        .select_related("person", "seat")
        .order_by("pk")
    )
    if only is not None:
        holdings = holdings.filter(seat__participation__in=only)
    for holding in holdings:
        seated = Seated(holding.person, timezone.localdate(holding.since))
        found[holding.seat.participation_id, holding.seat.kind].append(seated)
    return found


def _written(programme: Programme, only: Sequence[int] | None) -> dict[int | None, list[Written]]:
    found = defaultdict(list)
    fields = ("participation_id", "gathering_id", "rule", "person_id", "user_id", "registration_id", "deputy_id",
              "occasion", "is_copy", "is_dropped")  # fmt: skip
    when = ("envelope__state", "envelope__sent_at", "envelope__due_at", "envelope__address")
    letters = Letter.objects.in_envelopes().filter(programme=programme)
    if only is not None:
        letters = letters.filter(Q(participation__in=only) | Q(participation=None))
    for row in letters.values(*fields, *when):
        found[row["participation_id"]].append(
            Written(
                rule=row["rule"],
                gathering_id=row["gathering_id"],
                person_id=row["person_id"],
                user_id=row["user_id"],
                registration_id=row["registration_id"],
                deputy_id=row["deputy_id"],
                occasion=row["occasion"],
                is_copy=row["is_copy"],
                is_dropped=row["is_dropped"],
                is_ready=row["envelope__state"] == "ready",
                is_sent=row["envelope__state"] == "sent",
                address=row["envelope__address"].lower(),
                went_on=timezone.localdate(row["envelope__sent_at"] or row["envelope__due_at"]),
            )
        )
    return found


def _registered(programme: Programme, days: Days) -> tuple[Registration, ...]:
    """Who comes to the information meetings, where a letter is counted from one."""
    meetings = days.meetings
    return tuple(Registration.objects.coming().filter(gathering__in=meetings).order_by("pk")) if meetings else ()


def _acts(programme: Programme, only: Sequence[int] | None) -> tuple[dict[int, date], Counter[int]]:
    """(day of the newest yes, number of extensions) by participation, from the journal: an answer that waited for the
    adviser counts from her yes, not from when it was given."""
    signed_up: dict[int, date] = {}
    extensions: Counter[int] = Counter()
    verbs = ("participation.answered", "place.given", "deadline.extended")
    lines = JournalEntry.objects.in_scope(programme).filter(verb__in=verbs)
    if only is not None:
        lines = lines.filter(subject__in=[lines.reference(Participation(pk=pk)) for pk in only])
    for line in lines.order_by("pk"):
        participation = int(line.subject.partition(":")[2])
        if line.verb == "deadline.extended":
            extensions[participation] += 1
        elif line.verb == "place.given" or line.details["choice"] == "yes":
            signed_up[participation] = timezone.localdate(line.at)
    return signed_up, extensions


def _advisers(programme: Programme) -> tuple[User, ...]:
    """Who runs the programme today: the region's own advisers, and who stands in for one of them; the national ones
    only where the region has none. Each human once."""
    rows = Adviser.objects.in_force().that_advise(programme.region_id).filter(user__is_active=True)
    rows = list(rows.select_related("user").order_by("pk"))
    own = [row for row in rows if row.region_id and not row.stands_in_for_id]
    heard = [row for row in rows if row.region_id] if own else rows
    return tuple({row.user_id: row.user for row in heard}.values())
