from datetime import date, timedelta

import pytest
from django.utils import translation

from programmes import calendar


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "første nyttårsdag"),
        (date(2027, 3, 26), "langfredag"),
        (date(2027, 5, 6), "Kristi himmelfartsdag"),
        (date(2027, 5, 17), "grunnlovsdagen"),  # also the second day of Pentecost that year
        (date(2026, 12, 26), "andre juledag"),
        (date(2026, 12, 24), ""),  # no public holiday, and quiet all the same
        (date(2027, 2, 9), ""),
    ],
)
def test_a_public_holiday_has_a_name(day, name):
    assert str(calendar.public_holiday(day)) == name


def test_a_public_holiday_has_a_name_in_nynorsk_too():
    with translation.override("nn"):
        assert str(calendar.public_holiday(date(2027, 3, 25))) == "skjertorsdag"


def test_every_public_holiday_of_25_years_is_known_by_name_and_quiet():
    day, found = date(2020, 1, 1), 0
    while day < date(2045, 1, 1):
        if calendar.public_holiday(day):
            found += 1
            assert calendar.is_quiet(day)
        day += timedelta(days=1)

    assert found >= 25 * 10


def test_days_are_counted_with_both_ends():
    found = list(calendar.days_of(date(2027, 4, 27), date(2027, 4, 28)))

    assert found == [date(2027, 4, 27), date(2027, 4, 28)]
