"""Letters at an end: to somebody who has left a place, and to an address that is somebody's no more."""

import pytest
from django.utils import timezone

from accounts.journal import SYSTEM
from correspondence import catalogue, letters, outbox
from correspondence.models import Envelope, Letter
from municipalities import actions, place_actions, seat_actions
from municipalities.models import Seat
from tests import factories

pytestmark = pytest.mark.django_db


def change(action, seat, **given):
    seat.refresh_from_db()
    action(seat=seat, version=seat.version, by=SYSTEM, **given)


def sent(*, rule=None):
    """What lies ready has left."""
    rows = Envelope.objects.filter(state="ready")
    (rows.filter(letters__rule=rule) if rule else rows).update(state="sent", sent_at=timezone.now())


def made(rule):
    return list(Letter.objects.filter(rule=rule).order_by("pk"))


def read(letter):
    message = letters.compose(letter.envelope, [letter])
    return message.subject, " ".join(message.body.split())


@pytest.fixture
def participation():
    return factories.signed_up()


@pytest.fixture
def kari(participation):
    """Her place in the group; she has been told what is stored about her."""
    seat = factories.with_member(participation, name="Kari Lien", email="kari@example.no")
    sent()
    return seat


def replace(seat):
    change(seat_actions.fill_seat, seat, name="Ola Moen", email="ola@example.no")


def leave(seat):
    change(seat_actions.vacate_seat, seat)


def remove(seat):
    change(seat_actions.remove_seat, seat)


@pytest.mark.parametrize("ends", [replace, leave, remove])
def test_whoever_is_taken_out_of_a_group_is_told_what_is_kept_how_long_and_whom_to_ask(kari, ends):
    ends(kari)

    (letter,) = made("seat.goodbye")
    subject, text = read(letter)
    assert letter.envelope.address == "kari@example.no" and catalogue.still_wanted(letter)
    assert subject.startswith("Du er ikke lenger med: ")
    for said in ("Du er ikke lenger med i deltakergruppa for", "rollen du hadde, og når du hadde den", "24 måneder",
                 "se, rette eller slette", "Skriv til absolutt.innlandet@example.no", "/personvern/"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"kind": "reference"}, "ikke lenger med i referansegruppa for"),
        ({"level": "youth", "title": "ungdomsrådet"}, "ikke lenger som kontakt for plassen «ungdomsrådet»"),
    ],
)
def test_it_says_which_place_it_was(participation, place, said):
    leave(factories.with_member(participation, email="kari@example.no", **place))

    assert said in read(made("seat.goodbye")[0])[1]


def test_a_coordinator_who_is_removed_is_told_that_her_way_in_is_closed(participation):
    factories.with_coordinator(participation, email="mona@example.no")
    second = factories.with_second_coordinator(participation)

    factories.with_coordinator(participation, name="Ny", email="ny@example.no")
    leave(second)

    first, other = made("seat.goodbye")
    assert [first.envelope.address, other.envelope.address] == ["mona@example.no", "lise.viken@example.no"]
    subject, text = read(first)
    assert subject.startswith("Du er ikke lenger koordinator: ") and "kommer ikke lenger inn på siden" in text


def test_somebody_who_keeps_another_place_in_the_group_is_not_taken_leave_of(participation, kari):
    factories.with_member(participation, title="leder av utvalget", name="Kari Lien", email="kari@example.no")

    leave(kari)

    assert made("seat.goodbye") == []


def test_a_coordinator_who_stays_in_the_group_is_told_about_the_coordinators_place_only(participation, kari):
    factories.with_coordinator(participation, name="Kari Lien", email="kari@example.no")

    leave(Seat.objects.get(kind="coordinator"))

    assert "ikke lenger koordinator" in read(made("seat.goodbye")[0])[1]


def test_nobody_is_told_of_an_end_who_never_heard_of_the_beginning(participation):
    leave(factories.with_member(participation, email="feil@example.no"))

    assert not catalogue.still_wanted(made("seat.goodbye")[0])


def test_somebody_who_is_back_before_the_letter_goes_gets_none(kari):
    leave(kari)
    change(seat_actions.fill_seat, kari, name="Kari Lien", email="kari@example.no")

    assert not catalogue.still_wanted(made("seat.goodbye")[0])


def test_an_address_that_is_changed_is_told_and_not_to_whom_it_was_changed(kari):
    change(seat_actions.correct_person, kari, name="Kari Lien", email="kari.lien@example.no")

    (letter,) = made("address.changed")
    _subject, text = read(letter)
    assert letter.envelope.address == "kari@example.no" and catalogue.still_wanted(letter)
    assert "Nå er den byttet ut med en annen." in text and "Skriv til absolutt.innlandet@example.no" in text
    assert "Kari" not in text and "kari.lien" not in text


def test_an_address_that_we_never_wrote_to_hears_nothing(participation):
    """A slip of the hand that is put right at once: the address may be a stranger's."""
    seat = factories.with_member(participation, name="Kari Lien", email="feil@example.no")
    change(seat_actions.correct_person, seat, name="Kari Lien", email="kari@example.no")

    outbox.send_due()

    states = dict(Envelope.objects.values_list("address", "state"))
    assert states == {"feil@example.no": "cancelled", "kari@example.no": "sent"}


def test_a_name_alone_is_changed_without_a_letter(kari):
    change(seat_actions.correct_person, kari, name="Kari M. Lien", email="kari@example.no")

    assert made("address.changed") == []


def test_somebody_with_places_in_two_municipalities_is_told_once_at_the_old_address_and_twice_at_the_new(kari):
    other = factories.signed_up(programme=kari.participation.programme)
    factories.with_member(other, name="Kari Lien", email="kari@example.no")
    kari.refresh_from_db()

    seat_actions.correct_person(
        seat=kari, name="Kari Lien", email="kari.lien@example.no", version=kari.version,
        by=factories.journal.Actor(user=factories.adviser()),
    )  # fmt: skip

    assert len(made("address.changed")) == 1
    again = [letter.participation for letter in made("seat.welcome") if "lien" in letter.envelope.address]
    assert set(again) == {kari.participation, other}


# --- The municipality no longer takes part


BY_ADVISER = {"via": "telephone", "said_by": "Odd", "reason": "Ringte"}


def as_adviser():
    return factories.journal.Actor(user=factories.UserFactory())


def withdraw(row):
    row.refresh_from_db()
    place_actions.register_withdrawal(participation=row, version=row.version, by=as_adviser(), **BY_ADVISER)


def says(row, choice):
    row.refresh_from_db()
    actions.register_answer(participation=row, choice=choice, version=row.version, by=as_adviser(), **BY_ADVISER)


def undo(row):
    row.refresh_from_db()
    place_actions.undo_withdrawal(participation=row, version=row.version, by=as_adviser())


def says_no(row):
    says(row, "no")


def says_undecided(row):
    says(row, "undecided")


ENDINGS = [withdraw, says_no, says_undecided]


def told(rule):
    return [letter.envelope.address for letter in made(rule)]


@pytest.fixture
def group(participation):
    """Her director, a coordinator and two members, of whom one has two places; all have been told."""
    participation.director = factories.with_director(participation)
    factories.with_coordinator(participation, email="mona@example.no")
    for title in ("ordfører", "leder av utvalget"):
        factories.with_member(participation, title=title, name="Kari Lien", email="kari@example.no")
    factories.with_member(participation, kind="reference", name="Ola Moen", email="ola@example.no")
    sent()
    return participation


@pytest.mark.parametrize("ends", ENDINGS)
def test_everybody_who_had_a_place_is_told_once_when_the_municipality_leaves(group, ends):
    ends(group)

    assert told("seat.goodbye") == ["mona@example.no", "kari@example.no", "ola@example.no"]
    assert all(catalogue.still_wanted(letter) for letter in made("seat.goodbye"))
    for letter in made("seat.goodbye"):
        text = read(letter)[1]
        assert "er ikke lenger påmeldt." in text and "24 måneder" in text


@pytest.mark.parametrize("ends", ENDINGS)
def test_it_is_written_in_the_municipalitys_norm(group, ends):
    group.organisation.written_norm = "nn"
    group.organisation.save()

    ends(group)

    assert "er ikkje lenger påmeld" in read(made("seat.goodbye")[1])[1]


@pytest.mark.parametrize("ends", ENDINGS)
def test_who_has_not_heard_of_a_beginning_hears_of_no_end(participation, ends):
    factories.with_member(participation, email="kari@example.no")

    ends(participation)
    outbox.send_due()

    assert not Letter.objects.filter(envelope__address="kari@example.no", is_dropped=False).exists()


def test_a_director_in_the_group_is_told_by_the_letter_to_directors_alone(group):
    factories.with_member(group, title="direktør", name=group.director.name, email=group.director.email)
    sent()

    withdraw(group)

    assert group.director.email in told("signup.withdrawn")
    assert group.director.email not in told("seat.goodbye")


def test_undone_before_the_letters_have_left_nobody_in_the_group_hears_of_it(group):
    withdraw(group)
    undo(group)

    assert not any(catalogue.still_wanted(letter) for letter in made("seat.goodbye"))
    assert len(made("seat.welcome")) == 2


def test_undone_after_the_letters_have_left_everybody_is_told_that_she_is_in_again(group):
    withdraw(group)
    sent()
    undo(group)

    again = [letter for letter in made("seat.welcome") if letter.occasion == 2]
    assert [letter.envelope.address for letter in again] == ["kari@example.no", "ola@example.no"]
    assert all(catalogue.still_wanted(letter) for letter in again)
    assert "mona@example.no" in told("place.given")


def test_a_no_that_is_taken_back_is_told_to_the_group_as_an_undone_withdrawal_is(group):
    says_no(group)
    sent(rule="seat.goodbye")
    says(group, "yes")

    again = [letter.envelope.address for letter in made("seat.welcome") if letter.occasion == 2]
    assert again == ["kari@example.no", "ola@example.no"]


def test_withdrawn_undone_and_withdrawn_again_everybody_has_two_letters_at_most(group):
    withdraw(group)
    undo(group)
    withdraw(group)

    wanted = [letter for letter in made("seat.goodbye") if catalogue.still_wanted(letter)]
    assert sorted({letter.occasion for letter in wanted}) == [1, 2]
