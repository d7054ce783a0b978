import smtplib
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from correspondence import actions, claiming, outbox
from correspondence.models import Envelope
from municipalities.actions import ChangedMeanwhile
from tests import factories
from tests.servers import free_port

pytestmark = pytest.mark.django_db


def ready(**kwargs):
    participation = factories.ParticipationFactory()
    return factories.letter_to(participation, **kwargs).envelope


class Handler:
    """A mail server that answers what the test tells it to."""

    def __init__(self, rcpt="250 OK", data="250 OK"):
        self.rcpt, self.data, self.received = rcpt, data, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], envelope.content))
        return self.data


@pytest.fixture
def smtp(settings):
    """Starts a real SMTP server on a free port and points the portal at it."""
    running = []

    def start(**answers):
        handler = Handler(**answers)
        controller = Controller(handler, hostname="127.0.0.1", port=free_port())
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "correspondence.backends.GuardedSmtp"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = controller.port
        return handler

    yield start
    for controller in running:
        controller.stop()


def test_what_is_due_is_sent_once_and_marked_with_the_time():
    envelope = ready()

    first, second = outbox.send_due(), outbox.send_due()

    envelope.refresh_from_db()
    assert (first["sent"], second["sent"], len(mail.outbox)) == (1, 0, 1)
    assert (envelope.state, bool(envelope.sent_at), envelope.claim) == ("sent", True, None)


def test_what_is_not_due_waits():
    envelope = ready()
    Envelope.objects.update(due_at=timezone.now() + timedelta(hours=1))

    assert outbox.send_due()["sent"] == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert outbox.send_due()["sent"] == 1
    envelope.refresh_from_db()
    assert envelope.state == "sent"


def test_a_claimed_envelope_is_left_alone_until_its_lease_runs_out():
    ready()
    claim = claiming.take(1)

    assert claiming.take(1) is None
    assert outbox.send_due()["sent"] == 0
    with time_machine.travel(timezone.now() + claiming.LEASE + timedelta(seconds=1)):
        assert outbox.send_due()["sent"] == 1
    assert claim


def test_a_worker_that_comes_back_after_its_lease_marks_nothing():
    envelope = ready()
    old = claiming.take(1)
    Envelope.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    new = claiming.take(1)

    claiming.mark(envelope.pk, old.key, state="sent", sent_at=timezone.now())

    envelope.refresh_from_db()
    assert (envelope.state, envelope.claim) == ("sending", new.key)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(smtp, monkeypatch):
    seen = []

    handler = smtp()
    original = smtplib.SMTP.sendmail

    def watched(self, *args, **kwargs):
        seen.append(connection.in_atomic_block)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(smtplib.SMTP, "sendmail", watched)
    ready()

    outbox.send_due()

    assert (seen, len(handler.received)) == ([False], 1)


def test_a_refused_address_is_set_aside_with_its_reason_and_the_next_letter_goes(smtp):
    handler = smtp(rcpt="550 no such user")
    first = ready()

    outbox.send_due()

    first.refresh_from_db()
    assert (first.state, "550" in first.trouble, handler.received) == ("set_aside", True, [])


def test_a_server_that_says_later_is_asked_again_later_and_gives_up_in_the_end(smtp):
    smtp(data="451 try again")
    envelope = ready()

    assert outbox.send_due()["retried"] == 1
    assert outbox.send_due()["retried"] == 0
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        Envelope.objects.update(due_at=timezone.now())
        outbox.send_due()

    envelope.refresh_from_db()
    assert (envelope.state, envelope.attempts) == ("set_aside", outbox.MOST_ATTEMPTS)


def test_a_server_that_greylists_is_asked_again(smtp):
    smtp(rcpt="450 greylisted, try again in five minutes")
    ready()

    assert outbox.send_due()["retried"] == 1


def test_a_letter_that_kills_its_worker_every_time_is_set_aside_in_the_end():
    envelope = ready()
    for _ in range(outbox.MOST_ATTEMPTS):
        claiming.take(1)
        Envelope.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert outbox.send_due()["set_aside"] == 1
    envelope.refresh_from_db()
    assert (envelope.state, bool(envelope.trouble)) == ("set_aside", True)


def test_a_letter_that_cannot_be_judged_stops_no_other_and_is_set_aside_in_the_end():
    bad = factories.letter_to(factories.ParticipationFactory(), rule="taken.away").envelope
    good = ready()

    first = outbox.send_due()
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        Envelope.objects.filter(pk=bad.pk).update(due_at=timezone.now())
        outbox.send_due()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (first["sent"], first["retried"], good.state) == (1, 1, "sent")
    assert (bad.state, "taken.away" in bad.trouble) == ("set_aside", True)


def test_a_letter_that_killed_its_worker_too_often_is_not_even_judged_again():
    envelope = factories.letter_to(factories.ParticipationFactory(), rule="taken.away").envelope
    Envelope.objects.update(attempts=outbox.MOST_ATTEMPTS)

    assert outbox.send_due()["set_aside"] == 1
    envelope.refresh_from_db()
    assert envelope.state == "set_aside"


def test_a_server_that_is_away_loses_no_letter(settings, smtp):
    settings.EMAIL_BACKEND = "correspondence.backends.GuardedSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    envelope = ready()
    outbox.send_due()

    handler = smtp()
    Envelope.objects.update(due_at=timezone.now())
    outbox.send_due()

    envelope.refresh_from_db()
    assert (envelope.state, envelope.attempts, len(handler.received)) == ("sent", 1, 1)


def test_a_server_that_quotes_the_letter_leaves_no_token_behind(smtp):
    smtp(data="554 Blocked URL http://localhost:8000/svar/secret-token.signature/")
    envelope = ready()

    outbox.send_due()

    envelope.refresh_from_db()
    assert "secret-token" not in envelope.trouble and "[token]" in envelope.trouble


def test_a_retry_has_the_same_message_id(smtp):
    handler = smtp()
    envelope = ready()
    outbox.send_due()
    Envelope.objects.update(state="ready", sent_at=None)
    outbox.send_due()

    ids = [line for _, content in handler.received for line in content.splitlines() if line.startswith(b"Message-ID")]
    assert (len(ids), len(set(ids))) == (2, 1)
    assert envelope.message_id.encode() in ids[0]


def test_an_address_outside_what_the_site_may_write_to_is_never_tried(smtp):
    handler = smtp()
    envelope = ready(address="kari@ekte-kommune.no")

    outbox.send_due()

    envelope.refresh_from_db()
    assert (envelope.state, handler.received) == ("set_aside", [])


def test_a_letter_that_is_no_longer_wanted_is_cancelled_at_the_claim():
    participation = factories.ParticipationFactory()
    envelope = factories.letter_to(participation, person=factories.PersonFactory()).envelope

    assert outbox.send_due()["cancelled"] == 1
    envelope.refresh_from_db()
    assert (envelope.state, mail.outbox) == ("cancelled", [])


def test_an_adviser_sends_again_what_was_set_aside_and_only_that():
    envelope = ready()
    Envelope.objects.update(state="set_aside", attempts=8, trouble="550")
    actor = actions.Actor(user=factories.UserFactory())

    actions.send_again(envelope=envelope, by=actor)

    envelope.refresh_from_db()
    assert (envelope.state, envelope.attempts) == ("ready", 0)
    with pytest.raises(ChangedMeanwhile):
        actions.send_again(envelope=envelope, by=actor)


@pytest.mark.parametrize(
    "fields", [{"state": "sent"}, {"state": "sending"}, {"state": "ready", "sent_at": timezone.now()}]
)
def test_an_envelope_that_cannot_be_is_refused(fields):
    ready()

    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.update(**fields)
