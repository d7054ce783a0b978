"""The adviser's pages: what they show, and how many queries they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from correspondence.models import Envelope
from gatherings.models import Gathering
from municipalities.models import Organisation, Participation
from tests import factories
from tests.absolutt.organisations import path_of, with_organisations
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db
PROGRAMME = "program/<slug:key>/"
MOST_QUERIES = 14
AT_MOST = {
    "": 18,  # the plan with its days and deadlines, what the next step demands, who has answered about gatherings
    "brev/": 27,  # what today does not send, and why: the whole plan gives the days
    "hvem/": 16,  # the list, those held outside, those who are not on it yet, and the places
    "innhold/se/": 15,  # every part of the content
}
EMPTY_AT_FIRST = {"venteliste/"}  # of one, nobody stands in line, and less is asked


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def with_organisations_in_every_state(count):
    """As many, of which some are invited, some signed up, some in line and some held outside."""
    programme, states = with_organisations(count), Participation.State
    for number, row in enumerate(programme.participations.order_by("pk")):
        row.state = (states.INVITED, states.LISTED, states.SIGNED_UP, states.QUEUED, states.LEFT_OUT)[number % 5]
        row.invited_at = None if row.state in (states.LISTED, states.LEFT_OUT) else timezone.now()
        row.queue_number = number if row.state == states.QUEUED else None
        row.save()
    return programme


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def pages_of_a_programme():
    """What can be opened of a programme without saying which of its rows: found where the addresses are, so that a new
    page is counted too."""
    routes = [str(each.pattern) for each in get_resolver().url_patterns]
    return [route.removeprefix(PROGRAMME) for route in routes if route.startswith(PROGRAMME) and route.count("<") == 1]


def test_every_page_of_a_programme_costs_the_same_few_queries_at_1_46_and_357_organisations(client):
    programmes = [with_organisations_in_every_state(count) for count in (1, 46, 357)]
    counts = {
        page: [queries(client, f"/program/{programme.key}/{page}") for programme in programmes]
        for page in pages_of_a_programme()
        if client.get(f"/program/{programmes[0].key}/{page}").status_code == 200  # the others are acts
    }

    assert {page: each for page, each in counts.items() if len(set(each)) > 1 and page not in EMPTY_AT_FIRST} == {}
    assert {page: each for page, each in counts.items() if each[1] != each[2]} == {}
    assert {page: each for page, each in counts.items() if max(each) > AT_MOST.get(page, MOST_QUERIES)} == {}
    assert len(counts) > 20 and set(AT_MOST) <= set(counts)


def test_the_sending_page_costs_few_queries_also_where_nynorsk_is_asked_for(client):
    programmes = [with_organisations(n) for n in (1, 46)]
    Organisation.objects.update(written_norm="nn")

    counts = [queries(client, f"/program/{programme.key}/invitasjoner/") for programme in programmes]

    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_home_and_an_organisations_page_cost_few_queries_too(client):
    programme = with_organisations(46)
    number = programme.participations.first().organisation.organisation_number

    assert queries(client, "/") <= MOST_QUERIES
    # And the duties to answer about gatherings, and how far the group has come with them
    assert queries(client, f"/program/{programme.key}/{number}/") <= MOST_QUERIES + 2


def test_home_shows_my_programmes_and_nobody_elses(client):
    factories.OpenProgrammeFactory()
    other = factories.RegionFactory(name="KS Trøndelag")
    factories.OpenProgrammeFactory(region=other, title=factories.Words(nb="Trøndelags runde"))

    page = text(client.get("/"))

    assert "ABSOLUTT Innlandet" in page
    assert "Trøndelags runde" not in page


def test_the_programme_page_is_honest_about_what_is_not_decided(client, round_in_sign_up):
    page = text(client.get(f"/program/{round_in_sign_up.key}/"))

    assert "Høsten 2027" in page
    assert "Digital eller fysisk: ikke avklart" in page
    assert "Kan bli aktuelt, beløpet er ikke fastsatt" in page
    assert "Må avklares" in page


@pytest.mark.parametrize("page", ["", "plan/"])
def test_a_gatherings_website_is_a_link_where_its_facts_are(client, round_in_sign_up, page):
    Gathering.objects.filter(key="joint-1").update(external_url="https://www.example.no/samling/")

    response = client.get(f"/program/{round_in_sign_up.key}/{page}")

    assert '<a class="ds-link" href="https://www.example.no/samling/" rel="noreferrer">' in text(response)


def test_an_archived_programme_shows_its_time(client, programmes):
    client.force_login(factories.UserFactory(is_superuser=True))

    page = text(client.get("/program/more-og-romsdal-2020/"))
    board = text(client.get("/program/more-og-romsdal-2020/tavle/"))

    assert "1507" in board and "1580" not in board
    assert "Svar ikke registrert" in board
    assert "Kostnadene er ikke oppgitt." in page
    assert "Send invitasjoner" not in page


def test_the_programme_page_says_how_many_each_duty_waits_for_and_leads_to_them(client):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme)
    for _ in range(2):
        factories.invited(programme=programme)
    factories.signed_up(programme=programme)

    response = client.get(f"/program/{programme.key}/")

    assert [(entry["value"], entry["count"]) for entry in response.context["waits"]] == [
        ("svar", 2), ("koordinator", 1), ("gruppe", 1), ("bekreftelse", 1),
    ]  # fmt: skip
    assert f'href="/program/{programme.key}/tavle/?mangler=svar"' in text(response)
    assert f'href="/program/{programme.key}/tavle/?svar=signed_up"' in text(response)


def test_a_programme_without_a_period_has_its_pages(client):
    programme = factories.ProgrammeFactory(state="open")
    participation = factories.ParticipationFactory(programme=programme)

    assert client.get(f"/program/{programme.key}/brev/").status_code == 200
    assert client.get(path_of(participation)).status_code == 200


@pytest.mark.parametrize("page", ["invitasjoner/", "kommunedirektorer/"])
def test_an_archived_programme_has_no_pages_for_what_is_done_in_one(client, page):
    programme = factories.ProgrammeFactory(state="archived")

    assert client.get(f"/program/{programme.key}/{page}").status_code == 404


def test_the_letters_page_tells_what_went_wrong_and_lets_her_send_again(client):
    programme = with_organisations(1)
    Envelope.objects.update(state="set_aside", trouble="SMTPRecipientsRefused: 550", attempts=1)

    page = text(client.get(f"/program/{programme.key}/brev/?status=set_aside"))
    client.post(f"/program/{programme.key}/brev/{Envelope.objects.get().pk}/send-igjen/")

    assert "SMTPRecipientsRefused: 550" in page and "Send på nytt" in page
    assert Envelope.objects.get().state == "ready"
