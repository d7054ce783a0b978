"""A director's name comes from KS: the first letter that reaches her says what is stored, and the next do not."""

import pytest
from django.utils import timezone

from correspondence import letters, rules
from correspondence.models import Envelope
from municipalities import actions
from municipalities.actions import SignUp
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = (
    "Dette lagrer vi om deg", "Vi lagrer navnet ditt", "Opplysningene er lagt inn av en rådgiver i KS.",
    "24 måneder", "se, rette eller slette", "Skriv til absolutt.innlandet@example.no", "/personvern/",
)  # fmt: skip


def both(letter):
    message = letters.compose(letter.envelope, [letter])
    assert "&lt;" not in message.alternatives[0].content
    return [" ".join(text.split()) for text in (message.body, message.alternatives[0].content)]


def tells(letter):
    """Both forms of the letter tell everything, or neither tells anything."""
    found = {said in text for text in both(letter) for said in TOLD}
    assert len(found) == 1
    return found.pop()


def gone(letter):
    Envelope.objects.filter(pk=letter.envelope_id).update(state="sent", sent_at=timezone.now())
    return letter


@pytest.fixture
def participation():
    return factories.invited()


@pytest.fixture
def director(participation):
    return factories.with_director(participation)


def letter_to(participation, person, rule):
    about = {"signup.receipt": "answer"}.get(rule)
    letter = factories.letter_to(participation, person=person, rule=rule)
    if about:
        given = actions.Answer.objects.create(participation=participation, choice="no", via="portal", person=person)
        letter.about = {about: given.pk}
        letter.save()
    return letter


@pytest.mark.parametrize("rule", rules.TO_DIRECTORS)
def test_whichever_letter_reaches_a_director_first_tells_her_what_is_stored(participation, director, rule):
    assert tells(letter_to(participation, director, rule))


@pytest.mark.parametrize("rule", [rule for rule in rules.TO_DIRECTORS if rule != "signup.invitation"])
def test_whoever_has_been_told_by_the_invitation_is_not_told_again(participation, director, rule):
    gone(factories.letter_to(participation, person=director))

    assert not tells(letter_to(participation, director, rule))


@pytest.mark.parametrize("state", ["ready", "set_aside", "cancelled"])
def test_an_invitation_that_has_not_reached_her_has_told_nobody(participation, director, state):
    invitation = factories.letter_to(participation, person=director)
    Envelope.objects.filter(pk=invitation.envelope_id).update(state=state)

    assert tells(letter_to(participation, director, "signup.reminder_now"))


def test_her_successor_is_told_too(participation, director):
    gone(factories.letter_to(participation, person=director))
    actions.name_director(participation=participation, name="Ny", email="ny@example.no", by=factories.journal.SYSTEM)
    successor = actions.Person.objects.get(email="ny@example.no")

    assert tells(letter_to(participation, successor, "signup.invitation"))


def test_the_mailbox_is_told_nothing_about_a_person(participation, director):
    for letter in (factories.letter_to(participation), factories.letter_to(participation, is_copy=True)):
        assert not tells(letter)


def test_whoever_answered_for_the_director_gave_her_data_herself(participation, director):
    secretary = factories.PersonFactory(email="sekretaer@kommune.example.no")
    actions.answer(participation=participation, person=secretary, sign_up=SignUp(choice="no", version=1))

    receipts = {row.person: row for row in participation.letters.filter(rule="signup.receipt", is_copy=False)}

    assert (tells(receipts[director]), tells(receipts[secretary])) == (True, False)


def test_a_director_reads_what_is_stored_in_her_own_norm(participation, director):
    participation.organisation.written_norm = "nn"
    participation.organisation.save()
    letter = factories.letter_to(participation, person=director)
    letter.envelope.language = "nn"

    for text in both(letter):
        assert "Dette lagrar vi om deg" in text and "Opplysningane er lagde inn av ein rådgivar i KS." in text


def test_a_bundle_says_once_what_is_stored_about_each_participation(participation, director):
    first = letter_to(participation, director, "signup.place")
    second = factories.letter_to(participation, person=director, rule="coordinator.due", envelope=first.envelope)
    elsewhere = factories.signed_up(programme=participation.programme)
    factories.with_director(elsewhere, director)
    third = factories.letter_to(elsewhere, person=director, rule="signup.place", envelope=first.envelope)

    mail = letters.compose(first.envelope, [first, second, third])

    for text in (mail.body, mail.alternatives[0].content):
        assert text.count("Dette lagrer vi om deg") == 2
