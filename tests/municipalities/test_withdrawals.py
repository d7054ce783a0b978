"""«Trekk påmeldingen»: what ends with it, and what comes back when it is undone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import links
from accounts.models import JournalEntry, User
from municipalities import actions, appoint_links, place_actions, placing, seat_actions, signup_links
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.models import Answer, Holding, Participation, Seat
from tests import factories
from tests.municipalities.places import by, invited_to, offered, queued, says, states, with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    """A municipality with a place, a coordinator, a second one, and a member."""
    row = factories.signed_up(programme=with_places(1))
    row.director = factories.with_director(row)
    factories.with_coordinator(row, email="mona.dalen@example.no")
    factories.with_second_coordinator(row)
    factories.with_member(row, name="Kari Lien", email="kari.lien@example.no")
    Participation.objects.filter(pk=row.pk).update(group_confirmed_at=timezone.now())
    row.refresh_from_db()
    return row


def withdraw(row, person=None, **said):
    row.refresh_from_db()
    person = person or row.seats.get(kind="director").holder.person
    return place_actions.withdraw(participation=row, person=person, version=row.version, **said)


def undo(row):
    row.refresh_from_db()
    place_actions.undo_withdrawal(participation=row, version=row.version, by=by())


def test_a_withdrawal_frees_the_place_ends_the_seats_and_closes_the_way_in(whole):
    coordinator = User.objects.get(email="mona.dalen@example.no")
    tokens = [
        ("sign_up", signup_links.issue(whole, whole.director)), ("appoint", appoint_links.issue(whole, whole.director)),
    ]  # fmt: skip

    withdraw(whole, reason="Ingen kapasitet")

    whole.refresh_from_db()
    assert whole.state == "withdrawn"
    assert placing.places_of(whole.programme).free == 1
    assert [row.person.email for row in Holding.objects.current()] == [whole.director.email]
    assert not Seat.objects.open().exclude(kind="director").exists()
    assert not Participation.objects.with_group_open_to(coordinator).exists()
    for purpose, token in tokens:
        with pytest.raises(links.DeadLink, match="revoked"):
            links.find(purpose=purpose, token=token)


def test_it_stays_visible_who_sat_there_and_who_withdrew(whole):
    withdraw(whole, reason="Ingen kapasitet")

    given = Answer.objects.get()
    assert (given.choice, given.person, given.reason) == ("withdraw", whole.director, "Ingen kapasitet")
    assert Holding.objects.exclude(until=None).count() == 3
    assert JournalEntry.objects.filter(verb="participation.withdrawn").count() == 1
    left = JournalEntry.objects.filter(verb="seat.left").order_by("pk")
    assert [line.details["kind"] for line in left] == ["coordinator", "coordinator", "member"]
    assert "kapasitet" not in str(JournalEntry.objects.values())


def test_no_new_link_is_made_to_one_that_has_withdrawn(whole):
    withdraw(whole)

    assert signup_links.issue_unless_replaced(whole, whole.director) == ""


@pytest.mark.parametrize("make", [lambda programme: queued(programme), lambda programme: offered(programme)[0]])
def test_one_in_line_leaves_it(make):
    programme = with_places(1)
    row = make(programme)
    director = factories.PersonFactory()

    place_actions.withdraw(participation=row, person=director, version=row.version)

    assert states(programme) == ["withdrawn"]
    assert (row.queue_number, row.offered_until) == (None, None)


def test_only_who_speaks_for_it_withdraws_and_only_before_the_deadline(whole):
    consultant = factories.PersonFactory(email="pia@annet.example.no")

    with pytest.raises(Closed):
        withdraw(whole, consultant)
    with time_machine.travel(timezone.now() + timedelta(days=22)), pytest.raises(Closed):
        withdraw(whole)

    assert whole.state == "signed_up"


def test_the_adviser_withdraws_after_the_deadline_and_says_how_it_came(whole):
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        place_actions.register_withdrawal(
            participation=whole, via="telephone", said_by="Odd", reason="Ringte", version=whole.version, by=by()
        )

    given = Answer.objects.get()
    assert (whole.state, given.via, given.answered_by, given.reason) == ("withdrawn", "telephone", "Odd", "Ringte")


def test_the_adviser_does_not_withdraw_through_the_portal(whole):
    with pytest.raises(ValueError, match="comes from the one who withdraws"):
        place_actions.register_withdrawal(
            participation=whole, via="portal", said_by="Odd", reason="Ringte", version=whole.version, by=by()
        )


@pytest.mark.parametrize("state", ["invited", "declined", "withdrawn"])
def test_one_that_is_not_with_us_cannot_withdraw(state):
    row = factories.ParticipationFactory(programme=with_places(1), state=state, invited_at=timezone.now())
    director = factories.with_director(row)

    with pytest.raises(ChangedMeanwhile):
        place_actions.withdraw(participation=row, person=director, version=row.version)


def test_two_windows_withdraw_once(whole):
    with pytest.raises(ChangedMeanwhile):
        place_actions.withdraw(participation=whole, person=whole.director, version=whole.version - 1)

    assert Participation.objects.get().state == "signed_up"


def test_undone_everything_is_as_before_but_the_links(whole):
    token = signup_links.issue(whole, whole.director)
    before = list(Holding.objects.current().order_by("pk").values_list("pk", flat=True))
    withdraw(whole)

    undo(whole)

    whole.refresh_from_db()
    assert (whole.state, bool(whole.group_confirmed_at)) == ("signed_up", True)
    assert list(Holding.objects.current().order_by("pk").values_list("pk", flat=True)) == before
    assert whole.coordinator == ("Mona Dalen", "mona.dalen@example.no")
    assert Answer.objects.get().status == "undone"
    with pytest.raises(links.DeadLink, match="revoked"):
        links.find(purpose="sign_up", token=token)


def test_what_had_ended_before_the_withdrawal_does_not_come_back(whole):
    seat = Seat.objects.open().get(kind="member")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        seat_actions.remove_seat(seat=seat, version=seat.version, by=by())
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        withdraw(whole)
        undo(whole)

    assert not Seat.objects.open().filter(kind="member").exists()
    assert whole.coordinator


def test_it_is_undone_while_there_is_a_place_whoever_waits_for_it():
    programme = with_places(1)
    first, second = invited_to(programme, 2)
    says(first)
    says(second)
    withdraw(first)

    undo(first)

    assert states(programme) == ["signed_up", "queued"]


def test_it_is_not_undone_when_the_place_has_been_given_to_another():
    programme = with_places(1)
    first, second = invited_to(programme, 2)
    says(first)
    says(second)
    withdraw(first)
    place_actions.give_place(participation=second, reason="Neste", version=second.version, by=by())

    with pytest.raises(place_actions.NoPlace):
        undo(first)

    assert states(programme) == ["withdrawn", "signed_up"]


def test_only_a_withdrawal_is_undone(whole):
    with pytest.raises(ChangedMeanwhile):
        undo(whole)


def test_an_answer_that_waited_gives_way_to_a_withdrawal(whole):
    stranger = factories.PersonFactory(email="x@annet.example.no")
    sign_up = actions.SignUp(choice="no", version=whole.version)
    waiting = actions.answer(participation=whole, person=stranger, sign_up=sign_up)

    withdraw(whole)

    waiting.refresh_from_db()
    assert waiting.status == "superseded"
