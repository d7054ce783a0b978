from datetime import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.fields import HoursField, read_hours, write_hours
from gatherings.models import Hours

TEN_TO_THREE = Hours(time(10), time(15))


@pytest.mark.parametrize(
    "text",
    ["10–15", "10-15", "10.00–15.00", "10:00 - 15:00", "kl. 10.00–15.00", "kl 10 - 15", "fra 10 til 15",
     "fra kl. 10 til kl. 15", "1000-1500", "Kl. 10.00 – kl. 15.00", " 10 — 15 "],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text):
    assert read_hours(text) == TEN_TO_THREE


def test_a_start_alone_is_enough():
    assert read_hours("9.30") == read_hours("kl. 930") == Hours(time(9, 30))


@pytest.mark.parametrize("text", ["etter lunsj", "10", "10-15-16", "10 15", "ti til tre", "-15"])
def test_words_that_are_no_hours_are_not_guessed_at(text):
    expected = Hours(time(10)) if text == "10" else None
    assert read_hours(text) == expected


@pytest.mark.parametrize("text", ["25", "10.61", "15–10", "10–10"])
def test_hours_that_cannot_be_say_so(text):
    with pytest.raises(ValidationError) as fault:
        HoursField(required=False).clean(text)

    assert fault.value.messages == [
        "Skriv et klokkeslett som finnes, med slutten etter starten, for eksempel 10.00–15.00"
    ]


def test_words_say_how_to_write():
    with pytest.raises(ValidationError) as fault:
        HoursField(required=False).clean("etter lunsj")

    assert fault.value.messages == ["Skriv klokkeslettet slik: 10.00–15.00"]


def test_nothing_is_nothing():
    assert HoursField(required=False).clean("  ") is None


@settings(deadline=None)
@given(st.times(), st.times())
def test_what_is_written_is_read_back(one, other):
    start, end = sorted(clock.replace(second=0, microsecond=0) for clock in (one, other))
    hours = Hours(start, end if end > start else None)

    assert read_hours(write_hours(hours)) == hours
