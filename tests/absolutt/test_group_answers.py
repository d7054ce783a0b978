"""The coordinator's page: what the whole group answers about a gathering, on one form."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from gatherings.answer_duty import deadline_of
from gatherings.models import Gathering, SeatAnswer
from tests import factories
from tests.gatherings.answers import asked, gathering, group, own, replaced

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def held():
    return gathering(number=2)


@pytest.fixture
def row(held):
    return group(held, "Kari Lien", "Ola Moe", "Liv Berg")


@pytest.fixture
def coordinator(client, row):
    client.force_login(User.objects.get(email="mona.dalen@example.no"))
    return client


def page_of(held, participation):
    return f"{group_page(held, participation)}samling/{held.pk}/"


def group_page(held, participation):
    return f"/program/{held.programme.key}/{participation.organisation.organisation_number}/gruppe/"


def filled(held, participation, **choices):
    """The form with a choice by first name; the others as the page shows them."""
    found = {"version": held.version}
    for seat in asked(held, participation):
        chosen = choices.get(seat.name.split()[0].lower(), next(iter(seat.choices.values()), ""))
        found |= {f"choice_{seat.seat}_0": chosen, f"seen_{seat.seat}": seat.newest, f"holder_{seat.seat}": seat.person}
        if chosen == "deputy":
            found |= {f"name_{seat.seat}": "Siv Rud", f"email_{seat.seat}": "siv.rud@example.no"}
    return found


def holding():
    return {row.seat.name: (row.choice, row.via) for row in SeatAnswer.objects.holding().select_related("seat")}


def test_the_coordinator_answers_for_several_on_one_form_and_those_left_out_stay_unanswered(coordinator, held, row):
    response = coordinator.post(
        page_of(held, row), filled(held, row, kari="comes", ola="deputy", mona="cannot"), follow=True
    )

    assert holding() == {
        "kari": ("comes", "coordinator"), "ola": ("deputy", "coordinator"), "Koordinator": ("cannot", "signed_in"),
    }  # fmt: skip
    assert "Svarene er lagret." in text(response) and "2 av 4 kommer, 1 har ikke svart" in text(response)


def test_who_has_not_answered_is_the_first_to_see(coordinator, held, row):
    own(held, row, "comes")

    rows = coordinator.get(page_of(held, row)).context["rows"]

    assert [each["name"] for each in rows] == ["Ola Moe", "Liv Berg", "Mona Dalen", "Kari Lien"]


def test_saving_the_page_as_it_is_changes_nothing(coordinator, held, row):
    own(held, row, "comes")

    response = coordinator.post(page_of(held, row), filled(held, row), follow=True)

    assert "Ingenting er endret." in text(response) and SeatAnswer.objects.count() == 1


def test_nobody_is_answered_for_over_what_she_has_answered_herself_meanwhile(coordinator, held, row):
    said = filled(held, row, kari="cannot", ola="comes")
    own(held, row, "comes")

    response = coordinator.post(page_of(held, row), said)

    assert response.status_code == 422 and "Dette er endret etter at du åpnet siden" in text(response)
    assert holding() == {"kari": ("comes", "link")}  # Ola's was not saved either: the whole page is looked over


def test_what_was_chosen_for_who_has_left_her_seat_is_not_taken_for_the_new_one(coordinator, held, row):
    said = filled(held, row, kari="comes", ola="cannot")
    replaced(row, "Kari Lien", "Nils Aas")

    response = coordinator.post(page_of(held, row), said)

    shown = {each["name"]: each["choices"][0].value() for each in response.context["answer_rows"]}
    assert response.status_code == 422 and not SeatAnswer.objects.exists()
    assert (shown["Nils Aas"], shown["Ola Moe"]) == ("", "cannot")


def test_a_deputy_without_an_address_is_asked_for_and_the_fault_stands_by_the_field(coordinator, held, row):
    said = filled(held, row, ola="deputy")
    said = {key: value for key, value in said.items() if not key.startswith("email")}

    response = coordinator.post(page_of(held, row), said)

    assert response.status_code == 422 and "Skriv e-postadressen til varaen" in text(response)
    assert not SeatAnswer.objects.exists()


def test_an_earlier_holders_answer_is_shown_as_a_question_and_not_filled_in(coordinator, held, row):
    own(held, row, "comes")
    replaced(row, "Kari Lien", "Nils Aas")

    response = coordinator.get(page_of(held, row))

    assert "Den som hadde plassen før, svarte «Kommer». Nå må Nils Aas svare." in text(response)
    assert "selected" not in text(response).replace('value="" selected', "")


def test_after_the_deadline_the_coordinator_is_told_whom_to_ask_and_the_adviser_still_writes(client, held, row):
    midnight = timezone.make_aware(datetime.combine(deadline_of(held) + timedelta(days=1), time.min))
    said = filled(held, row, kari="comes")

    with time_machine.travel(midnight, tick=False):
        client.force_login(User.objects.get(email="mona.dalen@example.no"))
        hers, refused = text(client.get(page_of(held, row))), client.post(page_of(held, row), said)
        client.force_login(factories.adviser("KS Innlandet"))
        advisers = text(client.get(page_of(held, row)))
        client.post(page_of(held, row), said)

    assert "skriver du til rådgiveren i KS" in hers and "<select" not in hers
    assert refused.status_code == 422
    assert "Du kan fortsatt skrive inn svar" in advisers
    assert holding() == {"kari": ("comes", "adviser")}


def test_more_than_there_are_places_for_is_said_and_not_refused(coordinator, held, row):
    Gathering.objects.filter(pk=held.pk).update(places_per_organisation=2)

    coordinator.post(page_of(held, row), filled(held, row, kari="comes", ola="comes", liv="deputy"))
    page = text(coordinator.get(page_of(held, row)))

    assert "Hver kommune har 2 plasser, og 3 kommer." in page
    assert len(holding()) == 3


def test_who_answered_when_and_how_stays_to_be_seen(coordinator, held, row):
    own(held, row, "comes")
    coordinator.post(page_of(held, row), filled(held, row, kari="deputy"))

    page = text(coordinator.get(page_of(held, row)))

    assert "Kari: Kommer. Kari Lien, egen lenke," in page and "Erstattet av et nyere svar." in page
    assert "Kari: Sender vara (Siv Rud). Mona Dalen, koordinatoren," in page


def test_the_groups_page_leads_there_from_what_waits_and_from_the_gatherings(coordinator, held, row):
    own(held, row, "comes")

    page = text(coordinator.get(group_page(held, row)))

    assert f'href="{page_of(held, row)}">Svar på fellessamling 2</a>' in page
    assert "1 av 4 kommer, 3 har ikke svart" in page and "Hvem som kommer på samlingene" in page


def test_a_group_without_names_is_told_what_will_come(client, held):
    empty = factories.signed_up(programme=held.programme)
    client.force_login(factories.adviser("KS Innlandet"))

    assert "Ingen i gruppa har navn ennå." in text(client.get(page_of(held, empty)))
    assert "Hvem som kommer på samlingene" not in text(client.get(group_page(held, empty)))


def test_what_nobody_answers_about_has_no_page(coordinator, held, row):
    other = gathering(held.programme, kind="coordinator_gathering", number=1)
    undecided = gathering(held.programme, number=9)
    Gathering.objects.filter(pk=undecided.pk).update(precision="month", days=None)

    assert [coordinator.get(page_of(one, row)).status_code for one in (other, undecided)] == [404, 404]


def test_an_archived_programme_shows_the_answers_and_takes_none(client, held, row):
    own(held, row, "comes")
    said = filled(held, row, ola="comes")
    type(held.programme).objects.update(state="archived", letters_from=None)
    client.force_login(factories.adviser("KS Innlandet"))

    page, posted = text(client.get(page_of(held, row))), client.post(page_of(held, row), said)

    assert "<select" not in page and "Kommer" in page
    assert posted.status_code == 422 and SeatAnswer.objects.count() == 1


def test_it_costs_the_same_few_queries_however_large_the_group_is(client, held, row, django_assert_max_num_queries):
    beside = group(held, *(f"Person {number}" for number in range(12)), coordinator="")
    own(held, beside, "comes", name="Person 3")
    client.force_login(factories.adviser("KS Innlandet"))

    for participation in (row, beside):
        client.get(page_of(held, participation))
        with django_assert_max_num_queries(16):
            client.get(page_of(held, participation))
