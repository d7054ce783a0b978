"""The common form of a duty: something that somebody owes a programme by a day. Derived, never stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from programmes.models import Programme
from programmes.when import When


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of duty, declared once: the board, «Dette venter på deg», reminders and progress all read this.

    ``due`` gives the programme's own day (a ``When``; only one with a day can be overdue), ``owed`` and ``done`` are
    conditions on a participation that the database answers; None of a duty that a room above counts itself
    (municipalities/duties.py, ``Derived``). ``owner`` is the kind of seat that owes it.
    """

    key: str
    owner: str
    task: Any  # «Svar på invitasjonen», «Meld inn %(group)s»
    column: Any  # «Påmelding»
    due: Callable[[Programme], When]
    owed: models.Q | None = None
    done: Callable[[Programme], Any] | None = None

    def called(self, programme: Programme) -> str:
        """The task with the programme's own word for the group, in the language in force: «Meld inn kjernegruppa»."""
        return str(self.task) % {"group": programme.terms.the_group}


class Status(models.TextChoices):
    """Where one participation stands with one duty."""

    NOT_OWED = "not_owed", gettext_lazy("Ikke aktuelt ennå")
    OPEN = "open", gettext_lazy("Venter")
    OVERDUE = "overdue", gettext_lazy("Fristen er ute")
    WAIVED = "waived", gettext_lazy("Fritatt")
    DONE = "done", gettext_lazy("Gjort")


WAITING = (Status.OPEN, Status.OVERDUE)


def status(*, owed: bool, done: bool, waived: bool, due: date | None, today: date) -> Status:
    """``due`` None is a day that nobody has decided: such a duty waits and is never overdue. What is not owed is not
    «done» either: whoever has declined shows no coordinator in place."""
    if not owed:
        return Status.NOT_OWED
    if done:
        return Status.DONE
    if waived:
        return Status.WAIVED
    return Status.OVERDUE if due is not None and due < today else Status.OPEN


def days_after(when: When, days: int) -> When:
    """``days`` after the last day of ``when``. No day that nobody decided: without a day there is none."""
    if not when.has_day or when.end is None:
        return When()
    return When.day(when.end + timedelta(days=days), tentative=when.tentative)
