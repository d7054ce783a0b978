"""Calendar files: what has a day, as programs for calendars read it (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from gatherings.models import Gathering
from gatherings.overview import kind_text
from programmes.models import Programme
from programmes.words import Words

OSLO = ZoneInfo("Europe/Oslo")


def of_gathering(gathering: Gathering) -> bytes:
    """Its entries, in the language in force: one for the whole days, or where hours are known one for each day;
    tentative while date or form is. Raises ``ValueError`` for a gathering without a day: no file is made of a day that
    nobody decided."""
    if not gathering.when.has_day:
        raise ValueError("a calendar file needs a day")
    calendar = _calendar()
    _add(calendar, [gathering], with_link=True)
    return calendar.to_ical()


def of_programme(programme: Programme, gatherings: Iterable[Gathering]) -> bytes:
    """Every one of ``gatherings`` that has a day, for anybody to subscribe to. It holds no link to a digital meeting:
    that is for who has signed up. One without a day is not there, and comes when it has one."""
    calendar = _calendar()
    calendar.add("name", str(programme.title))
    calendar.add("x-wr-calname", str(programme.title))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    _add(calendar, [row for row in gatherings if row.when.has_day], with_link=False)
    return calendar.to_ical()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//KS//ABSOLUTT//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _add(calendar: Calendar, gatherings: list[Gathering], *, with_link: bool) -> None:
    events = [event for row in gatherings for event in _events(row, with_link)]
    for event in events:
        calendar.add_component(event)
    days = [event["dtstart"].dt.date() for event in events if isinstance(event["dtstart"].dt, datetime)]
    if days:
        calendar.add_missing_timezones(first_date=min(days), last_date=max(days) + timedelta(days=1))


def _events(gathering: Gathering, with_link: bool) -> Iterator[Event]:
    """The first day's entry has the number 1 with and without hours: hours that come later leave no orphan."""
    first, last, hours = gathering.start, gathering.end, gathering.hours
    assert first is not None and last is not None  # noqa: S101  (it has a day)
    if not hours:
        yield _event(gathering, 1, first, last + timedelta(days=1), with_link)  # until the first day after it
        return
    for number in range(1, (gathering.day_count or 1) + 1):
        day, one = first + timedelta(days=number - 1), hours.get(number)
        if one is None:  # of this day no hours are known
            yield _event(gathering, number, day, day + timedelta(days=1), with_link)
            continue
        ends = _moment(day, one.ends_at) if one.ends_at else None
        yield _event(gathering, number, _moment(day, one.starts_at), ends, with_link)


def _event(gathering: Gathering, number: int, start: date, end: date | None, with_link: bool) -> Event:
    event = Event()
    event.add("uid", f"gathering-{gathering.pk}-{number}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", gathering.version)
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
