"""Letters to somebody whom somebody else has written down: what is stored, why, how long, and whom to ask."""

import pytest
from django.conf import settings
from django.utils import timezone, translation

from accounts.journal import SYSTEM
from accounts.personal import AFTER_PROGRAMME
from correspondence import catalogue, letters, rules
from correspondence.models import Envelope, Letter
from municipalities import duty_actions, seat_actions
from municipalities.duties import GROUP
from programmes import formats
from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db


def letters_about(rule):
    return list(Letter.objects.filter(rule=rule).order_by("pk"))


def read(letter):
    message = letters.compose(letter.envelope, [letter])
    return message.subject, " ".join(message.body.split())


def change(action, seat, **given):
    seat.refresh_from_db()
    action(seat=seat, version=seat.version, by=SYSTEM, **given)


def test_a_coordinator_is_welcomed_with_what_to_do_and_how_to_sign_in():
    participation = factories.signed_up()

    factories.with_coordinator(participation, email="mona@example.no")

    (letter,) = letters_about("coordinator.welcome")
    subject, text = read(letter)
    assert letter.envelope.address == "mona@example.no"
    assert "koordinator" in subject and "Meld inn deltakergruppa innen" in text
    assert f"/{participation.organisation.organisation_number}/gruppe/" in text
    assert "en kode som vi sender dit" in text


def in_words(days):
    """The day that is so far from today, as ``read`` gives it."""
    return " ".join(formats.day(factories.in_days(days)).split())


def welcome_of(participation):
    factories.with_coordinator(participation)
    return read(letters_about("coordinator.welcome")[-1])[1]


def test_a_coordinators_welcome_names_the_municipalitys_own_day():
    participation = factories.signed_up()
    factories.extended(participation, factories.in_days(50), GROUP.key)

    text = welcome_of(participation)

    assert f"Meld inn deltakergruppa innen {in_words(50)}." in text


def test_a_coordinators_welcome_after_the_day_says_that_it_is_past():
    participation = factories.signed_up()
    factories.extended(participation, factories.in_days(-2), GROUP.key)

    text = welcome_of(participation)

    assert f"Fristen for å melde inn deltakergruppa var {in_words(-2)}. Gjør det så snart dere kan." in text
    assert "Meld inn" not in text


def test_a_coordinators_welcome_says_when_nobody_has_set_the_day():
    participation = factories.signed_up()
    participation.programme.deadlines.all().delete()

    assert "er ikke satt ennå" in welcome_of(participation)


@pytest.mark.parametrize("how", ["waived", "done"])
def test_a_coordinators_welcome_asks_for_no_group_when_none_is_owed(how):
    participation = factories.signed_up()
    if how == "waived":
        duty_actions.waive(participation=participation, duty=GROUP.key, reason="x", version=1, by=SYSTEM)
    else:
        factories.with_member(participation)

    text = welcome_of(participation)

    assert "deltakergruppa" not in text
    assert "Du holder kontakten med KS" in text


@pytest.mark.parametrize("kind", ["member", "reference"])
def test_everybody_who_is_named_is_told_what_is_stored_why_how_long_and_whom_to_ask(kind):
    participation = factories.signed_up()

    factories.with_member(participation, email="kari@example.no", kind=kind)

    (letter,) = letters_about("seat.welcome")
    _subject, text = read(letter)
    for said in ("Vi lagrer navnet ditt", "Opplysningene har vi fått fra", "Vi bruker dem til", "24 måneder",
                 "se, rette eller slette", "Skriv til absolutt.innlandet@example.no", "/personvern/"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_letter_and_the_privacy_page_say_the_same_time(language):
    factories.with_member(factories.signed_up())
    (letter,) = letters_about("seat.welcome")
    letter.envelope.language = language

    text = read(letter)[1]

    with translation.override(language):
        assert f" {AFTER_PROGRAMME.until}." in text and "24 m" in str(AFTER_PROGRAMME.until)


def test_a_member_of_the_reference_group_is_told_that_she_is_not_invited():
    factories.with_member(factories.signed_up(), kind="reference")

    assert "ikke invitert til samlingene" in read(letters_about("seat.welcome")[0])[1]


def test_a_contact_for_a_young_person_is_told_that_she_is_a_contact():
    factories.with_member(factories.signed_up(), level="youth", title="representant for barn og unge")

    text = read(letters_about("seat.welcome")[0])[1]
    assert "som kontakt for plassen" in text and "Navnet på den unge lagrer vi ikke" in text


def test_a_place_without_a_name_writes_to_nobody():
    factories.with_member(factories.signed_up(), email="")

    assert Letter.objects.count() == 0


def test_one_letter_is_enough_for_somebody_with_two_places():
    participation = factories.signed_up()

    for title in ("ordfører", "leder av utvalget"):
        factories.with_member(participation, title=title, email="kari@example.no")

    assert len(letters_about("seat.welcome")) == 1


@pytest.mark.parametrize(("before", "told"), [("director", False), ("invited director", True), ("coordinator", True)])
def test_an_invitation_tells_a_director_and_a_welcome_tells_a_coordinator(before, told):
    participation = factories.signed_up()
    person = factories.PersonFactory(name="Kari Lien", email="kari@example.no")
    if before == "coordinator":
        factories.with_coordinator(participation, name=person.name, email=person.email)
    else:
        factories.with_director(participation, person)
    if before == "invited director":
        factories.letter_to(participation, person=person)

    factories.with_member(participation, email=person.email)

    assert bool(letters_about("seat.welcome")) is not told


def test_a_member_who_becomes_coordinator_is_welcomed_as_one():
    participation = factories.signed_up()
    factories.with_member(participation, email="kari@example.no")

    factories.with_coordinator(participation, email="kari@example.no")

    assert len(letters_about("coordinator.welcome")) == 1


def test_somebody_who_has_been_away_is_told_again():
    participation = factories.signed_up()
    seat = factories.with_member(participation, email="kari@example.no")
    change(seat_actions.vacate_seat, seat)

    change(seat_actions.fill_seat, seat, name="Kari Lien", email="kari@example.no")

    assert len(letters_about("seat.welcome")) == 2


@pytest.mark.parametrize("lost", ["dropped", "cancelled", "set_aside", "returned"])
def test_a_letter_that_never_went_has_told_nobody(lost):
    participation = factories.signed_up()
    factories.with_member(participation, email="kari@example.no")
    if lost == "dropped":
        Letter.objects.update(is_dropped=True)
    elif lost == "returned":
        Envelope.objects.update(state="sent", sent_at=timezone.now(), returned_at=timezone.now())
    else:
        Envelope.objects.update(state=lost)

    factories.with_member(participation, title="leder av utvalget", email="kari@example.no")

    assert len(letters_about("seat.welcome")) == 2


@pytest.mark.parametrize("letters_from", [None, factories.in_days(1)])
def test_a_programme_that_writes_no_letters_yet_still_tells_what_the_law_demands(letters_from):
    participation = factories.signed_up()
    participation.programme.letters_from = letters_from
    participation.programme.save()

    factories.with_coordinator(participation)
    factories.with_member(participation)

    made = Letter.objects.order_by("pk")
    assert [letter.rule for letter in made] == ["coordinator.welcome", "seat.welcome"]
    assert all(catalogue.still_wanted(letter) for letter in made)


def test_an_archived_programme_tells_nobody():
    participation = factories.signed_up()
    factories.with_member(participation)
    Programme.objects.update(state="archived", letters_from=None)

    assert not catalogue.still_wanted(Letter.objects.get())


def test_a_programme_without_an_address_of_its_own_names_the_portals():
    participation = factories.signed_up()
    participation.programme.contact_email = ""
    participation.programme.save()

    factories.with_member(participation)

    assert f"Skriv til {settings.CONTACT_EMAIL}." in read(letters_about("seat.welcome")[0])[1]


def test_whoever_takes_over_is_told_and_the_one_before_is_not_told_again():
    participation = factories.signed_up()
    seat = factories.with_member(participation, email="kari@example.no")

    change(seat_actions.fill_seat, seat, name="Ola Moen", email="ola@example.no")

    told = [letter.envelope.address for letter in letters_about("seat.welcome")]
    assert told == ["kari@example.no", "ola@example.no"]


def test_somebody_who_leaves_before_the_letter_goes_gets_none():
    participation = factories.signed_up()
    seat = factories.with_member(participation, email="kari@example.no")

    change(seat_actions.vacate_seat, seat)

    assert not rules.still_wanted(letters_about("seat.welcome")[0])


def test_a_letter_to_a_wrong_address_goes_once_more_to_the_right_one():
    seat = factories.with_member(factories.signed_up(), name="Kari", email="feil@example.no")

    change(seat_actions.correct_person, seat, name="Kari", email="kari@example.no")

    sent = letters_about("seat.welcome")
    assert [letter.envelope.address for letter in sent] == ["feil@example.no", "kari@example.no"]
    assert [letter.occasion for letter in sent] == [1, 2]


def test_a_misspelt_name_alone_sends_nothing_again():
    seat = factories.with_member(factories.signed_up(), name="Kari Lein", email="kari@example.no")

    change(seat_actions.correct_person, seat, name="Kari Lien", email="kari@example.no")

    assert len(letters_about("seat.welcome")) == 1


def test_a_coordinator_whose_address_was_wrong_gets_her_welcome_at_the_right_one():
    participation = factories.signed_up()
    factories.with_coordinator(participation, name="Mona", email="feil@example.no")
    seat = participation.seats.get(kind="coordinator")

    change(seat_actions.correct_person, seat, name="Mona", email="mona@example.no")

    told = [letter.envelope.address for letter in letters_about("coordinator.welcome")]
    assert told == ["feil@example.no", "mona@example.no"]
