"""A mail server that refuses, stalls, drops the line in the middle, greylists: every letter ends sent, or set aside
with a reason, and none stops another."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from correspondence import outbox
from correspondence.models import Envelope
from tests import factories
from tests.servers import free_port, moody_mail_server

pytestmark = pytest.mark.django_db
STALL = 0.3  # seconds; longer than the portal waits
ENDS = {
    # the address' first word: (state, attempts, what the reason says)
    "plain": ("sent", 1, ""),
    "stalled": ("sent", 2, ""),
    "dropped": ("sent", 2, ""),
    "grey": ("sent", 3, ""),
    "refused": ("set_aside", 1, "550"),
    "always": ("set_aside", outbox.MOST_ATTEMPTS, "451"),
    "unwanted": ("set_aside", outbox.MOST_ATTEMPTS, "554"),
    "dropped.always": ("set_aside", outbox.MOST_ATTEMPTS, "SMTPServerDisconnected"),
}


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "correspondence.backends.GuardedSmtp"
    settings.EMAIL_TIMEOUT = STALL / 3
    settings.EMAIL_HOST = "127.0.0.1"
    with moody_mail_server(stall=STALL) as running:
        settings.EMAIL_PORT = running.server_address[1]
        yield running


def ready(address):
    return factories.letter_to(factories.invited(), address=address).envelope


def until_all_is_settled():
    """Every sweep of a night and a day, as beat would do it; returns the clock's minutes that it took."""
    start, waiting = timezone.now(), Envelope.objects.filter(state__in=("ready", "sending"))
    for minute in range(24 * 60):
        if not waiting.exists():
            return minute
        due = Envelope.objects.filter(state="ready", due_at__lte=start + timedelta(minutes=minute))
        if due.exists():
            with time_machine.travel(start + timedelta(minutes=minute)):
                outbox.send_due()
    raise AssertionError(list(waiting.values_list("address", "state", "attempts")))


def test_every_letter_ends_sent_or_set_aside_with_a_reason(server):
    envelopes = {mood: ready(f"{mood}@example.no") for mood in ENDS}

    until_all_is_settled()

    for mood, (state, attempts, reason) in ENDS.items():
        envelope = envelopes[mood]
        envelope.refresh_from_db()
        assert (envelope.state, envelope.attempts, envelope.claim) == (state, attempts, None), mood
        assert reason in envelope.trouble if reason else envelope.trouble == "", mood
    received = Counter(to for _sender, to, _content in server.received)
    assert received == {f"{mood}@example.no": 1 for mood, (state, *_) in ENDS.items() if state == "sent"}


def test_a_bad_letter_in_the_middle_of_a_batch_stops_none_of_the_others(server):
    addresses = ["plain1", "dropped", "plain2", "stalled", "plain3", "refused", "plain4"]
    for address in addresses:
        ready(f"{address}@example.no")

    counts = outbox.send_due()

    assert counts == {"sent": 4, "retried": 2, "set_aside": 1, "cancelled": 0}
    assert [to for _, to, _ in server.received] == [f"plain{n}@example.no" for n in (1, 2, 3, 4)]


def test_retries_wait_longer_each_time_and_end_after_about_four_hours(server):
    envelope = ready("always@example.no")
    waits = []

    for _ in range(outbox.MOST_ATTEMPTS - 1):
        envelope.refresh_from_db()
        with time_machine.travel(envelope.due_at, tick=False):
            outbox.send_due()
            before = timezone.now()
        envelope.refresh_from_db()
        waits.append((envelope.due_at - before).total_seconds() / 60)

    assert waits == [2, 4, 8, 16, 32, 64, 128]
    assert sum(waits) == 254  # minutes


def test_a_server_that_goes_away_in_the_middle_of_a_batch_costs_the_rest_no_attempt(server, settings):
    ready("plain@example.no")
    dropped, rest = ready("dropped@example.no"), ready("plain2@example.no")
    original = outbox._hang_up

    def and_the_server_goes(connection):
        original(connection)
        connection.port = free_port()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "_hang_up", and_the_server_goes)
        counts = outbox.send_due()

    rest.refresh_from_db()
    dropped.refresh_from_db()
    assert (counts["sent"], counts["retried"]) == (1, 1)
    assert (rest.state, rest.attempts, dropped.attempts) == ("ready", 0, 1)


def test_a_letter_leaves_with_an_envelope_sender_of_its_own_and_the_sender_that_its_reader_knows(server, settings):
    settings.BOUNCE_ADDRESS = "retur@mail.example.no"
    envelope = ready("plain@example.no")

    outbox.send_due()

    ((sender, _to, content),) = server.received
    message = message_from_bytes(content)
    assert sender == f"retur+{envelope.key.hex}@mail.example.no"
    assert message["From"] == settings.DEFAULT_FROM_EMAIL and message["Message-ID"] == envelope.message_id
    assert "retur" not in str(message.items())


def test_without_an_address_for_returns_the_senders_are_one(server, settings):
    ready("plain@example.no")

    outbox.send_due()

    ((sender, _to, content),) = server.received
    assert f"<{sender}>" in message_from_bytes(content)["From"]


def test_a_letter_that_came_back_is_sent_again_under_the_same_message_id():
    envelope = ready("plain@example.no")
    outbox.send_due()
    Envelope.objects.update(returned_at=timezone.now(), returned_why="552 mailbox full")

    assert outbox.try_again(envelope) and not outbox.try_again(envelope)
    outbox.send_due()

    envelope.refresh_from_db()
    assert (envelope.state, envelope.returned_at, envelope.returned_why) == ("sent", None, "")
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1 and len(mail.outbox) == 2


NOON = datetime(2027, 2, 9, 12, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("is_stuck", "fields"),
    [
        (True, {"state": "ready", "due_at": NOON - timedelta(minutes=61)}),
        (False, {"state": "ready", "due_at": NOON - timedelta(minutes=59)}),
        (True, {"state": "ready", "due_at": NOON - timedelta(minutes=61), "attempts": 3}),
        (True, {"state": "ready", "due_at": NOON - timedelta(hours=4), "day": NOON.date()}),
        (True, {"state": "sending", "claim": "0" * 32, "lease_until": NOON - timedelta(seconds=1)}),
        (False, {"state": "sending", "claim": "0" * 32, "lease_until": NOON + timedelta(seconds=1)}),
        (False, {"state": "set_aside", "due_at": NOON - timedelta(days=9)}),
        (False, {"state": "sent", "sent_at": NOON, "due_at": NOON - timedelta(days=9)}),
    ],
)
def test_a_letter_that_should_have_left_an_hour_ago_is_stuck(is_stuck, fields):
    envelope = ready("plain@example.no")
    Envelope.objects.filter(pk=envelope.pk).update(**{"due_at": NOON, **fields})

    with time_machine.travel(NOON, tick=False):
        assert Envelope.objects.stuck().exists() is is_stuck


@pytest.mark.parametrize(
    ("is_stuck", "now"),
    [
        (False, NOON.replace(hour=5)),  # before 09.00 in Norway
        (False, NOON.replace(hour=8, minute=30)),  # they have had half an hour
        (True, NOON.replace(hour=9, minute=30)),
        (False, NOON + timedelta(days=4)),  # a Saturday
    ],
)
def test_a_dated_letter_is_stuck_only_when_it_has_had_an_hour_of_sending_time(is_stuck, now):
    envelope = ready("plain@example.no")
    Envelope.objects.filter(pk=envelope.pk).update(day=NOON.date(), due_at=NOON - timedelta(days=1), attempts=1)

    with time_machine.travel(now, tick=False):
        assert Envelope.objects.stuck().exists() is is_stuck
