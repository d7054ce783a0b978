import mailbox

import pytest
from django.core.mail import EmailMessage, get_connection

from correspondence.backends import AddressRefused

DEMO = "correspondence.backends.DemoMailbox"


def letter(*to):
    return EmailMessage("Emne", "Tekst", "absolutt@example.no", list(to))


def test_a_demo_keeps_its_letters_on_the_machine(settings, tmp_path):
    settings.DEMO_MAILBOX = tmp_path / "box"

    get_connection(DEMO).send_messages([letter("kari@example.no"), letter("ola@annet.example.no")])

    assert sorted(message["To"] for message in mailbox.Maildir(tmp_path / "box")) == [
        "kari@example.no", "ola@annet.example.no",
    ]  # fmt: skip


@pytest.mark.parametrize("backend", [DEMO, "correspondence.backends.GuardedSmtp"])
@pytest.mark.parametrize("to", ["kari@hamar.kommune.no", "kari@notexample.no", "kari@example.no.evil.com"])
def test_no_letter_from_a_demo_or_a_test_reaches_a_real_address(settings, tmp_path, backend, to):
    settings.DEMO_MAILBOX = tmp_path / "box"

    with pytest.raises(AddressRefused):
        get_connection(backend).send_messages([letter("ok@example.no", to)])

    assert not (tmp_path / "box").exists()


def test_hidden_recipients_are_held_to_the_same(settings, tmp_path):
    settings.DEMO_MAILBOX = tmp_path / "box"
    message = letter("ok@example.no")
    message.bcc = ["kari@hamar.kommune.no"]

    with pytest.raises(AddressRefused):
        get_connection(DEMO).send_messages([message])
