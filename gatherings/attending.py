"""Who of each group is asked about a gathering, and what she has answered: what the duty, the board, the pages and the
letters read, so that they cannot disagree. One query for every group of a programme and every gathering asked about.

Asked is whoever holds a place in the core group, and the coordinator who answers for the municipality where she has no
place in it. The reference group is not asked, and a place without a name has nobody to ask.

An answer counts for whoever holds the seat when it was given after she came to it, and for a day that the gathering
still has. Any other is a question: it is shown, and she answers anew (docs/decisions/0024).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, TextField, Value, When

from gatherings.models import Gathering, SeatAnswer
from municipalities.models import Participation, Seat
from programmes.models import Programme
from programmes.prepared import Prepared
from programmes.words import Words

Choice = SeatAnswer.Choice


class Given(NamedTuple):
    """One answer that holds, about one day; the deputy's name and address are empty where she sends none."""

    pk: int
    choice: str
    deputy_name: str = ""
    deputy_address: str = ""

    @property
    def is_somebody(self) -> bool:
        return self.choice in SeatAnswer.SOMEBODY


class Recipient(NamedTuple):
    """Whom a letter goes to: a holder, or (``person`` None) a deputy, who is known by her address alone."""

    name: str
    address: str
    person: int | None = None


@dataclass(slots=True)
class Attendee:
    """One seat that is asked about one gathering. ``answers`` count, by day; ``questions`` are those that do not: an
    earlier holder's, or about a day that the gathering does not have any more."""

    participation: int
    seat: int
    kind: str
    title: Words
    person: int
    name: str
    address: str
    days: tuple[date, ...]
    answers: dict[date, Given] = field(default_factory=dict)
    questions: dict[date, Given] = field(default_factory=dict)

    @property
    def has_answered(self) -> bool:
        """For every day: an answer for one of two is half an answer."""
        return len(self.answers) == len(self.days)

    @property
    def comes(self) -> bool:
        """She or her deputy, on one of the days at least."""
        return any(given.is_somebody for given in self.answers.values())

    @property
    def newest(self) -> int:
        """The key of her newest answer, also of one that is a question; 0 where there is none: what a page has shown,
        so that nobody answers over an answer she has not seen."""
        return max((given.pk for given in (*self.answers.values(), *self.questions.values())), default=0)

    @property
    def choices(self) -> dict[date, str]:
        return {day: given.choice for day, given in sorted(self.answers.items())}

    @property
    def deputies(self) -> list[Recipient]:
        """Each once, in the order of the days."""
        sent = [given for _day, given in sorted(self.answers.items()) if given.choice == Choice.DEPUTY]
        return list(dict.fromkeys(Recipient(given.deputy_name, given.deputy_address) for given in sent))

    @property
    def who_come(self) -> list[Recipient]:
        """She on the days she comes herself, and the deputy instead of her on the others."""
        herself = any(given.choice == Choice.COMES for given in self.answers.values())
        return [*([Recipient(self.name, self.address, self.person)] if herself else []), *self.deputies]


class Tally(NamedTuple):
    """How many of one group are asked, come, cannot, and have not answered. Who comes and who cannot have answered for
    every day; ``taken`` is how many places the group takes on its fullest day."""

    asked: int = 0
    coming: int = 0
    absent: int = 0
    unanswered: int = 0
    taken: int = 0


def tally(attendees: Iterable[Attendee]) -> Tally:
    rows = list(attendees)
    answered = [row for row in rows if row.has_answered]
    coming = sum(row.comes for row in answered)
    per_day: dict[date, int] = defaultdict(int)
    for row in rows:
        for day, given in row.answers.items():
            per_day[day] += given.is_somebody
    return Tally(len(rows), coming, len(answered) - coming, len(rows) - len(answered), max(per_day.values(), default=0))


def asked(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Whom the invitation to a gathering goes to."""
    return [row for row in attendees if row.address]


def unanswered(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Whom a reminder goes to."""
    return [row for row in asked(attendees) if not row.has_answered]


def who_come(attendees: Iterable[Attendee]) -> list[Recipient]:
    """Whom the practical letter goes to: who comes, the deputy instead of the holder. Each address once."""
    return list({one.address: one for row in attendees for one in row.who_come if one.address}.values())


Attendance = dict[int, dict[int, list[Attendee]]]  # by gathering, by participation


def attendance_of(
    programme: Programme,
    gatherings: Iterable[Gathering] | None = None,
    participations: Iterable[int] | None = None,
) -> Attendance:
    """{gathering's key: {participation's key: who is asked}} for the programme's gatherings that groups answer about,
    or some of them, and for every participation that is signed up, or some of them. A group that nobody is asked in has
    an empty list where ``participations`` names it.

    One query, and one for the gatherings where they are not at hand.
    """
    found = list(programme.gatherings.filter(kind__in=Gathering.JOINT)) if gatherings is None else list(gatherings)
    days = {row.pk: row.days_to_answer for row in found if row.days_to_answer}
    keys = None if participations is None else list(participations)
    if not days or keys == []:
        return {pk: {} for pk in days}
    wanted = {} if keys is None else {"keys": keys}
    rows = _rows(False, programme=programme.pk, gatherings=list(days), **wanted)
    return _sorted(rows, days, keys or ())


def attendance_now(
    programme: Programme, today: date, until: date, participations: Iterable[int] | None = None
) -> list[tuple[Gathering, dict[int, list[Attendee]]]]:
    """As ``attendance_of``, for the gatherings that are not over and begin on ``until`` at the latest, the first first,
    where anybody is asked at all. One query. The gatherings have only what says when they are and what they are called;
    an answer that is more than ``_LONG_AGO`` older than today is not told of as a question."""
    keys = None if participations is None else list(participations)
    if keys == []:
        return []
    wanted: dict[str, Any] = {"today": today, "until": until, "since": today - _LONG_AGO}
    wanted |= {} if keys is None else {"keys": keys}  # last: a prepared statement has days before lists
    rows = list(_rows(True, programme=programme.pk, **wanted))
    own = len(_OF_GATHERING)
    found = {row[_OF_GATHERING.index("id")]: row[:own] for row in rows}
    gatherings = [Gathering.from_db(DEFAULT_DB_ALIAS, _OF_GATHERING, row) for row in found.values()]
    gatherings = sorted((row for row in gatherings if row.first_day), key=lambda row: (row.start, row.order))
    for row in gatherings:
        row.programme = programme
    days = {row.pk: row.days_to_answer for row in gatherings}
    groups = _sorted((row[own:] for row in rows), days, ())
    return [(row, groups[row.pk]) for row in gatherings]


_LONG_AGO = timedelta(days=60)
_WANTED = {
    "id", "kind", "number", "order", "after_number", "before_number", "precision", "start", "end", "days",
    "date_tentative", "date_text", "answer_deadline",
}  # fmt: skip
_OF_GATHERING = [field.attname for field in Gathering._meta.concrete_fields if field.attname in _WANTED]


class _Row(NamedTuple):
    """In the order of the query: one answer of one seat, or a seat without one. ``counts`` is empty for one that an
    earlier holder gave."""

    participation: int
    seat: int
    kind: str
    title: Words
    person: int
    name: str
    address: str
    gathering: int | None
    answer: int
    day: date
    choice: str
    deputy_name: str
    deputy_address: str
    counts: str


def _sorted(rows: Iterable[Any], days: Mapping[int, tuple[date, ...]], keys: Iterable[int]) -> Attendance:
    found: Attendance = {pk: {key: [] for key in keys} for pk in days}
    made: dict[int, dict[int, Attendee]] = {}
    members: set[tuple[int, int]] = set()
    for row in map(_Row._make, rows):
        of_seat = made.get(row.seat)
        if of_seat is None:
            of_seat = made[row.seat] = {pk: Attendee(*row[:7], days=each) for pk, each in days.items()}
            if row.kind == Seat.Kind.MEMBER:
                members.add((row.participation, row.person))
        if row.gathering in of_seat:
            attendee = of_seat[row.gathering]
            given = Given(row.answer, row.choice, row.deputy_name, row.deputy_address)
            group = attendee.answers if row.counts and row.day in attendee.days else attendee.questions
            group[row.day] = given
    for of_seat in made.values():
        for pk, attendee in of_seat.items():
            if attendee.kind == Seat.Kind.MEMBER or (attendee.participation, attendee.person) not in members:
                found[pk].setdefault(attendee.participation, []).append(attendee)
    return found


def _all_rows(
    beside_gatherings: bool,
    *,
    programme: int,
    keys: list[int] | None = None,
    gatherings: list[int] | None = None,
    today: date | None = None,
    until: date | None = None,
    since: date | None = None,
) -> QuerySet:
    """Each open seat with a holder, beside each of its answers that hold: about some gatherings, or
    (``beside_gatherings``) about days from ``since`` on, and then beside each gathering to come too."""
    seats = Seat.objects.open().filter(
        Q(kind=Seat.Kind.MEMBER) | Q(kind=Seat.Kind.COORDINATOR, is_responsible=True),
        participation__programme=programme, participation__state=Participation.State.SIGNED_UP,
    )  # fmt: skip
    if keys is not None:
        seats = seats.filter(participation__in=keys)
    holds = Q(gathering_answers__replaced_at=None)
    if beside_gatherings:
        seats = seats.filter(
            participation__programme__gatherings__in=Gathering.objects.answered_by_groups(today).filter(
                start__lte=until
            )
        )
        holds &= Q(gathering_answers__day__gte=since)
    else:
        holds &= Q(gathering_answers__gathering__in=gatherings)
    seats = seats.with_holder_now().filter(now__isnull=False).annotate(
        given=FilteredRelation("gathering_answers", condition=holds),
        counts=Case(When(given__at__gte=F("now__since"), then=Value("1")), default=Value(""), output_field=TextField()),
    )  # fmt: skip
    return seats.order_by("pk").values_list(
        *(f"participation__programme__gatherings__{name}" for name in _OF_GATHERING if beside_gatherings),
        "participation_id", "pk", "kind", "title", "holder_id", "holder_name", "now__person__email",
        "given__gathering_id", "given__pk", "given__day", "given__choice", "given__deputy_name", "given__deputy_email",
        "counts",
    )  # fmt: skip


_rows = Prepared(_all_rows)
