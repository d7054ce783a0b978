"""What this room does when a room below says in the journal that something has changed."""

from typing import Any

from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities.seat_actions import rejudge_all
from programmes.models import Programme


def after_journal_line(entry: JournalEntry, subject: Any) -> None:
    """Other rules for a group: those that are confirmed are judged by the new ones, in the same transaction."""
    if entry.verb == "content.changed" and entry.details["kind"] == "composition":
        programme = Programme.objects.get(pk=subject.pk)  # without the rules that it may have at hand
        rejudge_all(programme=programme, by=Actor(user=entry.actor, ref=entry.actor_ref))
