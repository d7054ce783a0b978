"""A programme's own day for a rule of its letters, and its switch."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import JournalEntry
from correspondence import dated, making, planning, table, timetable
from correspondence.models import Letter, RuleSetting
from correspondence.rule_actions import FIXED, allowed, set_rule
from correspondence.timetable import Reason, State
from municipalities.acting import Closed
from programmes.acting import ChangedMeanwhile
from programmes.models import Programme
from tests import factories
from tests.municipalities.places import by

pytestmark = pytest.mark.django_db
DEADLINE = date(2027, 2, 23)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)
FIRST = "signup.reminder_14"


@pytest.fixture
def programme():
    programme = factories.round_with_deadline(DEADLINE)
    factories.invited_to(programme, at=INVITED)
    return programme


def setting(programme, rule=FIRST, *, days=None, is_off=False, version=0):
    return set_rule(programme=programme, rule=rule, days=days, is_off=is_off, version=version, by=by())


def at(day, hour=10):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)


def entry_of(programme, rule=FIRST):
    return next(row for row in timetable.of_programme(programme) if row.rule.key == rule)


def rules_due(day):
    with at(day):
        return [row.rule for row in planning.due(day) if row.goes]


def test_a_programmes_own_day_is_the_letters_day_in_the_plan_and_when_it_is_made(programme):
    setting(programme, days=-20)

    assert entry_of(programme).send_on == date(2027, 2, 3)
    assert rules_due(date(2027, 2, 2)) == [] and rules_due(date(2027, 2, 3)) == [FIRST]


def test_a_rule_that_is_switched_off_sends_nothing_and_the_plan_says_why(programme):
    setting(programme, is_off=True)

    assert rules_due(date(2027, 2, 9)) == []
    found = entry_of(programme)
    assert (found.state, found.reason, found.send_on) == (State.SUPPRESSED, Reason.SWITCHED_OFF, None)
    assert [row.held_back for row in planning.held_back(programme, date(2027, 2, 9)) if row.rule == FIRST] == [
        "Programmet har slått av brevet."
    ]


def test_a_letter_that_lies_ready_is_not_sent_once_its_rule_is_switched_off(programme):
    with at(date(2027, 2, 9), hour=6):
        making.make(date(2027, 2, 9))
        letter = Letter.objects.get(rule=FIRST)
        assert planning.still_wanted(letter)

        setting(programme, is_off=True)

        assert not planning.still_wanted(letter)


def test_another_programme_keeps_the_tables_day(programme):
    other = factories.round_with_deadline(DEADLINE)

    setting(programme, days=-20)

    assert entry_of(other).send_on == date(2027, 2, 9)


def test_the_tables_own_day_is_stored_as_no_day_and_what_is_so_already_is_no_act(programme):
    assert setting(programme, days=-14) is None and not RuleSetting.objects.exists()
    row = setting(programme, days=-10)

    assert setting(programme, days=-10, version=row.version) is None
    setting(programme, days=-14, version=row.version)

    row.refresh_from_db()
    assert (row.days, row.version) == (None, 2)
    assert JournalEntry.objects.filter(verb="letter_rule.set").count() == 2


def test_the_journal_says_what_was_and_what_is(programme):
    setting(programme, days=-10, is_off=True)

    line = JournalEntry.objects.get(verb="letter_rule.set")
    assert line.details == {"rule": FIRST, "fields": {"days": [None, -10], "is_off": [False, True]}}


@pytest.mark.parametrize("version", [0, 7])
def test_whoever_saw_something_older_is_told(programme, version):
    setting(programme, days=-10)

    with pytest.raises(ChangedMeanwhile):
        setting(programme, days=-12, version=version)


def test_whoever_saw_a_row_that_is_not_there_is_told(programme):
    with pytest.raises(ChangedMeanwhile):
        setting(programme, days=-12, version=1)


def test_an_archived_programme_has_no_rules_to_set(programme):
    Programme.objects.update(state="archived", letters_from=None)

    with pytest.raises(Closed):
        setting(programme, days=-12)


@pytest.mark.parametrize(("rule", "days"), [
    (FIRST, 1), (FIRST, 0), (FIRST, -181), ("signup.closed", -1), ("signup.closed", 181), ("gathering.invite", -40),
])  # fmt: skip
def test_a_day_on_the_other_side_or_a_rule_that_is_not_built_is_no_setting(programme, rule, days):
    with pytest.raises(ValueError, match=r"rule|anchor"):
        setting(programme, rule, days=days)


@pytest.mark.parametrize("rule", FIXED)
def test_a_rule_that_the_answer_deadline_follows_from_may_be_switched_off_and_not_moved(programme, rule):
    with pytest.raises(ValueError, match="fixed"):
        setting(programme, rule, days=table.BY_KEY[rule].days - 1)

    assert setting(programme, rule, days=None, is_off=True).is_off


@pytest.mark.parametrize("rule", sorted(set(dated.BY_KEY) - set(FIXED)))
def test_every_rule_that_is_sent_may_be_moved_by_a_day(programme, rule):
    usual = timetable.TABLE[[row.key for row in timetable.TABLE].index(rule)].days

    assert usual in allowed(rule) and usual + (1 if usual >= 0 else -1) in allowed(rule)


def test_a_day_is_never_quiet_whatever_the_setting(programme):
    setting(programme, days=-16)  # a Sunday

    assert entry_of(programme).send_on == date(2027, 2, 5)
