"""«Trekk påmeldingen» on the director's page and the adviser's, and undone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from municipalities import place_actions, signup_links
from municipalities.models import Answer, Participation
from tests import factories
from tests.municipalities.places import by, offered, queued, says, with_places

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def placed():
    """A municipality with a place, and its director's link."""
    row = factories.invited(programme=with_places(1))
    row.director = factories.with_director(row)
    says(row, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")
    row.link = f"/svar/{signup_links.issue(row, row.director)}/"
    return row


# --- The director


def test_the_answer_page_leads_to_the_withdrawal_and_it_says_what_it_means(client, placed):
    answer = client.get(placed.link)
    page = client.get(placed.link + "trekk/")

    assert f'href="{placed.link}trekk/"' in text(answer)
    assert "Plassen blir ledig" in text(page) and "Mona Dalen er ikke lenger koordinator" in text(page)
    assert Participation.objects.get().state == "signed_up"


def test_she_withdraws_and_is_told_on_the_page_that_her_link_opens_now(client, placed):
    said = {"version": placed.version, "reason": "Ingen kapasitet"}
    response = client.post(placed.link + "trekk/", said, follow=True)

    placed.refresh_from_db()
    assert placed.state == "withdrawn" and Answer.objects.first().reason == "Ingen kapasitet"
    assert response.status_code == 410
    assert "Påmeldingen er trukket" in text(response) and "har trukket seg" in text(response)
    assert "Plassen" not in text(client.post(placed.link, {"choice": "yes", "version": placed.version}))
    assert Participation.objects.get().state == "withdrawn"


def test_a_link_that_died_otherwise_says_nothing_of_the_municipality(client, placed):
    signup_links.revoke(placed, placed.director)

    page = client.get(placed.link)

    assert page.status_code == 410 and "Lenken virker ikke" in text(page)


def test_a_second_press_and_an_old_window_change_nothing(client, placed):
    stale = client.post(placed.link + "trekk/", {"version": placed.version - 1})
    client.post(placed.link + "trekk/", {"version": placed.version})
    again = client.post(placed.link + "trekk/", {"version": placed.version})

    assert stale.status_code == 422 and "Dette er endret etter at du åpnet siden" in text(stale)
    assert again.status_code == 410 and "Påmeldingen er trukket" in text(again)
    assert Answer.objects.filter(choice="withdraw").count() == 1


def test_one_who_has_not_said_yes_is_sent_back_to_the_answer(client):
    row = factories.invited()
    link = f"/svar/{signup_links.issue(row, factories.with_director(row))}/"

    assert client.get(link + "trekk/").url == link


def test_after_the_deadline_it_is_the_advisers_to_do(client, placed):
    with time_machine.travel(timezone.now() + timedelta(days=22)):
        page = client.post(placed.link + "trekk/", {"version": placed.version})

    assert page.status_code == 410 and "Påmeldingen er stengt" in text(page)
    assert Participation.objects.get().state == "signed_up"


def test_a_consultant_whose_yes_was_accepted_does_not_withdraw(client):
    row = factories.invited()
    consultant = factories.PersonFactory(email="pia@annet.example.no")
    waiting = says(row, person=consultant)
    from municipalities.actions import settle_waiting

    settle_waiting(given=waiting, accept=True, by=by())
    link = f"/svar/{signup_links.issue(row, consultant)}/"

    assert "Trekk påmeldingen" not in text(client.get(link))
    assert client.post(link + "trekk/", {"version": 3}).url == link


# --- The line on the director's page


def test_the_director_sees_where_she_stands_in_line(client):
    programme = with_places(1)
    queued(programme, number=1)
    row = queued(programme, number=2)
    director = factories.with_director(row)
    says(row, person=director, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")
    link = f"/svar/{signup_links.issue(row, director)}/"

    page, form = text(client.get(link)), text(client.get(link + "?endre=1"))

    assert "står på venteliste" in page and "Dere står som nummer 2 på ventelista." in page
    assert 'value="Mona Dalen"' in form


def test_the_form_says_that_the_places_are_taken_before_she_answers(client):
    programme = with_places(1)
    factories.signed_up(programme=programme)
    row = factories.invited(programme=programme)
    link = f"/svar/{signup_links.issue(row, factories.with_director(row))}/"

    before = text(client.get(link))
    after = client.post(link, {"choice": "yes", "version": 1}, follow=True)

    assert "Svarer dere ja, kommer dere på venteliste" in before
    assert "Dere står som nummer 1 på ventelista." in text(after)


def test_an_open_offer_can_be_answered_in_the_sign_up_too(client):
    row, director = offered(with_places(1))
    Answer.objects.create(participation=row, choice="yes", via="portal", person=director)
    link = f"/svar/{signup_links.issue(row, director)}/"

    page = text(client.get(link))
    client.post(link, {"choice": "yes", "version": row.version})

    assert "har fått tilbud om plass" in page and "Svar på tilbudet" in page
    assert Participation.objects.get().state == "signed_up"


# --- The adviser


@pytest.fixture
def organisation(placed, client, adviser):
    client.force_login(adviser)
    return f"/program/{placed.programme.key}/{placed.organisation.organisation_number}/"


def withdrawal(row, **said):
    given = {"via": "telephone", "said_by": "Odd", "reason": "Ringte 3. mars", "version": row.version}
    return {f"withdrawal-{field}": value for field, value in (given | said).items()}


def test_the_adviser_withdraws_with_how_it_came_and_undoes_it_again(client, organisation, placed):
    gone = client.post(organisation + "trekk/", withdrawal(placed), follow=True)
    placed.refresh_from_db()
    back = client.post(organisation + "trekk/angre/", {"version": placed.version}, follow=True)

    assert "Har trukket seg" in text(gone) and "Ringte 3. mars" in text(gone)
    assert "De er påmeldt igjen, og gruppa er som før." in text(back)
    assert "(Angret av rådgiver)" in text(back)
    placed.refresh_from_db()
    assert placed.state == "signed_up" and placed.coordinator


def test_how_and_why_are_asked_for_and_what_was_typed_stays(client, organisation, placed):
    response = client.post(organisation + "trekk/", withdrawal(placed, via="", reason=""))

    assert response.status_code == 422
    assert "Skriv når beskjeden kom, og hvorfor de trekker seg" in text(response) and 'value="Odd"' in text(response)


def test_a_place_that_has_been_given_on_is_not_taken_back(client, organisation, placed):
    client.post(organisation + "trekk/", withdrawal(placed))
    waits = queued(placed.programme)
    place_actions.give_place(participation=waits, reason="Neste", version=waits.version, by=by())
    placed.refresh_from_db()

    response = client.post(organisation + "trekk/angre/", {"version": placed.version}, follow=True)

    assert "Plassen er gitt videre" in text(response)
    placed.refresh_from_db()
    assert placed.state == "withdrawn"


def test_two_windows_undo_once(client, organisation, placed):
    client.post(organisation + "trekk/", withdrawal(placed))
    placed.refresh_from_db()
    client.post(organisation + "trekk/angre/", {"version": placed.version})

    again = client.post(organisation + "trekk/angre/", {"version": placed.version}, follow=True)

    assert "Dette er endret etter at du åpnet siden" in text(again)
