"""What an adviser fills in on the page of an organisation."""

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from municipalities.actions import SignUp, answer
from municipalities.models import Holding
from tests import factories
from tests.absolutt.organisations import path_of
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def test_an_archive_is_not_changed(client):
    participation = factories.ParticipationFactory(programme=factories.ProgrammeFactory(state="archived"))
    data = {"director-version": 1, "director-name": "Kari", "director-email": "k@example.no"}

    response = client.post(path_of(participation, "kommunedirektor/"), data)

    assert "Programmet er arkivert" in text(response)
    assert not Holding.objects.exists()


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


def test_the_preview_is_a_pdf_with_a_dead_specimen_link(client):
    participation = factories.ParticipationFactory()
    factories.with_director(participation)

    response = client.get(path_of(participation, "invitasjon.pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"
    assert not JournalEntry.objects.exists()
