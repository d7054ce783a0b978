"""Calendar files: what has a day, as programs for calendars read it (RFC 5545), and as invitations (RFC 5546).

An entry is known by the gathering and the number of its day, whatever day that is: one that moves stays the same entry
in everybody's calendar. Its number (SEQUENCE) is the gathering's own, which only rises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from gatherings.models import Gathering
from gatherings.overview import kind_text
from gatherings.stated import entry_days
from programmes.models import Programme
from programmes.words import Words

OSLO = ZoneInfo("Europe/Oslo")
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Attendee:
    """The reader whom an entry invites. ``replies``: her calendar is asked to answer, which it only should be where the
    portal reads what comes back."""

    name: str
    address: str
    replies: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """One entry. An invitation holds no more than one (RFC 5546, 3.2.2)."""

    content: str
    method: str
    number: int

    @property
    def kind(self) -> str:
        return f"text/calendar; method={self.method}"


def invitations(gathering: Gathering, attendee: Attendee) -> list[File]:
    """A file for each of its entries, in the language in force: one for the whole days, or where hours are known one
    for each day; tentative while date or form is. None for a gathering without a day: no file is made of a day that
    nobody decided."""
    return [
        File(_invitation(REQUEST, [event], gathering.programme, attendee), REQUEST, number)
        for number, event in _events(gathering, with_link=True)
    ]


def cancellations(gathering: Gathering, days: dict[int, date], attendee: Attendee, *, sequence: int) -> list[File]:
    """A file that takes each of ``days`` (an entry's number: its day) out of her calendar; ``gathering`` is as it was,
    ``sequence`` higher than what she has."""
    found = []
    for number, day in sorted(days.items()):
        event = _event(gathering, number, day, day + timedelta(days=1), with_link=False)
        event["status"], event["sequence"] = "CANCELLED", sequence
        found.append(File(_invitation(CANCEL, [event], gathering.programme, attendee), CANCEL, number))
    return found


def of_programme(programme: Programme, gatherings: Iterable[Gathering]) -> bytes:
    """Every one of ``gatherings`` that has a day, for anybody to subscribe to. It holds no link to a digital meeting:
    that is for who has signed up. One without a day is not there, and comes when it has one."""
    return _feed(str(programme.title), gatherings)


def of_a_person(gatherings: Iterable[Gathering]) -> bytes:
    """As ``of_programme``, of several programmes, for one person to subscribe to. It does not say whose it is: whoever
    keeps her calendar reads it too."""
    return _feed("ABSOLUTT", gatherings)


def _feed(name: str, gatherings: Iterable[Gathering]) -> bytes:
    calendar = _calendar(PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    return _filled(calendar, [event for row in gatherings for _number, event in _events(row, with_link=False)])


def _invitation(method: str, events: list[Event], programme: Programme, attendee: Attendee) -> str:
    for event in events:
        event.add("organizer", _organizer(programme))
        event.add("attendee", _attendee(attendee))
    return _filled(_calendar(method), events).decode()


def _organizer(programme: Programme) -> vCalAddress:
    """Who writes, at an address that somebody reads."""
    address = programme.contact or settings.CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return _address(address, programme.region.sender_name or programme.region.name)


def _attendee(attendee: Attendee) -> vCalAddress:
    found = _address(attendee.address, attendee.name)
    found.params |= {
        "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE" if attendee.replies else "FALSE",
    }  # fmt: skip
    return found


def _address(address: str, name: str) -> vCalAddress:
    """A quotation mark cannot stand in a parameter, however it is written (RFC 5545, 3.2)."""
    found = vCalAddress(f"mailto:{address}")
    found.params["CN"] = " ".join(name.replace('"', "").split()) or address
    return found


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//KS//ABSOLUTT//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _filled(calendar: Calendar, events: list[Event]) -> bytes:
    for event in events:
        calendar.add_component(event)
    days = [event.DTSTART.date() for event in events if isinstance(event.DTSTART, datetime)]
    if days:
        calendar.add_missing_timezones(first_date=min(days), last_date=max(days) + timedelta(days=1))
    return calendar.to_ical()


def _events(gathering: Gathering, with_link: bool) -> Iterator[tuple[int, Event]]:
    """The first day's entry has the number 1 with and without hours: hours that come later leave no orphan."""
    hours = gathering.hours
    for number, day in entry_days(gathering).items():
        one = hours.get(number)
        if one is None:  # the whole days, until the first day after; or one day of which no hours are known
            last = day if hours else gathering.last_day
            yield number, _event(gathering, number, day, last + timedelta(days=1), with_link)
            continue
        ends = _moment(day, one.ends_at) if one.ends_at else None
        yield number, _event(gathering, number, _moment(day, one.starts_at), ends, with_link)


def _event(gathering: Gathering, number: int, start: date, end: date | None, with_link: bool) -> Event:
    event = Event()
    event.add("uid", f"gathering-{gathering.pk}-{number}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", gathering.sequence)
    event.add("summary", f"{kind_text(gathering)}: {Words.of(gathering.programme.title)}")
    event.add("dtstart", start)
    if end:
        event.add("dtend", end)
    where = (gathering.link if with_link else "") or gathering.place
    if where:
        event.add("location", where)
    event.add("status", "TENTATIVE" if gathering.when.tentative or gathering.form_tentative else "CONFIRMED")
    return event


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, OSLO)
