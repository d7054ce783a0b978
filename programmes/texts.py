"""What a programme's texts say now: its own words, else the framework's, else the portal's own.

A programme's own words in one norm go before other words in the reader's norm: they tell what is so in this programme,
and the others do not (docs/decisions/0016). Pages say where that happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes import rich_text, text_kinds
from programmes.merge_fields import Value
from programmes.models import Programme, TextVersion
from programmes.text_kinds import Kind, Section
from programmes.when import When
from programmes.words import NORMS, Words

OWN, FRAMEWORK, BUILTIN, NOTHING = "own", "framework", "builtin", ""


@dataclass(frozen=True, slots=True)
class Found:
    """A section's Markdown, the norm it is written in, and whose it is: the programme's (``OWN``), the national
    framework's, the portal's own (``BUILTIN``), or nobody's."""

    text: str
    norm: str
    source: str


class Texts:
    """The texts of one programme, and those of the framework behind them. ``version`` and what is found by it are the
    owner's: the programme's, or the framework's where ``programme`` is None."""

    def __init__(self, programme: Programme | None, rows: Iterable[TextVersion]):
        self.programme = programme
        self._rows = {(row.programme_id is not None, row.kind, row.section): row for row in rows}
        self._drafts: dict[tuple[bool, str, str], Words] = {}

    @classmethod
    def of(cls, programme: Programme | None) -> Texts:
        """As they are now. One query, however many sections and versions there are."""
        return cls(programme, TextVersion.objects.that_count(programme))

    def version(self, kind: str, section: str) -> TextVersion | None:
        """The owner's newest version."""
        return self._rows.get((self.programme is not None, kind, section))

    def number(self, kind: str, section: str) -> int:
        """Its number; 0 where nothing was ever written."""
        version = self.version(kind, section)
        return version.number if version else 0

    def own(self, kind: str, section: str) -> Words:
        """The owner's words; empty where the section falls back."""
        return self._words(self.programme is not None, kind, section)

    def with_draft(self, kind: str, words: Mapping[str, Words]) -> Texts:
        """The same, as if ``words`` (by section) had been saved by the owner. Nothing is."""
        other = Texts(self.programme, self._rows.values())
        is_own = self.programme is not None
        other._drafts = self._drafts | {(is_own, kind, section): said for section, said in words.items()}
        return other

    def find(self, kind: str, section: Section, language: str) -> Found:
        """What a reader of ``language`` gets."""
        if own := self._words(True, kind, section.key):
            return Found(*own.best(language), OWN)
        return self.fallback(kind, section, language, framework=self._words(False, kind, section.key))

    def fallback(self, kind: str, section: Section, language: str, *, framework: Words | None = None) -> Found:
        """What a section that the owner leaves empty falls back to; for the framework, the portal's own."""
        if framework is None and self.programme is not None:
            framework = self._words(False, kind, section.key)
        if framework:
            return Found(*framework.best(language), FRAMEWORK)
        builtin = section.words(states_costs=not section.without_costs or self._states_costs)
        return Found(*builtin.best(language), BUILTIN) if builtin else Found("", language, NOTHING)

    @cached_property
    def _states_costs(self) -> bool:
        """Asked once, and only for a section that must know it; a framework's texts are for programmes that do."""
        return self.programme is None or self.programme.costs.exists()

    def _words(self, is_own: bool, kind: str, section: str) -> Words:
        key = (is_own, kind, section)
        if key in self._drafts:
            return self._drafts[key]
        return self._rows[key].words if key in self._rows else Words()

    def lacking(self, kind: Kind, language: str) -> list[Section]:
        """The sections that readers of ``language`` get in the other norm."""
        norms = ((section, self.find(kind.key, section, language)) for section in kind.sections)
        return [section for section, found in norms if found.text and found.norm != language]


class Shelf:
    """Texts of programmes, each fetched once: for one run of the outbox, which writes many letters of few programmes.
    A text that is saved while the run goes on counts from the next one."""

    def __init__(self) -> None:
        self._known: dict[int, Texts] = {}

    def of(self, programme: Programme) -> Texts:
        if programme.pk not in self._known:
            self._known[programme.pk] = Texts.of(programme)
        return self._known[programme.pk]


def section(
    programme: Programme, kind: str, section: str, language: str | None = None, *, texts: Texts | None = None,
    top: int = 2,
) -> SafeString:  # fmt: skip
    """A section of a page about the programme as safe HTML in ``language`` (else the one in force); empty where nobody
    has written anything. Its headings begin at ``<h{top}>``. Give ``texts`` where several sections are asked for: it
    is the one query. Raises ``KeyError`` for a section that is not declared."""
    language = language or get_language() or "nb"
    language = language if language in NORMS else "nb"
    declared = text_kinds.by_key(kind).section(section)
    found = (texts or Texts.of(programme)).find(kind, declared, language)
    with translation.override(language):
        return in_its_norm(rich_text.html(found.text, values_of(programme, language), top=top), found, language)


def in_its_norm(written: SafeString, found: Found, language: str) -> SafeString:
    """Marked where it is not the norm around it, so that a screen reader knows."""
    if not written or found.norm == language:
        return written
    return format_html('<div lang="{}">{}</div>', found.norm, written)


def values_of(programme: Programme, language: str) -> dict[str, Callable[[], Value]]:
    """What the fields that are the same for every reader give, each found only when a text asks for it. In the
    language in force, which is ``language``."""
    terms = programme.terms
    return {
        "frist": lambda: Value(when(programme.sign_up_deadline, language)),
        "programtittel": lambda: Value(programme.title.best(language)[0]),
        "periode": lambda: Value(when(programme.when, language)),
        "region": lambda: Value(programme.region.name),
        "rammeverk": lambda: Value(programme.framework.name),
        "gruppa": lambda: Value(terms.the_group.best(language)[0]),
        "gruppe": lambda: Value(terms.group.best(language)[0]),
        "kontakt": lambda: _contact(programme),
    }


def when(value: When, language: str) -> str:
    """An honest date in a sentence: «dato ikke satt» where none is decided, and a doubt is said."""
    text = value.format(language)
    return f"{text} {_('(foreløpig)')}" if value.precision and value.tentative else text


def _contact(programme: Programme) -> Value:
    address = programme.contact or settings.CONTACT_EMAIL
    if address:
        return Value(address, href=f"mailto:{address}")
    return Value(_("rådgiveren i %(region)s") % {"region": programme.region.name})
