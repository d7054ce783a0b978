"""The director's page and the public way in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.journal import Actor
from municipalities import signup_links
from municipalities.actions import SignUp, answer, settle_waiting
from municipalities.models import Answer, Participation, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(db):
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    participation.person = factories.with_director(participation)
    participation.path = f"/svar/{signup_links.issue(participation, participation.person)}/"
    return participation


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def yes(**data):
    return {"version": 1, "choice": "yes", **data}


def test_the_director_sees_who_is_invited_to_what_and_answers_in_one_form(client, invited):
    page = text(client.get(invited.path))

    for said in (
        "ABSOLUTT Innlandet",
        "Svar innen",
        "Når samlingene er",
        "Hva dere forplikter dere til",
        "Hva det koster",
    ):
        assert said in page


def test_yes_signs_the_municipality_up_and_says_so(client, invited):
    response = client.post(invited.path, yes(invoice_reference="PO 17"), follow=True)

    invited.refresh_from_db()
    assert (invited.state, invited.invoice_reference) == ("signed_up", "PO 17")
    assert "er påmeldt" in text(response)


def test_not_yet_decided_is_noted_and_not_an_answer(client, invited):
    response = client.post(invited.path, {"version": 1, "choice": "undecided"}, follow=True)

    invited.refresh_from_db()
    assert invited.state == "undecided"
    assert "Gi et endelig svar før fristen" in text(response)


def test_she_can_come_back_and_change_until_the_deadline(client, invited):
    client.post(invited.path, yes())
    version = client.get(invited.path + "?endre=1").context["form"]["version"].value()

    client.post(invited.path, {"version": version, "choice": "no"})

    invited.refresh_from_db()
    assert invited.state == "declined"


def test_a_secretary_answers_on_behalf_of_the_director(client, invited):
    response = client.post(invited.path + "?vegne=1", yes(answered_by="Kari Lien"), follow=True)

    assert f"Kari Lien på vegne av {invited.person.name}" in text(response)


def test_a_faulty_answer_keeps_what_was_typed(client, invited):
    response = client.post(invited.path, yes(coordinator_name="Mona Lunde", coordinator_email="mona@"))

    assert response.status_code == 422
    assert "Skriv en fullstendig e-postadresse" in text(response)
    assert 'value="Mona Lunde"' in text(response)
    assert not Answer.objects.exists()


def test_an_answer_given_meanwhile_is_not_overwritten(client, invited):
    client.post(invited.path, yes())

    response = client.post(invited.path, {"version": 1, "choice": "no"})

    assert response.status_code == 422
    assert "av deg i et annet vindu eller av noen andre" in text(response)
    assert Participation.objects.get().state == "signed_up"


def test_after_the_deadline_there_is_a_clear_page(client, invited):
    with time_machine.travel(invited.closes_at + timedelta(days=1)):
        got, posted = client.get(invited.path), client.post(invited.path, yes())

    assert (got.status_code, posted.status_code) == (410, 410)
    assert "Påmeldingen er stengt" in text(got) and "absolutt.innlandet@example.no" in text(got)
    assert not Answer.objects.exists()


def test_after_the_deadline_she_still_sees_what_the_municipality_answered(client, invited):
    client.post(invited.path, yes())

    with time_machine.travel(invited.closes_at + timedelta(days=1)):
        page = text(client.get(invited.path))

    assert "er påmeldt" in page and "Svaret kan ikke lenger endres her" in page


def test_a_second_tap_is_no_conflict(client, invited):
    first, second = client.post(invited.path, yes()), client.post(invited.path, yes())

    assert (first.status_code, second.status_code) == (302, 302)
    assert Answer.objects.count() == 1


def test_the_page_shows_what_was_answered_whole(client, invited):
    said = yes(coordinator_name="Mona Lunde", coordinator_email="mona@example.no", invoice_reference="PO 4711")
    page = text(client.post(invited.path, said, follow=True))

    assert "Koordinator: Mona Lunde, mona@example.no." in page
    assert "PO 4711" in page


def test_somebody_whose_answer_was_refused_is_told_so(client):
    participation = factories.invited()
    stranger = factories.PersonFactory(email="kari@annet.example.no")
    given = answer(
        participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=participation.version)
    )
    settle_waiting(given=given, accept=False, by=Actor(user=factories.UserFactory()))

    page = text(client.get(f"/svar/{signup_links.issue(participation, stranger)}/"))

    assert "Svaret ditt ble ikke godkjent" in page


def test_a_dead_link_says_why_and_what_to_do(client, invited):
    signup_links.revoke(invited, invited.person)

    assert "trukket tilbake" in text(client.get(invited.path))
    assert client.get(invited.path).status_code == 410
    assert "Adressen er ikke riktig" in text(client.get("/svar/noe-annet/"))


def test_the_page_speaks_the_municipalitys_norm_unless_she_chooses(client, invited):
    invited.organisation.written_norm = "nn"
    invited.organisation.save()

    assert '<html lang="nn"' in text(client.get(invited.path))
    client.post("/malform/", {"language": "nb", "next": invited.path})
    assert '<html lang="nb"' in text(client.get(invited.path))


def test_many_tries_from_one_place_are_stopped(client, invited):
    statuses = [client.post(invited.path, {"version": 1}).status_code for _ in range(61)]

    assert statuses[-1] == 429


def public(participation, step=""):
    return f"/pamelding/{participation.programme.key}/{participation.organisation.organisation_number}/{step}"


def say_who(client, participation, email="kari@kommune.example.no"):
    said = {"name": "Kari Lien", "role": "rådgiver", "email": email}
    return client.post(public(participation), said)


def code_in(message):
    return re.search(r"\b\d{6}\b", message.subject).group(0)


def test_the_public_way_in_says_who_confirms_by_code_and_answers(client):
    participation = factories.invited()

    say_who(client, participation)
    page = client.post(public(participation, "kode/"), {"code": code_in(mail.outbox[0])}, follow=True)
    client.post(page.redirect_chain[-1][0], yes())

    given = Answer.objects.get()
    assert (given.person.name, given.role, given.status) == ("Kari Lien", "rådgiver", "accepted")
    assert Participation.objects.get().state == "signed_up"


def test_an_answer_from_outside_waits_and_the_answerer_is_told(client):
    participation = factories.invited()
    say_who(client, participation, "kari@annet.example.no")
    page = client.post(public(participation, "kode/"), {"code": code_in(mail.outbox[0])}, follow=True)

    told = client.post(page.redirect_chain[-1][0], yes(), follow=True)

    assert Answer.objects.get().status == "waiting"
    assert "Svaret venter på rådgiveren" in text(told)


def test_a_wrong_code_opens_nothing_and_five_are_enough(client):
    participation = factories.invited()
    say_who(client, participation)
    right = code_in(mail.outbox[0])
    wrong = "111111" if right != "111111" else "222222"

    pages = [text(client.post(public(participation, "kode/"), {"code": wrong})) for _ in range(5)]
    sixth = text(client.post(public(participation, "kode/"), {"code": right}))

    assert "Koden stemmer ikke" in pages[0]
    assert "For mange forsøk" in sixth
    assert not Person.objects.exists()


def test_a_code_dies_after_a_quarter_of_an_hour(client):
    participation = factories.invited()
    say_who(client, participation)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        response = client.post(public(participation, "kode/"), {"code": code_in(mail.outbox[0])})

    assert response.url == public(participation)
    assert not Person.objects.exists()


def test_the_code_is_not_kept_readable(client):
    participation = factories.invited()
    say_who(client, participation)

    assert code_in(mail.outbox[0]) not in str(dict(client.session))


def test_a_stranger_cannot_have_many_codes_sent(client):
    participation = factories.invited()

    for _ in range(6):
        response = say_who(client, participation)

    assert len(mail.outbox) == 5
    assert "Vent en time" in text(response)


def test_a_code_for_one_municipality_does_not_open_another(client):
    first = factories.invited()
    second = factories.invited(programme=first.programme)
    say_who(client, first)

    response = client.post(public(second, "kode/"), {"code": code_in(mail.outbox[0])})

    assert response.url == public(second)


def test_the_public_page_is_closed_after_the_deadline_and_unknown_for_an_archive(client):
    participation = factories.invited()
    archived = factories.invited(programme=factories.ProgrammeFactory(state="archived"))

    with time_machine.travel(participation.closes_at + timedelta(days=1)):
        assert client.get(public(participation)).status_code == 410
    assert client.get(public(archived)).status_code == 404


def test_a_municipality_that_is_not_invited_has_no_public_page(client):
    assert client.get(public(factories.ParticipationFactory())).status_code == 404


def test_a_stranger_sees_nothing_of_what_others_have_said(client):
    participation = factories.invited()
    director = factories.with_director(participation)
    said = SignUp(
        choice="yes", version=1, coordinator_name="Mona Lunde", coordinator_email="mona@example.no",
        invoice_reference="PO 4711",
    )  # fmt: skip
    answer(participation=participation, person=director, sign_up=said)
    say_who(client, participation, "kari@annet.example.no")

    page = client.post(public(participation, "kode/"), {"code": code_in(mail.outbox[0])}, follow=True)
    page = text(client.get(page.redirect_chain[-1][0] + "?endre=1"))

    for secret in ("Mona Lunde", "mona@example.no", "PO 4711", director.name):
        assert secret not in page


def test_the_director_is_not_told_that_somebody_elses_answer_is_hers(client, invited):
    stranger = factories.PersonFactory(email="x@annet.example.no")
    answer(participation=invited, person=stranger, sign_up=SignUp(choice="no", version=1))

    page = text(client.get(invited.path))

    assert "Svaret venter på rådgiveren" not in page
    assert "Send svaret" in page


def test_what_is_written_on_behalf_of_the_director_stays_on_one_line(client, invited):
    client.post(invited.path + "?vegne=1", yes(answered_by="KS\r\n\r\nLogg inn her"))

    assert Answer.objects.get().answered_by == "KS Logg inn her"


def test_a_name_with_the_address_of_a_page_in_it_is_refused(client, invited):
    response = client.post(invited.path + "?vegne=1", yes(answered_by="Logg inn: https://evil.example.com"))

    assert response.status_code == 422 and "Skriv uten nettadresser" in response.content.decode()


@pytest.mark.parametrize("path", ["/pamelding/x/%00/", "/program/%00/", "/svar/%00/", "/demo/postkasse/%00/"])
def test_odd_addresses_are_not_found_or_gone_and_never_a_crash(client, path):
    client.force_login(factories.adviser())

    assert client.get(path).status_code in (404, 410)


@pytest.mark.parametrize("choice", ["no", "undecided"])
def test_a_yes_that_is_changed_leaves_the_coordinators_name_as_a_proposal_for_a_new_yes(client, invited, choice):
    client.post(invited.path, yes(coordinator_name="Mona Dalen", coordinator_email="mona@example.no"))
    version = client.get(invited.path + "?endre").context["form"]["version"].value()
    client.post(invited.path, {"version": version, "choice": choice})
    invited.refresh_from_db()

    page = text(client.get(invited.path + "?endre"))

    assert invited.state != "signed_up" and invited.coordinator is None
    assert 'value="Mona Dalen"' in page and 'value="mona@example.no"' in page
