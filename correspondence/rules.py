"""Every letter the portal sends, readable top to bottom: what causes it, to whom it goes, what comes with it.

The causes are journal lines; posting.py makes the letters that a line causes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import JournalEntry
from correspondence.models import Letter
from municipalities.models import Answer, Participation, Person, Seat

Audience = Callable[[Participation, JournalEntry], list[Person]]


def director(participation: Participation, entry: JournalEntry | None = None) -> list[Person]:
    return list(
        Person.objects.filter(
            holdings__until=None,
            holdings__seat__kind=Seat.Kind.DIRECTOR,
            holdings__seat__participation=participation,
        ).exclude(email="")
    )


def director_and_answerer(participation: Participation, entry: JournalEntry) -> list[Person]:
    """The director, and whoever answered for her; one letter when they are the same person."""
    answer = Answer.objects.select_related("person").get(pk=entry.details["answer"])
    people = {person.pk: person for person in director(participation)}
    if answer.person and answer.person.email:
        people[answer.person.pk] = answer.person
    return list(people.values())


def answerer(participation: Participation, entry: JournalEntry) -> list[Person]:
    answer = Answer.objects.select_related("person").get(pk=entry.details["answer"])
    return [answer.person] if answer.person and answer.person.email else []


@dataclass(frozen=True, slots=True)
class Rule:
    """``document`` is the PDF that comes with the letter. ``mailbox`` says what the official mailbox gets: nothing,
    a copy, or the letter itself when nobody else is known («Att.: kommunedirektøren»)."""

    key: str
    cause: str
    audience: Audience
    document: str = ""
    mailbox: str = ""
    only_current_director: bool = False
    only_unanswered: bool = False


RULES = (
    #    key                  the journal's verb         to whom                document       the official mailbox
    Rule("signup.invitation", "participation.invited",   director,              "invitation",  "copy or letter",
         only_current_director=True, only_unanswered=True),
    Rule("signup.receipt",    "participation.answered",  director_and_answerer, "receipt",     "copy"),
    Rule("signup.refused",    "answer.refused",          answerer,              "",            ""),
    Rule("deadline.extended", "deadline.extended",       director,              "",            "letter if alone",
         only_current_director=True, only_unanswered=True),
)  # fmt: skip

BY_CAUSE = {rule.cause: rule for rule in RULES}
BY_KEY = {rule.key: rule for rule in RULES}


def letters_are_on(participation: Participation) -> bool:
    """Historical programmes, and those that have not begun to write, send nothing."""
    begins = participation.programme.letters_from
    return begins is not None and begins <= timezone.localdate()


def still_wanted(letter: Letter) -> bool:
    """Checked again when the envelope is claimed: one to a replaced director is dropped, and
    so is an invitation to somebody who has answered since."""
    rule = BY_KEY[letter.rule]
    if not letters_are_on(letter.participation):
        return False
    if rule.only_unanswered and _has_answered_elsewhere(letter.participation):
        return False
    if not rule.only_current_director or letter.person is None:
        return True
    return letter.person in director(letter.participation)


def _has_answered_elsewhere(participation: Participation) -> bool:
    """By telephone, e-mail or in a meeting. An answer in the portal came from the letter: the copies still go."""
    newest = participation.answers.filter(status=Answer.Status.ACCEPTED).first()
    in_portal = newest is not None and newest.via == Answer.Via.PORTAL
    return participation.state in Participation.ANSWERED and not in_portal
