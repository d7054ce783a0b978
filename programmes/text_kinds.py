"""Which texts a programme has, and which sections each: a closed declaration.

A room above declares what it alone knows (correspondence the letters), once, when the portal starts. The texts that
stand here and there in bokmål have their nynorsk in the catalogue: they are what a section falls back to when neither
the programme nor the framework has written anything.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy

from programmes import merge_fields
from programmes.words import NORMS, Words


class Output(models.TextChoices):
    """What a text becomes."""

    DOCUMENT = "document", gettext_lazy("Invitasjonen")
    PAGE = "page", gettext_lazy("Programsiden")
    LETTER = "letter", gettext_lazy("Brevene")


@dataclass(frozen=True, slots=True)
class Section:
    """``builtin`` is the portal's own text for it; without one an empty section leaves nothing behind. ``help`` says
    where it stands. ``fields`` are the merge fields it may hold. ``without_costs`` is the builtin text of a programme
    that says nothing of what it costs."""

    key: str
    title: Any
    help: Any
    builtin: Any = ""
    fields: tuple[str, ...] = merge_fields.ORGANISATION
    without_costs: Any = ""

    def words(self, *, states_costs: bool = True) -> Words:
        """The portal's own text in both norms, for a programme that states what it costs, or that does not."""
        found, text = {}, self.builtin if states_costs else self.without_costs or self.builtin
        for norm in NORMS:
            with translation.override(norm):
                found[norm] = str(text)
        return Words(**found)


@dataclass(frozen=True, slots=True)
class Kind:
    """A text of several sections. ``slug`` stands in addresses. ``to_organisations`` False: the same for every
    reader, so that its sections know no organisation."""

    key: str
    slug: str
    title: Any
    help: Any
    output: Output
    sections: tuple[Section, ...]
    to_organisations: bool = True

    def section(self, key: str) -> Section:
        """Raises ``KeyError`` for one that is not declared."""
        return {section.key: section for section in self.sections}[key]


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Declare kinds; the same key twice is the newer. Only where the portal starts."""
    for kind in kinds:
        if not kind.to_organisations:
            known = tuple(replace(section, fields=merge_fields.PROGRAMME) for section in kind.sections)
            kind = replace(kind, sections=known)
        _KINDS[kind.key] = kind


def every() -> list[Kind]:
    """All of them, by what they become, in the order in which they were declared."""
    return sorted(_KINDS.values(), key=lambda kind: list(Output).index(kind.output))


def by_key(key: str) -> Kind:
    """Raises ``KeyError`` for a kind that is not declared."""
    return _KINDS[key]


def by_slug(slug: str) -> Kind | None:
    return next((kind for kind in _KINDS.values() if kind.slug == slug), None)


INVITATION, PROGRAMME_PAGE = "invitation", "programme_page"

register(
    Kind(
        INVITATION, "invitasjon", gettext_lazy("Invitasjonen (PDF)"),
        gettext_lazy("Dokumentet som følger med invitasjonen. Plan, kostnader, krav til gruppa og svarboksen lager "
                     "portalen av det som er lagt inn i programmet. Her skriver du teksten rundt."),
        Output.DOCUMENT,
        (
            Section("introduction", gettext_lazy("Innledning"), gettext_lazy("Står først, rett under tittelen."),
                    gettext_lazy("{region} inviterer {kommune} til å være med. Her leser dere hva programmet er, når "
                                 "vi møtes, hva dere sier ja til, og hvordan dere svarer.")),
            Section("about", gettext_lazy("Om programmet"),
                    gettext_lazy("Står under «Hva er …?», etter det portalen skriver om målgruppe, alder og sted.")),
            Section("who", gettext_lazy("Hvem bør delta"),
                    gettext_lazy("Får overskriften «Hvem bør delta?». Står før «Dette sier dere ja til».")),
            Section("expectations", gettext_lazy("Dette venter vi av dere"),
                    gettext_lazy("Står først under «Dette sier dere ja til», før kravene til gruppa.")),
            Section("practical", gettext_lazy("Praktisk"),
                    gettext_lazy("Får overskriften «Praktisk» og står sist, etter kostnadene.")),
        ),
    ),
    Kind(
        PROGRAMME_PAGE, "programside", gettext_lazy("Programsiden"),
        gettext_lazy("Den åpne siden om programmet, som alle kan lese uten å logge inn. Planen, kostnadene og resten "
                     "av innholdet lager portalen av det som er lagt inn. Her skriver du teksten rundt."),
        Output.PAGE,
        (
            Section("introduction", gettext_lazy("Innledning"), gettext_lazy("Står øverst, under tittelen.")),
            Section("about", gettext_lazy("Mer om programmet"),
                    gettext_lazy("Får denne overskriften. Står etter opplysningene om programmet og påmeldingen.")),
            Section("practical", gettext_lazy("Praktisk"),
                    gettext_lazy("Får denne overskriften. Står sist, før kontaktene.")),
        ),
        to_organisations=False,
    ),
)  # fmt: skip
