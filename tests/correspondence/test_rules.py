import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.journal import Actor
from correspondence import catalogue, rules
from correspondence.models import Envelope, Letter
from municipalities import actions, duty_actions
from municipalities.models import ANSWER
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


def sent_to():
    return sorted(Envelope.objects.values_list("address", "letters__is_copy", "letters__rule"))


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


@pytest.mark.parametrize("known", [True, False])
def test_a_reminder_by_hand_goes_to_the_director_or_to_the_mailbox_and_never_as_a_copy(known):
    participation = factories.invited()
    director = factories.with_director(participation) if known else None

    actions.remind(participations=[participation], by=by())

    address = director.email if known else participation.organisation.mailbox
    assert sent_to() == [(address, False, "signup.reminder_now")]


@pytest.mark.parametrize(("state", "wanted"), [("undecided", True), ("signed_up", False), ("waiting", False)])
def test_a_reminder_by_hand_is_dropped_when_somebody_has_answered_meanwhile(state, wanted):
    participation = factories.invited()
    person = factories.with_director(participation)
    letter = factories.letter_to(participation, person=person, rule="signup.reminder_now")
    letter.participation.state = state

    assert rules.still_wanted(letter) is wanted


@pytest.mark.parametrize(("email", "wanted"), [("Anders@Kommune.example.no", True), ("rett@kommune.example.no", False)])
def test_a_letter_to_an_address_that_is_hers_no_more_is_dropped(email, wanted):
    participation = factories.invited()
    person = factories.with_director(participation)
    letter = factories.letter_to(participation, person=person, address="anders@kommune.example.no")

    letter.person.email = email

    assert catalogue.still_wanted(letter) is wanted


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
    duty_actions.extend(participation=participation, duty=ANSWER, day=day, reason="Sak", version=1, by=by())

    assert sent_to() == [(director.email, False, "deadline.extended")]


@pytest.mark.parametrize(
    ("state", "asked"),
    [("listed", False), ("undecided", False), ("waiting", True), ("signed_up", True), ("declined", True)],
)
def test_longer_time_is_told_to_nobody_who_was_never_invited_or_has_answered(state, asked):
    participation = factories.ParticipationFactory(state=state, invited_at=timezone.now() if asked else None)
    if state != "undecided":
        factories.with_director(participation)

    day = participation.deadline + timedelta(days=7)
    duty_actions.extend(participation=participation, duty=ANSWER, day=day, reason="Sak", version=1, by=by())

    assert sent_to() == []


@pytest.mark.parametrize("via", ["portal", "telephone"])
def test_longer_time_is_not_told_when_somebody_has_answered_meanwhile(via):
    participation = factories.invited()
    person = factories.with_director(participation)
    letter = factories.letter_to(participation, person=person, rule="deadline.extended")
    source = {"person": person} if via == "portal" else {"registered_by": factories.UserFactory(), "reason": "Ringte"}
    actions.Answer.objects.create(participation=participation, choice="yes", via=via, **source)
    letter.participation.state = "signed_up"

    assert not rules.still_wanted(letter)


def test_every_rule_has_its_name_its_reason_and_its_words(settings):
    ends = (".subject.txt", ".heading.txt", ".part.txt", ".part.html")
    for key, rule in catalogue.BY_KEY.items():
        stem = settings.BASE_DIR / "templates" / "letters" / key.replace(".", "_")
        assert rule.label and rule.why
        assert [stem.with_name(stem.name + end).exists() for end in ends] == [True] * 4


def test_the_letters_templates_include_only_what_exists(settings):
    templates = settings.BASE_DIR / "templates"
    for path in sorted((templates / "letters").iterdir()):
        for named in re.findall(r'{% (?:include|extends) "([^"]+)"', path.read_text()):
            assert (templates / named).exists(), (path.name, named)
