"""The whole register, found by what a body is or was called or numbered."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities import search
from municipalities.models import Designation
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, IN_2022 = date(2027, 1, 1), date(2022, 1, 1)


def found(query, day=TODAY):
    return [hit.full_name for hit in search.find(query, day)]


@pytest.mark.parametrize("query", ["østre toten", "OSTRE TOTEN", "Ostre-Toten kommune", "toten østre", "3442"])
def test_a_municipality_is_found_however_it_is_spelled(register, query):
    assert found(query) == ["Østre Toten kommune"]


def test_a_sami_name_and_an_organisation_number_find_it_too(register):
    assert found("guovdageaidnu") == ["Kautokeino kommune"]
    assert found("964 949 204") == found("964949204") and len(found("964949204")) == 1


def test_an_old_number_or_name_finds_what_it_has_become_and_says_so(db):
    row = factories.OrganisationFactory(name="Hamar")
    row.designations.update(number="3403")
    Designation.objects.create(
        organisation=row, number="0403", name="Storhamar", county_number="04", county_name="Hedmark",
        valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31),
    )  # fmt: skip

    for query in ("0403", "storhamar"):
        (hit,) = search.find(query, TODAY)
        assert (hit.full_name, hit.number, hit.was) == ("Hamar kommune", "3403", "0403 Storhamar")


def test_a_body_that_has_ended_is_found_and_says_when_it_ended(register):
    now = {hit.number: hit.ended for hit in search.find("ålesund", TODAY)}
    then = {hit.number: hit.ended for hit in search.find("ålesund", IN_2022)}

    assert now == {"1507": date(2023, 12, 31), "1508": None}
    assert then["1507"] is None


def test_a_county_municipality_has_its_full_name(register):
    assert "Innlandet fylkeskommune" in found("innlandet")


@pytest.mark.parametrize("query", ["", "  ", "kommune", "finnes ikke", "99999", "\0"])
def test_what_finds_nothing_is_no_fault(register, query):
    assert found(query) == []


def test_a_wide_search_stops_at_twenty_and_costs_one_query(register):
    with CaptureQueriesContext(connection) as counted:
        assert len(found("a")) == search.MOST

    assert len(counted) == 1
