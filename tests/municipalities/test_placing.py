"""Places and the line for them: what a yes becomes, in which order, and what a free place is."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import JournalEntry
from municipalities import actions, place_actions, placing, tasks
from municipalities.models import Answer, Holding, Participation
from tests import factories
from tests.municipalities.places import by, invited_to, line, offered, queued, says, states, with_places

pytestmark = pytest.mark.django_db


def test_a_yes_gets_a_place_while_there_is_one_and_stands_in_line_after_that():
    programme = with_places(2)
    rows = invited_to(programme, 4)

    for row in rows:
        says(row)

    assert states(programme) == ["signed_up", "signed_up", "queued", "queued"]
    assert line(programme) == [rows[2].pk, rows[3].pk]
    assert [placing.position(row) for row in rows] == [None, None, 1, 2]


def test_without_a_limit_everybody_gets_a_place():
    programme = with_places(None)

    for row in invited_to(programme, 3):
        says(row)

    assert states(programme) == ["signed_up"] * 3


def test_who_stands_in_line_has_answered_and_owes_nothing_of_the_group():
    from municipalities.standing import standing_of

    row = queued(with_places(1))

    found = {key: str(state.status) for key, state in standing_of(row).states.items()}

    assert found == {
        "signup.answer": "done", "coordinator.appoint": "not_owed", "group.register": "not_owed",
        "group.confirm": "not_owed",
    }  # fmt: skip


def test_a_free_place_is_nobodys_who_comes_later_while_somebody_waits_for_it():
    programme = with_places(1)
    first, second, third = invited_to(programme, 3)
    says(first)
    says(second)
    says(first, "no")

    says(third)

    assert states(programme) == ["declined", "queued", "queued"]
    assert line(programme) == [second.pk, third.pk]
    assert placing.places_of(programme).can_be_given == 1


def test_saying_yes_again_keeps_the_place_and_the_place_in_line():
    programme = with_places(1)
    first, second, third = invited_to(programme, 3)
    for row in (first, second, third):
        says(row)

    says(second)
    says(first)

    assert states(programme) == ["signed_up", "queued", "queued"]
    assert line(programme) == [second.pk, third.pk]


@pytest.mark.parametrize(("choice", "state"), [("no", "declined"), ("undecided", "undecided")])
def test_a_yes_that_is_taken_back_leaves_the_line_and_comes_last_when_it_is_given_again(choice, state):
    programme = with_places(1)
    first, second, third = invited_to(programme, 3)
    for row in (first, second, third):
        says(row)

    says(second, choice)
    taken_back = states(programme)
    says(second)

    assert taken_back == ["signed_up", state, "queued"]
    assert line(programme) == [third.pk, second.pk]


def test_an_answer_from_outside_stands_in_line_from_the_advisers_yes():
    programme = with_places(1)
    first, second, third = invited_to(programme, 3)
    says(first)
    stranger = factories.PersonFactory(email="x@annet.example.no")
    waiting = says(second, person=stranger)
    says(third)

    actions.settle_waiting(given=waiting, accept=True, by=by())

    assert states(programme) == ["signed_up", "queued", "queued"]
    assert line(programme) == [third.pk, second.pk]


def test_a_yes_that_the_adviser_writes_down_stands_in_line_too():
    programme = with_places(1)
    first, second = invited_to(programme, 2)
    says(first)

    actions.register_answer(
        participation=second, choice="yes", via="telephone", said_by="Kari", reason="Ringte", version=second.version,
        by=by(),
    )  # fmt: skip

    assert states(programme) == ["signed_up", "queued"]


def test_nobody_is_appointed_before_there_is_a_place():
    programme = with_places(1)
    first, second = invited_to(programme, 2)
    says(first)

    says(second, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")
    while_waiting = second.coordinator
    place_actions.set_limits(programme=programme, total=2, per_organisation=None, version=programme.version, by=by())
    place_actions.give_place(participation=second, reason="Ledig plass", version=second.version, by=by())

    assert while_waiting is None
    assert second.coordinator == ("Mona Dalen", "mona@example.no")


def test_the_journal_says_which_yes_stands_in_line_and_with_which_number():
    programme = with_places(1)
    for row in invited_to(programme, 3):
        says(row)

    said = JournalEntry.objects.filter(verb="participation.answered").order_by("pk").values_list("details", flat=True)

    assert [(row.get("place"), row.get("queue")) for row in said] == [(None, None), ("queued", 1), ("queued", 2)]


def test_the_database_refuses_a_place_in_line_without_a_number_two_with_the_same_and_an_offer_without_a_day():
    programme = with_places(1)
    row = queued(programme, number=7)

    for change in ({"queue_number": None}, {"state": "offered"}, {"state": "signed_up"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        queued(programme, number=7)


# --- Offers


def test_an_offer_keeps_its_place_until_its_day_has_ended():
    programme = with_places(1)
    row, _director = offered(programme, until=timezone.localdate())

    today = placing.places_of(programme)
    tomorrow = placing.places_of(programme, timezone.localdate() + timedelta(days=1))

    assert (today.offered, today.free, today.queued) == (1, 0, 0)
    assert (tomorrow.offered, tomorrow.free, tomorrow.queued) == (0, 1, 1)
    assert not row.offer_has_ended


def test_an_offer_that_ended_stands_last_in_line_and_its_place_is_free():
    programme = with_places(1)
    late, _director = offered(programme, number=1)
    other = queued(programme, number=2)

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        ended = tasks.end_offers()
        again = tasks.end_offers()

    assert (ended, again) == (1, 0)
    assert line(programme) == [other.pk, late.pk]
    assert placing.places_of(programme).can_be_given == 1
    assert JournalEntry.objects.get().verb == "place.offer_ended"


def test_an_ended_offer_is_seen_by_the_next_act_also_before_the_scheduler():
    programme = with_places(1)
    late, _director = offered(programme, number=1)
    comes = factories.invited(programme=programme)

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        says(comes)

    assert line(programme) == [late.pk, comes.pk]


def test_an_archived_programme_lets_its_offers_rest():
    programme = with_places(1)
    offered(programme)
    programme.letters_from, programme.state = None, "archived"
    programme.save()

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert tasks.end_offers() == 0


def test_a_yes_in_the_sign_up_takes_an_open_offer():
    programme = with_places(1)
    row, director = offered(programme)

    says(row, person=director)

    assert (row.state, row.queue_number, row.offered_until) == ("signed_up", None, None)


def test_saying_yes_costs_the_same_queries_however_many_stand_in_line():
    programme = with_places(1)
    counts = []
    for size in (1, 40):
        for _ in range(size):
            queued(programme, number=programme.participations.count() + 100)
        row = factories.invited(programme=programme)
        director = factories.with_director(row)
        with CaptureQueriesContext(connection) as counted:
            says(row, person=director)
        counts.append(len(counted))

    assert counts[0] == counts[1], counts


def test_one_that_comes_back_after_a_withdrawal_has_no_group_yet():
    programme = with_places(1)
    row = factories.invited(programme=programme)
    says(row, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")
    Participation.objects.update(group_confirmed_at=timezone.now())
    director = row.seats.get(kind="director").holder.person
    place_actions.withdraw(participation=row, person=director, version=row.version)

    says(row, person=director)

    assert (row.state, row.group_confirmed_at, row.coordinator) == ("signed_up", None, None)
    assert Answer.objects.filter(status="accepted").count() == 3
    assert Holding.objects.current().get().person == director


def test_an_offer_is_answered_within_three_days_on_which_somebody_is_at_work():
    assert placing.last_day_to_answer(date(2027, 3, 18)) == date(2027, 3, 31)  # the week before Easter, and Easter
    assert placing.last_day_to_answer(date(2027, 4, 5)) == date(2027, 4, 8)
