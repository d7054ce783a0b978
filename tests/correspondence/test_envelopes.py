"""One envelope, several letters: what it says, who sees it, what the database refuses."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.journal import Actor
from accounts.models import JournalEntry
from correspondence import actions, letters, outbox
from correspondence.models import Envelope, Letter
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def bundle():
    """An envelope to one director with a letter about each of her municipalities, in two regions' programmes."""
    person = factories.PersonFactory()
    rows = []
    for region in ("KS Innlandet", "KS Trøndelag"):
        programme = factories.OpenProgrammeFactory(
            region=factories.RegionFactory(name=region), contact_email=f"{region[3:5].lower()}@example.no"
        )
        participation = factories.ParticipationFactory(programme=programme, state="invited", invited_at=timezone.now())
        factories.with_director(participation, person)
        rows.append(participation)
    envelope = factories.letter_to(rows[0], person=person).envelope
    factories.letter_to(rows[1], person=person, envelope=envelope, rule="deadline.extended")
    return envelope, rows


def name_of(participation):
    return Participation.objects.named_on(None).get(pk=participation.pk).shown_name


def test_several_letters_go_in_one_mail_each_under_its_own_heading():
    envelope, rows = bundle()

    message = letters.compose(envelope, envelope.letters.order_by("pk"))

    assert message.subject == "2 saker om ABSOLUTT"
    html = message.alternatives[0].content
    for text in (message.body, html):
        assert f"Invitasjon til ABSOLUTT Innlandet – {name_of(rows[0])}" in text
        assert f"Utsatt frist: ABSOLUTT Innlandet – {name_of(rows[1])}" in text
        assert text.count("Hei, Anders Bakke!") == 1
        assert text.count("Hvorfor fikk jeg denne?") == 2
        assert "KS Innlandet" in text and "KS Trøndelag" in text
    assert message.reply_to == ["in@example.no", "tr@example.no"]
    assert len(message.attachments) == 1
    assert len({part for part in message.body.split() if "/svar/" in part}) == 2


def test_a_letter_that_is_no_longer_wanted_stays_out_and_the_others_go():
    envelope, rows = bundle()
    Participation.objects.filter(pk=rows[1].pk).update(state="declined")

    assert outbox.send_due()["sent"] == 1

    assert list(envelope.letters.order_by("pk").values_list("is_dropped", flat=True)) == [False, True]
    assert "Utsatt frist" not in mail.outbox[0].body


@pytest.mark.parametrize("who", ["first", "second"])
def test_an_adviser_sees_the_envelope_and_only_her_own_programmes_letter_in_it(client, who):
    _envelope, rows = bundle()
    mine = rows[who == "second"]
    client.force_login(factories.adviser(mine.programme.region.name))

    text = client.get(f"/program/{mine.programme.key}/brev/").content.decode()
    number = mine.organisation.organisation_number
    own_page = client.get(f"/program/{mine.programme.key}/{number}/").content.decode()

    own, other = ("Invitasjon", "Utsatt frist") if who == "first" else ("Utsatt frist", "Invitasjon")
    assert f"{own}<span" in text and f"{other}<span" not in text
    assert f'data-name="Brev">{own}' in own_page and f'data-name="Brev">{other}' not in own_page


def test_an_envelope_without_a_letter_in_ones_programmes_is_not_there():
    envelope, _rows = bundle()

    assert not Envelope.objects.visible_to(factories.adviser("KS Vest-Norge")).exists()
    assert Envelope.objects.visible_to(factories.adviser("KS Trøndelag")).get() == envelope
    assert Envelope.objects.visible_to(factories.adviser()).get() == envelope


def test_sending_again_is_written_in_each_programmes_journal():
    envelope, rows = bundle()
    Envelope.objects.update(state="set_aside")

    actions.send_again(envelope=envelope, by=Actor(user=factories.UserFactory()))

    scopes = JournalEntry.objects.filter(verb="envelope.retried").values_list("scope", flat=True)
    assert sorted(scopes) == sorted(f"programme:{row.programme_id}" for row in rows)


def test_the_database_has_one_dated_envelope_for_an_address_and_a_day():
    Envelope.objects.create(address="a@example.no", day=DAY, language="nb")
    Envelope.objects.create(address="a@example.no", language="nb")

    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(address="a@example.no", day=DAY, language="nb")
    assert Envelope.objects.create(address="a@example.no", language="nb").day is None


@pytest.mark.parametrize("reader", ["person", "user", "mailbox", "copy"])
@pytest.mark.parametrize("about", ["participation", "programme"])
def test_the_database_holds_each_letter_once_whoever_reads_it(about, reader):
    participation = factories.ParticipationFactory()
    envelope = Envelope.objects.create(address="a@example.no", language="nb")
    who = {
        "person": {"person": factories.PersonFactory()},
        "user": {"user": factories.UserFactory()},
        "mailbox": {},
        "copy": {"is_copy": True},
    }[reader]
    subject = {"participation": participation} if about == "participation" else {}

    def write():
        with transaction.atomic():
            Letter.objects.create(envelope=envelope, rule="a.rule", programme=participation.programme, **subject, **who)

    if about == "participation" or reader in ("person", "user"):
        write()  # the mailbox belongs to an organisation: a letter about the programme has none
    with pytest.raises(IntegrityError):
        write()


def test_a_copy_has_no_person_and_no_letter_has_two_readers():
    participation = factories.ParticipationFactory()
    for wrong in (
        {"person": factories.PersonFactory(), "is_copy": True},
        {"user": factories.UserFactory(), "is_copy": True},
        {"person": factories.PersonFactory(), "user": factories.UserFactory()},
    ):
        envelope = Envelope.objects.create(address="a@example.no", language="nb")
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(
                envelope=envelope,
                rule="a.rule",
                programme=participation.programme,
                participation=participation,
                **wrong,
            )
