"""From a journal line to the letters it causes.

A room below never composes mail: it appends to the journal, and this room takes it from there, in the same transaction.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import JournalEntry
from correspondence import rules, tasks
from correspondence.models import Envelope, Letter
from correspondence.rules import Rule
from municipalities.models import Participation, Person


def after_journal_line(entry: JournalEntry, subject: Any) -> None:
    """Make the letters that this line causes. Part of the act's own transaction: both happen or neither."""
    rule = rules.BY_CAUSE.get(entry.verb)
    if rule is None or not rules.letters_are_on(subject):
        return
    people = rule.audience(subject, entry)
    for person in people:
        _post(rule, subject, entry, person=person, address=person.email)
    mailbox = subject.organisation.mailbox
    if mailbox and (("copy" in rule.mailbox) or ("letter" in rule.mailbox and not people)):
        is_copy = bool(people) or "letter" not in rule.mailbox
        _post(rule, subject, entry, person=None, address=mailbox, is_copy=is_copy)
    _wake_once()


def _post(
    rule: Rule, participation: Participation, entry: JournalEntry, *, person: Person | None, address: str,
    is_copy: bool = False,
) -> Letter:  # fmt: skip
    same = Letter.objects.filter(rule=rule.key, participation=participation, person=person, is_copy=is_copy)
    occasion = (same.aggregate(last=Max("occasion"))["last"] or 0) + 1
    envelope = Envelope.objects.create(
        programme=participation.programme,
        participation=participation,
        person=person,
        address=address,
        is_copy=is_copy,
        language=participation.organisation.language,
    )
    about = {key: entry.details[key] for key in ("answer", "day") if key in entry.details}
    return Letter.objects.create(
        envelope=envelope, rule=rule.key, participation=participation, person=person, is_copy=is_copy,
        occasion=occasion, about=about,
    )  # fmt: skip


def _wake_once() -> None:
    """One call for a transaction, however many letters it makes: a broker that is away must not be asked 357 times."""
    if not any(call is tasks.wake_the_sender for _, call, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(tasks.wake_the_sender)
