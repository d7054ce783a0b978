"""A coordinator whose account has been closed cannot sign in: she is not appointed, whichever way she is named."""

import pytest

from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities import appoint_links, seat_actions, signup_links
from municipalities.actions import SignUp, answer, settle_waiting
from municipalities.seat_actions import ClosedAccount
from tests import factories

pytestmark = pytest.mark.django_db
CLOSED = "mona@example.no"
NAMED = {"coordinator_name": "Mona Lunde", "coordinator_email": "Mona@example.no"}


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def closed_account(db):
    return factories.UserFactory(email=CLOSED, is_active=False)


def test_a_director_who_appoints_her_by_the_link_is_told_to_choose_another(client):
    participation = factories.signed_up()
    token = appoint_links.issue(participation, factories.with_director(participation))

    said = {"version": participation.version, "name": "Mona Lunde", "email": CLOSED}
    response = client.post(f"/koordinator/{token}/", said)

    assert response.status_code == 422 and "er stengt" in text(response)
    assert participation.coordinator is None


def test_the_yes_that_names_her_counts_and_the_director_is_told_that_she_cannot_coordinate(client):
    participation = factories.invited()
    token = signup_links.issue(participation, factories.with_director(participation))

    page = text(client.post(f"/svar/{token}/", {"version": 1, "choice": "yes", **NAMED}, follow=True))

    participation.refresh_from_db()
    assert (participation.state, participation.coordinator) == ("signed_up", None)
    assert "Mona Lunde kan ikke være koordinator: Tilgangen til Mona@example.no er stengt." in page
    assert "Koordinator er ikke valgt ennå." in page


def test_whoever_coordinated_before_such_a_yes_goes_on(client):
    participation = factories.signed_up()
    factories.with_coordinator(participation, name="Lise Viken", email="lise@example.no")
    person = factories.with_director(participation)

    said = SignUp(choice="yes", version=participation.version, **NAMED)
    answer(participation=participation, person=person, sign_up=said)

    assert participation.coordinator == ("Lise Viken", "lise@example.no")
    assert not JournalEntry.objects.filter(verb="seat.left").exists()


@pytest.mark.parametrize("settled", [False, True])
def test_the_adviser_is_told_before_and_after_she_lets_such_an_answer_count(client, adviser, settled):
    participation = factories.invited()
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1, **NAMED))
    if settled:
        settle_waiting(given=given, accept=True, by=Actor(user=adviser))
    client.force_login(adviser)
    key, number = participation.programme.key, participation.organisation.organisation_number

    page = text(client.get(f"/program/{key}/{number}/"))

    assert "Tilgangen til adressen er stengt, så den personen kan ikke være koordinator." in page
    assert "kan den personen logge inn" not in page


def test_a_second_coordinator_whose_account_was_closed_is_not_made_the_responsible_one(closed_account):
    participation = factories.signed_up()
    factories.with_coordinator(participation, name="Lise Viken", email="lise@example.no")
    closed_account.is_active = True
    closed_account.save()
    factories.with_second_coordinator(participation, name="Mona Lunde", email=CLOSED)
    closed_account.is_active = False
    closed_account.save()

    with pytest.raises(ClosedAccount):
        seat_actions.appoint_coordinator(
            participation=participation, name="Mona Lunde", email=CLOSED, by=Actor(user=factories.UserFactory())
        )

    assert participation.coordinator == ("Lise Viken", "lise@example.no")
