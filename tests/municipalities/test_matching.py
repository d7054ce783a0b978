"""Whom somebody has written: what they are called now goes before what they were called, and nobody is guessed."""

import pytest

from absolutt.pages.scope import index_of
from municipalities.matching import Index, which_of
from municipalities.models import Organisation, Participation
from tests import factories

pytestmark = pytest.mark.django_db


def index_with(*names, former=()):
    """``former``: (which of them, number, name) of before."""
    programme = factories.OpenProgrammeFactory()
    rows = [
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name=name))
        for name in names
    ]
    before = {}
    for which, number, name in former:
        before.setdefault(rows[which].organisation_id, []).append((number, name, ""))
    return Index(Participation.objects.filter(programme=programme).for_list(programme.day_for_names), before)


def names_of(rows):
    return [row.shown_name for row in rows]


def test_what_two_were_called_before_names_neither():
    index = index_with("Haram", "Ålesund", former=[(0, "1507", "Gamle Ålesund"), (1, "1507", "Gamle Ålesund")])

    assert index.find("1507") is None and index.find("Gamle Ålesund") is None
    assert which_of("1507", index.candidates("1507")) == "«1507» kan være Haram eller Ålesund. Skriv navnet."


def test_what_somebody_is_called_now_goes_before_what_another_was_called():
    index = index_with("Haram", "Ålesund", former=[(0, "1507", "Ålesund"), (1, "1507", "Ålesund")])

    assert index.find("Ålesund").shown_name == "Ålesund"
    assert index.find("alesund kommune").shown_name == "Ålesund"


def test_two_of_the_same_name_are_told_apart_by_their_numbers():
    index = index_with("Våler", "Hamar", "Våler")
    first, second = index.candidates("våler kommune")

    assert index.find("Våler") is None
    assert {index.find(row.shown_number) for row in (first, second)} == {first, second}
    assert which_of("Våler", [first, second]) == (
        f"«Våler» kan være Våler ({first.shown_number}) eller Våler ({second.shown_number}). Skriv kommunenummeret."
    )


def test_one_that_was_called_the_same_twice_is_one():
    index = index_with("Hamar", former=[(0, "0403", "Hamar"), (0, "0403", "Hamar by"), (0, "3403", "Hamar")])

    assert index.find("403").shown_name == index.find("0403").shown_name == "Hamar"


def test_a_name_that_is_almost_one_that_two_had_asks_about_both():
    index = index_with("Haram", "Ålesund", former=[(0, "1507", "Storborgund"), (1, "1507", "Storborgund")])

    assert index.nearest("Storborgun") == "Haram eller Ålesund"


@pytest.mark.parametrize("text", ["", " ", "kommune", "123", "½"])
def test_what_names_nobody_finds_nobody(text):
    assert index_with("Hamar").candidates(text) == []


def test_a_number_of_before_the_parting_is_not_settled_by_the_alphabet(register):
    programme = factories.OpenProgrammeFactory()
    for name in ("Haram", "Ålesund"):
        organisation = Organisation.objects.get(designations__name=name, designations__valid_to=None)
        factories.ParticipationFactory(programme=programme, organisation=organisation)

    index = index_of(programme)

    assert names_of(index.candidates("1507")) == ["Haram", "Ålesund"]
    assert names_of(index.candidates("1508")) == ["Ålesund"]
