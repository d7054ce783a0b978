import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities import names


def test_norwegian_letters_come_last():
    unsorted = ["Åmot", "Østre Toten", "Ærøy", "Alvdal", "Vågå", "Våler"]

    assert sorted(unsorted, key=names.sort_key) == ["Alvdal", "Vågå", "Våler", "Ærøy", "Østre Toten", "Åmot"]


@given(st.text())
def test_a_sort_key_has_only_letters_and_digits_that_every_database_sorts_alike(text):
    key = names.sort_key(text)

    assert all(c.isalnum() for c in key)


@pytest.mark.parametrize("spelling", ["Østre Toten", "ostre toten", "ØSTRE TOTEN kommune", "Østre-Toten"])
def test_a_place_is_found_however_it_is_spelled(spelling):
    assert names.folded(spelling) == "ostre toten"


def test_sami_letters_fold():
    assert names.folded("Snåase") == "snaase"
    assert names.folded("Kárášjohka") == "karasjohka"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [("958935420", True), ("958935421", False), ("95893542", False), ("95893542x", False), ("000000000", True)],
)
def test_organisation_numbers_are_checked_by_modulus_11(digits, valid):
    assert names.organisation_number_is_valid(digits) is valid


@pytest.mark.parametrize(
    ("name", "is_county", "full"),
    [
        ("Ringsaker", False, "Ringsaker kommune"),
        ("Voss", False, "Voss herad"),
        ("Innlandet", True, "Innlandet fylkeskommune"),
        ("Innlandet fylkeskommune", True, "Innlandet fylkeskommune"),
    ],
)
def test_the_full_name_is_what_the_organisation_calls_itself(name, is_county, full):
    assert names.full_name(name, is_county=is_county) == full


def test_what_is_alike_in_a_search_is_not_the_same_human():
    assert names.searched("Aase") == names.searched("Åse")
    assert not names.may_be_the_same("Aase Moen", "Åse Lien")
