import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink
from correspondence import catalogue, letters
from correspondence.models import Envelope, Letter
from municipalities import actions
from municipalities.models import Participation
from programmes import formats
from programmes.words import Words
from tests import factories
from tests.correspondence.every_letter import letter_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/svar/([^/\s\"]+)/")


def message(letter):
    return letters.compose(letter.envelope, [letter])


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


def test_exchange_is_not_asked_for_silence_about_what_it_cannot_deliver():
    asked = message(factories.letter_to(factories.ParticipationFactory())).extra_headers["X-Auto-Response-Suppress"]

    assert asked.split(", ") == ["DR", "RN", "NRN", "OOF", "AutoReply"]


def test_the_letters_of_a_programme_can_be_sorted_and_promise_no_way_out_that_is_not_there():
    programme = factories.OpenProgrammeFactory(key="more-og-romsdal-2027", title=Words("ABSOLUTT Møre og Romsdal"))
    letter = factories.letter_to(factories.ParticipationFactory(programme=programme))

    sent = message(letter).message()

    assert sent["List-Id"] == "<more-og-romsdal-2027.localhost>"
    assert sent["List-Help"] == "<http://localhost:8000/kontakt/>"
    assert not {"List-Unsubscribe", "List-Post", "Precedence"} & set(sent.keys())


def test_an_e_mail_with_several_programmes_letters_is_the_portals_own():
    first, second = (factories.letter_to(factories.ParticipationFactory()) for _ in range(2))
    same = factories.letter_to(factories.ParticipationFactory(programme=first.programme))

    ids = [letters.compose(first.envelope, [first, other]).extra_headers["List-Id"] for other in (second, same)]

    assert ids == ["<portalen.localhost>", f"<{first.programme.key}.localhost>"]


def test_the_invitation_comes_as_a_pdf():
    (name, content, kind) = message(factories.letter_to(factories.ParticipationFactory())).attachments[0]

    assert (name.endswith(".pdf"), content[:5], kind) == (True, b"%PDF-", "application/pdf")


def test_the_receipt_says_what_was_answered_by_whom_and_when():
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    director = factories.with_director(participation)
    actions.answer(participation=participation, person=director, sign_up=actions.SignUp(choice="yes", version=1))
    envelope = Envelope.objects.get(person=director)

    mail = letters.compose(envelope, envelope.letters.all())

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

    named = Participation.objects.named_on(participation.programme.day_for_names).get(pk=participation.pk)

    for key in catalogue.BY_KEY:
        for language in ("nb", "nn"):
            mail = message(letter_of(key, participation, answer=given, language=language))
            assert participation.programme.title.nb in mail.subject or named.shown_name in mail.subject
            assert len(mail.subject) < 60
            for text in (mail.body, mail.alternatives[0].content):
                assert "Hvorfor fikk jeg denne?" in text or "Kvifor fekk eg denne?" in text
                assert "%(" not in text


def test_a_director_who_has_been_replaced_gets_her_receipt_without_a_link():
    participation = factories.ParticipationFactory()
    old = factories.with_director(participation)
    actions.answer(participation=participation, person=old, sign_up=actions.SignUp(choice="yes", version=1))
    by = actions.Actor(user=factories.UserFactory())
    actions.name_director(participation=participation, name="Ny", email="ny@example.no", by=by)
    envelope = Envelope.objects.get(person=old)

    mail = letters.compose(envelope, envelope.letters.all())

    assert "/svar/" not in everything(mail)
    assert not PersonalLink.objects.filter(revoked_at=None).exists()


def test_a_name_with_markup_is_harmless_in_the_letter():
    participation = factories.ParticipationFactory()
    person = factories.with_director(participation, factories.PersonFactory(name="<b>Kari</b> & Co"))

    mail = message(factories.letter_to(participation, person=person))

    assert "&lt;b&gt;Kari" in mail.alternatives[0].content
    assert "<b>Kari</b> & Co" in mail.body


@pytest.mark.parametrize("rule", ["signup.reminder_14", "signup.reminder_3", "signup.reminder_now"])
def test_a_reminder_says_what_the_municipality_has_said_and_has_her_own_link(rule):
    undecided = factories.ParticipationFactory(state="undecided")
    silent = factories.invited()

    told = message(factories.letter_to(undecided, person=factories.with_director(undecided), rule=rule))
    asked = message(factories.letter_to(silent, person=factories.with_director(silent), rule=rule))

    assert "ikke har bestemt dere ennå" in told.body and "Vi har ikke fått svar" in asked.body
    assert TOKEN.search(told.body) and TOKEN.search(told.alternatives[0].content)
    assert "fordi du er kommunedirektør, og Kommune" in told.body


def test_the_closed_list_names_everybody_by_what_they_answered_and_opens_nothing_by_itself():
    programme = factories.OpenProgrammeFactory()
    names = {}
    for state in ("signed_up", "declined", "undecided", "invited", "waiting", "listed"):
        names[state] = f"Sted {state}"
        factories.ParticipationFactory(
            programme=programme, state=state, invited_at=timezone.now(),
            organisation=factories.OrganisationFactory(name=names[state]),
        )  # fmt: skip
    late = factories.ParticipationFactory(
        programme=programme, state="undecided", organisation=factories.OrganisationFactory(name="Sein")
    )
    factories.extended(late, factories.in_days(30))
    user = factories.adviser("KS Innlandet")
    envelope = Envelope.objects.create(address=user.email, user=user, language="nb")
    letter = Letter.objects.create(envelope=envelope, rule="signup.closed", programme=programme, user=user)

    mail = message(letter)

    for text in (mail.body, mail.alternatives[0].content):
        for label in ("Påmeldt: 1", "Takket nei: 1", "Ikke svart: 1", "Svar som venter på deg: 1"):
            assert label in text
        assert "Ikke bestemt ennå: 2" in text
        assert all(names[state] in text for state in names if state != "listed")
        assert names["listed"] not in text
        assert "Sein (utsatt frist til" in text
        assert f"http://localhost:8000/program/{programme.key}/" in text
        assert "/svar/" not in text
    assert f"Hei, {user.name}!" in mail.body
    assert "fordi du er rådgiver for ABSOLUTT Innlandet" in mail.body
    assert late.deadline == factories.in_days(30)


def test_the_place_asks_for_a_coordinator_where_there_is_none_and_the_copy_has_no_link():
    participation = factories.ParticipationFactory(state="signed_up")
    director = factories.with_director(participation)
    without = message(factories.letter_to(participation, person=director, rule="signup.place"))
    copy = message(factories.letter_to(participation, rule="signup.place", is_copy=True))
    factories.seat(participation, "coordinator", person=factories.PersonFactory(name="Berit Dalen"))
    letter = Letter.objects.get(rule="signup.place", is_copy=False)

    assert "velge en koordinator" in without.body
    assert "Koordinator er Berit Dalen" in message(letter).body
    assert "http" not in copy.body and "Kopien har ingen personlig lenke" in copy.body


def test_the_groups_letter_says_which_day_and_why_she_gets_it():
    participation = factories.ParticipationFactory(state="signed_up")
    coordinator = factories.seat(participation, "coordinator")

    mail = message(factories.letter_to(participation, person=coordinator, rule="group.due"))

    day = formats.day(participation.deadline + timedelta(days=7))
    assert f"Frist: {day}." in mail.body
    assert "fordi du er koordinator for Kommune" in mail.body and f"Fristen er {day}." in mail.body
    assert "/svar/" not in everything(mail)


def test_a_group_that_is_asked_for_after_its_day_is_told_that_the_day_is_past():
    participation = factories.signed_up()
    factories.with_coordinator(participation)
    coordinator = participation.seats.get(kind="coordinator").holder.person
    letter = factories.letter_to(participation, person=coordinator, rule="group.due")

    in_time = letters.compose(letter.envelope, [letter]).body
    with time_machine.travel(factories.in_days(40)):
        late = letters.compose(letter.envelope, [letter]).body

    assert "Frist: " in in_time and "så snart dere kan" not in in_time
    assert "Frist: " not in late and "Fristen for å melde inn deltakergruppa var" in " ".join(late.split())
