"""Who is asked about a gathering, who has answered, and who comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gatherings.attending import Tally, attendance_of, tally, unanswered, who_come
from gatherings.attending import asked as asked_by_letter
from gatherings.models import Gathering
from municipalities.models import Holding
from tests import factories
from tests.gatherings.answers import asked, for_group, gathering, group, own, replaced

pytestmark = pytest.mark.django_db


def names(rows):
    return [row.name for row in rows]


def test_the_core_group_and_the_responsible_coordinator_are_asked_and_nobody_else():
    held = gathering()
    row = group(held, "Kari Lien", "Ola Moe")
    factories.with_second_coordinator(row)
    factories.with_director(row)
    factories.with_member(row, name="Per Ness", email="per@example.no", kind="reference")
    factories.with_member(row, email="")  # a name is to come

    assert names(asked(held, row)) == ["Kari Lien", "Ola Moe", "Mona Dalen"]


def test_a_coordinator_who_has_a_place_in_the_group_is_asked_once():
    held = gathering()
    row = group(held, "Mona Dalen", "Ola Moe")

    assert [(each.name, each.kind) for each in asked(held, row)] == [("Mona Dalen", "member"), ("Ola Moe", "member")]


def test_who_has_not_signed_up_and_what_the_group_does_not_attend_are_left_out():
    held = gathering()
    row = group(held)
    gathering(held.programme, kind="coordinator_gathering", number=1)
    undecided = gathering(held.programme, number=8)
    Gathering.objects.filter(pk=undecided.pk).update(precision="month", days=None)
    factories.invited(programme=held.programme)

    found = attendance_of(held.programme)

    assert list(found) == [held.pk] and list(found[held.pk]) == [row.pk]


def test_who_has_answered_is_reminded_no_more_and_who_comes_hears_of_it():
    held = gathering()
    row = group(held, "Kari Lien", "Ola Moe", "Liv Berg", "Per Ness")
    for_group(held, row, {"Kari Lien": ["comes"], "Ola Moe": ["cannot"], "Liv Berg": ["deputy"]})

    found = asked(held, row)

    assert names(asked_by_letter(found)) == ["Kari Lien", "Ola Moe", "Liv Berg", "Per Ness", "Mona Dalen"]
    assert names(unanswered(found)) == ["Per Ness", "Mona Dalen"]
    assert [(one.name, one.address, one.person is None) for one in who_come(found)] == [
        ("Kari Lien", "kari.lien@example.no", False), ("Siv Rud", "siv.rud@example.no", True),
    ]  # fmt: skip
    assert tally(found) == Tally(asked=5, coming=2, absent=1, unanswered=2, taken=2)


def test_of_two_days_each_is_answered_and_both_she_and_her_deputy_hear_of_it():
    held = gathering(days=40, last=41)
    row = group(held, "Kari Lien", "Ola Moe")
    own(held, row, "comes", "deputy")
    for_group(held, row, {"Ola Moe": ["cannot", "comes"]})

    found = asked(held, row)

    assert list(found[0].choices.values()) == ["comes", "deputy"] and found[0].has_answered
    assert names(who_come(found)) == ["Kari Lien", "Siv Rud", "Ola Moe"]
    assert tally(found) == Tally(asked=3, coming=2, absent=0, unanswered=1, taken=2)


def test_a_seat_that_changes_hands_keeps_its_answer_as_a_question_until_the_new_holder_answers():
    held = gathering()
    row = group(held)
    own(held, row, "comes")
    replaced(row, "Kari Lien", "Nils Aas")

    asked_anew = asked(held, row)[0]
    own(held, row, "comes", name="Nils Aas")
    confirmed = asked(held, row)[0]

    assert (asked_anew.has_answered, asked_anew.comes, asked_anew.choices) == (False, False, {})
    assert [given.choice for given in asked_anew.questions.values()] == ["comes"]
    assert confirmed.has_answered and not confirmed.questions
    assert names(who_come([confirmed])) == ["Nils Aas"]


def test_an_answer_from_the_time_before_a_seat_changed_hands_and_back_is_asked_about_again():
    held = gathering()
    row = group(held)
    own(held, row, "comes")
    replaced(row, "Kari Lien", "Nils Aas")
    replaced(row, "Nils Aas", "Kari Lien")

    assert not asked(held, row)[0].has_answered


def test_the_answer_of_a_group_that_left_and_came_back_still_counts():
    held = gathering()
    row = group(held)
    own(held, row, "comes")
    now = timezone.now()
    Holding.objects.filter(person__name="Kari Lien").update(until=now)
    Holding.objects.filter(person__name="Kari Lien").update(until=None)

    assert asked(held, row)[0].has_answered


def test_a_gathering_that_moves_asks_anew_and_keeps_the_day_in_common():
    held = gathering(days=40, last=41)
    row = group(held)
    own(held, row, "comes", "cannot")

    Gathering.objects.filter(pk=held.pk).update(start=held.start + timedelta(days=1), end=held.end + timedelta(days=1))
    moved = Gathering.objects.get(pk=held.pk)
    found = asked_in(moved, row)

    assert found.choices == {moved.start: "cannot"} and not found.has_answered
    assert {day: given.choice for day, given in found.questions.items()} == {held.start: "comes"}


def asked_in(held, row):
    return attendance_of(held.programme, [held], [row.pk])[held.pk][row.pk][0]


def test_it_takes_two_queries_for_a_whole_programme_however_many_take_part(django_assert_num_queries):
    held = gathering()
    gathering(held.programme, days=80, number=8)
    for number in range(4):
        row = group(held, f"Kari {number}", f"Ola {number}", coordinator="")
        own(held, row, "comes", name=f"Kari {number}")

    with django_assert_num_queries(2):
        found = attendance_of(held.programme)

    assert [len(groups) for groups in found.values()] == [4, 4]
    assert [tally(rows).coming for rows in found[held.pk].values()] == [1, 1, 1, 1]


def test_a_group_that_was_asked_for_and_has_nobody_to_ask_is_empty():
    held = gathering()
    row = factories.signed_up(programme=held.programme)

    assert attendance_of(held.programme, [held], [row.pk]) == {held.pk: {row.pk: []}}
    assert attendance_of(held.programme, [held], []) == {held.pk: {}}
