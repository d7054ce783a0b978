"""The adviser's pages: what they show, and how many queries they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from accounts.journal import Actor
from accounts.models import JournalEntry
from correspondence.models import Envelope
from gatherings.models import Gathering
from municipalities.actions import SignUp, answer, invite, name_director
from municipalities.models import Holding, Organisation, Participation
from tests import factories

pytestmark = pytest.mark.django_db
PROGRAMME = "program/<slug:key>/"
MOST_QUERIES = 14
AT_MOST = {
    "": 18,  # the plan with its days and deadlines, what the next step demands, who has answered about gatherings
    "brev/": 21,  # what today does not send, and why
    "hvem/": 16,  # the list, those held outside, those who are not on it yet, and the places
    "innhold/se/": 15,  # every part of the content
}
EMPTY_AT_FIRST = {"venteliste/"}  # of one, nobody stands in line, and less is asked


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def with_organisations(count):
    programme = factories.OpenProgrammeFactory()
    for _ in range(count):
        participation = factories.ParticipationFactory(programme=programme)
        factories.letter_to(participation, person=factories.with_director(participation))
    return programme


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


def test_names_are_looked_over_before_they_are_saved(client):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Hamar"))
    path = f"/program/{programme.key}/kommunedirektorer/"
    lines = "Hamar;Kari Lien;kari@example.no\nHamr;Ola;ola@example.no"

    preview = client.post(path, {"text": lines, "act": "preview"})
    nothing_yet = Holding.objects.count()
    shown = re.findall(r'name="seen" value="([0-9:]+)"', text(preview))
    saved = client.post(path, {"text": lines, "act": "save", "seen": shown})

    assert "Mente du Hamar?" in text(preview)
    assert nothing_yet == 0
    assert Holding.objects.get().person.name == "Kari Lien"
    assert saved.status_code == 422
    assert saved.context["text"] == "Hamr;Ola;ola@example.no"


def test_what_is_left_of_a_list_never_replaces_whom_it_just_named(client):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Hamar"))
    path = f"/program/{programme.key}/kommunedirektorer/"
    lines = "Hamar;Kari Lien;kari@example.no\nHamar;Dobbel Person;dobbel@example.no"
    said = "Hamar står også i linje 1, som er lagret. Ta bort denne linja, eller rett navnet på kommunens side."
    shown = re.findall(r'name="seen" value="([0-9:]+)"', text(client.post(path, {"text": lines, "act": "preview"})))

    response = client.post(path, {"text": lines, "act": "save", "seen": shown})

    for act in ("preview", "save"):
        left, saved = response.context["text"], re.findall(r'name="saved" value="([0-9:]+)"', text(response))
        assert left == "Hamar;Dobbel Person;dobbel@example.no" and said in text(response)
        response = client.post(path, {"text": left, "act": act, "saved": saved, "seen": shown})
    assert said in text(response) and Holding.objects.get().person.name == "Kari Lien"


def test_a_director_named_by_somebody_else_meanwhile_is_not_overwritten_by_the_list(client):
    programme = factories.OpenProgrammeFactory()
    hamar = factories.ParticipationFactory(
        programme=programme, organisation=factories.OrganisationFactory(name="Hamar")
    )
    path, line = f"/program/{programme.key}/kommunedirektorer/", "Hamar;Kari Lien;kari@example.no"
    client.post(path, {"text": line, "act": "preview"})
    client.post(
        path_of(hamar, "kommunedirektor/"),
        {"director-version": 1, "director-name": "Andre", "director-email": "a@example.no"},
    )

    seen = f"{hamar.organisation.organisation_number}:1"
    saved = client.post(path, {"text": line, "act": "save", "seen": seen})

    assert saved.status_code == 422 and saved.context["text"] == line
    assert "Dette er endret siden du så over lista" in text(saved)
    assert Holding.objects.current().get().person.name == "Andre"


def test_nothing_is_saved_that_was_not_looked_over(client):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Hamar"))

    client.post(f"/program/{programme.key}/kommunedirektorer/", {"text": "Hamar;Kari;k@example.no", "act": "save"})

    assert not Holding.objects.exists()


@pytest.mark.parametrize("lines", ["x" * 200_000, "\0Hamar;\0", 'Hamar;"Kari', "a\n" * 1001])
def test_an_odd_list_is_answered_with_a_sentence(client, round_in_sign_up, lines):
    response = client.post(f"/program/{round_in_sign_up.key}/kommunedirektorer/", {"text": lines, "act": "save"})

    assert response.status_code == 422


def test_an_empty_list_says_what_to_do(client, round_in_sign_up):
    response = client.post(f"/program/{round_in_sign_up.key}/kommunedirektorer/", {"text": ""})

    assert "Lim inn minst én linje" in text(response)


def test_invitations_go_to_those_who_are_ticked_and_nobody_else(client):
    programme = with_organisations(3)
    first = programme.participations.order_by("pk").first()

    response = client.post(f"/program/{programme.key}/invitasjoner/", {"to": [ticked(first)]})

    assert response.status_code == 302
    assert list(Participation.objects.filter(state="invited")) == [first]


def ticked(participation):
    return f"{participation.organisation.organisation_number}:{participation.version}"


def test_a_double_click_invites_once(client):
    participation = with_organisations(1).participations.get()
    path, data = f"/program/{participation.programme.key}/invitasjoner/", {"to": [ticked(participation)]}

    first, second = client.post(path, data), client.post(path, data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "ingenting er sendt" in text(second)
    assert JournalEntry.objects.filter(verb="participation.invited").count() == 1


def test_an_archive_is_not_changed(client):
    participation = factories.ParticipationFactory(programme=factories.ProgrammeFactory(state="archived"))
    data = {"director-version": 1, "director-name": "Kari", "director-email": "k@example.no"}

    response = client.post(path_of(participation, "kommunedirektor/"), data)

    assert "Programmet er arkivert" in text(response)
    assert not Holding.objects.exists()


def test_a_programme_without_a_period_has_its_pages(client):
    programme = factories.ProgrammeFactory(state="open")
    participation = factories.ParticipationFactory(programme=programme)

    assert client.get(f"/program/{programme.key}/brev/").status_code == 200
    assert client.get(path_of(participation)).status_code == 200


def test_sending_to_nobody_asks_for_somebody_and_keeps_the_choice(client):
    programme = with_organisations(1)

    response = client.post(f"/program/{programme.key}/invitasjoner/", {"to": []})

    assert response.status_code == 422
    assert "Velg minst én kommune" in text(response)


def test_the_sending_page_says_which_texts_lack_nynorsk(client):
    programme = factories.OpenProgrammeFactory(subtitle=factories.Words(nb="Bare bokmål"))
    organisation = factories.OrganisationFactory(written_norm="nn")
    factories.ParticipationFactory(programme=programme, organisation=organisation)

    page = text(client.get(f"/program/{programme.key}/invitasjoner/"))

    assert "Nynorsk mangler" in page and "Bare bokmål" in page


def path_of(participation, act=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{act}"


def test_an_adviser_registers_an_answer_with_its_source(client):
    participation = factories.ParticipationFactory()
    data = {"version": 1, "choice": "yes", "via": "telephone", "said_by": "Kari", "reason": "Ringte i dag"}

    client.post(path_of(participation, "svar/"), {f"answer-{key}": value for key, value in data.items()})

    participation.refresh_from_db()
    assert participation.state == "signed_up"
    assert "Ringte i dag" in text(client.get(path_of(participation)))


def test_two_advisers_at_once_the_second_is_told_and_keeps_what_she_wrote(client):
    participation = factories.ParticipationFactory()
    data = {"director-version": 1, "director-name": "Første", "director-email": "a@example.no"}
    client.post(path_of(participation, "kommunedirektor/"), data)

    second = client.post(path_of(participation, "kommunedirektor/"), data | {"director-name": "Andre"})
    third = client.post(
        path_of(participation, "kommunedirektor/"),
        data | {"director-name": "Andre", "director-version": second.context["director_form"]["version"].value()},
    )

    assert second.status_code == 422
    assert "Dette er endret etter at du åpnet siden" in text(second) and 'value="Andre"' in text(second)
    assert third.status_code == 302
    assert Holding.objects.current().get().person.name == "Andre"


EXTENSION = {
    "exception-version": 1, "exception-duty": "signup.answer", "exception-what": "extend",
    "exception-reason": "Saken er utsatt",
}  # fmt: skip


def test_a_faulty_form_keeps_everything_that_was_typed(client):
    participation = factories.ParticipationFactory()

    response = client.post(
        path_of(participation, "unntak/"),
        EXTENSION | {"exception-day": "2020-01-01"},
    )

    assert response.status_code == 422
    assert "Fristen kan ikke være en dag som har vært" in text(response)
    assert "Saken er utsatt" in text(response)


def test_one_organisation_gets_longer_time(client):
    participation = factories.ParticipationFactory()
    day = factories.in_days(40)

    client.post(
        path_of(participation, "unntak/"),
        EXTENSION | {"exception-day": day.isoformat()},
    )

    assert participation.extended_deadline == day
    assert JournalEntry.objects.filter(verb="deadline.extended", actor__isnull=False).count() == 1


def test_an_answer_that_waits_is_settled_on_the_organisations_page(client):
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))

    page = text(client.get(path_of(participation)))
    client.post(path_of(participation, f"ventende/{given.pk}/"), {"accept": "yes"})

    participation.refresh_from_db()
    assert "som ikke er en av adressene til kommunen" in page
    assert participation.state == "signed_up"


def test_a_director_who_came_after_the_invitation_is_told_of_and_invited_in_one_click(client):
    participation = factories.ParticipationFactory()
    factories.with_director(participation)
    by = Actor(user=factories.UserFactory())
    invite(participations=[participation], by=by)
    name_director(participation=participation, name="Ny Direktør", email="ny@example.no", by=by)
    programme = f"/program/{participation.programme.key}/"

    shown = [text(client.get(path)) for path in (programme, programme + "invitasjoner/", path_of(participation))]
    participation.refresh_from_db()
    client.post(programme + "invitasjoner/", {"to": [ticked(participation)]})

    assert "Ny kommunedirektør, ikke invitert" in shown[0] and "Ny kommunedirektør, ikke invitert" in shown[1]
    assert "Ny Direktør har ikke fått invitasjonen" in shown[2]
    assert Envelope.objects.filter(address="ny@example.no", letters__rule="signup.invitation").count() == 1
    assert "har ikke fått invitasjonen" not in text(client.get(path_of(participation)))


@pytest.mark.parametrize("page", ["invitasjoner/", "kommunedirektorer/"])
def test_an_archived_programme_has_no_pages_for_what_is_done_in_one(client, page):
    programme = factories.ProgrammeFactory(state="archived")

    assert client.get(f"/program/{programme.key}/{page}").status_code == 404


def test_the_preview_is_a_pdf_with_a_dead_specimen_link(client):
    participation = factories.ParticipationFactory()
    factories.with_director(participation)

    response = client.get(path_of(participation, "invitasjon.pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"
    assert not JournalEntry.objects.exists()


def test_the_letters_page_tells_what_went_wrong_and_lets_her_send_again(client):
    programme = with_organisations(1)
    Envelope.objects.update(state="set_aside", trouble="SMTPRecipientsRefused: 550", attempts=1)

    page = text(client.get(f"/program/{programme.key}/brev/?status=set_aside"))
    client.post(f"/program/{programme.key}/brev/{Envelope.objects.get().pk}/send-igjen/")

    assert "SMTPRecipientsRefused: 550" in page and "Send på nytt" in page
    assert Envelope.objects.get().state == "ready"


@pytest.mark.parametrize("state", ["sketch", "announced"])
def test_before_the_sign_up_the_sending_page_says_what_comes_first(client, state):
    programme = factories.OpenProgrammeFactory(state=state)

    page = text(client.get(f"/program/{programme.key}/invitasjoner/"))

    assert "Programmet er ikke åpnet for påmelding ennå." in page and "sender ikke brev" not in page
    assert f'href="/program/{programme.key}/tilstand/"' in page.partition('data-color="info"')[2].partition("</p>")[0]


def test_a_programme_in_sign_up_that_writes_no_letters_says_so(client):
    programme = factories.OpenProgrammeFactory(letters_from=None)

    assert "Dette programmet sender ikke brev." in text(client.get(f"/program/{programme.key}/invitasjoner/"))
