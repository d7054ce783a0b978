"""From whom KS has somebody's data: the letter that tells her says so, and does not put KS' own acts on the
municipality."""

import pytest

from accounts.journal import Actor
from accounts.models import User
from correspondence import letters
from correspondence.models import Letter
from municipalities import actions, seat_actions
from municipalities.models import Seat
from municipalities.seat_actions import Place
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db
BY_KS = "Opplysningene er lagt inn av en rådgiver i KS."


@pytest.fixture
def participation():
    participation = factories.signed_up(organisation=factories.OrganisationFactory(name="Lom"))
    factories.with_coordinator(participation, email="mona@example.no")
    Letter.objects.all().delete()
    return participation


@pytest.fixture
def adviser():
    return Actor(user=factories.adviser())


@pytest.fixture
def coordinator(participation):
    return Actor(user=User.objects.get(email="mona@example.no"))


def add(participation, by, *, kind="member", level="political", title="ordfører"):
    participation.refresh_from_db()
    return seat_actions.add_seat(
        participation=participation, kind=kind, place=Place(title=Words(title, title), level=level), name="Kari Lien",
        email="kari@example.no", version=participation.version, by=by,
    )  # fmt: skip


def change(action, seat, by, **given):
    seat.refresh_from_db()
    action(seat=seat, version=seat.version, by=by, **given)


def the_letter(rule):
    letter = Letter.objects.filter(rule=rule).last()
    message = letters.compose(letter.envelope, [letter])
    plain, marked = message.body, message.alternatives[0].content
    return " ".join(plain.split()), " ".join(marked.split())


def test_whom_the_coordinator_writes_down_is_told_that_the_municipality_gave_her_data(participation, coordinator):
    add(participation, coordinator)

    for text in the_letter("seat.welcome"):
        assert "Lom kommune har meldt deg inn i deltakergruppa" in text
        assert "Opplysningene har vi fått fra Lom kommune." in text
        assert "fordi Lom kommune har meldt deg inn" in text and "rådgiver i KS" not in text


@pytest.mark.parametrize(
    ("kind", "level", "said"),
    [
        ("member", "political", "En rådgiver i KS har meldt deg inn i deltakergruppa for Lom kommune i"),
        ("member", "youth", "En rådgiver i KS har skrevet deg opp som kontakt for plassen"),
        ("reference", "political", "En rådgiver i KS har meldt deg inn i referansegruppa som Lom kommune har for"),
    ],
)
def test_whom_an_adviser_writes_down_is_told_that_ks_did_it(participation, adviser, kind, level, said):
    add(participation, adviser, kind=kind, level=level)

    for text in the_letter("seat.welcome"):
        assert said in text and BY_KS in text and "fordi en rådgiver i KS har meldt deg inn" in text
        assert "Lom kommune har" not in text.replace("referansegruppa som Lom kommune har", "")
        assert "fått fra" not in text


def test_a_coordinator_whom_an_adviser_adds_is_not_told_that_the_municipality_chose_her(participation, adviser):
    seat_actions.add_coordinator(
        participation=participation, name="Lise", email="lise@example.no", version=participation.version, by=adviser
    )

    for text in the_letter("coordinator.welcome"):
        assert "en rådgiver i KS har lagt deg inn som koordinator" in text and BY_KS in text
        assert "valgt deg" not in text


def test_a_coordinator_who_hands_over_her_own_place_acts_for_the_municipality(participation, coordinator):
    seat = Seat.objects.get(kind="coordinator")

    change(seat_actions.fill_seat, seat, coordinator, name="Lise", email="lise@example.no")

    for text in the_letter("coordinator.welcome"):
        assert "Lom kommune er med i" in text and "har valgt deg som koordinator" in text and BY_KS not in text


def test_the_municipality_has_chosen_whom_its_answer_names_whoever_lets_the_answer_count(adviser):
    participation = factories.invited(organisation=factories.OrganisationFactory(name="Lom"))
    said = actions.SignUp(choice="yes", version=1, coordinator_name="Mona", coordinator_email="mona@example.no")
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = actions.answer(participation=participation, person=stranger, sign_up=said)

    actions.settle_waiting(given=given, accept=True, by=adviser)

    for text in the_letter("coordinator.welcome"):
        assert "har valgt deg som koordinator" in text and "fått fra Lom kommune" in text


@pytest.mark.parametrize("by_adviser", [True, False])
def test_an_address_that_is_put_right_comes_from_who_put_it_right(participation, adviser, coordinator, by_adviser):
    seat = add(participation, coordinator if by_adviser else adviser)

    corrector = adviser if by_adviser else coordinator
    change(seat_actions.correct_person, seat, corrector, name="Kari Lien", email="kari.lien@example.no")

    for text in the_letter("seat.welcome"):
        assert (BY_KS in text) is by_adviser


def test_the_source_is_said_in_nynorsk_too(participation, adviser):
    participation.organisation.written_norm = "nn"
    participation.organisation.save()

    add(participation, adviser)

    for text in the_letter("seat.welcome"):
        assert "Ein rådgivar i KS har meldt deg inn i deltakargruppa for Lom kommune" in text
        assert "Opplysningane er lagde inn av ein rådgivar i KS." in text
