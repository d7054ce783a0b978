"""What the button in an invitation to a gathering opens: one person's answer, for the seats she holds in one group. It
lives to the end of the gathering's last day, also after the answer deadline, to say whom to ask then."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts import links
from gatherings.attending import Attendee, attendance_of
from gatherings.models import Gathering
from municipalities.models import Participation, Person
from municipalities.signup_links import Door

PURPOSE = "attendance"


@dataclass(frozen=True, slots=True)
class AttendanceDoor(Door):
    """``gathering`` has its days at hand. ``seats`` are those that she is asked for now: none when another has taken
    over, when the municipality has withdrawn, and when the gathering has no day any more."""

    gathering: Gathering
    seats: tuple[Attendee, ...]


def subject(gathering: Gathering, participation: Participation, person: Person) -> str:
    return f"{_prefix(gathering)}participation:{participation.pk}:person:{person.pk}"


def _prefix(gathering: Gathering) -> str:
    return f"gathering:{gathering.pk}:"


def issue(gathering: Gathering, participation: Participation, person: Person) -> str:
    """A new token; none where nothing is asked of her: she has no seat in the group now, or the gathering has no day or
    has been."""
    last = gathering.last_day
    if last is None or last < timezone.localdate() or not hers(gathering, participation, person):
        return ""
    about = subject(gathering, participation, person)
    return links.issue(purpose=PURPOSE, subject=about, expires_at=_end_of(last))


def hers(gathering: Gathering, participation: Participation, person: Person) -> tuple[Attendee, ...]:
    """The seats that she is asked for. One query."""
    groups = attendance_of(participation.programme, [gathering], [participation.pk])
    found = groups.get(gathering.pk, {}).get(participation.pk, ())
    return tuple(row for row in found if row.person == person.pk)


def behind(link_subject: str) -> AttendanceDoor:
    _, gathering_id, _, participation_id, _, person_id = link_subject.split(":")
    rows = Participation.objects.select_related("programme__region", "programme__framework", "organisation")
    participation = rows.prefetch_related("programme__deadlines", "exceptions").get(pk=participation_id)
    gathering = Gathering.objects.with_days().select_related("phase").get(pk=gathering_id)
    gathering.programme = participation.programme
    person = Person.objects.get(pk=person_id)
    return AttendanceDoor(participation, person, gathering, hers(gathering, participation, person))


def follow(gathering: Gathering) -> None:
    """After a gathering has moved: the links to it live to the end of the day that now is its last. One that has no day
    any more keeps them as they are: the page says that nothing is asked."""
    if gathering.last_day is not None:
        links.prolong(purpose=PURPOSE, prefix=_prefix(gathering), expires_at=_end_of(gathering.last_day))


def revoke_hers(person: Person) -> None:
    """Her links to every gathering."""
    links.revoke_ending(purpose=PURPOSE, ending=f":{person.reference}")


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
