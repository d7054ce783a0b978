"""Calendar files, read by another library than the one that writes them."""

from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.utils import timezone, translation

from accounts.journal import SYSTEM
from correspondence import calendar_files, letters
from correspondence.calendar_files import Attendee, invitations
from correspondence.models import Letter
from correspondence.rules import still_wanted
from gatherings.models import Gathering, GatheringDay, Hours
from gatherings.registration_actions import erase
from programmes.when import When
from programmes.words import Words
from tests import factories
from tests.correspondence.changes import about_changes, change, everything_leaves, gathering, remove, taking_part
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 9)


KARI = Attendee("Kari Lien", "kari@example.no")


def event_of(gathering):
    (file,) = invitations(gathering, KARI)
    calendar = vobject.readOne(file.content)
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

    assert invitations(meeting(when=When("month", date(2027, 2, 1), date(2027, 2, 28))), KARI) == []
    assert invitations(meeting(when=When("range", DAY, DAY + timedelta(days=30), 2)), KARI) == []  # some time within


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
    assert name.endswith(".ics") and kind == "text/calendar; method=REQUEST"
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


def entries_of(files):
    events = [vobject.readOne(file.content).vevent for file in files]
    return [(event.uid.value.split("@")[0].split("-", 2)[2], event.dtstart.value, event.dtend.value)
            for event in events]  # fmt: skip


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
    assert entries_of(invitations(gathering, KARI)) == [
        ("1", datetime(2027, 2, 9, 10, tzinfo=oslo), datetime(2027, 2, 9, 15, tzinfo=oslo)),
        ("2", datetime(2027, 2, 10, 9, tzinfo=oslo), datetime(2027, 2, 10, 12, tzinfo=oslo)),
    ]


def test_hours_that_come_later_leave_no_orphan():
    gathering = two_days()
    (before,) = entries_of(invitations(gathering, KARI))
    GatheringDay.objects.create(gathering=gathering, number=1, starts_at=time(10), ends_at=time(15))

    first, second = entries_of(invitations(Gathering.objects.get(pk=gathering.pk), KARI))

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
    gathering.sequence += 1

    _calendar, after = event_of(gathering)

    assert int(after.sequence.value) == int(before.sequence.value) + 1 and after.uid.value == before.uid.value


# --- as invitations


def test_an_invitation_is_to_its_reader_from_whoever_writes_and_asks_for_no_reply():
    gathering = meeting(when=When.day(DAY))
    gathering.programme.region.sender_name = "KS Innlandet"

    calendar, event = event_of(gathering)

    assert calendar.method.value == "REQUEST"
    assert event.organizer.value == "mailto:absolutt.innlandet@example.no"
    assert event.organizer.params["CN"] == ["KS Innlandet"]
    (attendee,) = event.attendee_list
    assert attendee.value == "mailto:kari@example.no" and attendee.params["CN"] == ["Kari Lien"]
    assert attendee.params["RSVP"] == ["FALSE"] and attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]


def test_a_reply_is_asked_for_where_somebody_reads_it():
    (file,) = invitations(meeting(when=When.day(DAY)), Attendee("Kari Lien", "kari@example.no", replies=True))

    assert vobject.readOne(file.content).vevent.attendee.params["RSVP"] == ["TRUE"]


@pytest.mark.parametrize(
    "name", ['Kari "Kaia" Lien', "Lien, Kari; rektor: Hamar", "Kari\r\nATTENDEE:mailto:x@example.no"]
)
def test_a_name_cannot_break_out_of_its_place(name):
    (file,) = invitations(meeting(when=When.day(DAY)), Attendee(name, "kari@example.no"))

    (attendee,) = vobject.readOne(file.content).vevent.attendee_list
    assert attendee.value == "mailto:kari@example.no"


def test_lines_are_folded_and_end_as_they_should():
    gathering = meeting(when=When.day(DAY), place="Sted " * 20, starts_at=time(13))

    (file,) = invitations(gathering, KARI)

    lines = file.content.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines) and "\r" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert vobject.readOne(file.content).vevent.location.value.strip() == ("Sted " * 20).strip()


def test_each_day_that_has_hours_is_an_invitation_of_its_own():
    gathering = two_days()
    GatheringDay.objects.create(gathering=gathering, number=1, starts_at=time(10), ends_at=time(15))

    files = invitations(gathering, KARI)

    assert [file.number for file in files] == [1, 2]
    assert [len(vobject.readOne(file.content).vevent_list) for file in files] == [1, 1]


def test_what_is_called_off_has_the_same_name_a_higher_number_and_says_so():
    gathering = meeting(when=When.day(DAY))
    _calendar, before = event_of(gathering)

    (file,) = calendar_files.cancellations(gathering, {1: DAY}, KARI, sequence=gathering.sequence + 1)

    calendar = vobject.readOne(file.content)
    event = calendar.vevent
    assert (calendar.method.value, event.status.value) == ("CANCEL", "CANCELLED")
    assert event.uid.value == before.uid.value and int(event.sequence.value) == gathering.sequence + 1
    assert event.dtstart.value == DAY and event.attendee.value == "mailto:kari@example.no"
    assert file.kind == "text/calendar; method=CANCEL"


# --- in the letters about a change


def files_of(letter):
    """Every calendar part of the message as another program reads it: (method, entry, where it lies)."""
    raw = letters.compose(letter.envelope, [letter]).message().as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    found = []
    for part in read.walk():
        if part.get_content_type() == "text/calendar":
            calendar = vobject.readOne(part.get_content())
            assert part.get_param("method") == calendar.method.value and part.get_content_charset() == "utf-8"
            where = "attached" if part.get_content_disposition() == "attachment" else "alternative"
            found.append((calendar.method.value, calendar.vevent, where))
    return found


def read_by_the_coordinator():
    return about_changes().filter(person__email__startswith="koordinator").last()


@pytest.fixture
def programme(round_in_sign_up):
    taking_part(round_in_sign_up)
    return round_in_sign_up


def test_a_change_comes_as_an_invitation_inside_the_message_and_attached_to_it(programme):
    change(programme, when=When.day(DAY), hours=(Hours(time(10), time(15)),))

    (inside, first, alternative), (outside, second, attached) = files_of(read_by_the_coordinator())

    assert (inside, outside, alternative, attached) == ("REQUEST", "REQUEST", "alternative", "attached")
    assert first.uid.value == second.uid.value and first.sequence.value == second.sequence.value == "1"
    assert first.dtstart.value == datetime(2027, 2, 9, 10, tzinfo=ZoneInfo("Europe/Oslo"))
    assert first.attendee.value.startswith("mailto:koordinator")


def test_the_confirmation_of_a_meeting_is_an_invitation_too():
    letter = Letter.objects.get(registration=registered(meeting(days=10, starts_at=time(13))))

    found = files_of(letter)

    assert [(method, where) for method, _event, where in found] == [("REQUEST", "alternative"), ("REQUEST", "attached")]
    assert found[0][1].attendee.value == "mailto:kari@example.no"


def test_a_message_holds_its_forms_in_the_order_of_preference(programme):
    change(programme, place="Hamar")
    letter = read_by_the_coordinator()

    read = message_from_bytes(letters.compose(letter.envelope, [letter]).message().as_bytes(), policy=policy.default)

    body = next(part for part in read.walk() if part.get_content_type() == "multipart/alternative")
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html", "text/calendar"]


def kept(letter):
    """(method, entry's number) of what is attached."""
    return [(method, event.uid.value.split("@")[0].rsplit("-", 1)[1]) for method, event, where in files_of(letter)
            if where == "attached"]  # fmt: skip


def test_a_date_that_is_open_again_takes_the_entry_out(programme):
    change(programme, when=When())

    assert kept(read_by_the_coordinator()) == [("CANCEL", "1")]


def test_a_gathering_that_is_removed_takes_its_entries_out(programme):
    before = gathering(programme).sequence
    remove(programme)

    (_inside, event, _), _attached = files_of(read_by_the_coordinator())

    assert kept(read_by_the_coordinator()) == [("CANCEL", "1")] and int(event.sequence.value) > before


def test_one_without_a_day_has_no_file(programme):
    change(programme, key="joint-2", place="Hamar")

    assert files_of(read_by_the_coordinator()) == []


def test_a_day_that_falls_away_is_called_off_and_the_other_stands(programme):
    both = (Hours(time(10), time(15)), Hours(time(9), time(12)))
    change(programme, when=When("range", DAY, DAY + timedelta(days=1), 2), hours=both)
    assert kept(read_by_the_coordinator()) == [("REQUEST", "1"), ("REQUEST", "2")]
    everything_leaves()

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        change(programme, when=When.day(DAY))

    letter = read_by_the_coordinator()
    assert kept(letter) == [("REQUEST", "1"), ("CANCEL", "2")]
    assert "En dag som er falt bort, blir tatt ut." in letters.compose(letter.envelope, [letter]).body
    names = [attachment[0] for attachment in letters.compose(letter.envelope, [letter]).attachments]
    assert names == [f"samling-dag-1-{programme.key}.ics", f"samling-avlyst-dag-2-{programme.key}.ics"]


def test_an_entry_that_was_there_for_an_hour_is_called_off_too(programme):
    both = (Hours(time(10), time(15)), Hours(time(9), time(12)))
    change(programme, when=When("range", DAY, DAY + timedelta(days=1), 2), hours=both)
    everything_leaves()
    change(programme, when=When.day(DAY), hours=())

    assert kept(read_by_the_coordinator()) == [("REQUEST", "1"), ("CANCEL", "2")]


def test_the_number_rises_with_what_an_entry_says_and_only_then(programme):
    numbers = []
    for said in ({"place": "Hamar"}, {"places_total": 9}, {"form": "physical"}, {"when": When()}, {"theme": "x"},
                 {"when": When.day(DAY)}, {"hours": (Hours(time(9)),)}, {"hours": (Hours(time(9)),)}):  # fmt: skip
        change(programme, **(said if "theme" not in said else {"theme": Words(said["theme"])}))
        numbers.append(gathering(programme).sequence)

    assert numbers == [1, 1, 2, 3, 3, 4, 5, 5]
