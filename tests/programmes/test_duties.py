from datetime import date

import pytest

from programmes.duties import Status, days_after, status
from programmes.when import When

DAY = date(2027, 1, 22)


@pytest.mark.parametrize(
    ("owed", "done", "waived", "due", "found"),
    [
        (False, False, False, DAY, Status.NOT_OWED),
        (True, False, False, DAY, Status.OPEN),
        (True, False, False, date(2027, 1, 21), Status.OVERDUE),
        (True, False, False, None, Status.OPEN),
        (True, False, True, date(2027, 1, 21), Status.WAIVED),
        (True, True, True, date(2027, 1, 21), Status.DONE),
        (False, True, False, DAY, Status.NOT_OWED),
    ],
)
def test_where_one_stands_with_a_duty(owed, done, waived, due, found):
    assert status(owed=owed, done=done, waived=waived, due=due, today=DAY) == found


def test_days_are_counted_from_the_last_day():
    assert days_after(When("range", date(2027, 1, 4), DAY), 3).end == date(2027, 1, 25)


@pytest.mark.parametrize("when", [When(), When("month", date(2027, 1, 1), date(2027, 1, 31)), When("after", DAY)])
def test_a_date_without_a_day_gives_no_day(when):
    assert days_after(when, 3) == When()
