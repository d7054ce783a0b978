"""The mailbox of returned letters: what is done with goes, what is not understood stays, marked as read."""

import mailbox
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import bounces, return_boxes, tasks
from correspondence.models import Envelope
from tests import factories
from tests.correspondence.reports import report
from tests.servers import free_port, imap_server

pytestmark = pytest.mark.django_db
CHATTER = b"From: a@example.no\nTo: retur@example.no\nSubject: Hei\n\nHei."
COUNTS = {"returned": 1, "delayed": 1, "known": 1, "early": 1, "left": 1}


@pytest.fixture
def mail():
    """One message of every outcome."""
    envelopes = [factories.letter_to(factories.invited()).envelope for _ in range(3)]
    Envelope.objects.filter(pk__in=[row.pk for row in envelopes[:2]]).update(state="sent", sent_at=timezone.now())
    Envelope.objects.filter(pk=envelopes[2].pk).update(attempts=1)
    returned, late, early = envelopes
    return [
        report(returned), report(late, action="delayed"), report(returned, said="again"), report(early), CHATTER
    ]  # fmt: skip


@pytest.fixture
def maildir(tmp_path, settings):
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'retur'}"
    return mailbox.Maildir(tmp_path / "retur", create=True)


def subjects(box):
    return sorted((message["Subject"], message.get_subdir(), message.get_flags()) for message in box)


def test_a_maildir_is_read_and_keeps_only_what_is_not_done_with(maildir, mail):
    for message in mail:
        maildir.add(message)

    first, second = bounces.read_mailbox(), bounces.read_mailbox()

    assert first == COUNTS and Envelope.objects.returned().count() == 1
    assert second == {"returned": 0, "delayed": 0, "known": 0, "early": 1, "left": 0}
    assert subjects(maildir) == [("Hei", "cur", "S"), ("Undelivered Mail Returned to Sender", "new", "")]
    Envelope.objects.filter(state="ready").update(state="sent", sent_at=timezone.now())
    assert bounces.read_mailbox()["returned"] == 1
    assert JournalEntry.objects.filter(verb="envelope.returned").count() == 2


def test_a_message_that_another_process_took_in_the_middle_is_that_ones(maildir, mail):
    maildir.add(mail[0])
    maildir.add(CHATTER)

    with return_boxes.opened(f"maildir://{maildir._path}") as box:
        items = list(box.unread())
        for item in items:
            item.where.unlink()
            box.remove(item)
            box.leave(item)

    assert len(items) == 2 and len(maildir) == 0


def test_an_endless_message_is_read_from_its_start_only(maildir, mail):
    maildir.add(mail[0] + b"x" * (3 * return_boxes.MOST_BYTES))

    with return_boxes.opened(f"maildir://{maildir._path}") as box:
        (item,) = box.unread()

    assert len(item.content) == return_boxes.MOST_BYTES
    assert bounces.read_mailbox()["returned"] == 1


def test_an_imap_mailbox_is_read_in_the_same_way(settings, mail):
    with imap_server(mail) as server:
        settings.BOUNCE_MAILBOX = f"imap://retur:hemmelig%20ord@127.0.0.1:{server.server_address[1]}/INBOX"

        first, second = bounces.read_mailbox(), bounces.read_mailbox()

        assert (first, second["early"], sum(second.values())) == (COUNTS, 1, 1)
        assert list(server.letters) == [4, 5] and server.flags == {5: ["\\Seen"]}


@pytest.mark.parametrize("where", ["retur:feil@127.0.0.1:{}/INBOX", "retur:hemmelig%20ord@127.0.0.1:{}/Annet"])
def test_a_mailbox_that_cannot_be_opened_gives_a_sentence_without_the_password(settings, where):
    with imap_server([]) as server:
        settings.BOUNCE_MAILBOX = "imap://" + where.format(server.server_address[1])
        with pytest.raises(CommandError) as fault:
            call_command("read_bounces")

    assert "127.0.0.1/" in str(fault.value) and "hemmelig" not in str(fault.value) and "feil" not in str(fault.value)


def test_a_server_that_is_away_costs_the_scheduler_nothing_but_a_line_in_the_log(settings, caplog):
    settings.BOUNCE_MAILBOX = f"imap://retur:hemmelig@127.0.0.1:{free_port()}/INBOX"

    tasks.read_bounces()

    assert "What came back cannot be read: 127.0.0.1/INBOX" in caplog.text and "hemmelig" not in caplog.text


def test_a_folder_that_is_no_maildir_gives_a_sentence(settings, tmp_path):
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path}"

    with pytest.raises(CommandError, match=f"there is no Maildir in {tmp_path}"):
        call_command("read_bounces")


def test_without_a_mailbox_the_command_says_so_and_the_scheduler_does_nothing():
    with pytest.raises(CommandError, match="BOUNCE_MAILBOX is not set"):
        call_command("read_bounces")
    assert tasks.read_bounces() is None


def test_the_command_says_what_it_found(maildir, mail):
    for message in mail:
        maildir.add(message)
    out = StringIO()

    call_command("read_bounces", stdout=out)

    assert out.getvalue().startswith("Read 5.\n  1 returned: the envelope is marked")
    assert "  1 left: no report" in out.getvalue()
