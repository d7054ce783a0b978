"""Words that people read, in bokmål and nynorsk, as they were given: a missing nynorsk is missing, never invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language

NORMS = ("nb", "nn")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one or both written norms. Falsy when empty in both."""

    nb: str = ""
    nn: str = ""

    @classmethod
    def of(cls, value: "Words | Mapping[str, str] | str | None") -> "Words":
        """From a plain text (bokmål) or ``{nb, nn}``. Raises ``TypeError`` for anything else."""
        if value is None:
            return cls()
        if isinstance(value, Words):
            return value
        if isinstance(value, str):
            return cls(nb=value)
        if isinstance(value, Mapping):
            return cls(nb=value.get("nb") or "", nn=value.get("nn") or "")
        raise TypeError(f"words are a text or {{nb, nn}}, not {value!r}")

    @classmethod
    def same(cls, text: str) -> "Words":
        """A name, or words that are in the reader's norm already: nothing for a screen reader to be told of."""
        return cls(text, text)

    def best(self, language: str | None = None) -> tuple[str, str]:
        """(text, the norm it is written in): ``language`` where it exists, else the other norm."""
        wanted = language or get_language() or "nb"
        wanted = wanted if wanted in NORMS else "nb"
        other = "nn" if wanted == "nb" else "nb"
        text = getattr(self, wanted)
        return (text, wanted) if text or not getattr(self, other) else (getattr(self, other), other)

    def lacks(self, language: str) -> bool:
        """There are words, but not in ``language``."""
        return bool(self) and not getattr(self, language)

    def __bool__(self) -> bool:
        return bool(self.nb or self.nn)

    def __str__(self) -> str:
        return self.best()[0]


class WordsField(models.JSONField):
    """Stores ``Words`` as ``{"nb": …, "nn": …}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Words)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Words:
        return Words.of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Words:
        return Words.of(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Words):
            value = {norm: text for norm in NORMS if (text := getattr(value, norm))}
        return super().get_db_prep_value(value, connection, prepared)

    def value_from_object(self, obj: models.Model) -> Any:
        return Words.of(super().value_from_object(obj))
