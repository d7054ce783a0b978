"""Letters planned ahead: created, moved, cancelled and kept, once, whoever runs and however often. The round is that of
rounds.py."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts import journal
from correspondence import making, planning
from correspondence.models import Letter, Reconciliation
from correspondence.reconciling import Planned, difference, reconcile, sweep
from gatherings import actions as plan_actions
from municipalities import duty_actions
from municipalities.models import ANSWER, Holding, Participation
from programmes.models import Programme
from programmes.when import When
from tests import factories
from tests.correspondence.rounds import AFTER, DAY_3, DAY_14, DEADLINE, GROUP_DAY, INVITED, at, by, director_of, invited

TODAY = date(2027, 2, 1)
database = pytest.mark.django_db


def planned(**only):
    rows = Letter.objects.ahead().filter(**only).order_by("send_on", "rule", "pk")
    return list(rows.values_list("rule", "send_on"))


def reconciled(programme, day=TODAY):
    with at(day):
        return reconcile(programme, day)


# --- the difference


days = st.dates(date(2027, 1, 1), date(2027, 12, 31))
identities = st.sampled_from("abcdefgh")
fates = st.sampled_from(Letter.Fate.values)
wanted_letters = st.dictionaries(identities, days).map(
    lambda found: {key: (SimpleNamespace(identity=key), day) for key, day in found.items()}
)
there_letters = st.dictionaries(identities, st.tuples(days, fates)).map(
    lambda found: {key: Planned(ord(key), day, fate) for key, (day, fate) in found.items()}
)


def applied(found, there):
    """What is there once the difference has been carried out."""
    after = dict(there)
    for due in found.created:
        after[due.identity] = "new"
    for key, row in there.items():
        if row.pk in found.moved:
            after[key] = Planned(row.pk, found.moved[row.pk], row.fate)
        elif row.pk in found.revived:
            after[key] = Planned(row.pk, found.revived[row.pk], Letter.Fate.PLANNED)
        elif row.pk in found.cancelled:
            after[key] = Planned(row.pk, row.send_on, Letter.Fate.CANCELLED)
    return after


@given(wanted_letters, there_letters)
def test_afterwards_what_is_wanted_is_there_on_its_day_and_nothing_else(wanted, there):
    after = applied(difference(wanted, there), there)

    living = {key: row for key, row in after.items() if row == "new" or row.fate != Letter.Fate.CANCELLED}
    assert set(living) == set(wanted)
    assert all(row == "new" or row.send_on == wanted[key][1] for key, row in living.items())


@given(wanted_letters, there_letters)
def test_a_second_run_finds_nothing_to_do(wanted, there):
    after = applied(difference(wanted, there), there)
    after = {key: Planned(ord(key), wanted[key][1], "planned") if row == "new" else row for key, row in after.items()}

    assert difference(wanted, after).is_nothing


@given(wanted_letters, wanted_letters, there_letters)
def test_moving_and_cancelling_are_undone_by_what_was_wanted_before(first, second, there):
    there = {key: row for key, row in there.items() if row.fate == "planned" and key in first}
    there = {key: Planned(row.pk, first[key][1], row.fate) for key, row in there.items()}
    only_these = {key: row for key, row in second.items() if key in there}

    forth = applied(difference(only_these, there), there)
    back = applied(difference({key: first[key] for key in there}, forth), forth)

    assert back == there


@given(wanted_letters, there_letters)
def test_what_an_adviser_holds_or_skips_stays_so_while_it_is_wanted(wanted, there):
    after = applied(difference(wanted, there), there)

    for key, row in there.items():
        if row.fate in (Letter.Fate.HELD, Letter.Fate.SKIPPED) and key in wanted:
            assert after[key].fate == row.fate


# --- a programme


@database
def test_letters_are_planned_months_ahead_each_with_its_day():
    row = invited()

    counts = reconciled(row.programme)

    assert dict(planned(participation=row)) == {"signup.reminder_14": DAY_14, "signup.reminder_3": DAY_3}
    assert counts == {"created": 2, "moved": 0, "cancelled": 0, "kept": 0}


@database
def test_a_second_run_keeps_everything():
    row = invited()
    reconciled(row.programme)

    assert reconciled(row.programme) == {"created": 0, "moved": 0, "cancelled": 0, "kept": 2}


@database
def test_a_moved_deadline_moves_its_letters_and_moving_it_back_moves_them_back():
    row = invited()
    programme = row.programme
    reconciled(programme)
    before = planned()

    def move(day):
        programme.refresh_from_db()
        plan_actions.set_deadline(
            programme=programme, kind="sign_up", when=When("day", day, day), version=programme.version, by=by()
        )
        return reconciled(programme)

    with at(TODAY):
        there = move(DEADLINE + timedelta(days=7))
        moved = planned()
        back = move(DEADLINE)

    assert (there["moved"], back["moved"]) == (2, 2)
    assert moved == [(rule, day + timedelta(days=7)) for rule, day in before]
    assert planned() == before


@database
def test_an_answer_cancels_the_reminders_and_plans_what_follows_it():
    row = invited()
    reconciled(row.programme)
    Participation.objects.filter(pk=row.pk).update(state="signed_up")

    counts = reconciled(row.programme)

    rules = {rule for rule, _day in planned()}
    assert counts["cancelled"] == 2
    assert "signup.place" in rules
    assert not rules & {"signup.reminder_14", "signup.reminder_3"}


@database
def test_a_letter_that_was_cancelled_and_is_wanted_again_is_the_same_letter():
    row = invited()
    reconciled(row.programme)
    keys = set(Letter.objects.values_list("pk", flat=True))
    with at(TODAY):
        duty_actions.waive(participation=row, duty=ANSWER, reason="x", version=row.version, by=by())
        reconciled(row.programme)
        row.refresh_from_db()
        duty_actions.end_exception(participation=row, duty=ANSWER, version=row.version, by=by())

    assert reconciled(row.programme)["created"] == 2
    assert set(Letter.objects.values_list("pk", flat=True)) == keys


@database
def test_an_archived_programme_and_one_that_does_not_write_have_nothing_planned():
    row = invited()
    reconciled(row.programme)
    Programme.objects.update(letters_from=None)
    silent = reconciled(row.programme)

    assert silent["cancelled"] == 2
    assert planned() == []


@database
def test_what_is_planned_is_what_the_day_has(programmes):
    """The plan made on 1 February against what each day says by itself, for all the days to come."""
    row = invited()
    signed_up = invited(programme=row.programme, state="signed_up")
    factories.seat(signed_up, "coordinator", since=INVITED)
    reconciled(row.programme)
    ahead = set(Letter.objects.ahead().values_list("rule", "send_on", "participation", "person", "user", "is_copy"))

    def key(due):
        keys = (due.participation, due.person, due.user)
        return (due.rule, due.day, *(row and row.pk for row in keys), due.is_copy)

    by_day = set()
    for day in (DAY_14, DAY_3, AFTER, GROUP_DAY):
        with at(day):
            by_day |= {key(due) for due in planning.due(day) if due.goes and due.day == day}

    assert ahead == by_day


@database
def test_an_unsent_day_is_made_up_for_on_the_next_ordinary_day():
    row = invited()
    saturday = date(2027, 2, 13)
    assert reconciled(row.programme, saturday)["created"] == 2

    assert ("signup.reminder_14", date(2027, 2, 15)) in planned()


@database
def test_a_letter_in_an_envelope_is_frozen():
    row = invited()
    with at(DAY_14):
        making.make(DAY_14)
    Participation.objects.filter(pk=row.pk).update(state="declined")

    counts = reconciled(row.programme, DAY_14)

    made = Letter.objects.get(rule="signup.reminder_14")
    assert (made.envelope is not None, made.fate) == (True, "")
    assert counts["cancelled"] == 1  # the other reminder


# --- which programmes are behind


@database
def test_an_act_leaves_its_programme_behind_and_a_sweep_brings_it_up():
    row = invited()
    with at(TODAY):
        sweep(TODAY)
        quiet = sweep(TODAY)
        duty_actions.waive(participation=row, duty=ANSWER, reason="x", version=row.version, by=by())
        swept = sweep(TODAY)
    with at(TODAY, 7):
        looked_once_more, settled = sweep(TODAY), sweep(TODAY)

    assert quiet == {}
    assert swept["cancelled"] == 2
    assert (looked_once_more["cancelled"], settled) == (0, {})


@database
def test_a_new_day_is_a_change_of_its_own():
    row = invited()
    with at(TODAY):
        sweep(TODAY)
    with at(TODAY + timedelta(days=1)):
        assert sweep(TODAY + timedelta(days=1))["kept"] == 2

    assert Reconciliation.objects.get(programme=row.programme).day == TODAY + timedelta(days=1)


@database
def test_a_line_that_is_committed_late_is_not_missed():
    """Its number is lower than that of a line which the newest run saw."""
    row = invited()
    with at(TODAY):
        sweep(TODAY)
        duty_actions.waive(participation=row, duty=ANSWER, reason="x", version=row.version, by=by())
        swept = sweep(TODAY)
        again = sweep(TODAY)

    assert (swept["cancelled"], again["cancelled"]) == (2, 0)  # it looks again for as long as an act may last


@database
def test_who_finds_another_at_it_leaves_it_and_takes_over_when_the_lease_has_run_out():
    row = invited()
    with at(TODAY):
        Reconciliation.objects.create(
            programme=row.programme, claim="7d5b3a0e-3c3f-4f0c-9d51-0d6f3f3f0a11",
            lease_until=datetime(2027, 2, 1, 6, 5, tzinfo=UTC),
        )  # fmt: skip
        while_claimed = sweep(TODAY)
    with at(TODAY, 7):
        after = sweep(TODAY)

    assert (while_claimed, after["created"]) == ({}, 2)


def line(**fields):
    with transaction.atomic():
        journal.append(verb="something.happened", by=by(), **fields)


@database
def test_correspondences_own_lines_leave_no_programme_behind():
    row = invited()
    with at(TODAY):
        sweep(TODAY)
        line(subject=Letter(pk=1), scope=row.programme)

        assert sweep(TODAY) == {}


@database
def test_another_programmes_lines_leave_this_one_alone_and_those_about_no_programme_do_not():
    row, other = invited(), invited(programme=factories.round_with_deadline(DEADLINE))
    with at(TODAY):
        sweep(TODAY)
        line(subject=other.programme, scope=other.programme)
        of_other = sweep(TODAY)
    with at(TODAY, 8):
        sweep(TODAY)
        line(subject=row.programme.region)
        of_none = sweep(TODAY)

    assert (of_other["kept"], of_none["kept"]) == (2, 4)


@database
def test_the_number_of_queries_does_not_grow_with_who_takes_part():
    def queries(count):
        programme = factories.round_with_deadline(DEADLINE)
        for _ in range(count):
            invited(programme=programme)
        with at(TODAY), CaptureQueriesContext(connection) as captured:
            reconcile(programme, TODAY)
        return len(captured)

    assert queries(1) == queries(20)


@database
def test_a_director_who_is_replaced_gets_no_letter_and_the_new_one_does():
    row = invited()
    old = director_of(row)
    reconciled(row.programme)
    Holding.objects.filter(person=old).update(until=INVITED + timedelta(days=3))
    new = factories.seat(row, "director", since=INVITED + timedelta(days=3))

    reconciled(row.programme)

    assert planned(person=old) == []
    assert len(planned(person=new)) == 2
