from datetime import date

import pytest

from gatherings import undecided
from programmes.when import When
from tests.gatherings.plans import days, gathering, plan, said_by, semester, texts

APRIL = days(date(2027, 4, 27), date(2027, 4, 28))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(), "Fellessamling 2: Dato ikke satt."),
        (When(days=2), "Fellessamling 2: Dato ikke satt."),
        (semester(2027), "Fellessamling 2: Dagen er ikke bestemt, bare høsten 2027."),
        (When("month", date(2027, 4, 1), date(2027, 4, 30), 2),
         "Fellessamling 2: Dagen er ikke bestemt, bare april 2027 (2 dager)."),
        (When("after", date(2027, 4, 2)), "Fellessamling 2: Dagen er ikke bestemt, bare etter 1. april 2027."),
        (When.day(date(2027, 4, 27), tentative=True), "Fellessamling 2: Datoen, 27. april 2027, er foreløpig."),
    ],
)  # fmt: skip
def test_a_date_that_is_no_decided_day_is_told_as_what_it_is(when, said):
    assert said_by(undecided.date_without_a_day, plan(gathering(2, when))) == [said]


def test_a_decided_day_is_not_asked_for():
    assert said_by(undecided.date_without_a_day, plan(gathering(2, APRIL))) == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"form": "undecided"}, "Fellessamling 2: Digital eller fysisk er ikke avklart."),
        ({"form": ""}, "Fellessamling 2: Form ikke oppgitt."),
        ({"form": "physical", "form_tentative": True}, "Fellessamling 2: Formen er foreløpig."),
    ],
)
def test_an_open_form_has_a_day_by_which_it_must_be_decided(form, said):
    (found,) = undecided.form_that_is_open(plan(gathering(2, APRIL, **form)))

    assert texts([found]) == [f"{said} Det må være klart innen 2. mars 2027."]
    assert found.by == date(2027, 3, 2)


def test_a_form_without_a_date_to_count_from_has_no_such_day():
    (found,) = undecided.form_that_is_open(plan(gathering(2, form="undecided")))

    assert (texts([found]), found.by) == (["Fellessamling 2: Digital eller fysisk er ikke avklart."], None)


def test_a_day_that_has_passed_is_told_as_passed():
    late = plan(gathering(2, APRIL, form="undecided"), today=date(2027, 3, 3))

    assert said_by(undecided.form_that_is_open, late)[0].endswith("Det skulle vært klart 2. mars 2027.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (gathering(2, APRIL, form="physical", place=""), "Fellessamling 2: Sted ikke oppgitt."),
        (gathering(2, APRIL, form="digital", place=""), "Fellessamling 2: Lenke ikke oppgitt."),
    ],
)
def test_a_place_or_a_link_is_needed_a_week_before(row, said):
    expected = f"{said} Det må være klart innen 20. april 2027."
    assert said_by(undecided.place_or_link_that_is_missing, plan(row)) == [expected]


@pytest.mark.parametrize(
    "row",
    [
        gathering(2, APRIL, form="physical", place="Hamar"),
        gathering(2, APRIL, form="digital", link="https://example.no/"),
        gathering(2, APRIL, form="undecided", place=""),
        gathering(2, semester(2027), form="physical", place=""),
    ],
)
def test_nobody_asks_for_a_room_before_form_and_day_are_decided(row):
    assert said_by(undecided.place_or_link_that_is_missing, plan(row)) == []


@pytest.mark.parametrize("state", ["sketch", "announced", "open"])
def test_a_programme_that_takes_sign_ups_needs_a_deadline(state):
    without = plan(state=state, deadlines={"sign_up": When()})

    assert said_by(undecided.sign_up_without_a_day, without) == ["Påmeldingsfrist er ikke satt."]
    assert said_by(undecided.sign_up_without_a_day, plan(state=state)) == []


def test_nobody_misses_the_deadline_once_the_programme_runs():
    assert said_by(undecided.sign_up_without_a_day, plan(state="running", deadlines={"sign_up": When()})) == []


def test_a_pre_meeting_or_a_note_that_the_programme_has_needs_a_time():
    waiting = plan(deadlines={"pre_meeting": When(), "reflection_note": When()})

    assert said_by(undecided.deadline_without_a_day, waiting) == [
        "Når formøtene skal holdes, er ikke bestemt.",
        "Når refleksjonsnotatet sendes, er ikke bestemt.",
    ]
    assert said_by(undecided.deadline_without_a_day, plan()) == []


def test_the_most_urgent_decision_comes_first():
    rows = [
        gathering(3), gathering(2, days(date(2027, 9, 28)), form="undecided"), gathering(1, APRIL, form="undecided")
    ]  # fmt: skip

    assert [one.what for one in undecided.undecided_of(plan(*rows))] == [
        "Fellessamling 1", "Fellessamling 2", "Fellessamling 3"
    ]  # fmt: skip
