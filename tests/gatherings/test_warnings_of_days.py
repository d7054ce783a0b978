"""Days that are taken: what brings the warning, what does not, and that it says what to do."""

from datetime import date

import pytest

from gatherings import warnings
from gatherings.cautions import Tone
from programmes.models import Programme
from programmes.when import When
from programmes.words import Words
from tests.gatherings.plans import APRIL, WINTER, days, gathering, in_nynorsk, plan, said_by, semester, texts


def test_two_gatherings_on_the_same_day_collide():
    follow_up = gathering(None, days(date(2027, 4, 28)), kind="coordinator_follow_up")

    said = said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), follow_up))

    assert said == ["Fellessamling 1 og Oppfølging av koordinatorer er samme dag, 28. april 2027. Flytt den ene."]


def test_several_days_in_common_are_told_as_such():
    said = said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), gathering(2, APRIL)))

    assert said == ["Fellessamling 1 og Fellessamling 2 er samme dag, 27.–28. april 2027. Flytt den ene."]


@pytest.mark.parametrize("other", [days(date(2027, 4, 29)), When(), semester(2027, autumn=False)])
def test_neighbours_and_what_is_no_day_do_not_collide(other):
    assert said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), gathering(2, other))) == []


def test_another_programme_of_the_region_on_the_same_day_is_to_be_looked_at():
    other = gathering(3, APRIL)
    other.programme = Programme(title=Words("ABSOLUTT Innlandet 2026"))
    apart = gathering(4, days(date(2027, 6, 1)))
    apart.programme = other.programme

    found = list(warnings.on_a_day_of_another_programme(plan(gathering(1, APRIL), elsewhere=(other, apart))))

    assert texts(found) == [
        "Fellessamling 1 er samme dag som Fellessamling 3 i ABSOLUTT Innlandet 2026, 27.–28. april 2027. Se om noen "
        "skal begge steder."
    ]
    assert found[0].tone == Tone.LOOK


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (days(date(2027, 5, 6)), "Fellessamling 1: 6. mai 2027 er Kristi himmelfartsdag. Velg en annen dag."),
        (days(date(2027, 3, 24), date(2027, 3, 25)),
         "Fellessamling 1: 25. mars 2027 er skjærtorsdag. Velg en annen dag."),
        (days(date(2027, 5, 1)), "Fellessamling 1: 1. mai 2027 er første mai. Velg en annen dag."),  # a Saturday too
    ],
)  # fmt: skip
def test_a_public_holiday_is_named(when, said):
    the_plan = plan(gathering(1, when))

    assert said_by(warnings.on_a_public_holiday, the_plan) == [said]
    assert said_by(warnings.on_a_weekend, the_plan) == []


def test_a_public_holiday_is_named_in_nynorsk():
    said = in_nynorsk(warnings.on_a_public_holiday, plan(gathering(1, days(date(2027, 3, 25)))))

    assert said == ["Fellessamling 1: 25. mars 2027 er skjertorsdag. Vel ein annan dag."]


WEEK_12 = When("week", date(2027, 3, 22), date(2027, 3, 28))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (WEEK_12, "Fellessamling 1 er satt til uke 12, 2027. I den uka er 25. mars skjærtorsdag og 26. mars "
                  "langfredag. Velg blant de andre dagene."),
        (When("week", date(2027, 5, 3), date(2027, 5, 9)), "Fellessamling 1 er satt til uke 18, 2027. I den uka er "
         "6. mai Kristi himmelfartsdag. Velg blant de andre dagene."),
    ],
)  # fmt: skip
def test_public_holidays_in_the_week_of_a_gathering_are_named_without_saying_that_it_is_on_one(when, said):
    the_plan = plan(gathering(1, when))

    (found,) = warnings.in_a_week_with_a_public_holiday(the_plan)

    assert (texts([found]), found.tone) == ([said], Tone.LOOK)
    assert said_by(warnings.on_a_public_holiday, the_plan) == []


def test_holidays_of_a_week_are_told_in_nynorsk():
    (said,) = in_nynorsk(warnings.in_a_week_with_a_public_holiday, plan(gathering(1, WEEK_12)))

    assert said == (
        "Fellessamling 1 er sett til veke 12, 2027. I den veka er 25. mars skjertorsdag og 26. mars langfredag. Vel "
        "blant dei andre dagane."
    )


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 3, 25)),  # a day is told as one
        When("week", date(2027, 3, 15), date(2027, 3, 21)),
        When("week", date(2027, 5, 10), date(2027, 5, 16)),  # Whit Sunday is no day that anybody would choose
        When("month", date(2027, 3, 1), date(2027, 3, 31)),
    ],
)
def test_a_day_an_ordinary_week_and_a_month_that_holds_one_are_not_told_as_such_a_week(when):
    assert said_by(warnings.in_a_week_with_a_public_holiday, plan(gathering(1, when))) == []


def test_a_sign_up_deadline_on_a_public_holiday_or_a_weekend_is_told_too():
    holiday = plan(deadlines={"sign_up": When.day(date(2026, 12, 25))})
    sunday = plan(deadlines={"sign_up": When.day(date(2026, 12, 13))})

    assert said_by(warnings.on_a_public_holiday, holiday) == [
        "Påmeldingsfrist: 25. desember 2026 er første juledag. Velg en annen dag."
    ]
    assert said_by(warnings.on_a_weekend, sunday) == [
        "Påmeldingsfrist: 13. desember 2026 er en søndag. Er det meningen?"
    ]


def test_a_weekend_is_asked_about():
    assert said_by(warnings.on_a_weekend, plan(gathering(1, days(date(2027, 4, 23), date(2027, 4, 24))))) == [
        "Fellessamling 1: 24. april 2027 er en lørdag. Er det meningen?"
    ]


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 2, 24)),
        days(date(2027, 2, 19), date(2027, 2, 22)),  # its last day
        When("week", date(2027, 2, 22), date(2027, 2, 28)),
    ],
)
def test_days_and_the_week_of_a_school_holiday_are_warned_about(when):
    (said,) = said_by(warnings.in_school_holidays, plan(gathering(1, when), school_holidays=(WINTER,)))

    assert said.endswith("er i skoleferie: vinterferie. Velg en annen dag.")


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 3, 1)),
        days(date(2027, 2, 19)),
        When("week", date(2027, 2, 15), date(2027, 2, 21)),
        When("month", date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_the_weeks_around_and_a_month_that_holds_one_are_free(when):
    assert said_by(warnings.in_school_holidays, plan(gathering(1, when), school_holidays=(WINTER,))) == []
