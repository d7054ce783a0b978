"""The one journal: every act appends a line in the same transaction, and rooms above may listen to it."""

from collections.abc import Callable, Iterable
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
    _must_be_inside(verb)
    entry = line(verb=verb, by=by, subject=subject, scope=scope, **details)
    entry.save()
    for listener in _listeners:
        listener(entry, subject)
    return entry


def append_all(lines: Iterable[JournalEntry]) -> None:
    """Append many lines at once, made by ``line``: for an act on hundreds of rows. No listener hears of them, so no
    letter follows: whoever uses it says so to the one who acts."""
    lines = list(lines)
    _must_be_inside("append_all")
    JournalEntry.objects.bulk_create(lines)


def line(
    *, verb: str, by: Actor, subject: models.Model, scope: models.Model | None = None, **details: Any
) -> JournalEntry:
    """A line that is not appended yet."""
    return JournalEntry(
        verb=verb,
        actor=by.user,
        actor_ref="" if by.user else by.ref,
        subject=JournalEntry.objects.all().reference(subject),
        scope=JournalEntry.objects.all().reference(scope) if scope is not None else "",
        details=details,
    )


def _must_be_inside(verb: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb}: a journal line belongs in the act's own transaction")
