"""Answering about a gathering: who may, until when, and what is kept."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import JournalEntry
from gatherings import answer_actions, attendance_links
from gatherings.answer_actions import NotAsked, Said, SeatSaid, TooLate
from gatherings.answer_duty import deadline_of
from gatherings.models import Gathering, SeatAnswer
from municipalities.models import Participation, Seat
from programmes.acting import Archived, ChangedMeanwhile
from tests import factories
from tests.gatherings.answers import (
    DEPUTY,
    adviser,
    asked,
    for_group,
    gathering,
    group,
    own,
    replaced,
    said,
    seat_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def held_now(held):
    rows = SeatAnswer.objects.holding().filter(gathering=held).order_by("seat", "day")
    return [(row.seat.name, row.choice, row.via) for row in rows.select_related("seat")]


def test_she_answers_for_her_own_seat_and_the_journal_tells_no_name():
    held = gathering()
    row = group(held)

    count = own(held, row, "deputy")

    line = JournalEntry.objects.get(verb="gathering.answered")
    answer = SeatAnswer.objects.get()
    assert (count, answer.choice, answer.via, answer.given_by) == (1, "deputy", "link", "Kari Lien")
    assert (answer.deputy_name, answer.deputy_email, answer.day) == ("Siv Rud", "siv.rud@example.no", held.first_day)
    assert line.details == {"gathering": held.pk, "via": "link", "choices": {str(answer.seat_id): ["deputy"]}}
    assert line.actor_ref == answer.person.reference and line.subject == f"participation:{row.pk}"


def test_the_coordinator_answers_for_several_at_once_and_one_line_says_so():
    held = gathering()
    row = group(held, "Kari Lien", "Ola Moe", "Liv Berg")

    count = for_group(held, row, {"Kari Lien": ["comes"], "Ola Moe": ["cannot"], "Mona Dalen": ["comes"]})

    assert count == 3 and JournalEntry.objects.filter(verb="gathering.answered").count() == 1
    assert held_now(held) == [
        ("kari", "comes", "coordinator"), ("ola", "cannot", "coordinator"), ("Koordinator", "comes", "signed_in"),
    ]  # fmt: skip


def test_the_newest_answer_holds_and_the_one_before_it_stays_to_be_seen():
    held = gathering()
    row = group(held)
    own(held, row, "comes")

    own(held, row, "deputy")

    assert held_now(held) == [("kari", "deputy", "link")]
    assert [each.choice for each in SeatAnswer.objects.history(held, row)] == ["deputy", "comes"]
    assert SeatAnswer.objects.exclude(replaced_at=None).count() == 1


def test_a_second_press_changes_nothing_whatever_it_had_seen():
    held = gathering()
    row = group(held)
    own(held, row, "comes")

    again = own(held, row, "comes", seen=0)

    assert again == 0 and SeatAnswer.objects.count() == 1
    assert JournalEntry.objects.filter(verb="gathering.answered").count() == 1


def test_nobody_answers_over_an_answer_that_the_page_did_not_show():
    held = gathering()
    row = group(held)
    for_group(held, row, {"Kari Lien": ["cannot"]})

    with pytest.raises(ChangedMeanwhile):
        own(held, row, "comes", seen=0)

    assert held_now(held) == [("kari", "cannot", "coordinator")]


def test_nobody_answers_about_a_gathering_that_was_changed_after_the_page_was_opened():
    held = gathering()
    row = group(held)
    Gathering.objects.filter(pk=held.pk).update(version=held.version + 1)

    with pytest.raises(ChangedMeanwhile):
        own(held, row, "comes")


def test_a_seat_that_another_has_taken_over_is_not_answered_by_who_left():
    held = gathering()
    row = group(held)
    before, person = seat_of(held, row), Seat.objects.get(kind="member").holder.person
    replaced(row, "Kari Lien", "Nils Aas")

    with pytest.raises(ChangedMeanwhile):
        answer_actions.answer_own(
            gathering=held, participation=row, person=person, said=[said(before, "comes")], version=held.version
        )


def test_what_the_coordinator_says_of_one_is_not_taken_for_who_has_taken_over_the_seat():
    held = gathering()
    row = group(held)
    before = seat_of(held, row)
    replaced(row, "Kari Lien", "Nils Aas")

    with pytest.raises(ChangedMeanwhile):
        answer_actions.answer_for_group(
            gathering=held, participation=row, said=[said(before, "comes")], version=held.version, by=adviser()
        )

    assert not SeatAnswer.objects.exists()


def test_one_group_does_not_answer_for_another():
    held = gathering()
    row, beside = group(held), group(held, "Ola Moe", coordinator="")
    theirs = said(seat_of(held, beside, "Ola Moe"), "comes")

    with pytest.raises(ChangedMeanwhile):
        answer_actions.answer_for_group(
            gathering=held, participation=row, said=[theirs], version=held.version, by=adviser()
        )

    assert not SeatAnswer.objects.exists()


@pytest.fixture
def round_with_an_old_deadline():
    held = gathering(days=30)
    row = group(held)
    midnight = timezone.make_aware(datetime.combine(deadline_of(held) + timedelta(days=1), time.min))
    return held, row, midnight


def test_others_answer_to_the_last_minute_of_the_deadlines_day_in_norway(round_with_an_old_deadline):
    held, row, midnight = round_with_an_old_deadline

    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        own(held, row, "comes")
    with time_machine.travel(midnight, tick=False):
        with pytest.raises(TooLate):
            own(held, row, "cannot")
        with pytest.raises(TooLate):
            for_group(held, row, {"Kari Lien": ["cannot"]})

    assert held_now(held) == [("kari", "comes", "link")]


def test_the_adviser_answers_also_after_the_deadline(round_with_an_old_deadline):
    held, row, midnight = round_with_an_old_deadline

    with time_machine.travel(midnight + timedelta(days=3), tick=False):
        for_group(held, row, {"Kari Lien": ["cannot"]}, by=adviser(), as_adviser=True)

    assert held_now(held) == [("kari", "cannot", "adviser")]


def test_a_longer_deadline_of_ones_own_is_the_one_that_counts(round_with_an_old_deadline):
    held, row, midnight = round_with_an_old_deadline
    factories.extended(row, deadline_of(held) + timedelta(days=5), f"gathering.answer:{held.pk}")
    row = Participation.objects.get(pk=row.pk)

    with time_machine.travel(midnight + timedelta(days=4), tick=False):
        own(held, row, "comes")

    assert held_now(held) == [("kari", "comes", "link")]


def test_nothing_is_answered_about_a_gathering_without_a_day():
    held = gathering()
    row = group(held)
    seat = seat_of(held, row)
    Gathering.objects.filter(pk=held.pk).update(precision="month", days=None)

    with pytest.raises(NotAsked):
        answer_actions.answer_for_group(
            gathering=held, participation=row, said=[said(seat, "comes")], version=held.version, by=adviser()
        )


@pytest.mark.parametrize("kind", ["coordinator_gathering", "information_meeting", "digital_session"])
def test_only_what_the_whole_group_attends_is_answered(kind):
    assert gathering(kind=kind).days_to_answer == ()


def test_who_is_not_signed_up_answers_nothing():
    held = gathering()
    row = group(held)
    seat = seat_of(held, row)
    Participation.objects.update(state="declined")

    with pytest.raises(NotAsked):
        answer_actions.answer_for_group(
            gathering=held, participation=row, said=[said(seat, "comes")], version=held.version, by=adviser()
        )


def test_an_archived_programme_refuses():
    held = gathering()
    row = group(held)
    type(held.programme).objects.update(state="archived", letters_from=None)

    with pytest.raises(Archived):
        own(held, row, "comes")


def test_a_gathering_of_two_days_is_answered_for_both():
    held = gathering(days=40, last=41)
    row = group(held)
    seat = seat_of(held, row)

    own(held, row, "comes", "cannot")
    with pytest.raises(ValueError, match="every day"):
        answer_actions.answer_own(
            gathering=held, participation=row, person=Seat.objects.get(kind="member").holder.person,
            said=[SeatSaid(seat=seat.seat, person=seat.person, days=(Said(day=held.first_day, choice="comes"),))],
            version=held.version,
        )  # fmt: skip

    assert held_now(held) == [("kari", "comes", "link"), ("kari", "cannot", "link")]


@pytest.mark.parametrize("given", [
    {"choice": "deputy"}, {"choice": "deputy", "deputy_name": "Siv Rud"}, {"choice": "comes", **DEPUTY},
    {"choice": "perhaps"},
])  # fmt: skip
def test_a_deputy_has_a_name_and_an_address_and_nobody_else_is_named(given):
    with pytest.raises(ValueError, match="deputy"):
        Said(day=factories.in_days(3), **given)


@pytest.mark.parametrize("wrong", [
    {"choice": "deputy"}, {"choice": "comes", **DEPUTY}, {"choice": "perhaps"}, {"via": "coordinator"},
    {"person": None}, {"replaced_at": "before"},
])  # fmt: skip
def test_the_database_refuses_what_cannot_be(wrong):
    held = gathering()
    row = group(held)
    own(held, row, "comes")
    answer = SeatAnswer.objects.get()
    if "replaced_at" in wrong:
        wrong = {"replaced_at": answer.at - timedelta(days=1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        SeatAnswer.objects.update(**wrong)


def test_the_database_keeps_one_answer_for_each_seat_and_day():
    held = gathering()
    row = group(held)
    own(held, row, "comes")
    again = SeatAnswer.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_gathering_that_somebody_has_answered_about_is_not_removed_from_the_plan():
    from gatherings import actions

    held = gathering()
    own(held, group(held), "comes")

    with pytest.raises(actions.InUse):
        actions.remove_gathering(gathering=held, version=held.version, by=adviser())


def test_a_deputy_is_forgotten_half_a_year_after_the_gathering_and_the_answer_stays():
    held = gathering()
    row = group(held)
    own(held, row, "deputy")
    end = timezone.make_aware(datetime.combine(held.end, time(12)))

    with time_machine.travel(end + timedelta(days=183), tick=False):
        early = answer_actions.erase_old_deputies()
    with time_machine.travel(end + timedelta(days=184), tick=False):
        forgotten = answer_actions.erase_old_deputies()

    answer = SeatAnswer.objects.get()
    assert (early, forgotten) == (0, 1)
    assert (answer.choice, answer.deputy_name, answer.deputy_email) == ("deputy", "", "")


def test_no_link_is_made_for_who_is_not_asked():
    held = gathering()
    row = group(held)
    other = factories.with_director(row)

    assert attendance_links.issue(held, row, other) == ""
    assert attendance_links.issue(gathering(held.programme, days=-3, number=2), row, other) == ""
    assert len(asked(held, row)) == 2
