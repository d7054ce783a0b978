from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.journal import Actor
from correspondence import rules
from correspondence.models import Envelope, Letter
from municipalities import actions
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


def sent_to():
    return sorted(Envelope.objects.values_list("address", "is_copy", "letters__rule"))


def test_a_known_director_gets_the_invitation_and_the_mailbox_a_copy():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)

    actions.invite(participations=[participation], by=by())

    assert sent_to() == sorted([
        (director.email, False, "signup.invitation"),
        (participation.organisation.mailbox, True, "signup.invitation"),
    ])  # fmt: skip


def test_without_a_director_the_mailbox_gets_the_letter_itself():
    participation = factories.ParticipationFactory()

    actions.invite(participations=[participation], by=by())

    assert sent_to() == [(participation.organisation.mailbox, False, "signup.invitation")]


def test_without_any_address_nothing_is_made():
    participation = factories.ParticipationFactory(organisation=factories.OrganisationFactory(mailbox=""))

    actions.invite(participations=[participation], by=by())

    assert sent_to() == []


def test_a_receipt_goes_to_whoever_answered_to_the_director_and_as_a_copy():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    secretary = factories.PersonFactory(email="sekretaer@kommune.example.no")

    actions.answer(participation=participation, person=secretary, sign_up=actions.SignUp(choice="yes", version=1))

    assert [row[:2] for row in sent_to()] == sorted(
        [(director.email, False), (secretary.email, False), (participation.organisation.mailbox, True)]
    )


def test_the_director_who_answers_gets_one_receipt():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)

    actions.answer(participation=participation, person=director, sign_up=actions.SignUp(choice="no", version=1))

    assert [row[0] for row in sent_to()].count(director.email) == 1


def test_somebody_whose_answer_is_refused_is_written_to():
    participation = factories.invited()
    stranger = factories.PersonFactory(email="x@annet.example.no")
    given = actions.answer(
        participation=participation, person=stranger,
        sign_up=actions.SignUp(choice="yes", version=participation.version),
    )  # fmt: skip

    actions.settle_waiting(given=given, accept=False, by=by())

    assert sent_to() == [(stranger.email, False, "signup.refused")]


def test_an_answer_that_waits_gives_no_receipt():
    participation = factories.ParticipationFactory()
    stranger = factories.PersonFactory(email="x@annet.example.no")

    actions.answer(participation=participation, person=stranger, sign_up=actions.SignUp(choice="yes", version=1))

    assert sent_to() == []


@pytest.mark.parametrize("letters_from", [None, factories.in_days(1)])
def test_a_programme_whose_letters_are_off_or_not_yet_on_writes_to_nobody(letters_from):
    participation = factories.ParticipationFactory()
    participation.programme.letters_from = letters_from
    participation.programme.save()

    actions.invite(participations=[participation], by=by())

    assert sent_to() == []


def test_an_act_that_fails_leaves_no_letter_behind():
    participation = factories.ParticipationFactory()

    with pytest.raises(RuntimeError), transaction.atomic():
        actions.invite(participations=[participation], by=by())
        raise RuntimeError

    assert sent_to() == []


def test_inviting_again_is_a_new_occasion_of_the_same_letter():
    participation = factories.ParticipationFactory()
    factories.with_director(participation)

    for _ in range(2):
        actions.invite(participations=[participation], by=by())

    assert sorted(Letter.objects.filter(is_copy=False).values_list("occasion", flat=True)) == [1, 2]


@pytest.mark.parametrize("to_person", [True, False])
def test_the_database_holds_each_letter_once(to_person):
    participation = factories.ParticipationFactory()
    person = factories.PersonFactory() if to_person else None
    factories.letter_to(participation, person=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.letter_to(participation, person=person)


def test_a_letter_to_somebody_who_no_longer_directs_is_not_wanted():
    participation = factories.ParticipationFactory()
    old = factories.with_director(participation)
    letter = factories.letter_to(participation, person=old)

    before = rules.still_wanted(letter)
    actions.name_director(participation=participation, name="Ny", email="ny@example.no", by=by())

    assert (before, rules.still_wanted(letter)) == (True, False)


@pytest.mark.parametrize("rule", ["signup.invitation", "deadline.extended"])
def test_nobody_is_asked_to_answer_who_has_answered_meanwhile(rule):
    participation = factories.ParticipationFactory()
    letter = factories.letter_to(participation, person=factories.with_director(participation), rule=rule)

    letter.participation.state = "declined"

    assert not rules.still_wanted(letter)


def test_many_letters_wake_the_sender_once(django_capture_on_commit_callbacks):
    participations = [factories.ParticipationFactory() for _ in range(3)]

    with django_capture_on_commit_callbacks() as calls:
        actions.invite(participations=participations, by=by())

    assert len(calls) == 1


def test_a_letter_is_no_longer_wanted_when_the_programmes_letters_are_off():
    letter = factories.letter_to(factories.ParticipationFactory())
    letter.participation.programme.letters_from = None

    assert not rules.still_wanted(letter)


def test_an_extended_deadline_is_told_to_the_director_alone():
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    director = factories.with_director(participation)

    day = participation.deadline + timedelta(days=7)
    actions.extend_deadline(participation=participation, day=day, reason="Sak", version=1, by=by())

    assert sent_to() == [(director.email, False, "deadline.extended")]


def test_every_rule_has_its_words_in_three_forms(settings):
    for rule in rules.RULES:
        stem = settings.BASE_DIR / "templates" / "letters" / rule.key.replace(".", "_")
        assert [stem.with_name(stem.name + end).exists() for end in (".subject.txt", ".txt", ".html")] == [True] * 3
