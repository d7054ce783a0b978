"""A county municipality is never called a municipality, and its director has her own title."""

import re

import pytest
from django.core import mail

from accounts.journal import Actor
from accounts.models import User
from correspondence import letters, outbox
from municipalities import actions, appoint_links, signup_links
from municipalities.actions import SignUp, answer
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = re.compile(r"\bkommune(n|ns|direktør|direktøren)\b", re.IGNORECASE)


def main(response):
    """What the page says, without what stands around it on every page."""
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(page.split())


def county(make=factories.signed_up, **kwargs):
    return make(organisation=factories.OrganisationFactory(name="Innlandet", kind="county"), **kwargs)


def path_of(participation, act=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{act}"


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


@pytest.mark.parametrize("state", ["", "archived"])
def test_the_groups_page(signed_in, state):
    participation = county()
    if state:
        type(participation.programme).objects.update(state=state, letters_from=None)

    page = main(signed_in.get(path_of(participation, "gruppe/")))

    assert "venter på fylkeskommunen" in page and not WRONG.search(page)


def test_an_address_that_is_not_one_of_the_countys(signed_in):
    participation = county()
    said = {"version": participation.version, "name": "Lise", "email": "lise@annet.example.no"}

    page = main(signed_in.post(path_of(participation, "koordinator/"), said, follow=True))

    assert "er ikke en av adressene til fylkeskommunen" in page and not WRONG.search(page)


@pytest.mark.parametrize("named", [True, False])
def test_the_advisers_page_about_it(signed_in, named):
    participation = county(factories.invited)
    if named:
        factories.with_director(participation)
    stranger = factories.PersonFactory(email="x@annet.example.no")
    answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))
    factories.letter_to(participation)

    page = main(signed_in.get(path_of(participation)))

    assert "adressene til fylkeskommunen" in page and "Fylkeskommunedirektør" in page and not WRONG.search(page)


def test_a_director_who_came_after_the_invitation(signed_in):
    participation = county(factories.invited)
    said = {"director-version": 1, "director-name": "Ny", "director-email": "ny@example.no"}

    page = main(signed_in.post(path_of(participation, "kommunedirektor/"), said, follow=True))

    assert "Fylkeskommunedirektøren er lagret." in page and "før fylkeskommunedirektøren ble lagt inn" in page
    assert not WRONG.search(page)


@pytest.mark.parametrize("page", ["tavle/paminnelse/", "invitasjoner/"])
def test_who_gets_the_letter_when_nobody_is_named(signed_in, page):
    participation = county(factories.invited)

    said = main(signed_in.get(f"/program/{participation.programme.key}/{page}"))

    assert "Att.: fylkeskommunedirektøren" in said and not WRONG.search(said)


@pytest.mark.parametrize("settled", [False, True])
def test_somebody_from_outside_who_answers_for_it(client, settled):
    participation = county(factories.invited)
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))
    if settled:
        actions.settle_waiting(given=given, accept=False, by=Actor(user=factories.UserFactory()))

    page = main(client.get(f"/svar/{signup_links.issue(participation, stranger)}/"))

    assert ("svarer for fylkeskommunen" if settled else "adressene til fylkeskommunen") in page
    assert not WRONG.search(page)


@pytest.mark.parametrize("state", ["signed_up", "declined"])
def test_the_link_that_appoints_its_coordinator(client, state):
    participation = county()
    token = appoint_links.issue(participation, factories.with_director(participation))
    factories.with_coordinator(participation, email="mona@annet.example.no")
    Participation.objects.update(state=state)

    page = main(client.get(f"/koordinator/{token}/"))

    said = {"signed_up": "adressene til fylkeskommunen", "declined": "Fylkeskommunen er ikke påmeldt"}
    assert said[state] in page and not WRONG.search(page)


@pytest.mark.parametrize(("counties", "others"), [(2, 0), (1, 1), (0, 2)])
def test_whoever_coordinates_several(client, counties, others):
    for participation in [county() for _ in range(counties)] + [factories.signed_up() for _ in range(others)]:
        factories.with_coordinator(participation, email="mona@example.no")
    client.force_login(User.objects.get(email="mona@example.no"))

    page = main(client.get("/"))

    assert ">Du er koordinator for</h1>" in page and "Dine kommuner" not in page


def test_what_is_stored_and_what_comes_next_is_said_in_its_words():
    participation = county()
    factories.with_coordinator(participation, email="mona@annet.example.no")
    place = factories.letter_to(participation, rule="signup.place", is_copy=True)
    Participation.objects.update(state="signed_up")

    outbox.send_due()
    participation.seats.all().delete()
    copy = letters.compose(place.envelope, [place]).body

    assert not WRONG.search(mail.outbox[0].body) and "vise KS og fylkeskommunen hvem" in mail.outbox[0].body
    assert "Det neste er at fylkeskommunedirektøren velger" in copy and not WRONG.search(copy)
