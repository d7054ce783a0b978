"""Warnings of the order that a plan has, and all warnings at once: what brings them, and that they say what to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings import warnings
from gatherings.cautions import Tone
from programmes.when import When
from tests.gatherings.plans import APRIL, WINTER, days, gathering, keys, plan, said_by, semester

# --- Order


@pytest.mark.parametrize("state", ["sketch", "announced", "open", "running"])
def test_a_gathering_on_a_day_long_past_is_told(state):
    long_past = plan(gathering(1, days(date(2020, 1, 1))), state=state)

    assert said_by(warnings.gathering_that_has_been, long_past) == [
        "Fellessamling 1, 1. januar 2020, har vært. Rett datoen, eller fjern samlingen fra planen."
    ]


@pytest.mark.parametrize(
    ("state", "kind", "day"),
    [
        ("finished", "joint", date(2020, 1, 1)),
        ("archived", "joint", date(2020, 1, 1)),
        ("sketch", "joint", date(2026, 11, 2)),
        ("sketch", "information_meeting", date(2026, 10, 1)),
        ("open", "information_meeting", date(2026, 1, 10)),
    ],
)
def test_what_has_been_where_it_belongs_is_not(state, kind, day):
    assert said_by(warnings.gathering_that_has_been, plan(gathering(None, days(day), kind=kind), state=state)) == []


def test_a_programme_under_way_has_had_gatherings():
    later = date(2028, 3, 1)
    rows = [gathering(1, days(date(2027, 2, 5))), gathering(None, days(date(2026, 10, 1)), kind="information_meeting")]

    assert said_by(warnings.gathering_that_has_been, plan(*rows, state="running", today=later)) == []


def test_numbers_go_with_the_dates():
    wrong = plan(gathering(1, APRIL), gathering(2, days(date(2027, 3, 2))))
    uncertain = plan(gathering(1, APRIL), gathering(2, semester(2027, autumn=False)))

    assert said_by(warnings.numbers_against_the_dates, wrong) == [
        "Fellessamling 2, 2. mars 2027, er før Fellessamling 1, 27.–28. april 2027. Bytt nummer eller dato."
    ]
    assert said_by(warnings.numbers_against_the_dates, uncertain) == []


@pytest.mark.parametrize("day", [date(2027, 4, 26), date(2027, 9, 30)])
def test_a_coordinator_meeting_lies_in_its_gap(day):
    first, second = gathering(1, APRIL), gathering(2, days(date(2027, 9, 28), date(2027, 9, 29)))
    meeting = {"kind": "coordinator_gathering", "after_number": 1, "before_number": 2}

    outside = plan(first, second, gathering(None, days(day), **meeting))
    inside = plan(first, second, gathering(None, days(date(2027, 6, 1)), **meeting))

    (said,) = said_by(warnings.outside_its_gap, outside)
    assert said.startswith("Koordinatorsamling mellom samling 1 og 2 er ") and said.endswith("Endre datoen.")
    assert said_by(warnings.outside_its_gap, inside) == []


def test_a_gathering_lies_within_the_programmes_period():
    period = When("range", date(2027, 2, 1), date(2027, 12, 31))
    outside = gathering(2, days(date(2027, 12, 31), date(2028, 1, 1)))
    partly, wholly = gathering(3, semester(2027, autumn=False)), gathering(4, semester(2028))
    before = gathering(None, days(date(2026, 11, 20)), kind="information_meeting")

    said = said_by(warnings.outside_the_period, plan(outside, partly, wholly, before, period=period))

    assert said == [
        "Fellessamling 2, 31. desember 2027–1. januar 2028, er utenfor perioden til programmet, 1. februar 2027–31. "
        "desember 2027. Endre datoen eller perioden."
        .replace("1. februar 2027–31. desember 2027", "1. februar–31. desember 2027"),
        "Fellessamling 4, høsten 2028, er utenfor perioden til programmet, 1. februar–31. desember 2027. Endre datoen "
        "eller perioden.",
    ]  # fmt: skip
    assert said_by(warnings.outside_the_period, plan(outside)) == []


# --- All of them


def test_a_plan_that_fits_is_not_warned_about():
    second = gathering(2, days(date(2027, 9, 28), date(2027, 9, 29)), form="digital", link="https://example.no/2")
    meeting = gathering(None, days(date(2027, 6, 1)), kind="coordinator_gathering", after_number=1, before_number=2)

    assert warnings.cautions_of(plan(gathering(1, APRIL), second, meeting)) == []


def test_what_has_been_is_warned_about_no_more():
    row = gathering(1, days(date(2027, 5, 17)), form="", place="")

    assert keys(plan(row)) == ["public_holiday"]
    assert warnings.cautions_of(plan(row, today=date(2027, 5, 18))) == []


def test_conflicts_come_first_then_what_to_look_at_then_decisions():
    row = gathering(1, days(date(2027, 5, 16), date(2027, 5, 17)), form="undecided")
    sunday = gathering(2, days(date(2027, 6, 6)))

    found = [caution.tone for caution in warnings.cautions_of(plan(row, sunday))]

    assert found == [Tone.CONFLICT, Tone.LOOK, Tone.DECIDE]


def test_a_caution_is_the_same_whatever_its_words_say():
    row = gathering(1, days(date(2027, 5, 17)))
    before = {caution.identity for caution in warnings.cautions_of(plan(row))}
    row.when = days(date(2027, 5, 6))

    assert {caution.identity for caution in warnings.cautions_of(plan(row))} == before


MOMENTS = st.dates(date(2026, 11, 2), date(2028, 12, 31))
SOME = st.lists(st.tuples(MOMENTS, st.integers(0, 4), st.sampled_from(["joint", "coordinator_follow_up"])), max_size=6)


@settings(deadline=None)
@given(SOME, MOMENTS, MOMENTS)
def test_no_plan_of_days_stops_the_warnings(rows, sign_up, window):
    made = [gathering(n, days(first, first + timedelta(days=more)), kind=kind, answer_deadline=sign_up)
            for n, (first, more, kind) in enumerate(rows, start=1)]  # fmt: skip
    the_plan = plan(
        *made, deadlines={"sign_up": When.day(sign_up), "pre_meeting": days(window, window + timedelta(days=9))},
        group_day=When.day(window), school_holidays=(WINTER,), period=When("range", sign_up, max(sign_up, window)),
    )  # fmt: skip

    for caution in warnings.cautions_of(the_plan):
        assert caution.text and caution.about and "%" not in caution.text
