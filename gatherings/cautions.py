"""What an adviser is warned about, in words: the common form of it."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import get_language, gettext_lazy

from gatherings import overview
from gatherings.models import Gathering
from programmes import formats
from programmes.when import When


class Tone(models.TextChoices):
    CONFLICT = "conflict", gettext_lazy("Går ikke opp")
    LOOK = "look", gettext_lazy("Se over")
    DECIDE = "decide", gettext_lazy("Må avgjøres")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One thing to put right, look over or decide. ``text`` is in the language in force and says what to do.

    ``about`` names the rows it is about («gathering:12», «deadline:sign_up»); with ``key`` it tells one caution from
    another, whatever the text says. ``by`` is the day something must be decided; ``what`` is its name, for lists in
    which several stand together.
    """

    key: str
    tone: Tone
    about: tuple[str, ...]
    text: str
    what: str = ""
    by: date | None = None

    @property
    def identity(self) -> tuple[str, tuple[str, ...]]:
        return self.key, self.about


def of(row: Gathering) -> str:
    return f"gathering:{row.pk}"


def of_deadline(kind: str) -> str:
    return f"deadline:{kind}"


def title(row: Gathering) -> str:
    """«Fellessamling 2»."""
    return overview.kind_text(row)


def day(value: date) -> str:
    return formats.day(value, get_language() or "nb")


def when(value: When) -> str:
    return formats.when(value, get_language() or "nb")
