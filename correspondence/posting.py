"""From a journal line to the letters it causes.

A room below never composes mail: it appends to the journal, and this room takes it from there, in the same transaction.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import JournalEntry
from correspondence import gathering_posting, rules, tasks
from correspondence.models import Envelope, Letter
from correspondence.rules import Rule
from gatherings.models import Gathering, Registration
from municipalities.models import Interest, Participation, Person

FORGETTING = ("registration.erased", "interest.erased")
ABOUT = ("answer", "day", "seat", "queue", "until", "how", "by_adviser")  # what a letter remembers of its journal line


def after_journal_line(entry: JournalEntry, subject: Any) -> None:
    """Make the letters that this line causes. Part of the act's own transaction: both happen or neither."""
    if entry.verb in FORGETTING:
        _forget(subject)
        return
    rule, audience = rules.BY_CAUSE.get(entry.verb, (None, rules.nobody))
    if rule is not None and isinstance(subject, Gathering):
        if gathering_posting.post(rule, subject, entry):
            _wake_once()
        return
    if rule is None or not rules.may_be_written(rule, subject.programme):
        return
    if isinstance(subject, Interest):
        _post_to(rule, subject, interest=subject)
    elif isinstance(subject, Registration):
        _post_to(rule, subject, registration=subject)
    else:
        _post_about(rule, audience(subject, entry), subject, entry)
    _wake_once()


def _post_about(rule: Rule, people: list[Person], subject: Participation, entry: JournalEntry) -> None:
    if rule.only_if_asked and not rules.is_asked(subject):
        return
    for person in people:
        _post(rule, subject, entry, person=person, address=person.email)
    mailbox = subject.organisation.mailbox
    if mailbox and (("copy" in rule.mailbox) or ("letter" in rule.mailbox and not people)):
        is_copy = bool(people) or "letter" not in rule.mailbox
        _post(rule, subject, entry, person=None, address=mailbox, is_copy=is_copy)


def _post(
    rule: Rule, participation: Participation, entry: JournalEntry, *, person: Person | None, address: str,
    is_copy: bool = False,
) -> Letter:  # fmt: skip
    same = Letter.objects.filter(rule=rule.key, participation=participation, person=person, is_copy=is_copy)
    occasion = (same.aggregate(last=Max("occasion"))["last"] or 0) + 1
    envelope = Envelope.objects.create(person=person, address=address, language=participation.organisation.language)
    about = {key: entry.details[key] for key in ABOUT if key in entry.details}
    return Letter.objects.create(
        envelope=envelope, rule=rule.key, programme=participation.programme, participation=participation,
        person=person, is_copy=is_copy, occasion=occasion, about=about,
    )  # fmt: skip


def _post_to(rule: Rule, reader: Interest | Registration, **who: Interest | Registration) -> None:
    """To somebody who is no ``Person``; asked for once more, it is sent once more."""
    occasion = (Letter.objects.filter(rule=rule.key, **who).aggregate(last=Max("occasion"))["last"] or 0) + 1
    envelope = Envelope.objects.create(address=reader.email, language=reader.language)
    Letter.objects.create(envelope=envelope, rule=rule.key, programme=reader.programme, occasion=occasion, **who)


def _forget(reader: Interest | Registration) -> None:
    """The outbox keeps that a letter went, and not to which address. One that waits is not sent (``still_wanted``)."""
    who = {"interest": reader} if isinstance(reader, Interest) else {"registration": reader}
    hers = Envelope.objects.filter(letters__in=Letter.objects.filter(**who))
    hers.update(address="", trouble="", returned_why="", day=None)


def _wake_once() -> None:
    """One call for a transaction, however many letters it makes: a broker that is away must not be asked 357 times."""
    if not any(call is tasks.wake_the_sender for _, call, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(tasks.wake_the_sender)
