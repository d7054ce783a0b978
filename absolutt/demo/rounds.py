"""A round of the demo as a story: acts with the day they happened on, played in that order by the ordinary actions."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import F
from holidays import country_holidays

from absolutt.copying import copy_programme
from absolutt.demo import clock, nynorsk, people
from accounts.journal import Actor
from accounts.models import User
from correspondence.models import Envelope
from municipalities import actions, comment_actions, duty_actions, list_actions, place_actions, seat_actions
from municipalities.models import Participation, Person, Seat
from municipalities.seat_actions import Place
from programmes import content_actions, roles
from programmes.models import Programme
from programmes.words import Words


@dataclass(frozen=True, slots=True)
class Act:
    at: datetime
    do: Callable[[], object]


def play(acts: Iterable[Act]) -> None:
    """All rounds' acts by their day: the journal's lines come in the order in which they say that they happened."""
    for act in sorted(acts, key=attrgetter("at")):
        with clock.at(act.at):
            act.do()


def _keep_off_holidays(programme: Programme) -> None:
    """Moved by whole weeks a gathering may come to stand on New Year's Eve: then it is a week or two later."""
    public = country_holidays("NO")
    for row in programme.gatherings.all():
        while row.when.has_day and any(_is_free(day, public) for day in (row.start, row.end)):
            row.when = row.when.shifted(7)
        row.save()


def _is_free(day: date, public: Container[date]) -> bool:
    return day in public or day.month == 7 or (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 3)


class Round:
    """A copy of a historical programme, with the acts on it told by the organisation's name. Each act reads its row
    anew, so that the version it gives is the one that holds. Days are counted from the sign-up deadline."""

    def __init__(self, *, source: Programme, weeks: int, adviser: Actor):
        self.source, self.weeks, self.adviser = source, weeks, adviser
        self.deadline = source.sign_up_deadline.end + timedelta(weeks=weeks)
        self.keys: dict[str, int] = {}
        self.directors: dict[str, str] = {}

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last of its period."""
        when = self.source.when.shifted(7 * self.weeks)
        return when.start.year, when.end.year

    def on(self, offset: int, do: Callable[..., object], *said: object, hour: int = 9, minute: int = 0,
           **more: object) -> Act:  # fmt: skip
        return Act(clock.day(self.deadline, offset, hour, minute), lambda: do(*said, **more))

    def make(self, *, key: str, title: str, state: str, letters_from: date) -> None:
        made = copy_programme(
            source=self.source, key=key, title=Words(title, title), weeks=self.weeks, state=state,
            letters_from=letters_from, by=self.adviser,
        )  # fmt: skip
        nynorsk.write(made)
        content_actions.show_publicly(programme=made, public=True, version=made.version, by=self.adviser)
        _keep_off_holidays(made)
        # Only the old year of the information meeting was in doubt.
        made.gatherings.filter(kind="information_meeting").update(date_tentative=False)
        at_hand = Programme.objects.select_related("region").prefetch_related("deadlines", "composition", "roles")
        self.programme = at_hand.get(pk=made.pk)
        rows = Participation.objects.filter(programme=made).for_list(made.day_for_names)
        self.keys = {row.shown_name: row.pk for row in rows}

    def rows(self, names: Iterable[str]) -> list[Participation]:
        """In the order of ``names``: a database gives rows in any, and the demo is the same each time."""
        keys = [self.keys[name] for name in names]
        found = Participation.objects.select_related("organisation").in_bulk(keys)
        for row in found.values():
            row.programme = self.programme
        return [found[key] for key in keys]

    def row(self, name: str) -> Participation:
        return self.rows([name])[0]

    def deliver(self) -> None:
        """What lies in the outbox went on its day, weeks ago."""
        waiting = Envelope.objects.filter(letters__participation__programme=self.programme, state=Envelope.State.READY)
        waiting.update(state=Envelope.State.SENT, sent_at=F("due_at"))

    # --- invitation and answer

    def name_director(self, name: str, director: str) -> None:
        self.directors[name] = people.address(director)
        actions.name_director(participation=self.row(name), name=director, email=self.directors[name], by=self.adviser)

    def invite(self, names: Iterable[str]) -> None:
        actions.invite(participations=self.rows(names), by=self.adviser)

    def answer(self, name: str, choice: str, coordinator: str = "") -> None:
        """The director answers through the portal, and names the coordinator if she knows who it is."""
        row, director = self.row(name), Person.objects.get(email=self.directors[name])
        named = {"coordinator_name": coordinator, "coordinator_email": people.address(coordinator)}
        said = actions.SignUp(choice=choice, version=row.version, **(named if coordinator else {}))
        actions.answer(participation=row, person=director, sign_up=said)

    def answer_from_outside(self, name: str, consultant: str, email: str) -> None:
        """An address outside the organisation: the answer waits for the adviser."""
        row, person = self.row(name), actions.person_with(name=consultant, email=email)
        role = "innleigd rådgivar" if row.organisation.language == "nn" else "innleid rådgiver"
        said = actions.SignUp(choice="yes", version=row.version, role=role)
        actions.answer(participation=row, person=person, sign_up=said)

    def write_down(self, name: str, choice: str, via: str, said_by: str, reason: str) -> None:
        """The adviser registers an answer that did not come through the portal."""
        row = self.row(name)
        actions.register_answer(
            participation=row, choice=choice, via=via, said_by=said_by, reason=reason, version=row.version,
            by=self.adviser,
        )  # fmt: skip

    def extend(self, name: str, duty: str, offset: int, reason: str) -> None:
        """«Utsatt frist» to ``offset`` days from the sign-up deadline."""
        row = self.row(name)
        duty_actions.extend(
            participation=row, duty=duty, day=self.deadline + timedelta(days=offset), reason=reason,
            version=row.version, by=self.adviser,
        )  # fmt: skip

    def waive(self, name: str, duty: str, reason: str) -> None:
        row = self.row(name)
        duty_actions.waive(participation=row, duty=duty, reason=reason, version=row.version, by=self.adviser)

    def comment(self, text: str, name: str = "", by: Actor | None = None) -> None:
        """By the adviser or ``by``, on the organisation or (no name) on the programme."""
        comment_actions.write_comment(
            programme=self.programme, participation=self.row(name) if name else None, text=text, by=by or self.adviser
        )

    # --- places, and the exceptions from the list

    def limit(self, total: int | None, per_organisation: int) -> None:
        place_actions.set_limits(
            programme=self.programme, total=total, per_organisation=per_organisation, version=self.programme.version,
            by=self.adviser,
        )  # fmt: skip

    def leave_out(self, name: str, reason: str) -> None:
        list_actions.leave_out(participations=self.rows([name]), reason=reason, by=self.adviser)

    def withdraw(self, name: str, reason: str) -> None:
        """The director withdraws from her link."""
        row, director = self.row(name), Person.objects.get(email=self.directors[name])
        place_actions.withdraw(participation=row, person=director, version=row.version, reason=reason)

    def write_down_withdrawal(self, name: str, via: str, said_by: str, reason: str) -> None:
        row = self.row(name)
        place_actions.register_withdrawal(
            participation=row, via=via, said_by=said_by, reason=reason, version=row.version, by=self.adviser
        )

    def offer_next(self, until: date) -> None:
        waiting = Participation.objects.filter(programme=self.programme, state=Participation.State.QUEUED)
        first = waiting.select_related("organisation").order_by("queue_number")[0]
        first.programme = self.programme
        place_actions.offer(participations=[first], until=until, by=self.adviser)

    # --- the group, by its coordinator

    def appoint(self, name: str, coordinator: str) -> None:
        """A new responsible coordinator; the one before her leaves."""
        director = Actor(ref=Person.objects.get(email=self.directors[name]).reference)
        email = people.address(coordinator)
        seat_actions.appoint_coordinator(participation=self.row(name), name=coordinator, email=email, by=director)

    def add_coordinator(self, name: str, coordinator: str) -> None:
        row = self.row(name)
        seat_actions.add_coordinator(
            participation=row, name=coordinator, email=people.address(coordinator), version=row.version,
            by=self.coordinator_of(row),
        )  # fmt: skip

    def add_place(self, name: str, place: Place, who: str = "", kind: str = Seat.Kind.MEMBER) -> None:
        """A place with somebody in it, or with its name to come."""
        row = self.row(name)
        seat_actions.add_seat(
            participation=row, kind=kind, place=place, name=who, email=people.address(who) if who else "",
            version=row.version, by=self.coordinator_of(row),
        )  # fmt: skip

    def replace(self, name: str, leaves: str, comes: str) -> None:
        seat = self._seat(name, leaves)
        seat_actions.fill_seat(
            seat=seat, name=comes, email=people.address(comes), version=seat.version,
            by=self.coordinator_of(seat.participation),
        )  # fmt: skip

    def leave(self, name: str, leaves: str) -> None:
        seat = self._seat(name, leaves)
        seat_actions.vacate_seat(seat=seat, version=seat.version, by=self.coordinator_of(seat.participation))

    def name_reference_body(self, name: str, body: str) -> None:
        row = self.row(name)
        seat_actions.name_reference_body(participation=row, body=body, version=row.version, by=self.coordinator_of(row))

    def confirm(self, name: str) -> None:
        row = self.row(name)
        seat_actions.confirm_group(participation=row, version=row.version, by=self.coordinator_of(row))

    def place(self, name: str, key: str) -> Place:
        """A place from the programme's own list of roles, as the form makes it."""
        role = next(role for role in self.programme.roles.all() if role.key == key)
        title = roles.title(key, role.name, is_county=self.row(name).organisation.is_county)
        return Place(title=title, role=key, level=role.level)

    def _seat(self, name: str, holder: str) -> Seat:
        row = self.row(name)
        seat = Seat.objects.open().get(
            participation=row, holdings__person__email=people.address(holder), holdings__until=None, kind__in=Seat.GROUP
        )
        seat.participation = row
        return seat

    def coordinator_of(self, row: Participation) -> Actor:
        _, email = row.coordinator
        return Actor(user=User.objects.get(email=email))
