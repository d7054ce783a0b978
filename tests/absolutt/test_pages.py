"""The adviser's pages: what they show, and how many queries they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.journal import Actor
from accounts.models import JournalEntry
from correspondence.models import Envelope
from municipalities.actions import SignUp, answer, invite, name_director
from municipalities.models import Holding, Organisation, Participation
from tests import factories

pytestmark = pytest.mark.django_db
LISTS = ("", "kommunedirektorer/", "invitasjoner/", "brev/")
MOST_QUERIES = 12


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


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


@pytest.mark.parametrize("page", LISTS)
def test_a_list_costs_the_same_few_queries_at_1_46_and_357_organisations(client, page):
    counts = [queries(client, f"/program/{with_organisations(n).key}/{page}") for n in (1, 46, 357)]

    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


def test_the_sending_page_costs_few_queries_also_where_nynorsk_is_asked_for(client):
    programmes = [with_organisations(n) for n in (1, 46)]
    Organisation.objects.update(written_norm="nn")

    counts = [queries(client, f"/program/{programme.key}/invitasjoner/") for programme in programmes]

    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_home_and_an_organisations_page_cost_few_queries_too(client):
    programme = with_organisations(46)
    number = programme.participations.first().organisation.organisation_number

    assert queries(client, "/") <= MOST_QUERIES
    assert queries(client, f"/program/{programme.key}/{number}/") <= MOST_QUERIES


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


def test_an_archived_programme_shows_its_time(client, programmes):
    client.force_login(factories.UserFactory(is_superuser=True))

    page = text(client.get("/program/more-og-romsdal-2020/"))

    assert "1507" in page and "1580" not in page
    assert "Kostnadene er ikke oppgitt." in page
    assert "Send invitasjoner" not in page


def test_the_list_is_narrowed_by_name_number_and_answer(client):
    programme = factories.OpenProgrammeFactory()
    for name, state in (("Østre Toten", "signed_up"), ("Vestre Toten", "listed"), ("Hamar", "listed")):
        organisation = factories.OrganisationFactory(name=name)
        factories.ParticipationFactory(programme=programme, organisation=organisation, state=state)

    def found(query):
        rows = client.get(f"/program/{programme.key}/{query}").context["rows"]
        return [row["name"] for row in rows]

    assert found("?q=toten") == ["Vestre Toten", "Østre Toten"]
    assert found("?q=ØSTRE") == ["Østre Toten"]
    assert found("?q=3402") == ["Hamar"]
    assert found("?svar=signed_up") == ["Østre Toten"]
    assert found("?q=finnes+ikke") == []


def test_a_long_list_is_paged_fifty_at_a_time(client):
    programme = with_organisations(51)

    second = client.get(f"/program/{programme.key}/?side=2")

    assert len(second.context["rows"]) == 1
    assert "Side 2 av 2" in text(second)


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
    assert "Noen andre endret" in text(second) and 'value="Andre"' in text(second)
    assert third.status_code == 302
    assert Holding.objects.current().get().person.name == "Andre"


def test_a_faulty_form_keeps_everything_that_was_typed(client):
    participation = factories.ParticipationFactory()

    response = client.post(
        path_of(participation, "frist/"),
        {"extension-version": 1, "extension-day": "2020-01-01", "extension-reason": "Saken er utsatt"},
    )

    assert response.status_code == 422
    assert "Fristen kan ikke være en dag som har vært" in text(response)
    assert "Saken er utsatt" in text(response)


def test_one_organisation_gets_longer_time(client):
    participation = factories.ParticipationFactory()
    day = factories.in_days(40)

    client.post(
        path_of(participation, "frist/"),
        {"extension-version": 1, "extension-day": day.isoformat(), "extension-reason": "Sak i januar"},
    )

    participation.refresh_from_db()
    assert participation.extended_deadline == day
    assert JournalEntry.objects.filter(verb="deadline.extended", actor__isnull=False).count() == 1


def test_an_answer_that_waits_is_settled_on_the_organisations_page(client):
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))

    page = text(client.get(path_of(participation)))
    client.post(path_of(participation, f"ventende/{given.pk}/"), {"accept": "yes"})

    participation.refresh_from_db()
    assert "som ikke er en av kommunens adresser" in page
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
