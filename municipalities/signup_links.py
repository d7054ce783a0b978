"""What a sign-up link's opaque subject means: one person at one participation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts import links
from municipalities.models import Holding, Participation, Person, Seat
from programmes.models import Programme

PURPOSE = "sign_up"
WITHOUT_DEADLINE = timedelta(days=180)  # a programme without a decided deadline: the link lives half a year


@dataclass(frozen=True, slots=True)
class Door:
    participation: Participation
    person: Person


def subject(participation: Participation, person: Person) -> str:
    return f"participation:{participation.pk}:person:{person.pk}"


def expires_at(participation: Participation) -> datetime:
    return participation.closes_at or timezone.now() + WITHOUT_DEADLINE


def issue(participation: Participation, person: Person) -> str:
    """A new token for ``person``, living to the participation's deadline. A deadline that has passed gives a link
    that opens the page which says so."""
    return links.issue(purpose=PURPOSE, subject=subject(participation, person), expires_at=expires_at(participation))


def issue_unless_replaced(participation: Participation, person: Person) -> str:
    """A new token, or none for somebody who directed this participation and no longer does.

    Asked again after issuing: a replacement that came between finds no living link.
    """
    if _was_replaced(participation, person):
        return ""
    token = issue(participation, person)
    if _was_replaced(participation, person):
        revoke(participation, person)
        return ""
    return token


def _was_replaced(participation: Participation, person: Person) -> bool:
    held = Holding.objects.filter(seat__participation=participation, seat__kind=Seat.Kind.DIRECTOR, person=person)
    return held.exists() and not held.current().exists()


def behind(link_subject: str) -> Door:
    _, participation_id, _, person_id = link_subject.split(":")
    participation = (
        Participation.objects.select_related("programme__region", "programme__framework", "organisation")
        .prefetch_related("programme__deadlines")
        .get(pk=participation_id)
    )
    return Door(participation, Person.objects.get(pk=person_id))


def revoke(participation: Participation, person: Person) -> None:
    links.revoke(purpose=PURPOSE, subject=subject(participation, person))


def follow_deadline(participation: Participation) -> None:
    """After an extension every living link to the participation lives to the new deadline."""
    links.prolong(purpose=PURPOSE, prefix=f"participation:{participation.pk}:", expires_at=expires_at(participation))


def follow_programme(programme: Programme) -> None:
    """After the programme's own deadline has moved: the links of a living programme live to the day that now holds."""
    if programme.takes_answers:
        rows = programme.participations.select_related("programme").prefetch_related("programme__deadlines")
        for participation in rows:
            follow_deadline(participation)
