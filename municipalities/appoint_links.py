"""What an appointing link's opaque subject means: one director who may name the coordinator of one participation."""

from datetime import timedelta

from django.utils import timezone

from accounts import links
from municipalities import signup_links
from municipalities.models import Holding, Participation, Person, Seat
from municipalities.signup_links import Door

PURPOSE = "appoint"
LIVES = timedelta(days=120)


def issue(participation: Participation, person: Person) -> str:
    """A new token for the director, or none for somebody who does not direct this participation now."""
    if not directs(participation, person):
        return ""
    return links.issue(
        purpose=PURPOSE, subject=signup_links.subject(participation, person), expires_at=timezone.now() + LIVES
    )


def behind(link_subject: str) -> Door:
    return signup_links.behind(link_subject)


def revoke(participation: Participation, person: Person) -> None:
    links.revoke(purpose=PURPOSE, subject=signup_links.subject(participation, person))


def revoke_all(participation: Participation) -> None:
    links.revoke_under(purpose=PURPOSE, prefix=signup_links.prefix(participation))


def revoke_hers(person: Person) -> None:
    """Her links to every participation."""
    links.revoke_ending(purpose=PURPOSE, ending=f":{person.reference}")


def directs(participation: Participation, person: Person) -> bool:
    held = Holding.objects.current().filter(seat__participation=participation, seat__kind=Seat.Kind.DIRECTOR)
    return held.filter(person=person).exists()
