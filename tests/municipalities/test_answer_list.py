"""A spreadsheet of sign-ups: what each row says."""

from datetime import date

import pytest
import time_machine

from absolutt.pages.scope import index_of
from accounts.journal import Actor
from municipalities import list_actions
from municipalities.answer_list import Row, understand
from municipalities.models import Organisation, Participation
from tests import factories

pytestmark = pytest.mark.django_db
State = Participation.State


@pytest.fixture
def index():
    programme = factories.OpenProgrammeFactory()
    for name in ("Hamar", "Østre Toten", "Vågå", "Snåsa"):
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name=name))
    return index_of(programme)


def read(index, **values):
    (row,) = understand([Row(2, {"choice": "ja", **values})], index)
    return row


@pytest.mark.parametrize("written", ["Østre Toten", "ostre toten", "OSTRE TOTEN KOMMUNE", "Østre-Toten"])
def test_a_municipality_is_found_however_it_is_spelled(index, written):
    assert read(index, organisation=written).participation.shown_name == "Østre Toten"


def test_a_municipality_is_found_by_its_numbers_with_and_without_the_first_nought(index):
    hamar = next(row for row in index.rows if row.shown_name == "Hamar")

    numbers = [hamar.shown_number, hamar.shown_number.lstrip("0"), hamar.organisation.organisation_number]

    assert {read(index, number=number).participation for number in numbers} == {hamar}


@pytest.fixture
def registered(register):
    programme = factories.OpenProgrammeFactory()
    for name in ("Hamar", "Østre Toten", "Vågå", "Snåsa"):
        organisation = Organisation.objects.get(designations__name=name, designations__valid_to=None)
        factories.ParticipationFactory(programme=programme, organisation=organisation)
    return index_of(programme)


@pytest.mark.parametrize("written", [
    "Hamar / Østre Toten", "Hamar/Vågå", "Hamar / Bergen", "Hamar / Vaga", "Hamar / 9999", "Hamar / a / b / c",
])  # fmt: skip
def test_two_municipalities_in_one_cell_are_none(registered, written):
    assert read(registered, organisation=written).participation is None


@pytest.mark.parametrize("written", ["Snåsa / Snåase", "Snåase - Snåsa", "SNASA/Snaase", "Snåsa / Åarjel Snåese"])
def test_a_municipality_is_found_by_both_its_names_in_one_cell(registered, written):
    assert read(registered, organisation=written).participation.shown_name == "Snåsa"


def test_a_name_that_is_gone_is_asked_about_in_words(index):
    said = read(index, organisation="Ballangen").problem

    assert said == (
        "«Ballangen» står ikke på lista over hvem dere inviterer. Skriv navnet eller kommunenummeret kommunen har nå, "
        "eller sett raden til side. Navn fra før 2020 kjenner vi ikke."
    )


@pytest.fixture
def two_of_the_same_name():
    programme = factories.OpenProgrammeFactory()
    for name in ("Våler", "Hamar", "Våler"):
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name=name))
    return index_of(programme)


def test_a_name_that_two_have_is_asked_about_and_a_number_beside_it_answers(two_of_the_same_name):
    index = two_of_the_same_name
    first, second = (row for row in index.rows if row.shown_name == "Våler")

    asked = read(index, organisation="Våler")

    assert asked.participation is None and not asked.is_good
    assert asked.problem == (
        f"«Våler» kan være Våler ({first.shown_number}) eller Våler ({second.shown_number}). Skriv kommunenummeret."
    )
    assert read(index, organisation="Våler", number=second.shown_number).participation == second
    assert read(index, organisation=first.shown_number).participation == first
    assert "hører ikke til samme kommune" in read(index, organisation="Våler", number="9999").problem


def test_names_and_numbers_of_before_are_known(programmes):
    index = index_of(programmes["more-og-romsdal-2020"])

    assert index.find("1507").shown_name == "Ålesund"
    assert index.find("Møre og Romsdal fylkeskommune").organisation.is_county
    assert index.find("More og Romsdal fylkeskommune").organisation.is_county


@pytest.mark.parametrize(("values", "said"), [
    ({"organisation": "Hamr"}, "Mente du Hamar?"),
    ({"organisation": "Bergen"}, "«Bergen» står ikke på lista"),
    ({}, "Kommunen mangler"),
    ({"organisation": "Hamar", "choice": ""}, "Svaret mangler"),
    ({"organisation": "Hamar", "choice": "tja"}, "Vi forstår ikke svaret «tja»"),
    ({"organisation": "Hamar", "number": "9999"}, "hører ikke til samme kommune"),
    ({"organisation": "Hamar", "email": "kari@"}, "E-postadressen «kari@» er ikke fullstendig"),
    ({"organisation": "Hamar", "said_by": "x" * 121}, "«Hvem svarte» er for lang. Bruk høyst 120 tegn"),
])  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_with_what_to_do(index, values, said):
    row = read(index, **values)

    assert said in row.problem and not row.is_good


@pytest.mark.parametrize(("written", "came"), [
    ("3. november 2026", date(2026, 11, 3)),
    ("2026-11-03 13:45:00", date(2026, 11, 3)),
    ("26.11.26", date(2026, 11, 26)),
    ("uke 43 2026", date(2026, 10, 25)),
    ("november 2026", date(2026, 11, 26)),  # it has come already, whichever day it was
    ("", date(2026, 11, 26)),
])  # fmt: skip
@time_machine.travel("2026-11-26T12:00:00+01:00")
def test_the_day_of_an_answer_is_as_precise_as_it_is_written(written, came):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Hamar"))

    row = read(index_of(programme), organisation="Hamar", date=written)

    assert (row.problem, row.came_by(date(2026, 11, 26))) == ("", came)


@pytest.mark.parametrize(("written", "said"), [
    ("31.02.2026", "Dagen «31.02.2026» finnes ikke. Rett datoen."),
    ("1.1.2030", "Svaret kan ikke ha kommet 1.1.2030, som ikke har vært ennå. Rett dagen, eller ta den bort."),
    ("12. november", "Hvilket år? Skriv året også, for eksempel «12.\xa0november 2026»."),
    ("i går", "Vi forstår ikke dagen «i går». Skriv den som 5. februar 2026, eller ta den bort."),
    ("etter 3. mai 2026", "Vi forstår ikke dagen «etter 3. mai 2026»."),
    ("ikke satt", "Vi forstår ikke dagen «ikke satt»."),
    ("digital", "Vi forstår ikke dagen «digital»."),
])  # fmt: skip
@time_machine.travel("2026-11-26T12:00:00+01:00")
def test_a_day_on_which_no_answer_can_have_come_is_a_fault_of_its_row(index, written, said):
    row = read(index, organisation="Hamar", date=written)

    assert said in row.problem and (row.faulty, row.came) == ("date", None)


def test_a_municipality_that_stands_twice_is_asked_about(index):
    first, second = understand(
        [Row(2, {"organisation": "Hamar", "choice": "ja"}), Row(5, {"organisation": "Hamar", "choice": "nei"})], index
    )

    assert first.is_good
    assert second.problem == "Hamar står også i rad 2. Sett den ene til side."


def test_a_row_that_is_set_aside_has_no_problem_and_makes_room_for_the_other(index):
    first, second = understand(
        [Row(2, {"organisation": "Hamar"}, set_aside=True), Row(5, {"organisation": "Hamar", "choice": "nei"})], index
    )

    assert (first.problem, first.is_good, second.is_good) == ("", False, True)


@pytest.mark.parametrize(("state", "said"), [
    (State.SIGNED_UP, "har svart før: påmeldt"),
    (State.DECLINED, "har svart før: takket nei"),
    (State.WAITING, "har svart før: venter på godkjenning"),
])  # fmt: skip
def test_an_answer_that_counts_is_never_overwritten_from_a_sheet(index, state, said):
    hamar = next(row for row in index.rows if row.shown_name == "Hamar")
    hamar.state = state

    assert said in read(index, organisation="Hamar").problem


def test_one_that_is_held_outside_is_known_and_not_registered():
    programme = factories.OpenProgrammeFactory()
    hamar = factories.ParticipationFactory(
        programme=programme, organisation=factories.OrganisationFactory(name="Hamar")
    )
    list_actions.leave_out(participations=[hamar], reason="Går med Ringsaker", by=Actor(user=factories.UserFactory()))

    said = "Hamar holdes utenfor. Ta kommunen med igjen, eller sett raden til side."
    assert read(index_of(programme), organisation="Hamar").problem == said
