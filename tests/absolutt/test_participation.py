"""The organisation's page: what its adviser may do there, and when."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from municipalities import place_actions
from municipalities.actions import SignUp, answer
from municipalities.models import Answer, Participation
from programmes.models import Programme
from tests import factories
from tests.municipalities import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def path_of(participation, act=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{act}"


def with_a_waiting_answer():
    participation = factories.invited()
    stranger = factories.PersonFactory(email="x@annet.example.no")
    return answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))


def test_for_one_that_is_held_outside_the_page_says_what_comes_first_and_keeps_what_was_typed(client):
    participation = factories.ParticipationFactory(
        state="left_out", organisation=factories.OrganisationFactory(name="Lom")
    )  # fmt: skip
    data = {"version": 1, "choice": "yes", "via": "telephone", "said_by": "Kari", "reason": "Ringte i dag"}
    said = "Lom kommune holdes utenfor. Ta kommunen inn igjen først."

    page = text(client.get(path_of(participation)))
    response = client.post(path_of(participation, "svar/"), {f"answer-{key}": value for key, value in data.items()})

    assert said in page and "Registrer svaret" not in page
    assert response.status_code == 422 and said in text(response) and "Ringte i dag" in text(response)
    assert Participation.objects.get().state == "left_out"


@pytest.mark.parametrize("state", ["waiting", "signed_up"])
@pytest.mark.parametrize("accept", ["yes", "no"])
def test_an_answer_that_waited_when_the_programme_was_archived_is_not_settled_any_more(client, accept, state):
    given = with_a_waiting_answer()
    Participation.objects.update(state=state)
    Programme.objects.update(state="archived", letters_from=None)

    page = text(client.get(path_of(given.participation)))
    said = text(client.post(path_of(given.participation, f"ventende/{given.pk}/"), {"accept": accept}, follow=True))

    given.refresh_from_db()
    assert "Venter på rådgiver" in page and "la svaret gjelde" not in page
    assert "Programmet er arkivert og kan ikke endres." in said
    assert given.status == "waiting"


def test_an_answer_that_nobody_is_named_for_begins_with_how_it_came(client):
    participation = factories.ParticipationFactory()
    Answer.objects.create(
        participation=participation, choice="yes", via="email", registered_by=factories.UserFactory(),
        reason="liste.xlsx, rad 2",
    )  # fmt: skip

    page = text(client.get(path_of(participation)))

    assert "<br> E-post, " in page and ". E-post, " not in page.replace("liste.xlsx", "")


def named(participation, choice="yes"):
    return places.says(participation, choice, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")


def facts(client, participation):
    return text(client.get(path_of(participation))).partition('id="facts-title"')[2].partition("</dl>")[0]


def test_a_coordinator_named_by_one_in_line_is_shown_as_proposed(client):
    programme = places.with_places(0)
    row = factories.invited(programme=programme)
    named(row)

    assert "Mona Dalen (foreslått; får tilgang når plassen er tatt)" in facts(client, row)


@pytest.mark.parametrize("choice", ["no", "undecided", "withdraw"])
def test_one_that_no_longer_takes_part_has_no_coordinator(client, choice):
    row = factories.invited(programme=places.with_places(1))
    named(row)
    assert "Mona Dalen" in facts(client, row)

    if choice == "withdraw":
        director = row.seats.get(kind="director").holder.person
        place_actions.withdraw(participation=row, person=director, version=row.version)
    else:
        places.says(row, choice)

    assert "Mona Dalen" not in facts(client, row)


def test_what_is_to_be_kept_comes_as_one_file_and_only_where_there_is_something(client):
    invited, listed = factories.invited(), factories.ParticipationFactory()
    path = path_of(invited, "arkiv.zip")

    response = client.get(path)

    name = re.fullmatch(r'attachment; filename="([a-z0-9_-]+\.zip)"', response["Content-Disposition"]).group(1)
    assert response["Content-Type"] == "application/zip" and name.startswith(f"{invited.programme.key}_kommune-")
    with ZipFile(BytesIO(response.content)) as file:
        assert [row.rpartition(".")[2] for row in file.namelist()] == ["pdf", "xml"]
    assert path in text(client.get(path_of(invited)))
    assert client.get(path_of(listed, "arkiv.zip")).status_code == 404
    assert "arkiv.zip" not in text(client.get(path_of(listed)))
