"""Coordinators: one responsible, perhaps several, each with an account and no more than it should open."""

import pytest

from accounts.journal import Actor
from accounts.models import JournalEntry, User
from municipalities import actions, seat_actions
from municipalities.acting import ChangedMeanwhile
from municipalities.models import Holding, Participation, Person, Seat
from municipalities.seat_actions import AlreadySeated, ClosedAccount
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


def act(action, seat, **given):
    seat.refresh_from_db()
    action(seat=seat, version=seat.version, by=by(), **given)


@pytest.fixture
def participation():
    return factories.signed_up()


def test_a_coordinator_gets_an_account_and_reaches_what_she_coordinates(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())

    user = User.objects.get(email="mona@example.no")
    assert list(Participation.objects.coordinated_by(user)) == [participation]
    assert not Participation.objects.visible_to(user).exists()


def test_a_new_account_reads_the_municipalitys_own_norm():
    participation = factories.signed_up(organisation=factories.OrganisationFactory(written_norm="nn"))

    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())

    assert User.objects.get(email="mona@example.no").language == "nn"


def test_one_person_coordinates_several_participations(participation):
    together = factories.signed_up(programme=participation.programme)
    for one in (participation, together):
        seat_actions.appoint_coordinator(participation=one, name="Mona", email="mona@example.no", by=by())

    assert Participation.objects.coordinated_by(User.objects.get(email="mona@example.no")).count() == 2


def test_a_former_coordinator_reaches_nothing(participation):
    for name in ("mona", "lise"):
        seat_actions.appoint_coordinator(participation=participation, name=name, email=f"{name}@example.no", by=by())

    assert not Participation.objects.coordinated_by(User.objects.get(email="mona@example.no")).exists()


def test_of_several_coordinators_one_is_responsible(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())
    seat_actions.add_coordinator(
        participation=participation, name="Lise", email="lise@example.no", version=participation.version, by=by()
    )
    lise = Seat.objects.get(holdings__person__name="Lise")

    act(seat_actions.make_responsible, lise)

    assert participation.coordinator == ("Lise", "lise@example.no")
    assert Participation.objects.coordinated_by(User.objects.get(email="mona@example.no")).exists()


def test_nobody_coordinates_the_same_participation_twice(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())

    with pytest.raises(AlreadySeated):
        seat_actions.add_coordinator(
            participation=participation, name="Mona", email="mona@example.no", version=participation.version, by=by()
        )


def test_a_second_coordinator_who_is_appointed_by_the_director_becomes_the_responsible_one(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())
    seat_actions.add_coordinator(
        participation=participation, name="Lise", email="lise@example.no", version=participation.version, by=by()
    )

    seat_actions.appoint_coordinator(participation=participation, name="Lise", email="lise@example.no", by=by())

    now = Holding.objects.current().filter(seat__participation=participation, seat__kind="coordinator")
    assert [holding.person.name for holding in now] == ["Lise"]


def test_a_coordinator_who_is_corrected_on_another_place_of_hers_keeps_her_way_in(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="feil@example.no", by=by())
    seat = factories.with_member(participation, name="Mona", email="feil@example.no")

    act(seat_actions.correct_person, seat, name="Mona", email="mona@example.no")

    assert list(Participation.objects.coordinated_by(User.objects.get(email="mona@example.no"))) == [participation]


def test_somebody_whose_account_is_closed_is_not_made_a_coordinator(participation):
    factories.UserFactory(email="mona@example.no", is_active=False)

    with pytest.raises(ClosedAccount):
        seat_actions.add_coordinator(
            participation=participation, name="Mona", email="mona@example.no", version=participation.version, by=by()
        )


def test_a_page_that_showed_another_coordinator_does_not_overwrite_the_directors_choice(participation):
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by())
    seat, seen = Seat.objects.get(kind="coordinator"), participation.version
    seat_actions.appoint_coordinator(participation=participation, name="Lise", email="lise@example.no", by=by())

    with pytest.raises(ChangedMeanwhile):
        seat_actions.fill_seat(seat=seat, name="Nils", email="nils@example.no", version=seat.version, by=by())
    with pytest.raises(ChangedMeanwhile):
        seat_actions.appoint_coordinator(
            participation=participation, name="Nils", email="nils@example.no", version=seen, by=by()
        )

    assert participation.coordinator == ("Lise", "lise@example.no")


def test_the_sign_up_appoints_the_coordinator_whom_it_names():
    participation = factories.invited()
    director = factories.with_director(participation)

    said = actions.SignUp(choice="yes", version=1, coordinator_name="Mona", coordinator_email="mona@example.no")
    actions.answer(participation=participation, person=director, sign_up=said)

    assert participation.coordinator == ("Mona", "mona@example.no")
    assert User.objects.filter(email="mona@example.no").exists()


def test_the_journal_says_that_a_coordinator_who_was_replaced_has_left(participation):
    for name in ("mona", "lise"):
        seat_actions.appoint_coordinator(participation=participation, name=name, email=f"{name}@example.no", by=by())
    seat = Seat.objects.get(kind="coordinator")
    act(seat_actions.fill_seat, seat, name="Nils", email="nils@example.no")

    left = JournalEntry.objects.filter(verb="seat.left", details__kind="coordinator").order_by("pk")
    assert [line.details["person"] for line in left] == list(
        Person.objects.filter(name__in=("mona", "lise")).order_by("pk").values_list("pk", flat=True)
    )
