"""What a change in a programme leads to, shown before it is saved.

A room that changes something asks here; rooms register from ``AppConfig.ready`` what they know about: who is affected,
which days move, what has been sent, which letters follow. The act itself is done and taken back, so that what is shown
is what would happen.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from accounts.models import JournalEntry
from programmes.models import Programme


class Topic(models.TextChoices):
    """What a consequence is about, in the order in which they are told."""

    PEOPLE = "people", gettext_lazy("Hvem det gjelder")
    FOLLOWS = "follows", gettext_lazy("Brev som følger med endringen")
    LETTERS = "letters", gettext_lazy("Det som er sendt")
    DAYS = "days", gettext_lazy("Frister som flytter seg")
    NEW = "new", gettext_lazy("Nytt å se på")
    GONE = "gone", gettext_lazy("Det blir ordnet")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows, in words in the language in force; ``names`` are those whom it is about."""

    topic: Topic
    text: str
    names: tuple[str, ...] = ()


# What the act that is previewed would make, where making it only to take it back would cost too much; None outside one
_would_make: ContextVar[list[Any] | None] = ContextVar("would_make", default=None)

Tells = Callable[[Programme, Sequence[JournalEntry]], Iterable[Consequence]]
Witness = Callable[[Programme], Tells]  # sees the programme before the act, and tells once it is done
_witnesses: list[Witness] = []


def register(witness: Witness) -> None:
    """Once, from ``AppConfig.ready``. A witness must not write, and asks a number of queries that does not grow."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def remember(made: Iterable[Any]) -> bool:
    """Whether this is a preview: then ``made`` is kept for the witnesses, and is not to be stored."""
    kept = _would_make.get()
    if kept is None:
        return False
    kept.extend(made)
    return True


def would_make() -> list[Any]:
    """What ``remember`` has kept in this preview."""
    return list(_would_make.get() or ())


def preview(*, programme: Programme, act: Callable[[], object]) -> list[Consequence]:
    """What ``act`` would lead to: it is done, looked at and taken back, in one transaction. Nothing it writes stays,
    and nothing that waits for the commit runs. Rows that the act changed in memory stay changed: give it its own.

    Raises what the act raises.
    """
    with transaction.atomic():
        newest = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        tellers = [witness(_anew(programme)) for witness in _witnesses]
        token = _would_make.set([])
        try:
            act()
            lines = list(JournalEntry.objects.in_scope(programme).filter(pk__gt=newest).order_by("pk"))
            after = _anew(programme)
            found = [told for tell in tellers for told in tell(after, lines)]
        finally:
            _would_make.reset(token)
        transaction.set_rollback(True)
    order = list(Topic)
    return sorted(found, key=lambda told: order.index(told.topic))


def must_be_shown(programme: Programme, found: Sequence[Consequence]) -> bool:
    """A change is looked over before it is saved when it touches what others know: not in a sketch, unless a letter has
    gone."""
    is_told = programme.state != Programme.State.SKETCH
    return bool(found) and (is_told or any(told.topic in (Topic.LETTERS, Topic.FOLLOWS) for told in found))


def _anew(programme: Programme) -> Programme:
    rows = Programme.objects.select_related("region").prefetch_related("deadlines", "composition")
    return rows.get(pk=programme.pk)
