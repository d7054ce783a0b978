"""Calendar files, read by another library than the one that writes them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils import translation

from accounts.journal import SYSTEM
from correspondence import calendar_files, letters
from correspondence.models import Letter
from correspondence.rules import still_wanted
from gatherings.models import Gathering, GatheringDay
from gatherings.registration_actions import erase
from programmes.when import When
from tests import factories
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 9)


def event_of(gathering):
    calendar = vobject.readOne(calendar_files.of_gathering(gathering).decode())
    return calendar, calendar.vevent


def test_an_entry_with_hours_is_in_norwegian_time():
    gathering = meeting(when=When.day(DAY), starts_at=time(13), ends_at=time(14), link="https://mote.example.no/1")

    calendar, event = event_of(gathering)

    oslo = ZoneInfo("Europe/Oslo")
    assert event.dtstart.value == datetime(2027, 2, 9, 13, tzinfo=oslo)
    assert event.dtend.value == datetime(2027, 2, 9, 14, tzinfo=oslo)
    assert calendar.vtimezone.tzid.value == "Europe/Oslo"
    assert event.location.value == "https://mote.example.no/1" and event.status.value == "CONFIRMED"


def test_an_entry_without_hours_lasts_the_whole_days_with_the_end_outside():
    gathering = meeting(when=When("range", DAY, DAY + timedelta(days=1), 2))

    calendar, event = event_of(gathering)

    assert (event.dtstart.value, event.dtend.value) == (DAY, DAY + timedelta(days=2))
    assert not hasattr(calendar, "vtimezone")


def test_what_is_tentative_says_so_and_what_is_not_a_day_has_no_file():
    _calendar, event = event_of(meeting(when=When.day(DAY, tentative=True)))
    assert event.status.value == "TENTATIVE"

    with pytest.raises(ValueError, match="needs a day"):
        calendar_files.of_gathering(meeting(when=When("month", date(2027, 2, 1), date(2027, 2, 28))))


def test_the_name_is_in_the_readers_language():
    gathering = meeting(when=When.day(DAY))

    with translation.override("nn"):
        _calendar, event = event_of(gathering)

    assert event.summary.value == "Informasjonsmøte: ABSOLUTT Innlandet"


def confirmation(registration):
    letter = Letter.objects.get(registration=registration)
    return letters.compose(letter.envelope, [letter])


def test_the_confirmation_has_day_link_file_and_a_way_to_cancel():
    gathering = meeting(days=10, link="https://mote.example.no/1", starts_at=time(13), ends_at=time(14))

    message = confirmation(registered(gathering))

    assert message.to == ["kari@example.no"] and "ABSOLUTT Innlandet" in message.subject
    assert "kl.\u00a013.00–14.00" in message.body and "https://mote.example.no/1" in message.body
    assert "/infomote/avmeld/" in message.body
    ((name, content, kind),) = message.attachments
    assert name.endswith(".ics") and kind == "text/calendar; method=PUBLISH"
    assert vobject.readOne(content).vevent.uid.value.startswith(f"gathering-{gathering.pk}-1@")


def test_whoever_was_erased_before_it_left_gets_no_confirmation():
    registration = registered(meeting(days=10))
    letter = Letter.objects.get(registration=registration)
    assert still_wanted(letter)

    erase(registration=registration, by=SYSTEM)

    assert not still_wanted(Letter.objects.get(pk=letter.pk))


def test_the_confirmation_of_a_digital_meeting_without_a_link_promises_one():
    message = confirmation(registered(meeting()))

    assert "Lenken til møtet kommer på e-post" in message.body


def test_the_confirmation_is_in_the_language_that_she_read():
    message = confirmation(registered(meeting(), language="nn"))

    assert "Du er meld på informasjonsmøtet" in message.body


def entries_of(content):
    return [(event.uid.value.split("@")[0].split("-", 2)[2], event.dtstart.value, event.dtend.value)
            for event in vobject.readOne(content.decode()).vevent_list]  # fmt: skip


def bare():
    """A programme without gatherings of its own."""
    programme = factories.OpenProgrammeFactory(state="announced", is_public=True, letters_from=None)
    programme.gatherings.all().delete()
    return programme


def two_days(**fields):
    return meeting(when=When("range", DAY, DAY + timedelta(days=1), 2), **fields)


def test_two_days_with_hours_are_two_entries():
    gathering = two_days()
    GatheringDay.objects.create(gathering=gathering, number=1, starts_at=time(10), ends_at=time(15))
    GatheringDay.objects.create(gathering=gathering, number=2, starts_at=time(9), ends_at=time(12))

    oslo = ZoneInfo("Europe/Oslo")
    assert entries_of(calendar_files.of_gathering(gathering)) == [
        ("1", datetime(2027, 2, 9, 10, tzinfo=oslo), datetime(2027, 2, 9, 15, tzinfo=oslo)),
        ("2", datetime(2027, 2, 10, 9, tzinfo=oslo), datetime(2027, 2, 10, 12, tzinfo=oslo)),
    ]


def test_hours_that_come_later_leave_no_orphan():
    gathering = two_days()
    (before,) = entries_of(calendar_files.of_gathering(gathering))
    GatheringDay.objects.create(gathering=gathering, number=1, starts_at=time(10), ends_at=time(15))

    first, second = entries_of(calendar_files.of_gathering(Gathering.objects.get(pk=gathering.pk)))

    assert before[0] == first[0] == "1"
    assert second == ("2", DAY + timedelta(days=1), DAY + timedelta(days=2))  # of that day no hours are known


def test_a_programmes_calendar_has_what_has_a_day_and_no_link_to_a_digital_meeting():
    first = meeting(programme=bare(), when=When.day(DAY), link="https://mote.example.no/hemmelig", place="Hamar")
    meeting(programme=first.programme, when=When("month", date(2027, 3, 1), date(2027, 3, 31)))

    content = calendar_files.of_programme(first.programme, first.programme.gatherings.with_days())

    calendar = vobject.readOne(content.decode())
    (event,) = calendar.vevent_list
    assert event.location.value == "Hamar" and b"hemmelig" not in content
    assert calendar.contents["x-wr-calname"][0].value == "ABSOLUTT Innlandet"


def test_a_gathering_that_changes_has_a_higher_sequence():
    gathering = meeting(when=When.day(DAY))
    _calendar, before = event_of(gathering)
    gathering.version += 1

    _calendar, after = event_of(gathering)

    assert int(after.sequence.value) == int(before.sequence.value) + 1 and after.uid.value == before.uid.value
