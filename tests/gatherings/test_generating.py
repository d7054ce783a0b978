from datetime import date

import pytest

from gatherings.generating import follows, propose, semester
from programmes.when import When
from tests.gatherings.plans import days, gathering

NAMES = {"joint": "F", "coordinator_gathering": "K"}


def proposed(**asked):
    known = {"known": [], "count": 4, "per": "semester", "each": 1, "start": date(2027, 8, 15)} | asked
    return [
        (f"{NAMES[one.kind]}{one.number or f'{one.after_number}-{one.before_number}'}", one.when.format())
        for one in propose(**known)
    ]


def test_one_in_every_semester_as_trondelag_says():
    assert proposed() == [
        ("F1", "høsten 2027"), ("F2", "våren 2028"), ("F3", "høsten 2028"), ("F4", "våren 2029")
    ]  # fmt: skip


def test_two_in_every_semester_and_one_a_year_and_a_month():
    assert [when for _, when in proposed(each=2, count=3)] == ["høsten 2027", "høsten 2027", "våren 2028"]
    assert [when for _, when in proposed(per="year", count=2)] == ["2027", "2028"]
    assert [when for _, when in proposed(per="month", start=date(2027, 11, 30), count=3)] == [
        "november 2027", "desember 2027", "januar 2028"
    ]  # fmt: skip


@pytest.mark.parametrize("per", ["semester", "month", "year"])
def test_no_day_is_ever_proposed_and_every_date_is_tentative(per):
    found = propose(known=[], count=12, per=per, each=1, start=date(2027, 1, 1), coordinators="coordinator_gathering")

    assert not any(one.when.has_day for one in found)
    assert all(one.when.tentative for one in found if one.kind == "joint")


def test_numbers_go_on_from_those_that_are_there():
    known = [gathering(1, days(date(2027, 2, 2))), gathering(2), gathering(None, kind="experience")]

    assert [name for name, _ in proposed(known=known, count=2)] == ["F3", "F4"]


def test_a_coordinator_meeting_comes_in_each_gap_that_has_none():
    known = [
        gathering(1), gathering(2),
        gathering(None, kind="coordinator_follow_up", after_number=2, before_number=3),
    ]  # fmt: skip

    assert proposed(known=known, count=2, coordinators="coordinator_gathering") == [
        ("F3", "høsten 2027"), ("K3-4", "dato ikke satt"), ("F4", "våren 2028")
    ]  # fmt: skip
    assert [name for name, _ in proposed(count=2, coordinators="coordinator_gathering")] == ["F1", "K1-2", "F2"]


def test_a_proposal_begins_after_what_is_there_or_where_the_programme_begins():
    today, period = date(2026, 11, 26), When("range", date(2027, 2, 5), date(2028, 2, 2))

    assert follows([gathering(1, days(date(2027, 2, 2)))], period, today) == date(2027, 7, 1)
    assert follows([gathering(1)], period, today) == date(2027, 2, 5)
    assert follows([], When(), today) == date(2027, 1, 1)


def test_a_semester_is_half_a_year():
    assert semester(date(2027, 6, 30)).format() == "våren 2027"
    assert semester(date(2027, 7, 1)).format() == "høsten 2027"
