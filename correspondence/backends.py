"""Mail backends that refuse to write to anybody outside settings.MAIL_ONLY_TO."""

import mailbox

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend


class AddressRefused(Exception):
    """The address lies outside the domains that this site may write to."""


def refuse_strangers(messages):
    """Raises ``AddressRefused`` for the first recipient outside settings.MAIL_ONLY_TO (empty: nobody is refused)."""
    allowed = settings.MAIL_ONLY_TO
    for message in messages:
        for address in message.recipients():
            domain = address.rpartition("@")[2].rstrip(">").lower()
            if allowed and not any(domain == ours or domain.endswith(f".{ours}") for ours in allowed):
                raise AddressRefused(f"This site may only write to {', '.join(allowed)}.")


class GuardedSmtp(SmtpBackend):
    def send_messages(self, email_messages):
        refuse_strangers(email_messages)
        return super().send_messages(email_messages)


class DemoMailbox(BaseEmailBackend):
    """Keeps every message in a Maildir on this machine, where the portal's demo mailbox page shows it."""

    def send_messages(self, email_messages):
        refuse_strangers(email_messages)
        box = mailbox.Maildir(settings.DEMO_MAILBOX, create=True)
        for message in email_messages:
            box.add(message.message().as_bytes())
        return len(email_messages)
