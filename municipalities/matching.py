"""Finds the organisation that somebody has written: by number, by a name it has or has had, or without æøå."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from municipalities.names import folded

Former = Mapping[int, Iterable[tuple[str, str, str]]]
_BETWEEN = re.compile(r"\s*[/;|]\s*|\s+[-–—]\s+")  # the names of one place in two languages
MOST_NAMES = 3  # «Ivgu / Lyngen / Yykeä»
ALIKE = 75  # of 100: how alike two names must be for one to be asked about


class Index:
    """Of a programme's participations, as ``for_list`` gives them. ``former`` says which names and numbers an
    organisation has had: {organisation's key: [(number, name, Sámi name)]}.

    What somebody is called now goes before what another was called; among equals nothing is chosen: 1507 was the
    Ålesund that both Haram and Ålesund came from.

    ``register`` finds every name in the whole register, ``folded``, when they are needed. With it
    «Narvik / Áhkánjárga» is Narvik, although the other name is not known, and «Hamar / Bergen» is nobody.
    """

    def __init__(
        self, participations: Iterable[Any], former: Former | None = None,
        register: Callable[[], Collection[str]] | None = None,
    ):  # fmt: skip
        self._names_of_all = register
        self._current: defaultdict[str, list[Any]] = defaultdict(list)
        self._former: defaultdict[str, list[Any]] = defaultdict(list)
        self.rows = rows = sorted(participations, key=lambda row: row.organisation.is_county)
        for row in rows:
            _add(self._current, row, row.shown_number, row.shown_name, row.shown_sami_name)
            for designation in (former or {}).get(row.organisation_id, ()):
                _add(self._former, row, *designation)

    def candidates(self, text: str) -> list[Any]:
        """The participations that ``text`` may name: none, one, or several that it names equally well."""
        return self._named(text) or self._named_twice(text)

    def _named(self, text: str) -> list[Any]:
        digits = text.replace(" ", "").replace("\u00a0", "")
        keys = (digits,) if digits.isdigit() else (text.lower(), folded(text))
        return next((known[key] for known in (self._current, self._former) for key in keys if key in known), [])

    def _named_twice(self, text: str) -> list[Any]:
        """By two names in one: who is meant by both, or by the one that is known where the other is nobody else's."""
        parts = [part for part in _BETWEEN.split(text.strip()) if part]
        if not 2 <= len(parts) <= MOST_NAMES:
            return []
        found = [hits for hits in map(self._named, parts) if hits]
        unknown = [part for part in parts if not self._named(part)]
        if unknown and (self._names_of_all is None or any(self._is_of_another(part) for part in unknown)):
            return []
        both = [hit for hit in found[0] if all(hit in hits for hits in found)] if found else []
        return both or list(dict.fromkeys(hit for hits in found for hit in hits))

    @cached_property
    def _register(self) -> Collection[str]:
        return self._names_of_all() if self._names_of_all else ()

    def _is_of_another(self, part: str) -> bool:
        return folded(part) in self._register or bool(self.nearest(part)) or not any(map(str.isalpha, part))

    def find(self, text: str) -> Any:
        """The one participation that ``text`` names, or None."""
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def nearest(self, text: str) -> str:
        """Whose name's spelling is most like ``text``; "" when none is alike enough to ask about."""
        names = [key for known in (self._current, self._former) for key in known if not key.isdigit()]
        hit = process.extractOne(folded(text), names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return one_of(self._named(hit[0])) if hit else ""


def _add(known: defaultdict[str, list[Any]], row: Any, number: str, name: str, sami_name: str | None) -> None:
    keys = {row.organisation.organisation_number, number, number.lstrip("0"), name.lower()}
    keys |= {folded(each) for each in (name, *(sami_name or "").split(";")) if each}
    for key in keys - {""}:
        if row not in known[key]:
            known[key].append(row)


def one_of(rows: Sequence[Any]) -> str:
    """«Haram eller Ålesund»; of the same name, «Herøy (1515) eller Herøy (1818)»."""
    shown = [row.shown_name for row in rows]
    names = [f"{row.shown_name} ({row.shown_number})" if shown.count(row.shown_name) > 1 else row.shown_name
             for row in rows]  # fmt: skip
    return " eller ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def which_of(text: str, rows: Sequence[Any]) -> str:
    """The sentence for whoever wrote ``text``, which may be any of ``rows``."""
    names = {row.shown_name for row in rows}
    said = (
        _("«%(text)s» kan være %(names)s. Skriv navnet.") if len(names) == len(rows)
        else _("«%(text)s» kan være %(names)s. Skriv kommunenummeret.")
    )  # fmt: skip
    return said % {"text": text[:60], "names": one_of(rows)}
