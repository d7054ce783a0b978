"""The director names the coordinator from a personal link, and the link dies when it should."""

import html

import pytest
import time_machine

from municipalities import appoint_links
from municipalities.actions import name_director
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def test_the_director_names_the_coordinator_from_her_link(client):
    participation = factories.signed_up()
    token = appoint_links.issue(participation, factories.with_director(participation))

    client.get(f"/koordinator/{token}/")
    before = participation.coordinator
    client.post(
        f"/koordinator/{token}/", {"version": participation.version, "name": "Mona", "email": "mona@example.no"}
    )

    assert before is None and participation.coordinator == ("Mona", "mona@example.no")
    assert "Mona er koordinator" in text(client.get(f"/koordinator/{token}/"))


def test_the_link_dies_with_the_director_who_had_it(client):
    participation = factories.signed_up()
    token = appoint_links.issue(participation, factories.with_director(participation))

    name_director(participation=participation, name="Ny", email="ny@example.no", by=factories.journal.SYSTEM)

    assert client.get(f"/koordinator/{token}/").status_code == 410


def test_the_link_opens_nothing_for_a_municipality_that_takes_no_part(client):
    participation = factories.signed_up()
    token = appoint_links.issue(participation, factories.with_director(participation))
    Participation.objects.update(state="declined")

    assert client.get(f"/koordinator/{token}/").status_code == 410


def test_somebody_who_does_not_direct_gets_no_link():
    assert appoint_links.issue(factories.signed_up(), factories.PersonFactory()) == ""


def test_an_expired_link_says_so(client):
    participation = factories.signed_up()
    token = appoint_links.issue(participation, factories.with_director(participation))

    with time_machine.travel(factories.in_days(200)):
        response = client.get(f"/koordinator/{token}/")

    assert response.status_code == 410 and "gått ut på dato" in text(response)
