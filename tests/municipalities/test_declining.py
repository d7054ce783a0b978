"""A municipality that said yes and then says no: what it had done is nobody's any more."""

import pytest

from absolutt.pages import board_scope, progress
from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities import actions, place_actions, seat_actions
from municipalities.models import ANSWER, Holding
from municipalities.standing import standing_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed():
    participation = factories.signed_up()
    factories.with_coordinator(participation)
    factories.with_member(participation)
    participation.refresh_from_db()
    seat_actions.confirm_group(participation=participation, version=participation.version, by=factories.journal.SYSTEM)
    return participation


def statuses(participation):
    return {key: str(state.status) for key, state in standing_of(participation).states.items()}


def register(participation, choice):
    actions.register_answer(
        participation=participation, choice=choice, via="telephone", said_by="Anders Bakke", reason="Ringte",
        version=participation.version, by=Actor(user=factories.UserFactory()),
    )  # fmt: skip


def give(participation, choice):
    person = participation.seats.filter(kind="coordinator").last().holdings.first().person
    said = actions.SignUp(choice=choice, version=participation.version)
    participation.organisation.mail_domains = [person.email.partition("@")[2]]
    actions.answer(participation=participation, person=person, sign_up=said)


@pytest.mark.parametrize("answer", [register, give])
@pytest.mark.parametrize("choice", ["no", "undecided"])
def test_whoever_no_longer_takes_part_has_done_none_of_what_is_not_owed_now(confirmed, answer, choice):
    answer(confirmed, choice)

    owes = "done" if choice == "no" else "open"
    assert statuses(confirmed) == {
        ANSWER: owes, "coordinator.appoint": "not_owed", "group.register": "not_owed", "group.confirm": "not_owed",
    }  # fmt: skip


@pytest.mark.parametrize("answer", [register, give])
def test_a_confirmation_does_not_survive_a_no_and_a_later_yes(confirmed, answer):
    for choice in ("no", "yes"):
        answer(confirmed, choice)

    confirmed.refresh_from_db()
    assert confirmed.group_confirmed_at is None
    assert statuses(confirmed)["group.confirm"] == "open"
    assert JournalEntry.objects.filter(verb="group.reopened").count() == 1
    counts = progress.replay(board_scope.journal_of(confirmed.programme, progress.VERBS))[-1].counts
    assert dict(zip([key for key, *_ in progress.SERIES], counts, strict=True))["confirmed"] == 0


def test_a_second_yes_leaves_the_confirmation_as_it_is(confirmed):
    register(confirmed, "yes")

    assert statuses(confirmed)["group.confirm"] == "done"
    assert not JournalEntry.objects.filter(verb="group.reopened").exists()


@pytest.mark.parametrize("choice", ["no", "undecided"])
def test_whoever_had_a_place_in_its_group_has_none_after_another_answer(confirmed, choice):
    register(confirmed, choice)

    assert not confirmed.seats.open().exclude(kind="director").exists()
    assert confirmed.coordinator is None
    left = JournalEntry.objects.filter(verb="seat.left").order_by("pk")
    assert [line.details["kind"] for line in left] == ["coordinator", "member"]


def test_a_new_yes_takes_up_the_group_and_appoints_whom_it_names(confirmed):
    register(confirmed, "no")
    register(confirmed, "undecided")
    confirmed.organisation.mail_domains = ["kommune.example.no"]
    person = factories.PersonFactory(email="anne@kommune.example.no")
    said = {"coordinator_name": "Siri Moe", "coordinator_email": "siri@kommune.example.no"}

    actions.answer(
        participation=confirmed, person=person,
        sign_up=actions.SignUp(choice="yes", version=confirmed.version, **said),
    )  # fmt: skip

    assert [seat.holder.person.name for seat in confirmed.seats.open().filter(kind="member")] == ["Kari Lien"]
    assert confirmed.coordinator == ("Siri Moe", "siri@kommune.example.no")
    assert not Holding.objects.current().filter(person__name="Mona Dalen").exists()


def test_whoever_coordinated_to_the_end_is_proposed_for_a_new_yes(confirmed):
    factories.with_coordinator(confirmed, name="Lise Viken", email="lise@example.no")
    confirmed.refresh_from_db()
    assert confirmed.coordinator_to_appoint is None

    register(confirmed, "no")

    assert confirmed.coordinator_to_appoint == ("Lise Viken", "lise@example.no")


def test_a_group_that_was_withdrawn_stays_away_also_when_a_no_comes_between(confirmed):
    place_actions.register_withdrawal(
        participation=confirmed, via="telephone", said_by="Odd", reason="Ringte", version=confirmed.version,
        by=Actor(user=factories.UserFactory()),
    )  # fmt: skip
    register(confirmed, "no")
    register(confirmed, "yes")

    assert confirmed.state == "signed_up" and not confirmed.seats.open().filter(kind="member").exists()


def test_a_yes_that_stood_in_line_first_has_its_group_again_with_the_place(confirmed):
    register(confirmed, "no")
    confirmed.programme.places_total = 0
    confirmed.programme.save()
    register(confirmed, "yes")
    assert confirmed.state == "queued" and not confirmed.seats.open().filter(kind="member").exists()
    confirmed.programme.places_total = 1
    confirmed.programme.save()

    place_actions.give_place(
        participation=confirmed, reason="Neste", version=confirmed.version, by=Actor(user=factories.UserFactory())
    )

    assert confirmed.seats.open().get(kind="member").holder.person.name == "Kari Lien"
