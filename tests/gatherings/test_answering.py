"""The days that follow from a gathering's, held to the letters' calendar of the three real programmes."""

from datetime import date

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from gatherings.answering import answering, form_is_decided_by, place_is_decided_by
from municipalities.duties import group_day
from programmes.when import When
from tests.gatherings.plans import days, gathering, semester

GROUP = When.day(date(2026, 12, 22))


def letters(key, rule):
    """{the gathering's day: the day of the letter} as agreed."""
    content = YAML(typ="safe").load(settings.BASE_DIR / "data" / "letter_calendar.yaml")
    rows = [row for row in content[key] if row["key"] == rule and row["anchor_date"] and row["send_on"]]
    return {row["anchor_date"]: row["send_on"] for row in rows}


@pytest.mark.parametrize("key", ["innlandet-2021", "more-og-romsdal-2020"])
def test_invitations_and_answer_deadlines_are_those_of_the_letters_calendar(programmes, key):
    programme = programmes[key]
    found = {row.start: answering(row, group_day(programme)) for row in programme.gatherings.all()}
    found = {start: one for start, one in found.items() if one}

    assert {start: one.invited for start, one in found.items()} == letters(key, "gathering.invite")
    assert {start: one.deadline for start, one in found.items()} == letters(key, "gathering.deadline")
    assert len(found) == 4


@pytest.mark.parametrize("key", ["innlandet-2021", "more-og-romsdal-2020"])
def test_a_form_is_decided_by_the_day_of_its_letter(programmes, key):
    rows = {row.start: row for row in programmes[key].gatherings.all() if row.is_joint and row.form_is_open}

    agreed = letters(key, "form.decide")
    assert agreed and all(form_is_decided_by(rows[start]) == day for start, day in agreed.items())


def test_a_gathering_soon_after_the_group_is_asked_for_has_its_deadline_a_week_before():
    """Innlandet: names by 22 January, a gathering on 5 February."""
    asked = When.day(date(2021, 1, 25))

    found = answering(gathering(1, days(date(2021, 2, 5))), asked)

    assert (found.planned, found.invited) == (date(2020, 12, 23), date(2021, 1, 25))
    assert (found.deadline, found.is_late, found.days) == (date(2021, 1, 29), True, 4)


def test_seven_days_to_answer_are_enough_and_six_are_not():
    row = gathering(1, days(date(2027, 3, 10)))  # two weeks before is 24 February

    enough, short = (answering(row, When.day(date(2027, 2, day))) for day in (17, 18))

    assert (enough.deadline, enough.is_late) == (date(2027, 2, 24), False)
    assert (short.deadline, short.is_late) == (date(2027, 3, 3), True)


def test_a_deadline_that_is_set_holds_and_the_one_that_follows_is_still_told():
    row = gathering(1, days(date(2027, 4, 27)), answer_deadline=date(2027, 4, 20))

    found = answering(row, GROUP)

    assert (found.deadline, found.follows, found.is_set) == (date(2027, 4, 20), date(2027, 4, 13), True)


@pytest.mark.parametrize(
    "row",
    [
        gathering(1),
        gathering(1, semester(2027)),
        gathering(1, When("after", date(2027, 2, 1))),
        gathering(None, days(date(2027, 2, 2)), kind="coordinator_gathering"),
        gathering(None, days(date(2027, 2, 2)), kind="information_meeting"),
    ],
)
def test_nothing_follows_where_no_day_is_decided_or_no_group_is_invited(row):
    assert answering(row, GROUP) is None


def test_a_group_that_has_no_day_leaves_the_invitation_on_its_own():
    found = answering(gathering(1, days(date(2027, 4, 27))), When())

    assert (found.invited, found.deadline) == (date(2027, 3, 16), date(2027, 4, 13))


def test_a_place_is_needed_a_week_before_and_nothing_without_a_day():
    assert place_is_decided_by(gathering(1, days(date(2027, 4, 27)))) == date(2027, 4, 20)
    assert place_is_decided_by(gathering(1, semester(2027))) is None
    assert form_is_decided_by(gathering(1)) is None
