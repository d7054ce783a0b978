"""What a sign-up link's opaque subject means: one person at one participation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts import links
from municipalities.models import Participation, Person

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


def behind(link_subject: str) -> Door:
    _, participation_id, _, person_id = link_subject.split(":")
    participation = (
        Participation.objects.select_related("programme__region", "organisation")
        .prefetch_related("programme__deadlines")
        .get(pk=participation_id)
    )
    return Door(participation, Person.objects.get(pk=person_id))


def revoke(participation: Participation, person: Person) -> None:
    links.revoke(purpose=PURPOSE, subject=subject(participation, person))


def follow_deadline(participation: Participation) -> None:
    """After an extension every living link to the participation lives to the new deadline."""
    links.prolong(purpose=PURPOSE, prefix=f"participation:{participation.pk}:", expires_at=expires_at(participation))
