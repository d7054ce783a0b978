import re

import pytest
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink
from correspondence import letters
from correspondence.models import Envelope
from correspondence.rules import RULES
from municipalities import actions
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/svar/([^/\s\"]+)/")


def message(letter):
    return letters.compose(letter.envelope, letter)


def everything(mail):
    return f"{mail.subject} {mail.body} {mail.alternatives[0].content}"


def test_the_directors_letter_carries_a_link_that_opens_and_is_stored_nowhere():
    participation = factories.ParticipationFactory()
    letter = factories.letter_to(participation, person=factories.with_director(participation))

    mail = message(letter)

    token = TOKEN.search(mail.body).group(1)
    assert links.find(purpose="sign_up", token=token)
    assert TOKEN.search(mail.alternatives[0].content).group(1) == token
    assert token not in str(Envelope.objects.values()) + str(PersonalLink.objects.values())


def test_a_copy_to_the_mailbox_carries_no_link_at_all():
    participation = factories.ParticipationFactory()
    mail = message(factories.letter_to(participation, is_copy=True))

    assert "/svar/" not in everything(mail) and "/pamelding/" not in everything(mail)
    assert not PersonalLink.objects.exists()


def test_the_letter_to_an_unknown_director_has_the_public_address_and_no_token():
    participation = factories.ParticipationFactory()
    mail = message(factories.letter_to(participation))

    number = participation.organisation.organisation_number
    assert f"http://localhost:8000/pamelding/{participation.programme.key}/{number}/" in mail.body
    assert "Att.: kommunedirektøren" in mail.body
    assert not PersonalLink.objects.exists()


def test_the_subject_names_the_municipality_and_is_short():
    participation = factories.ParticipationFactory(organisation=factories.OrganisationFactory(name="Nordre Land"))

    subject = message(factories.letter_to(participation)).subject

    assert subject == "Invitasjon til ABSOLUTT Innlandet – Nordre Land"
    assert len(subject) < 60


def test_the_letter_speaks_the_organisations_norm():
    participation = factories.ParticipationFactory()
    letter = factories.letter_to(participation)
    letter.envelope.language = "nn"

    assert "I den vedlagde invitasjonen står det kva programmet er" in message(letter).body


def test_answers_go_to_the_programmes_own_address_and_no_robot_is_asked_to_reply():
    mail = message(factories.letter_to(factories.ParticipationFactory()))

    assert mail.reply_to == ["absolutt.innlandet@example.no"]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.extra_headers["Message-ID"].startswith("<")


def test_the_invitation_comes_as_a_pdf():
    (name, content, kind) = message(factories.letter_to(factories.ParticipationFactory())).attachments[0]

    assert (name.endswith(".pdf"), content[:5], kind) == (True, b"%PDF-", "application/pdf")


def test_the_receipt_says_what_was_answered_by_whom_and_when():
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    director = factories.with_director(participation)
    actions.answer(participation=participation, person=director, sign_up=actions.SignUp(choice="yes", version=1))
    envelope = Envelope.objects.get(person=director)

    mail = letters.compose(envelope, envelope.letters.get())

    named = Participation.objects.named_on(participation.programme.day_for_names).get()
    assert f"{named.full_name} er påmeldt" in mail.body
    assert director.name in mail.body
    assert mail.attachments[0][1][:5] == b"%PDF-"


def test_every_letter_can_be_written_in_both_norms():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    given = actions.answer(
        participation=participation, person=director, sign_up=actions.SignUp(choice="yes", version=1)
    )

    for rule in RULES:
        for language in ("nb", "nn"):
            letter = factories.letter_to(participation, person=factories.PersonFactory(), rule=rule.key)
            letter.about = {"answer": given.pk}
            letter.envelope.language = language
            assert participation.programme.title.nb in message(letter).subject


def test_a_director_who_has_been_replaced_gets_her_receipt_without_a_link():
    participation = factories.ParticipationFactory()
    old = factories.with_director(participation)
    actions.answer(participation=participation, person=old, sign_up=actions.SignUp(choice="yes", version=1))
    by = actions.Actor(user=factories.UserFactory())
    actions.name_director(participation=participation, name="Ny", email="ny@example.no", by=by)
    envelope = Envelope.objects.get(person=old)

    mail = letters.compose(envelope, envelope.letters.get())

    assert "/svar/" not in everything(mail)
    assert not PersonalLink.objects.filter(revoked_at=None).exists()


def test_a_name_with_markup_is_harmless_in_the_letter():
    participation = factories.ParticipationFactory()
    person = factories.with_director(participation, factories.PersonFactory(name="<b>Kari</b> & Co"))

    mail = message(factories.letter_to(participation, person=person))

    assert "&lt;b&gt;Kari" in mail.alternatives[0].content
    assert "<b>Kari</b> & Co" in mail.body
