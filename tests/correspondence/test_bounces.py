"""Letters that came back: which envelope a report is about, and what it changes."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import bounces, return_paths
from correspondence.models import Envelope
from tests import factories
from tests.correspondence.reports import report

pytestmark = pytest.mark.django_db
OTHERS = "<someone@else.example.no>"


@pytest.fixture(autouse=True)
def _with_an_address_for_returns(settings):
    settings.BOUNCE_ADDRESS = "retur@example.no"


def sent(**kwargs):
    envelope = factories.letter_to(factories.invited(), **kwargs).envelope
    Envelope.objects.filter(pk=envelope.pk).update(state="sent", sent_at=timezone.now())
    envelope.refresh_from_db()
    return envelope


def lines():
    return list(JournalEntry.objects.filter(verb="envelope.returned").order_by("pk"))


def after(envelope, content):
    outcome = bounces.take_in(content)
    envelope.refresh_from_db()
    return outcome


def test_a_letter_that_came_back_to_its_own_address_is_marked_with_the_reason_and_a_line_in_the_journal():
    envelope, other = sent(), sent()
    own = report(envelope, to=return_paths.sender_of(envelope), message_id=OTHERS)

    outcome = after(envelope, own)

    other.refresh_from_db()
    assert (outcome, envelope.state, envelope.returned_why) == ("returned", "sent", "550 5.1.1 User unknown")
    assert envelope.returned_at is not None and other.returned_at is None
    (line,) = lines()
    programme = envelope.letters.get().programme
    assert (line.subject, line.scope, line.details, line.actor_ref) == (
        f"envelope:{envelope.pk}", f"programme:{programme.pk}", {"status": "5.1.1"}, "system",
    )  # fmt: skip


def test_the_address_decides_before_the_message_id():
    envelope, other = sent(), sent()

    after(envelope, report(other, to=return_paths.sender_of(envelope)))

    other.refresh_from_db()
    assert envelope.returned_at and not other.returned_at


def test_the_same_report_twice_changes_nothing():
    envelope = sent()
    content = report(envelope)

    first = after(envelope, content)
    at = envelope.returned_at
    second = after(envelope, content.replace(b"User unknown", b"Something else"))

    assert (first, second, envelope.returned_at, len(lines())) == ("returned", "known", at, 1)
    assert envelope.returned_why == "550 5.1.1 User unknown"


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_without_the_address_the_returned_letters_message_id_says_which_it_was(kind):
    envelope = sent()

    assert after(envelope, report(envelope, to="absolutt@example.no", kind=kind)) == "returned"
    assert envelope.returned_at


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_the_address_may_stand_where_the_last_server_wrote_it_and_in_capitals(header):
    envelope = sent()
    address = return_paths.sender_of(envelope).upper()
    content = f"{header}: {address}\n".encode() + report(envelope, message_id=OTHERS)

    assert after(envelope, content) == "returned"


def test_where_no_address_for_returns_is_set_the_message_id_is_enough(settings):
    settings.BOUNCE_ADDRESS = ""
    envelope = sent()

    assert return_paths.sender_of(envelope) == ""
    assert after(envelope, report(envelope)) == "returned"


def test_a_delay_is_only_noted():
    envelope = sent()
    content = report(envelope, action="delayed", status="4.4.1", said="connect to mx: Connection timed out")

    outcomes = [after(envelope, content), after(envelope, content)]

    assert outcomes == ["delayed", "known"]
    assert (envelope.returned_at, envelope.state, lines()) == (None, "sent", [])
    assert envelope.trouble == "4.4.1 connect to mx: Connection timed out"


def test_a_letter_that_was_late_and_came_back_in_the_end_is_marked_and_no_longer_late():
    envelope = sent()

    after(envelope, report(envelope, action="delayed", status="4.4.1"))
    after(envelope, report(envelope, action="failed", status="4.4.7", said="delivery time expired"))

    assert (envelope.returned_why, envelope.trouble) == ("4.4.7 delivery time expired", "")


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("failed", "4.4.7", "returned"),  # it tried for days, and has given up
        ("delayed", "5.0.0", "delayed"),
        ("", "5.2.2", "returned"),
        ("", "4.2.2", "delayed"),
        ("Failed", "", "returned"),
        ("delivered", "2.0.0", "left"),
        ("relayed", "5.1.1", "left"),
        ("", "", "left"),
    ],
)
def test_what_the_server_did_is_believed_before_the_code(action, status, outcome):
    envelope = sent()

    assert after(envelope, report(envelope, action=action, status=status)) == outcome
    assert bool(envelope.returned_at) == (outcome == "returned")


def test_what_the_server_says_is_kept_short_and_without_tokens():
    envelope = sent()
    said = "554 Blocked http://localhost:8000/svar/secret-token.signature/ \0\x1b[31m" + "x" * 500

    after(envelope, report(envelope, status="5.7.1", said=said))

    assert envelope.returned_why.startswith("5.7.1 554 Blocked http://localhost:8000/svar/[token]/")
    assert len(envelope.returned_why) == 300
    assert "secret-token" not in envelope.returned_why and envelope.returned_why.isprintable()


def test_where_the_address_has_been_erased_the_servers_words_are_not_kept():
    envelope = sent()
    content = report(envelope, said="550 5.1.1 <kari@example.no> unknown")
    Envelope.objects.update(address="")

    assert after(envelope, content) == "returned"
    assert envelope.returned_why == ""


NO_REPORTS = {
    "empty": b"",
    "no mail": b"\xff\xfe\x00 not a letter at all",
    "out of office": b"From: a@example.no\nTo: retur@example.no\nSubject: Borte\n\nJeg er borte.",
    "an empty report": b'Content-Type: multipart/report; boundary="x"\n\n--x--\n',
    "a report that is text": b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\nAAAA",
    "cut off": None,
    "very deep": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)),
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_is_left_and_breaks_nothing(name):
    envelope = sent()
    content = NO_REPORTS[name] if NO_REPORTS[name] is not None else report(envelope)[:500]

    assert after(envelope, content) == "left"
    assert (envelope.returned_at, lines()) == (None, [])


def test_a_report_about_nobody_of_ours_is_left():
    envelope = sent()
    unknown = Envelope(key=uuid.uuid4(), address="x@example.no")

    assert after(envelope, report(unknown, to=return_paths.sender_of(unknown))) == "left"
    assert after(envelope, report(envelope, message_id=OTHERS)) == "left"
    assert after(envelope, report(envelope, message_id=f"<{envelope.key}@elsewhere.example.no>")) == "left"
    assert envelope.returned_at is None


def test_a_report_about_a_letter_that_is_being_sent_waits_for_the_mark():
    envelope = sent()
    content = report(envelope)
    Envelope.objects.update(state="ready", sent_at=None, attempts=1)

    assert after(envelope, content) == "early"
    Envelope.objects.update(state="sent", sent_at=timezone.now())
    assert after(envelope, content) == "returned"


def test_a_letter_that_was_never_sent_did_not_come_back():
    envelope = sent()
    Envelope.objects.update(state="set_aside", sent_at=None)

    assert after(envelope, report(envelope)) == "known"
    assert envelope.returned_at is None


def test_an_e_mail_with_letters_of_two_programmes_gives_one_line():
    envelope = sent()
    factories.letter_to(factories.invited(), envelope=envelope)

    assert after(envelope, report(envelope)) == "returned"
    assert [line.scope for line in lines()] == [""]
