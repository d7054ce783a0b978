from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from programmes.models import Programme
from programmes.when import Precision, When
from tests import factories
from tests.programmes.whens import whens

DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (("day", None, None), "start is missing"),
        (("range", date(2021, 4, 27), None), "end is missing"),
        (("range", date(2021, 4, 28), date(2021, 4, 27)), "end is before start"),
        (("day", date(2021, 4, 27), date(2021, 4, 28)), "a single day ends"),
        (("after", date(2021, 4, 27), date(2021, 4, 28)), "an earliest day has no end"),
        (("", date(2021, 4, 27), date(2021, 4, 27)), "without precision"),
        (("hour", date(2021, 4, 27), date(2021, 4, 27)), "unknown precision"),
        (("", None, None, 0), "days must be 1 or more"),
        (("day", date(2021, 4, 27), date(2021, 4, 27), 2), "cannot last longer"),
        (("month", date(2021, 4, 1), date(2021, 4, 30), 31), "cannot last longer"),
        (("day", date(1989, 12, 31), date(1989, 12, 31)), "a year outside 1990–2099"),
        (("after", date(2100, 1, 1), None), "a year outside 1990–2099"),
    ],
)
def test_a_date_that_cannot_be_is_refused(values, problem):
    with pytest.raises(ValueError, match=problem):
        When(*values)


@pytest.mark.parametrize(
    ("precision", "start", "end"),
    [
        ("week", date(2021, 4, 26), date(2021, 5, 2)),
        ("month", date(2021, 4, 1), date(2021, 4, 30)),
        ("semester", date(2021, 1, 1), date(2021, 6, 30)),
        ("years", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_week_a_month_a_semester_and_a_year_are_whole(precision, start, end):
    within = date(2021, 4, 28)

    assert When(precision, within, within) == When(precision, start, end)


def test_a_range_of_one_day_is_that_day_and_a_day_lasts_one():
    assert When("range", date(2021, 4, 27), date(2021, 4, 27)) == When.day(date(2021, 4, 27))
    assert When("day", date(2021, 4, 27), date(2021, 4, 27)).days == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        {"precision": "day", "start": date(2021, 2, 5), "end": date(2021, 2, 6)},
        {"precision": "after", "start": date(2021, 2, 5), "end": date(2021, 2, 6)},
        {"precision": "", "start": date(2021, 2, 5), "end": None},
        {"precision": "month", "start": None, "end": None},
        {"precision": "range", "start": date(2021, 2, 5), "end": None},
        {"precision": "range", "start": date(2021, 2, 5), "end": date(2021, 2, 4)},
    ],
)
def test_the_database_refuses_the_same(row):
    programme = factories.ProgrammeFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(**row)


def test_only_a_day_or_days_can_stand_in_a_calendar():
    assert When.day(date(2021, 2, 5)).has_day
    assert When("range", date(2021, 4, 27), date(2021, 4, 28)).has_day
    assert not When("month", date(2022, 4, 1), date(2022, 4, 30), days=2).has_day
    assert not When("after", date(2020, 12, 16)).has_day
    assert not When().has_day


@pytest.mark.django_db
def test_a_row_gives_back_the_date_it_was_given():
    when = When("month", date(2022, 4, 1), date(2022, 4, 30), 2, True, "April (2 dager)")
    programme = factories.ProgrammeFactory()

    programme.when = when
    programme.save()

    assert Programme.objects.get(pk=programme.pk).when == when


def test_shifting_drops_the_words_that_named_the_old_date():
    shifted = When("day", date(2020, 12, 15), date(2020, 12, 15), 1, False, "15. desember").shifted(7)

    assert shifted == When("day", date(2020, 12, 22), date(2020, 12, 22), 1)


@given(day=DAYS, weeks=st.integers(-300, 300))
def test_shifting_by_weeks_keeps_the_weekday_and_can_be_undone(day, weeks):
    when = When.day(day)

    there = when.shifted(7 * weeks)

    assert there.start.weekday() == day.weekday()
    assert there.shifted(-7 * weeks) == when


@given(day=DAYS, weeks=st.integers(-300, 300))
def test_a_month_stays_a_whole_month_when_shifted(day, weeks):
    first = day.replace(day=1)
    month = When("month", first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))

    shifted = month.shifted(7 * weeks)

    assert shifted.start.day == 1
    assert (shifted.end + timedelta(days=1)).day == 1
    assert shifted.end - shifted.start < timedelta(days=31)


@given(day=DAYS, weeks=st.integers(-300, 300))
def test_a_semester_stays_a_semester_when_shifted(day, weeks):
    autumn = day.month >= 7
    semester = When(
        "semester", date(day.year, 7 if autumn else 1, 1), date(day.year, 12 if autumn else 6, 31 if autumn else 30)
    )

    shifted = semester.shifted(7 * weeks)

    assert (shifted.start.month, shifted.end.month) in ((1, 6), (7, 12))


@given(when=whens([Precision.MONTH, Precision.SEMESTER]), weeks=st.integers(-300, 300))
def test_as_many_months_or_semesters_are_as_many_when_shifted(when, weeks):
    assume(when.start.year >= 1997 and when.end.year <= 2092)

    shifted = when.shifted(7 * weeks)

    assert shifted.precision == when.precision
    assert months(shifted) == months(when)


def months(when):
    return (when.end.year - when.start.year) * 12 + when.end.month - when.start.month


def test_years_stay_the_same_years_apart_when_shifted():
    plan = When("years", date(2020, 1, 1), date(2022, 12, 31))

    assert plan.shifted(7 * 52) == When("years", date(2021, 1, 1), date(2023, 12, 31))
    assert plan.shifted(7) == When("years", date(2020, 1, 1), date(2022, 12, 31))
