"""A mail server that writes down what it has said yes to, and can be told to have somebody killed around its yes."""

import re
import time
from dataclasses import dataclass

from aiosmtpd.controller import Controller

from tests.servers import free_port

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """``at`` is a moment of the monotonic clock."""

    at: float
    to: str
    key: str


class Sink:
    def __init__(self):
        self.taken: list[Taken] = []
        self._ambush = None
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())

    def ambush(self, kill, *, after_the_yes):
        """At the next letter: ``kill`` before it is taken, so that it never is, or right after, before its sender
        knows."""
        self._ambush = kill, after_the_yes

    @property
    def is_waiting(self):
        return self._ambush is not None

    def call_off(self):
        """True when nobody had come by."""
        waited, self._ambush = self._ambush, None
        return waited is not None

    async def handle_DATA(self, server, session, envelope):
        ambush, self._ambush = self._ambush, None
        if ambush and not ambush[1]:
            ambush[0]()
            return "451 try again"
        key = MESSAGE_ID.search(envelope.content).group(1).decode()
        self.taken.append(Taken(time.monotonic(), envelope.rcpt_tos[0], key))
        if ambush:
            ambush[0]()
        return "250 OK"
