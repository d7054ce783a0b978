"""The fields that a text may hold, a closed list: «{kommune}» becomes «Ringsaker kommune». Names are Norwegian, since
people write them; a field's value depends on whom the text goes to and in which norm.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_SHOWN = 40  # characters of a wrong name that a message repeats


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is what stands between the braces, ``help`` says what comes in its place."""

    name: str
    help: Any


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a field's place; with ``href`` as a link to it."""

    text: str
    href: str = ""


Values = Mapping[str, Callable[[], Value]]

_ALL = (
    Field("kommune", gettext_lazy("Navnet på mottakeren: «Ringsaker kommune», «Innlandet fylkeskommune».")),
    Field("kommunen", gettext_lazy("«kommunen» eller «fylkeskommunen».")),
    Field("kommunedirektøren", gettext_lazy("«kommunedirektøren» eller «fylkeskommunedirektøren».")),
    Field("kommunestyret", gettext_lazy("«kommunestyret» eller «fylkestinget».")),
    Field("ordføreren", gettext_lazy("«ordføreren» eller «fylkesordføreren».")),
    Field("frist", gettext_lazy("Siste dag for å svare på invitasjonen. En utsatt frist går foran programmets.")),
    Field("gruppefrist", gettext_lazy("Dagen gruppa skal være meldt inn. En utsatt frist går foran programmets.")),
    Field("første samling", gettext_lazy("Når den første fellessamlingen er.")),
    Field("programtittel", gettext_lazy("Navnet på programmet.")),
    Field("periode", gettext_lazy("Når programmet går, fra start til slutt.")),
    Field("region", gettext_lazy("KS-regionen som har programmet.")),
    Field("rammeverk", gettext_lazy("Navnet på det nasjonale rammeverket.")),
    Field("gruppa", gettext_lazy("Det programmet kaller gruppa, i bestemt form: «deltakergruppa».")),
    Field("gruppe", gettext_lazy("Det samme i ubestemt form: «deltakergruppe».")),
    Field("kontakt", gettext_lazy("E-postadressen for spørsmål.")),
)
FIELDS = {field.name: field for field in _ALL}
PROGRAMME = ("frist", "programtittel", "periode", "region", "rammeverk", "gruppa", "gruppe", "kontakt")
ORGANISATION = tuple(FIELDS)
_NYNORSK = {"ordføraren": "ordføreren"}  # whoever writes nynorsk may name the field in it


def named(written: str) -> str:
    """The name of a field as the list has it: «{ Kommune }» is «kommune»."""
    name = " ".join(unicodedata.normalize("NFC", written).lower().split())
    return _NYNORSK.get(name, name)


def split(text: str, values: Values) -> Iterator[str | Value]:
    """The text in pieces, with a value in each field's place. What is no field stays as it is written. A field that
    has no value here says so: nothing is invented, and no brace is sent to a reader. «{Kommunen}» begins a sentence."""
    end = 0
    for match in _FIELD.finditer(text):
        name = named(match[1])
        if name not in FIELDS:
            continue
        if match.start() > end:
            yield text[end : match.start()]
        value = values[name]() if name in values else Value(_("ikke oppgitt"))
        yield replace(value, text=capfirst(value.text)) if match[1].strip()[:1].isupper() else value
        end = match.end()
    if end < len(text):
        yield text[end:]


def faults(text: str, allowed: Iterable[str]) -> list[str]:
    """What is wrong with the fields of a text, in words: unknown ones, ones that do not fit here, stray braces."""
    allowed = list(allowed)
    listed = ", ".join(f"{{{name}}}" for name in allowed)
    found = []
    for match in _FIELD.finditer(text):
        name = named(match[1])
        if name in allowed:
            continue
        said = {"name": f"{{{_short(match[1])}}}", "allowed": listed}
        if name in FIELDS:
            found.append(_("%(name)s kan ikke brukes i denne teksten. Du kan bruke %(allowed)s.") % said)
        elif close := difflib.get_close_matches(name, allowed, 1):
            said["meant"] = f"{{{close[0]}}}"
            found.append(_("%(name)s finnes ikke. Mente du %(meant)s? Du kan bruke %(allowed)s.") % said)
        else:
            found.append(_("%(name)s finnes ikke. Du kan bruke %(allowed)s.") % said)
    if stray := re.search(r"[{}][^{}\n]{0,20}", _FIELD.sub("", text)):
        found.append(
            _("Et flettefelt står mellom { og }. En av dem mangler ved «%(here)s».") % {"here": stray[0].strip()}
        )
    return list(dict.fromkeys(found))


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
