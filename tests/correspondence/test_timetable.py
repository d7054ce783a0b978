"""The days of a programme's letters: the calendar of the three real programmes, row by row, and the rules above it."""

import json
import re
from datetime import date, timedelta

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from correspondence import quiet, timetable
from correspondence.models import Envelope
from correspondence.table import BY_KEY, TABLE, Given
from correspondence.timetable import Reason, State
from gatherings.models import Gathering
from gatherings.plan import Plan, plan_of
from programmes.models import CostLine, Deadline, Programme
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db
CALENDAR = yaml.safe_load((settings.BASE_DIR / "data" / "letter_calendar.yaml").read_text())
OURS = "coordinator.due"  # the calendar of the documents does not know it
OTHERS = {"påmeldingsfrist": "påmeldingsfristen", "formøtevindu åpner": "vinduet for formøte åpner",
          "formøtevindu stenger": "vinduet for formøte stenger", "refleksjonsnotat": "refleksjonsnotatet",
          "gruppa meldes inn": "gruppa meldes inn", "informasjonsmøte": "informasjonsmøte"}  # fmt: skip


def expected(row):
    day = row["anchor_date"]
    return (row["key"], named(row["anchor"]), day, row["send_on"], row["state"], row.get("reason", ""),
            row.get("planned_on", row["send_on"]))  # fmt: skip


def named(label):
    """A gathering by its number: each source calls it in its own way."""
    if label in OTHERS:
        return OTHERS[label]
    number = re.search(r"\d+", label)
    return int(number.group(0)) if number else label


def found(entry, gatherings):
    """The same of an entry; a gathering by its place among those of its sort."""
    row = entry.anchor.gathering
    label = entry.anchor.label if row is None else gatherings[row.pk]
    return (entry.rule.key, label, entry.anchor.day, entry.send_on, entry.state, entry.reason, entry.planned_on)


def places(programme):
    """{gathering: its number} of the joint ones and of the coordinators', each in the plan's order."""
    result = {}
    counts = {"joint": 0, "coordinators": 0}
    for row in plan_of(programme).gatherings:
        if row.kind == "information_meeting":
            result[row.pk] = "informasjonsmøte"
            continue
        if row.kind == "experience":
            result[row.pk] = "Erfaringssamling"
            continue
        sort = "joint" if row.is_joint else "coordinators"
        counts[sort] += 1
        result[row.pk] = counts[sort]
    return result


@pytest.mark.parametrize("key", CALENDAR)
def test_each_real_programmes_letters_have_the_days_of_its_calendar(programmes, key):
    programme = programmes[key]

    given = [entry for entry in timetable.of_programme(programme) if entry.rule.key != OURS]
    entries = [found(entry, places(programme)) for entry in given]

    wanted = [expected(row) for row in CALENDAR[key]]
    assert set(wanted) - set(entries) == set() and set(entries) - set(wanted) == set()
    assert len(entries) == len(wanted)


# --- The rules above the table


def plan(*gatherings, sign_up=None, group_day=None):
    rows = tuple(gatherings)
    for number, row in enumerate(rows, start=1):
        row.pk, row.order = number, number
    deadlines = {Deadline.Kind.SIGN_UP: When.day(sign_up)} if sign_up else {}
    return Plan(Programme(), rows, deadlines, When.day(group_day) if group_day else When())


def joint(day, *, number=1, **fields):
    when = When.day(day) if day else When()
    return Gathering(kind="joint", number=number, **{"form": "physical", **fields}, **factories.when_fields(when))


def entries_of(the_plan, *fees):
    return {(row.rule.key, row.anchor.label): row for row in timetable.timetable(Given(the_plan, tuple(fees)))}


def entry_of(the_plan, key, *fees):
    return next(row for (rule, _label), row in entries_of(the_plan, *fees).items() if rule == key)


FAR = date(2027, 10, 6)  # a Wednesday without holidays before it


def test_nobody_is_invited_before_the_group_is_asked_for():
    entry = entry_of(plan(joint(FAR), group_day=date(2027, 9, 1)), "gathering.invite")

    assert (entry.planned_on, entry.send_on) == (date(2027, 8, 25), date(2027, 9, 1))
    assert (entry.state, entry.reason) == (State.MOVED, Reason.GROUP_IS_ASKED_LATER)


def test_whoever_was_invited_long_before_has_the_days_of_the_table():
    found = entries_of(plan(joint(FAR), group_day=date(2027, 5, 3)))

    assert {row.state for row in found.values() if row.anchor.gathering} == {State.DATED}


def test_an_answer_deadline_that_somebody_has_set_moves_what_is_told_on_it_and_says_so():
    entry = entry_of(plan(joint(FAR, answer_deadline=date(2027, 9, 15))), "gathering.deadline")

    assert (entry.planned_on, entry.send_on) == (date(2027, 9, 22), date(2027, 9, 15))
    assert entry.reason == Reason.DEADLINE_IS_SET


def test_a_reminder_on_the_deadline_or_later_falls_away():
    entry = entry_of(plan(joint(FAR, answer_deadline=date(2027, 9, 15))), "gathering.reminder")

    assert (entry.send_on, entry.state, entry.reason) == (None, State.SUPPRESSED, Reason.NO_USE)


@pytest.mark.parametrize(("asked", "state"), [(date(2027, 9, 13), State.SUPPRESSED), (date(2027, 9, 10), State.DATED)])
def test_a_reminder_comes_at_least_four_days_after_the_invitation(asked, state):
    assert entry_of(plan(joint(FAR), group_day=asked), "gathering.reminder").state == state


def test_a_practical_letter_goes_after_the_answers_are_in():
    entry = entry_of(plan(joint(FAR, answer_deadline=date(2027, 9, 30))), "gathering.practical")

    assert (entry.send_on, entry.reason) == (date(2027, 10, 1), Reason.AFTER_THE_DEADLINE)


def test_a_gathering_without_a_day_lets_its_letters_wait_and_none_is_invented():
    found = entries_of(plan(joint(None)))

    waiting = [row for row in found.values() if row.anchor.gathering]
    assert waiting and {(row.state, row.send_on, row.planned_on) for row in waiting} == {(State.WAITING, None, None)}


@pytest.mark.parametrize(("form", "tentative", "asked"), [
    ("undecided", False, True), ("", False, True), ("digital", True, True), ("digital", False, False),
])  # fmt: skip
def test_the_form_is_asked_about_only_while_it_is_open(form, tentative, asked):
    found = entries_of(plan(joint(FAR, form=form, form_tentative=tentative)))

    assert any(rule == "form.decide" for rule, _label in found) is asked


@pytest.mark.parametrize(("form", "only_form", "asked"), [
    ("digital", "digital", True), ("undecided", "digital", True), ("physical", "digital", False),
    ("physical", "", True),
])  # fmt: skip
def test_an_invoice_needs_a_fee_that_applies_or_may(form, only_form, asked):
    fee = CostLine(is_fee=True, only_form=only_form)

    found = entries_of(plan(joint(FAR, form=form)), fee)

    assert any(rule == "invoice.basis" for rule, _label in found) is asked
    assert not any(rule == "invoice.basis" for rule, _label in entries_of(plan(joint(FAR, form=form))))


def test_there_is_no_work_to_do_after_the_last_gathering_and_the_end_follows_it():
    found = entries_of(plan(joint(FAR), joint(FAR + timedelta(days=90), number=2)))

    assert [label for rule, label in found if rule == "between.task"] == ["Fellessamling 1"]
    assert [label for rule, label in found if rule == "programme.closing"] == ["Fellessamling 2"]


def test_the_dates_are_held_only_where_the_group_is_asked_for_long_after_the_sign_up():
    soon = entries_of(plan(sign_up=date(2027, 5, 3), group_day=date(2027, 5, 17)))
    late = entries_of(plan(sign_up=date(2027, 5, 3), group_day=date(2027, 5, 18)))

    assert not any(rule == "gathering.save_the_date" for rule, _label in soon)
    assert any(rule == "gathering.save_the_date" for rule, _label in late)


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@limits(max_examples=60, deadline=None)
@given(days=st.lists(st.none() | DAYS, max_size=4), group_day=st.none() | DAYS, answer=st.none() | DAYS)
def test_no_letter_goes_on_a_quiet_day_or_before_the_group_is_asked_for(days, group_day, answer):
    rows = [joint(day, number=number, answer_deadline=answer) for number, day in enumerate(days, start=1)]

    for entry in timetable.timetable(Given(plan(*rows, group_day=group_day))):
        assert entry.send_on is None or not quiet.is_quiet(entry.send_on)
        assert (entry.send_on is None) == (entry.state in (State.WAITING, State.SUPPRESSED))
        if entry.rule.key == "gathering.invite" and entry.send_on and group_day:
            assert entry.send_on >= group_day


# --- What has become of them, and the command


def test_a_letter_that_somebody_got_on_its_day_is_sent():
    programme = factories.round_with_deadline(timezone.localdate() + timedelta(days=10))
    for state in ("sent", "ready"):
        letter = factories.letter_to(factories.ParticipationFactory(programme=programme), rule="signup.reminder_14")
        sent_at = timezone.now() if state == "sent" else None
        Envelope.objects.filter(pk=letter.envelope_id).update(state=state, sent_at=sent_at)

    found = {row.rule.key: row for row in timetable.of_programme(programme)}

    assert (found["signup.reminder_14"].state, found["signup.reminder_14"].sent) == (State.SENT, 1)
    assert found["signup.reminder_14"].ready == 1
    assert found["signup.reminder_3"].state == State.DATED


def test_the_command_prints_the_plan_as_json(programmes, capsys):
    call_command("letter_plan", "innlandet-2021", "--format", "json")

    rows = json.loads(capsys.readouterr().out)
    first = next(row for row in rows if row["key"] == "gathering.invite")
    assert (first["send_on"], first["state"]) == ("2021-01-25", "moved")
    assert first["reason"] == "the group is not asked for before" and first["planned_on"] == "2020-12-23"
    assert {row["key"] for row in rows} <= set(BY_KEY)


def test_the_command_prints_the_plan_for_people(programmes, capsys):
    call_command("letter_plan", "trondelag-2020")

    out = capsys.readouterr().out
    assert "gathering.invite" in out and "waiting" in out and "not sent yet" in out


def test_the_command_names_the_programmes_that_are_there(programmes):
    with pytest.raises(CommandError, match="innlandet-2021"):
        call_command("letter_plan", "finnes-ikke")


def test_every_rule_of_the_table_has_a_key_of_its_own():
    assert len(BY_KEY) == len(TABLE)
