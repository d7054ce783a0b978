"""The page behind an offer's link."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from municipalities import offer_links, place_actions
from municipalities.models import Answer, Participation
from tests import factories
from tests.municipalities.places import by, offered, queued, with_places

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def open_offer():
    row, director = offered(with_places(1))
    row.director = director
    row.link = f"/tilbud/{offer_links.issue(row, director)}/"
    return row


def test_the_page_says_what_is_offered_and_until_when_and_a_get_changes_nothing(client, open_offer):
    page = text(client.get(open_offer.link))

    assert "Tilbud om plass til" in page and f"Svar innen {open_offer.offered_until.day}." in page
    assert "Når samlingene er" in page and "Hva det koster" in page
    assert Participation.objects.get().state == "offered"


@pytest.mark.parametrize(("said", "state", "told"), [
    ("yes", "signed_up", "er påmeldt"), ("no", "declined", "har takket nei"),
])  # fmt: skip
def test_she_says_yes_or_no_also_after_the_deadline(client, open_offer, said, state, told):
    Participation.objects.update(offered_until=factories.in_days(40))
    open_offer.refresh_from_db()
    link = f"/tilbud/{offer_links.issue(open_offer, open_offer.director)}/"

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        response = client.post(link, {"accept": said, "version": open_offer.version}, follow=True)

    assert Participation.objects.get().state == state
    assert told in text(response)


def test_a_second_press_changes_nothing_and_shows_what_holds(client, open_offer):
    said = {"accept": "yes", "version": open_offer.version}
    client.post(open_offer.link, said)

    again = client.post(open_offer.link, said, follow=True)

    assert "Tilbudet gjelder ikke lenger. Her ser du hva som gjelder nå." in text(again)
    assert "er påmeldt" in text(again) and Answer.objects.count() == 1


def test_an_answer_that_is_none_asks_again(client, open_offer):
    response = client.post(open_offer.link, {"accept": "kanskje", "version": open_offer.version}, follow=True)

    assert "Velg ja eller nei." in text(response)
    assert Participation.objects.get().state == "offered"


def test_an_old_window_sees_what_has_changed(client, open_offer):
    response = client.post(open_offer.link, {"accept": "yes", "version": 99}, follow=True)

    assert "Dette er endret etter at du åpnet siden" in text(response)
    assert Participation.objects.get().state == "offered"


def test_an_offer_that_has_ended_says_so_and_where_she_stands_now(client, open_offer):
    queued(open_offer.programme)

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        early = text(client.get(open_offer.link))
        place_actions.end_offers(programme=open_offer.programme)
        late = text(client.get(open_offer.link))
        answered = client.post(open_offer.link, {"accept": "yes", "version": open_offer.version}, follow=True)

    assert "Tilbudet gjelder ikke lenger" in early
    assert "Tilbudet er gått ut" in late and "Dere står nå som nummer 2 på ventelista." in late
    assert "Tilbudet gjelder ikke lenger" in text(answered)


def test_the_link_dies_a_week_after_the_offer(client, open_offer):
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        page = client.get(open_offer.link)

    assert page.status_code == 410 and "Lenken er gått ut på dato." in text(page)


def test_a_wrong_link_and_one_for_the_sign_up_open_nothing(client, open_offer):
    from municipalities import signup_links

    other = signup_links.issue(open_offer, open_offer.director)

    assert [client.get(f"/tilbud/{token}/").status_code for token in ("feil", other)] == [410, 410]


def test_one_that_got_its_place_from_the_adviser_meanwhile_is_told(client, open_offer):
    place_actions.give_place(participation=open_offer, reason="Ringte", version=open_offer.version, by=by())

    assert "er påmeldt" in text(client.get(open_offer.link))


def test_the_page_speaks_the_municipalitys_norm(client, open_offer):
    type(open_offer.organisation).objects.update(written_norm="nn")

    page = client.get(open_offer.link)

    assert '<html lang="nn"' in text(page) and "Ja, vi tek plassen" in text(page)
