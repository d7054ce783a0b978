"""What an offer's link opens: one person may take a place, or say no to it, for one participation. It lives a week
longer than the offer, to say that the offer has ended."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts import links
from municipalities import signup_links
from municipalities.models import Participation, Person
from municipalities.signup_links import Door

PURPOSE = "place"
LIVES_ON = timedelta(days=8)  # the day after the last one to answer, and a week


def issue(participation: Participation, person: Person) -> str:
    """A new token; none where no offer is open, and none for somebody who directed and no longer does, asked as for the
    link to the sign-up."""
    if participation.offered_until is None or participation.offer_has_ended:
        return ""
    if signup_links.is_shut(participation, person):
        return ""
    end = timezone.make_aware(datetime.combine(participation.offered_until + LIVES_ON, time.min))
    token = links.issue(purpose=PURPOSE, subject=signup_links.subject(participation, person), expires_at=end)
    if signup_links.is_shut(participation, person):
        revoke(participation, person)
        return ""
    return token


def behind(link_subject: str) -> Door:
    return signup_links.behind(link_subject)


def revoke(participation: Participation, person: Person) -> None:
    links.revoke(purpose=PURPOSE, subject=signup_links.subject(participation, person))


def revoke_all(participation: Participation) -> None:
    links.revoke_under(purpose=PURPOSE, prefix=signup_links.prefix(participation))
