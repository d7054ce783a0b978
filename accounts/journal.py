"""The one journal: every act appends a line in the same transaction, and rooms above may listen to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from accounts.models import JournalEntry, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in user, a person with a personal link (``ref`` = «person:12»), or the portal itself."""

    user: User | None = None
    ref: str = ""


SYSTEM = Actor(ref="system")

Listener = Callable[[JournalEntry, Any], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Register once, from ``AppConfig.ready``: called inside the act's transaction with the line and its subject."""
    if listener not in _listeners:
        _listeners.append(listener)


def append(
    *, verb: str, by: Actor, subject: models.Model, scope: models.Model | None = None, **details: Any
) -> JournalEntry:
    """Append one line. Must run inside ``atomic``; ``details`` must not hold personal values.

    Raises ``TransactionManagementError`` outside a transaction, so that no act is half written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb}: a journal line belongs in the act's own transaction")
    entry = JournalEntry.objects.create(
        verb=verb,
        actor=by.user,
        actor_ref="" if by.user else by.ref,
        subject=JournalEntry.objects.all().reference(subject),
        scope=JournalEntry.objects.all().reference(scope) if scope is not None else "",
        details=details,
    )
    for listener in _listeners:
        listener(entry, subject)
    return entry
