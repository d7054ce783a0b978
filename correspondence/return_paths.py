"""Where a letter comes back to when nobody can get it: an envelope sender of its own (VERP), with the envelope's key.

The key is random and 122 bits long: nobody guesses another letter's address.
"""

import re
from uuid import UUID

from django.conf import settings

from correspondence.models import Envelope


def sender_of(envelope: Envelope) -> str:
    """«retur+<key>@mail.example.no»; empty where no address for returns is set (settings.BOUNCE_ADDRESS)."""
    if not settings.BOUNCE_ADDRESS:
        return ""
    local, _, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{envelope.key.hex}@{domain}"


def key_in(text: str) -> UUID | None:
    """The key of the first such address in a header's words, whichever way it is written."""
    if not settings.BOUNCE_ADDRESS:
        return None
    local, _, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    found = re.search(rf"(?<![\w.+-]){re.escape(local)}\+([0-9a-f]{{32}})@{re.escape(domain)}(?![\w.-])", text, re.I)
    return UUID(found[1]) if found else None
