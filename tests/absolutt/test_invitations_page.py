"""The page that invitations are sent from."""

import pytest

from accounts.journal import Actor
from accounts.models import JournalEntry
from correspondence.models import Envelope
from municipalities.actions import invite, name_director
from municipalities.models import Participation
from tests import factories
from tests.absolutt.organisations import path_of, ticked, with_organisations
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def test_invitations_go_to_those_who_are_ticked_and_nobody_else(client):
    programme = with_organisations(3)
    first = programme.participations.order_by("pk").first()

    response = client.post(f"/program/{programme.key}/invitasjoner/", {"to": [ticked(first)]})

    assert response.status_code == 302
    assert list(Participation.objects.filter(state="invited")) == [first]


def test_a_double_click_invites_once(client):
    participation = with_organisations(1).participations.get()
    path, data = f"/program/{participation.programme.key}/invitasjoner/", {"to": [ticked(participation)]}

    first, second = client.post(path, data), client.post(path, data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "ingenting er sendt" in text(second)
    assert JournalEntry.objects.filter(verb="participation.invited").count() == 1


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


@pytest.mark.parametrize("state", ["sketch", "announced"])
def test_before_the_sign_up_the_sending_page_says_what_comes_first(client, state):
    programme = factories.OpenProgrammeFactory(state=state)

    page = text(client.get(f"/program/{programme.key}/invitasjoner/"))

    assert "Programmet er ikke åpnet for påmelding ennå." in page and "sender ikke brev" not in page
    assert f'href="/program/{programme.key}/tilstand/"' in page.partition('data-color="info"')[2].partition("</p>")[0]


def test_a_programme_in_sign_up_that_writes_no_letters_says_so(client):
    programme = factories.OpenProgrammeFactory(letters_from=None)

    assert "Dette programmet sender ikke brev." in text(client.get(f"/program/{programme.key}/invitasjoner/"))
