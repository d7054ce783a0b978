"""Letters that came back: reports of delivery (RFC 3464), each read and noted on the envelope that it is about.

Servers write such reports in many ways, and anybody may send to the address: whatever is not understood is left for a
human, and nothing that comes in stops the rest.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from accounts import journal
from accounts.logs import without_tokens
from correspondence import return_actions, return_boxes, return_paths
from correspondence.models import Envelope

log = logging.getLogger(__name__)

FAILED, DELAYED = "failed", "delayed"  # as RFC 3464 calls them
RETURNED, NOTED, KNOWN, EARLY, LEFT = "returned", "delayed", "known", "early", "left"
OUTCOMES = {
    RETURNED: "the envelope is marked: the letter came back",
    NOTED: "the reader's server is slow; noted on the envelope",
    KNOWN: "told before, or about a letter that never went: nothing is changed",
    EARLY: "about a letter that is being sent now: read again next time",
    LEFT: "no report, or about no letter of ours: left in the mailbox, marked as read",
}
STATE = Envelope.State
ARRIVED_AT = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-RcptTo")


@dataclass(frozen=True, slots=True)
class Report:
    """``key`` is the envelope's; None when the report names no letter of ours. ``status`` is the code («5.1.1»), or
    empty; ``why`` what the server said, in short and without tokens."""

    key: UUID | None
    what: str
    status: str
    why: str


def read_mailbox() -> dict[str, int]:
    """Read what is new in settings.BOUNCE_MAILBOX; returns counts by outcome. What is done with is deleted, since the
    returned letter holds an address and a personal link. Any number of times, also at once, changes the same once.

    Raises ``return_boxes.Unreachable``.
    """
    counts = dict.fromkeys(OUTCOMES, 0)
    with return_boxes.opened(settings.BOUNCE_MAILBOX) as box:
        for item in box.unread():
            outcome = take_in(item.content)
            counts[outcome] += 1
            if outcome == LEFT:
                box.leave(item)
            elif outcome != EARLY:
                box.remove(item)
    return counts


def take_in(content: bytes) -> str:
    """Note one message from the mailbox where it belongs; returns one of ``OUTCOMES``."""
    try:
        report = parsed(content)
    except Exception:  # whatever somebody has sent us
        log.warning("A message in the mailbox for returns could not be read; it is left there.")
        return LEFT
    envelope = Envelope.objects.filter(key=report.key).first() if report and report.key else None
    if report is None or envelope is None:
        return LEFT
    if envelope.state == STATE.SENDING or (envelope.state == STATE.READY and envelope.attempts):
        return EARLY  # the worker may have been killed between the server's yes and its own mark
    if report.what == DELAYED:
        return NOTED if return_actions.note_delay(envelope=envelope, why=report.why) else KNOWN
    returned = return_actions.note_return(envelope=envelope, status=report.status, why=report.why, by=journal.SYSTEM)
    return RETURNED if returned else KNOWN


def parsed(content: bytes) -> Report | None:
    """What a message reports; None when it is no report that a letter is late or lost."""
    message = message_from_bytes(content)
    verdicts = [_verdict(block) for part in _of_type(message, "message/delivery-status") for block in _blocks(part)]
    for what in (FAILED, DELAYED):
        for verdict, status, why in verdicts:
            if verdict == what:
                return Report(_key_by_address(message) or _key_by_message_id(message), what, status, why)
    return None


def _verdict(block: Message) -> tuple[str, str, str]:
    """What happened to one recipient. A server that says «failed» has given up, also with a code of 4 (it tried for
    days); only where it does not say is the code's first digit asked."""
    found = re.search(r"\b([245]\.\d{1,3}\.\d{1,3})\b", str(block.get("Status", "")))
    status = found[1] if found else ""
    action = str(block.get("Action", "")).strip().lower()
    if action not in (FAILED, DELAYED, "delivered", "relayed", "expanded"):
        action = {"5": FAILED, "4": DELAYED}.get(status[:1], "")
    return action, status, _in_short(status, str(block.get("Diagnostic-Code", "")))


def _in_short(status: str, said: str) -> str:
    """«550 5.1.1 User unknown»; only what can be printed, since a database may refuse the rest."""
    said = " ".join(re.sub(r"^\s*[\w-]+\s*;", "", said).split())
    words = said if status in said else f"{status} {said}".strip()
    return without_tokens("".join(letter for letter in words if letter.isprintable()))[:300]


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _of_type(message: Message, *kinds: str) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() in kinds)


def _key_by_address(message: Message) -> UUID | None:
    """The address that the report came to is the letter's own."""
    arrived = [str(value) for name in ARRIVED_AT for value in message.get_all(name, [])]
    sent_by = [str(value) for letter in _returned_letters(message) for value in letter.get_all("Return-Path", [])]
    return next((key for key in map(return_paths.key_in, (*arrived, *sent_by)) if key), None)


def _key_by_message_id(message: Message) -> UUID | None:
    """A server that reports to another address still returns the letter, or its head."""
    ours = re.compile(rf"<([0-9a-f-]{{36}})@{re.escape(urlsplit(settings.SITE_URL).hostname or '')}>", re.I)
    for letter in _returned_letters(message):
        found = ours.search(str(letter.get("Message-ID", "")))
        if found:
            return UUID(found[1])
    return None


def _returned_letters(message: Message) -> Iterator[Message]:
    for part in _of_type(message, "message/rfc822", "text/rfc822-headers"):
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (letter for letter in payload if isinstance(letter, Message))
        else:
            yield message_from_string(str(payload))
