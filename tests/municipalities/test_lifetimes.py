"""What happens to a body while a programme lasts, in words."""

from datetime import date

import pytest
from django.utils import translation

from municipalities import lifetimes
from municipalities.models import Designation, Organisation
from tests import factories

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2023, 8, 1), date(2025, 6, 30)


def said(organisation, first=FIRST, last=LAST):
    return [sentence.replace("\u00a0", " ") for sentence in lifetimes.changes(organisation, first, last)]


def named(name, **kwargs):
    return factories.OrganisationFactory(name=name, **kwargs)


def test_nothing_is_said_of_a_body_to_which_nothing_happens():
    assert said(named("Hamar")) == []


def test_a_body_that_is_divided_and_those_it_becomes(register):
    old = Organisation.objects.get(designations__number="1507")
    new = Organisation.objects.get(designations__number="1580")

    assert said(old) == ["Blir delt i Haram kommune og Ålesund kommune fra 1. januar 2024."]
    assert said(old, first=date(2024, 8, 1)) == ["Ble delt i Haram kommune og Ålesund kommune fra 1. januar 2024."]
    assert said(new) == ["Finnes fra 1. januar 2024. Var før det en del av Ålesund kommune."]


def test_a_body_that_becomes_part_of_another_or_simply_ends():
    merged, gone = named("Lille", valid_to=date(2024, 12, 31)), named("Borte", valid_to=date(2024, 12, 31))
    merged.successors.add(named("Store"))

    assert said(merged) == ["Blir en del av Store kommune fra 1. januar 2025."]
    assert said(gone) == ["Opphører etter 31. desember 2024."]
    assert said(gone, first=date(2025, 1, 1)) == ["Opphørte etter 31. desember 2024."]


def test_a_new_name_number_and_county_are_said_from_their_day():
    row = named("Gamle")
    row.designations.update(number="3001", valid_to=date(2023, 12, 31))
    Designation.objects.create(
        organisation=row, number="3101", name="Nye", county_number="31", county_name="Østfold",
        valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31),
    )  # fmt: skip
    Designation.objects.create(
        organisation=row, number="3199", name="Nye", county_number="31", county_name="Østfold",
        valid_from=date(2025, 1, 1),
    )  # fmt: skip

    assert said(row) == [
        "Heter Nye fra 1. januar 2024.", "Hører til Østfold fra 1. januar 2024.",
        "Får nummer 3199 fra 1. januar 2025.",
    ]  # fmt: skip
    assert said(row, first=date(2025, 1, 1)) == []


def test_it_is_said_in_nynorsk_too():
    with translation.override("nn"):
        assert said(named("Borte", valid_to=date(2024, 12, 31))) == ["Finst til og med 31. desember 2024."]
