"""One's own calendar: its address is made, told once and ended by her; it holds what she may see at that moment."""

import re
from datetime import timedelta

import pytest
import time_machine
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import links
from accounts.models import JournalEntry, PersonalLink, User
from correspondence import feed_links
from gatherings.models import Gathering
from municipalities.models import Holding, Participation
from programmes.models import Adviser, Programme
from programmes.when import When
from tests import factories
from tests.gatherings.meetings import meeting

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://localhost:8000(/kalender/[^"]+\.ics)"')


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def made(client, seen=0):
    """The address that her page tells."""
    return ADDRESS.search(text(client.post("/kalender/", {"seen": seen}))).group(1)


def entries(client, address):
    calendar = vobject.readOne(client.get(address).content.decode())
    return sorted(event.summary.value for event in calendar.contents.get("vevent", []))


@pytest.fixture
def programme(round_in_sign_up):
    """A joint gathering with a day, one without, one for coordinators and an information meeting."""
    row = Gathering(programme=round_in_sign_up, key="coordinators-1", order=3, kind="coordinator_gathering",
                    link="https://mote.example.no/hemmelig")  # fmt: skip
    row.when = When.day(factories.in_days(50))
    row.save()
    meeting(programme=round_in_sign_up)
    return round_in_sign_up


@pytest.fixture
def mona(client, programme):
    """The coordinator of Lom, signed in."""
    factories.with_coordinator(factories.signed_up(programme=programme), email="mona@example.no")
    user = User.objects.get(email="mona@example.no")
    client.force_login(user)
    return user


JOINT, COORDINATORS, MEETING = (f"{name}: ABSOLUTT Innlandet" for name in
                                ("Fellessamling 1", "Koordinatorsamling", "Informasjonsmøte"))  # fmt: skip


def test_a_coordinator_has_her_gatherings_with_a_day(client, mona):
    assert entries(client, made(client)) == [JOINT, COORDINATORS]


def test_an_adviser_has_everything_in_her_programmes_and_nothing_of_others(client, programme):
    other = factories.OpenProgrammeFactory(region=factories.RegionFactory(name="KS Trøndelag"))
    client.force_login(factories.adviser("KS Innlandet"))

    assert entries(client, made(client)) == [JOINT, MEETING, COORDINATORS] and other.gatherings.exists()


@pytest.mark.parametrize(("kind", "found"), [("director", [JOINT]), ("member", [JOINT]), ("reference", [])])
def test_others_have_what_the_whole_group_attends(client, programme, kind, found):
    row = factories.signed_up(programme=programme)
    user = factories.UserFactory(email="kari@example.no")
    if kind == "director":
        factories.with_director(row, factories.PersonFactory(email=user.email))
    else:
        factories.with_member(row, email=user.email, kind=kind)
    client.force_login(user)

    assert entries(client, made(client)) == found


def test_it_names_nobody_and_tells_no_link_to_a_meeting(client, mona):
    address = made(client)
    content = client.get(address).content.decode()

    assert "mona" not in (address + content).lower() and "Dalen" not in content and "hemmelig" not in content
    assert "ATTENDEE" not in content and "ORGANIZER" not in content
    assert "METHOD:PUBLISH" in content and "\r\n" in content


def test_it_is_read_without_signing_in_and_kept_by_nobody(client, mona):
    address = made(client)
    client.logout()

    response = client.get(address)

    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("end", ["left", "withdrawn", "archived"])
def test_what_she_may_not_see_any_more_is_gone(client, mona, end):
    address = made(client)
    if end == "left":
        Holding.objects.update(until=timezone.now())
    elif end == "withdrawn":
        Participation.objects.update(state="withdrawn")
    else:
        Programme.objects.update(state="archived", letters_from=None)

    assert entries(client, address) == []


def test_an_adviser_whose_role_has_ended_has_nothing(client, programme):
    client.force_login(factories.adviser("KS Innlandet"))
    address = made(client)
    Adviser.objects.update(until=timezone.localdate(), ended_at=timezone.now())

    assert entries(client, address) == []


# --- the address


def test_it_is_told_once_and_stored_nowhere(client, mona):
    token = made(client).split("/")[-1].removesuffix(".ics")

    assert token not in text(client.get("/kalender/"))
    assert token not in str(list(PersonalLink.objects.values())) + str(list(JournalEntry.objects.values()))


def test_a_new_one_takes_the_place_of_the_old(client, mona):
    old = made(client)
    new = made(client, seen=feed_links.living(mona).pk)

    assert client.get(old).status_code == 410 and client.get(new).status_code == 200


def test_a_button_that_is_pressed_twice_makes_one_and_says_so(client, mona):
    first = made(client)

    page = text(client.post("/kalender/", {"seen": 0}, follow=True))

    assert "Adressen er laget allerede." in page and client.get(first).status_code == 200


def test_she_ends_it(client, mona):
    address = made(client)
    assert "Steng adressen" in text(client.get("/kalender/"))

    page = text(client.post("/kalender/slutt/", follow=True))

    assert "Adressen virker ikke lenger." in page and "Steng adressen" not in page
    response = client.get(address)
    assert response.status_code == 410 and "Kalenderadressen virker ikke." in text(response)
    verbs = list(JournalEntry.objects.about(mona).values_list("verb", flat=True))[:2]
    assert verbs == ["calendar.feed_ended", "calendar.feed_made"]


def test_ending_twice_changes_nothing(client, mona):
    client.post("/kalender/slutt/")

    assert not JournalEntry.objects.filter(verb="calendar.feed_ended").exists()


def test_one_that_is_out_of_date_or_of_a_closed_account_is_gone_and_one_that_never_was_is_not_there(client, mona):
    address = made(client)
    with time_machine.travel(timezone.now() + feed_links.LIVES + timedelta(minutes=1)):
        assert client.get(address).status_code == 410
    User.objects.filter(pk=mona.pk).update(is_active=False)

    assert client.get(address).status_code == 410
    assert client.get("/kalender/abc.DEF.ics").status_code == 404


def test_a_link_for_something_else_opens_no_calendar(client, mona):
    token = links.issue(purpose="sign_up", subject=f"user:{mona.pk}", expires_at=timezone.now() + timedelta(days=1))

    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_it_speaks_the_norm_of_whose_it_is(client, mona):
    Gathering.objects.filter(kind="coordinator_gathering").update(kind="coordinator_follow_up")
    User.objects.filter(pk=mona.pk).update(language="nn")

    assert "Oppfølging av koordinatorar: ABSOLUTT Innlandet" in entries(client, made(client))


def test_reading_it_costs_the_same_for_one_gathering_and_for_many(client, mona, programme):
    address, counts = made(client), []
    with CaptureQueriesContext(connection) as counted:
        client.get("/kalender/")
    assert len(counted) <= 5, len(counted)
    for _ in range(2):
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        counts.append(len(counted))
        for _programme in range(5):
            row = factories.signed_up(programme=factories.OpenProgrammeFactory())
            factories.with_coordinator(row, email="mona@example.no")

    assert counts[0] == counts[1] <= 8, counts
