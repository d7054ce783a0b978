"""The duty to answer about a gathering: from when, until when, and what counts as done."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from gatherings.answer_duty import deadline_of, gathering_of, key_of
from gatherings.models import Gathering
from municipalities import duty_actions
from municipalities.duties import duty_with, every_duty
from municipalities.models import Participation
from municipalities.standing import standing_of, standings
from programmes.calendar import back
from programmes.models import Programme
from tests import factories
from tests.gatherings.answers import adviser, for_group, gathering, group, own, replaced

pytestmark = pytest.mark.django_db


def state_of(held, participation, **kwargs):
    fresh = Participation.objects.select_related("programme").get(pk=participation.pk)
    return standing_of(fresh, **kwargs).states.get(key_of(held))


def test_a_group_owes_an_answer_from_the_day_the_invitation_goes_to_the_gatherings_last_day():
    held = gathering(days=60)
    row = group(held)
    invited = back(held.first_day - timedelta(days=42))

    seen = [
        state_of(held, row, today=day)
        for day in (invited - timedelta(days=1), invited, held.last_day, held.last_day + timedelta(days=1))
    ]

    assert [state and str(state.status) for state in seen] == [None, "open", "overdue", None]


def test_its_day_is_the_answer_deadline_and_its_task_names_the_gathering():
    held = gathering(number=2)
    row = group(held)

    state = state_of(held, row)

    assert state.due == deadline_of(held) == back(held.first_day - timedelta(days=14))
    assert state.duty.called(held.programme) == "Svar på fellessamling 2"
    assert str(state.duty.column) == "Fellessamling 2"


def test_it_is_done_when_everybody_has_answered_and_open_again_when_a_seat_changes_hands():
    held = gathering()
    row = group(held, "Kari Lien", "Ola Moe")
    own(held, row, "comes")
    half = state_of(held, row)
    for_group(held, row, {"Ola Moe": ["cannot"], "Mona Dalen": ["comes"]})
    done = state_of(held, row)
    replaced(row, "Ola Moe", "Nils Aas")
    again = state_of(held, row)

    assert (half.words, str(half.status)) == ("1 av 3 kommer, 2 har ikke svart", "open")
    assert (done.words, str(done.status)) == ("2 av 3 kommer", "done")
    assert (again.words, str(again.status)) == ("2 av 3 kommer, 1 har ikke svart", "open")


def test_a_group_with_nobody_to_ask_and_one_that_is_not_signed_up_owe_nothing():
    held = gathering()
    empty = factories.signed_up(programme=held.programme)
    other = factories.invited(programme=held.programme)
    group(held)

    found = standings(held.programme)

    assert [str(found[row.pk].states[key_of(held)].status) for row in (empty, other)] == ["not_owed", "not_owed"]
    assert state_of(held, empty) is state_of(held, other) is None


def test_an_adviser_gives_a_longer_deadline_and_an_excuse_as_from_any_duty():
    held = gathering()
    row = group(held)
    key, day = key_of(held), deadline_of(held) + timedelta(days=4)
    row.refresh_from_db()
    duty_actions.extend(participation=row, duty=key, day=day, reason="Ferie", version=row.version, by=adviser())
    extended = state_of(held, row)
    duty_actions.waive(participation=row, duty=key, reason="Er med som observatør", version=row.version, by=adviser())

    assert (extended.due, extended.is_extended) == (day, True)
    assert str(state_of(held, row).status) == "waived"
    with pytest.raises(ValueError, match="after the programme's own day"):
        duty_actions.extend(
            participation=row, duty=key, day=deadline_of(held), reason="x", version=row.version, by=adviser()
        )


def test_an_exception_can_be_given_before_the_invitation_goes():
    held = gathering(days=200)

    assert key_of(held) in [duty.key for duty in every_duty(held.programme)]
    assert duty_with(key_of(held), held.programme).due(held.programme).end == deadline_of(held)
    assert gathering_of(key_of(held)) == held.pk and gathering_of("group.confirm") is None
    with pytest.raises(KeyError):
        duty_with("gathering.answer:0", held.programme)


def test_two_gatherings_are_two_duties():
    held = gathering(number=2)
    group(held)
    gathering(held.programme, days=30, number=None, kind="experience")

    found = standings(held.programme)

    assert [str(duty.column) for duty in found.more] == ["Erfaringssamling", "Fellessamling 2"]
    assert len(next(iter(found.values())).states) == 6


def test_a_gathering_without_a_day_is_no_duty():
    held = gathering()
    row = group(held)
    Gathering.objects.filter(pk=held.pk).update(precision="month", days=None)

    assert state_of(held, row) is None


def test_standing_costs_the_same_queries_however_many_answer(django_assert_num_queries):
    held = gathering()
    for number in (1, 4):
        for each in range(number):
            own(held, group(held, f"Kari {number}{each}", coordinator=""), "comes", name=f"Kari {number}{each}")
        programme = Programme.objects.prefetch_related("deadlines", "composition").get(pk=held.programme_id)
        with django_assert_num_queries(3):  # exceptions, what groups have answered, the other duties
            found = list(standings(programme).values())

    assert [str(row.states[key_of(held)].status) for row in found] == ["done"] * 5


def test_its_words_follow_the_language_in_force():
    held = gathering(number=2)
    (duty,) = (duty for duty in every_duty(held.programme) if gathering_of(duty.key))

    with translation.override("nn"):
        said = duty.called(held.programme)

    assert said.startswith("Svar på") and timezone.localdate() < held.start
