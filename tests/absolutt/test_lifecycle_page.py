"""The page of a programme's state, and its two buttons."""

import pytest
from django.urls import reverse

from programmes.models import Adviser, Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = factories.OpenProgrammeFactory(letters_from=None, state="sketch")
    factories.ParticipationFactory(programme=programme)
    return programme


@pytest.fixture
def reader(client):
    user = factories.adviser("KS Innlandet")
    client.force_login(user)
    client.user = user
    return client


def page(client, programme):
    return client.get(reverse("lifecycle", args=[programme.key])).content.decode()


def press(client, name, programme, **data):
    return client.post(reverse(name, args=[programme.key]), {"version": programme.version, **data}, follow=True)


def test_the_page_shows_every_state_and_the_next_step(reader, programme):
    text = page(reader, programme)

    assert all(str(state.label) in text for state in Programme.State)
    assert "Neste steg: Kunngjør programmet" in text and "Ta tilbake" not in text


def test_the_button_takes_the_step_and_says_so(reader, programme):
    response = press(reader, "take_step", programme, to="announced")

    assert "Programmet er kunngjort." in response.content.decode()
    assert "Gjør om til skisse igjen" in response.content.decode()


def test_a_step_that_lacks_something_has_words_and_no_button(reader, programme):
    Programme.objects.update(contact_email="")

    text = page(reader, programme)

    assert "Kan ikke kunngjøres: kontaktadresse mangler." in text
    assert reverse("take_step", args=[programme.key]) not in text


def test_a_step_that_began_to_lack_something_is_refused_in_words(reader, programme):
    Programme.objects.update(contact_email="")

    response = press(reader, "take_step", programme, to="announced")

    assert "Kan ikke kunngjøres: kontaktadresse mangler." in response.content.decode()
    assert Programme.objects.get().state == "sketch"


def test_a_step_is_taken_back_by_its_button(reader, programme):
    press(reader, "take_step", programme, to="announced")

    response = press(reader, "step_back", Programme.objects.get())

    assert "Steget er tatt tilbake." in response.content.decode()
    assert Programme.objects.get().state == "sketch"


def test_whoever_comes_second_is_told_and_changes_nothing(reader, programme):
    press(reader, "take_step", programme, to="announced")

    response = press(reader, "take_step", programme, to="announced")

    assert "Dette er endret etter at du åpnet siden" in response.content.decode()
    assert Programme.objects.get().state == "announced"


def test_a_process_adviser_reads_and_has_no_button(reader, programme):
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    text = page(reader, programme)

    assert "Neste steg" in text and reverse("take_step", args=[programme.key]) not in text
    assert press(reader, "take_step", programme, to="announced").status_code == 403
