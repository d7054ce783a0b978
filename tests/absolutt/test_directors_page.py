"""The list of directors that an adviser pastes: looked over before it is saved."""

import re

import pytest

from municipalities.models import Holding
from tests import factories
from tests.absolutt.organisations import path_of
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


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


def test_what_is_left_of_a_list_never_replaces_whom_it_just_named(client):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Hamar"))
    path = f"/program/{programme.key}/kommunedirektorer/"
    lines = "Hamar;Kari Lien;kari@example.no\nHamar;Dobbel Person;dobbel@example.no"
    said = "Hamar står også i linje 1, som er lagret. Ta bort denne linja, eller rett navnet på kommunens side."
    shown = re.findall(r'name="seen" value="([0-9:]+)"', text(client.post(path, {"text": lines, "act": "preview"})))

    response = client.post(path, {"text": lines, "act": "save", "seen": shown})

    for act in ("preview", "save"):
        left, saved = response.context["text"], re.findall(r'name="saved" value="([0-9:]+)"', text(response))
        assert left == "Hamar;Dobbel Person;dobbel@example.no" and said in text(response)
        response = client.post(path, {"text": left, "act": act, "saved": saved, "seen": shown})
    assert said in text(response) and Holding.objects.get().person.name == "Kari Lien"


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
