"""What each participation owes, by when, and what it has done: derived for all of them at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.journal import Actor
from correspondence.dated import groups_day
from municipalities import duty_actions, seat_actions
from municipalities.acting import ChangedMeanwhile
from municipalities.duties import DUTIES, GROUP, group_day
from municipalities.models import ANSWER, DutyException, Seat
from municipalities.seat_actions import Place
from municipalities.standing import due_day, standing_of, standings
from programmes.models import CompositionRule, Deadline, Programme
from programmes.when import When
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


def statuses(participation, **kwargs):
    return {key: str(state.status) for key, state in standing_of(participation, **kwargs).states.items()}


def member(participation, level, *, name=""):
    participation.refresh_from_db()
    email = f"{name}@example.no" if name else ""
    return seat_actions.add_seat(
        participation=participation, kind="member", name=name, email=email, version=participation.version, by=by(),
        place=Place(title=Words(f"{level} {Seat.objects.count()}"), level=level),
    )  # fmt: skip


def test_before_the_invitation_nothing_is_owed():
    assert set(statuses(factories.ParticipationFactory()).values()) == {"not_owed"}


@pytest.mark.parametrize(
    ("state", "answer"),
    [("invited", "open"), ("undecided", "open"), ("declined", "done"), ("signed_up", "done"), ("waiting", "not_owed")],
)
def test_the_answer_is_owed_until_it_is_yes_or_no(state, answer):
    participation = factories.invited()
    type(participation).objects.filter(pk=participation.pk).update(state=state)

    assert statuses(participation)[ANSWER] == answer


def test_a_municipality_that_has_signed_up_owes_a_coordinator_and_a_group():
    assert statuses(factories.signed_up()) == {
        ANSWER: "done", "coordinator.appoint": "open", "group.register": "open", "group.confirm": "open",
    }  # fmt: skip


def test_each_duty_makes_way_for_the_next():
    participation = factories.signed_up()
    CompositionRule.objects.create(programme=participation.programme, order=1, level="political", strength="required")
    seen = []

    def look():
        following = standing_of(participation).next
        seen.append(following.duty.key if following else None)

    look()
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())
    look()
    seat = member(participation, "political")
    look()
    seat_actions.fill_seat(seat=seat, name="Kari", email="kari@example.no", version=seat.version, by=by())
    participation.refresh_from_db()
    seat_actions.confirm_group(participation=participation, version=participation.version, by=by())
    look()

    assert seen == ["coordinator.appoint", "group.register", "group.confirm", None]


def test_what_is_overdue_comes_first_then_the_earliest_day_then_the_order_of_the_declarations():
    participation = factories.signed_up()
    asked = group_day(participation.programme).end
    seen = []

    def extend(duty, days):
        participation.refresh_from_db()
        duty_actions.extend(
            participation=participation, duty=duty, day=asked + timedelta(days=days), reason="Sak",
            version=participation.version, by=by(),
        )  # fmt: skip

    def look(**kwargs):
        seen.append(standing_of(participation, **kwargs).next.duty.key)

    look()
    extend("coordinator.appoint", 30)
    look()
    extend("group.register", 40)
    extend("group.confirm", 20)
    look()
    look(today=asked + timedelta(days=21))
    extend("group.confirm", 30)
    look(today=asked + timedelta(days=31))

    assert seen == ["coordinator.appoint", "group.register", "group.confirm", "group.confirm", "coordinator.appoint"]


def test_a_duty_whose_day_is_undecided_waits_behind_one_with_a_day():
    participation = factories.signed_up(programme=factories.ProgrammeFactory(state="open"))
    before = standing_of(participation).next.duty.key

    factories.extended(participation, factories.in_days(30), "group.confirm")

    assert (before, standing_of(participation).next.duty.key) == ("coordinator.appoint", "group.confirm")


def test_a_group_is_registered_when_it_has_a_place_for_everybody_required_even_before_the_names():
    participation = factories.signed_up()
    CompositionRule.objects.create(
        programme=participation.programme, order=1, level="political", strength="required", least=2
    )
    CompositionRule.objects.create(programme=participation.programme, order=2, level="youth", strength="desired")

    found = [statuses(participation)["group.register"]]
    for _ in range(2):
        member(participation, "political")
        found.append(statuses(participation)["group.register"])

    assert found == ["open", "open", "done"]


def test_a_required_director_may_stand_outside_where_the_rule_says_so():
    participation = factories.signed_up()
    CompositionRule.objects.create(
        programme=participation.programme, order=1, role="municipal_director", strength="required",
        may_be=["member", "sponsor"],
    )  # fmt: skip
    CompositionRule.objects.create(programme=participation.programme, order=2, level="political", strength="required")
    type(participation).objects.update(director_supports=True)

    before = statuses(participation)["group.register"]
    member(participation, "political")

    assert (before, statuses(participation)["group.register"]) == ("open", "done")


def test_the_day_after_the_deadline_a_duty_is_overdue():
    participation = factories.invited()

    last = participation.deadline
    assert statuses(participation, today=last)[ANSWER] == "open"
    assert statuses(participation, today=last + timedelta(days=1))[ANSWER] == "overdue"


def test_a_longer_deadline_and_a_waiver_are_exceptions_with_a_reason_and_a_giver():
    participation, giver = factories.invited(), by()
    day = participation.deadline + timedelta(days=7)

    duty_actions.extend(participation=participation, duty=ANSWER, day=day, reason="Sak i januar", version=1, by=giver)

    state = standing_of(participation).states[ANSWER]
    assert (state.due, state.is_extended, state.reason) == (day, True, "Sak i januar")
    assert DutyException.objects.get().given_by == giver.user


def test_a_waived_duty_waits_no_more_and_can_be_taken_back():
    participation = factories.signed_up()

    duty_actions.waive(participation=participation, duty=GROUP.key, reason="Går sammen med Lom", version=1, by=by())
    waived = statuses(participation)[GROUP.key]
    duty_actions.end_exception(participation=participation, duty=GROUP.key, version=2, by=by())

    assert (waived, statuses(participation)[GROUP.key]) == ("waived", "open")
    with pytest.raises(ChangedMeanwhile):
        duty_actions.end_exception(participation=participation, duty=GROUP.key, version=3, by=by())


def test_a_newer_exception_takes_the_place_of_an_older_one():
    participation = factories.signed_up()
    day = factories.in_days(90)

    duty_actions.waive(participation=participation, duty=GROUP.key, reason="x", version=1, by=by())
    duty_actions.extend(participation=participation, duty=GROUP.key, day=day, reason="y", version=2, by=by())

    assert standing_of(participation).states[GROUP.key].due == day
    assert DutyException.objects.count() == 2


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("innlandet-2021", date(2021, 1, 25)),  # three days after the pre-meeting window
        ("more-og-romsdal-2020", date(2020, 10, 30)),  # a week after the sign-up deadline
        ("trondelag-2020", None),  # no deadline, so no day: none is invented
    ],
)
def test_the_day_the_group_is_asked_for_follows_each_programme(programmes, key, day):
    assert group_day(programmes[key]).end == day


def test_a_window_that_has_no_day_gives_no_day():
    programme = factories.OpenProgrammeFactory()
    Deadline.objects.create(
        programme=programme, kind=Deadline.Kind.PRE_MEETING,
        **factories.when_fields(When("month", date(2027, 1, 1), date(2027, 1, 31))),
    )  # fmt: skip

    assert not group_day(programme).has_day


def test_a_duty_without_a_day_waits_and_is_never_overdue():
    participation = factories.signed_up(programme=factories.ProgrammeFactory(state="open"))

    state = standing_of(participation, today=timezone.localdate() + timedelta(days=5000)).states[GROUP.key]

    assert (str(state.status), state.due) == ("open", None)


def test_all_of_a_programme_are_read_with_the_same_few_queries(django_assert_num_queries):
    programme = factories.OpenProgrammeFactory()
    for size in (1, 49):
        for _ in range(size):
            factories.signed_up(programme=programme)
        fresh = Programme.objects.prefetch_related("deadlines", "composition").get(pk=programme.pk)
        with django_assert_num_queries(3):  # the third: what groups have answered about gatherings
            found = standings(fresh)

    assert len(found) == 50
    assert all(len(standing.states) == len(DUTIES) for standing in found.values())


@pytest.mark.parametrize("given", ["nothing", "longer time", "a waiver"])
def test_the_day_of_one_duty_is_the_same_wherever_it_is_asked_for(given):
    participation = factories.signed_up()
    if given == "longer time":
        factories.extended(participation, factories.in_days(90), GROUP.key)
    elif given == "a waiver":
        factories.extended(participation, None, GROUP.key)

    day = due_day(GROUP, participation.programme, participation)

    assert day == standing_of(participation).states[GROUP.key].due == groups_day(participation.programme, participation)
    assert due_day(GROUP, participation.programme) == factories.in_days(28)
