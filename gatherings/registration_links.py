"""What the link in a confirmation opens: one person's registration to one meeting. It lives to the end of the meeting's
day."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts import links
from gatherings.models import Gathering, Registration

PURPOSE = "registration"


def subject(registration: Registration) -> str:
    return f"registration:{registration.pk}"


def issue(registration: Registration) -> str:
    """A new token; none once the meeting has been, and none to who has been erased."""
    last = registration.gathering.end
    if registration.erased_at or last is None or last < timezone.localdate():
        return ""
    return links.issue(purpose=PURPOSE, subject=subject(registration), expires_at=_end_of(last))


def follow(gathering: Gathering) -> None:
    """After a meeting has moved: the links to it live to the end of the day that now holds. One that has no day any
    more keeps them as they are: whoever does not want to come may still say so."""
    if gathering.end is None:
        return
    rows = Registration.objects.filter(gathering=gathering, erased_at=None)
    links.prolong_all(purpose=PURPOSE, subjects=[subject(row) for row in rows], expires_at=_end_of(gathering.end))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def behind(link_subject: str) -> Registration:
    rows = Registration.objects.select_related("gathering__programme__region", "gathering__programme__framework")
    return rows.get(pk=link_subject.split(":")[1])
