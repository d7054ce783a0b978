from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence import quiet

DAYS = st.dates(date(2019, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 28), date(2026, 11, 29),  # a weekend
        date(2026, 7, 1), date(2026, 7, 31),  # July's first and last day
        date(2026, 12, 24), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1),
        date(2027, 3, 21), date(2027, 3, 22), date(2027, 3, 24), date(2027, 3, 29),  # Palm Sunday to Easter Monday
        date(2026, 5, 1), date(2026, 5, 14), date(2027, 5, 17), date(2026, 5, 25),
        date(2024, 3, 28), date(2038, 4, 26),  # Easter, early and as late as it gets
    ],
)  # fmt: skip
def test_a_quiet_day(day):
    assert quiet.is_quiet(day)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 27), date(2026, 6, 30), date(2026, 8, 3), date(2026, 12, 23), date(2027, 1, 4), date(2027, 3, 19),
     date(2027, 3, 30), date(2026, 5, 15), date(2026, 5, 18)],
)  # fmt: skip
def test_an_ordinary_day(day):
    assert not quiet.is_quiet(day)


def test_a_letter_moves_across_a_whole_quiet_time():
    assert quiet.back(date(2026, 7, 20)) == date(2026, 6, 30)
    assert quiet.forward(date(2026, 7, 1)) == date(2026, 8, 3)
    assert quiet.back(date(2027, 1, 3)) == date(2026, 12, 23)
    assert quiet.forward(date(2026, 12, 24)) == date(2027, 1, 4)
    assert quiet.back(date(2027, 3, 29)) == date(2027, 3, 19)


@given(DAYS)
def test_a_moved_day_is_never_quiet_and_moves_the_way_it_says(day):
    before, after = quiet.back(day), quiet.forward(day)

    assert not quiet.is_quiet(before) and not quiet.is_quiet(after)
    assert before <= day <= after


@given(DAYS)
def test_an_ordinary_day_does_not_move_and_no_ordinary_day_is_passed(day):
    before, after = quiet.back(day), quiet.forward(day)

    assert (before == day) == (after == day) == (not quiet.is_quiet(day))
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert all(quiet.is_quiet(passed) for passed in between)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), False),  # 08.59 in Oslo
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 7, 0, tzinfo=UTC), True),  # summer time: 09.00
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), False),  # a Saturday
    ],
)
def test_dated_letters_leave_from_nine_in_oslo_on_ordinary_days(moment, goes):
    assert quiet.lets_dated_letters_go(moment) is goes


def test_the_sending_time_is_nine_in_oslo_summer_and_winter():
    assert quiet.sending_time(date(2026, 11, 24)) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert quiet.sending_time(date(2026, 6, 30)) == datetime(2026, 6, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),  # a Monday
        (date(2026, 11, 26), 3, date(2026, 12, 1)),  # a Thursday: the weekend does not count
        (date(2026, 12, 22), 3, date(2027, 1, 5)),  # over Christmas
        (date(2026, 6, 29), 3, date(2026, 8, 4)),  # over July
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
    ],
)
def test_ordinary_days_are_counted_over_quiet_ones(day, days, then):
    assert quiet.ordinary_days_after(day, days) == then
