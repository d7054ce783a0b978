"""Content that holds together, for programmes under test."""

from gatherings.models import Gathering
from programmes.models import (
    Contact,
    ContentBlock,
    CostLine,
    Endorsement,
    Figure,
    Phase,
    Resource,
    Sector,
    SectorCell,
    SectorLevel,
)
from programmes.words import Words

Kind = ContentBlock.Kind


def words(text):
    return Words(text, f"{text} på nynorsk")


def block(programme, kind=Kind.COMPETENCE_GOAL, text="Et mål", **fields):
    order = programme.blocks.filter(kind=kind).count() + 1
    if kind == Kind.RESPONSIBILITY:
        fields.setdefault("more", words("politisk ansvar"))
    return ContentBlock.objects.create(programme=programme, kind=kind, order=order, text=words(text), **fields)


def figure(programme, value=300, **fields):
    fields = {"text": words("barn"), "source": words("SSB"), "year": 2018} | fields
    return Figure.objects.create(programme=programme, order=programme.figures.count() + 1, value=value, **fields)


def endorsement(programme, **fields):
    fields = {"body": words("Fylkesstyret"), "how": words("full tilslutning")} | fields
    return Endorsement.objects.create(programme=programme, order=programme.endorsements.count() + 1, **fields)


def resource(programme, **fields):
    fields = {"kind": "film", "title": words("En film"), "url": "https://www.ks.no/film/"} | fields
    return Resource.objects.create(programme=programme, order=programme.resources.count() + 1, **fields)


def contact(programme, **fields):
    fields = {"purpose": words("påmelding"), "email": "absolutt@example.no"} | fields
    return Contact.objects.create(programme=programme, order=programme.contacts.count() + 1, **fields)


def cost(programme, **fields):
    fields = {"what": words("reise"), "payer": "organisation"} | fields
    return CostLine.objects.create(programme=programme, order=programme.costs.count() + 1, **fields)


def level(programme, name="Kommune"):
    return SectorLevel.objects.create(programme=programme, order=programme.sector_levels.count() + 1, name=words(name))


def sector(programme, texts):
    """A service with a text at each of the programme's levels in order; «?» after one, and "" for none."""
    row = Sector.objects.create(programme=programme, order=programme.sectors.count() + 1)
    for column, text in zip(programme.sector_levels.all(), texts, strict=False):
        if text:
            bare, uncertain = text.removesuffix("?"), text.endswith("?")
            SectorCell.objects.create(sector=row, level=column, text=words(bare), uncertain=uncertain)
    return row


def fill(programme, count):
    """``count`` rows of everything that a public page shows; of phases and gatherings too."""
    for n in range(1, count + 1):
        for kind in Kind:
            block(programme, kind, f"{kind} {n}")
        figure(programme, n)
        endorsement(programme)
        phase = Phase.objects.create(programme=programme, key=f"fase-{n}", order=n + 100, name=words(f"Fase {n}"))
        resource(programme, phase=phase, title=words(f"Film {n}"))
        contact(programme, email=f"rolle{n}@example.no")
        cost(programme)
        Gathering.objects.create(programme=programme, key=f"ekstra-{n}", order=n + 100, kind="digital_session")
    for name in ("Departement", "Fylke", "Kommune")[:count]:
        level(programme, name)
    for n in range(count):
        sector(programme, (f"Departement {n // 3}", "" if n % 2 else "Fylket", f"Tjeneste {n}?"))


def everything(programme):
    """Its rows as the reader meets them, without what ties them to one programme."""
    related = (programme.blocks, programme.figures, programme.endorsements, programme.contacts, programme.costs)
    plain = [[_without(row, "id", "programme_id") for row in rows.values()] for rows in related]
    resources = list(programme.resources.values_list("order", "kind", "title", "url", "captioned", "phase__key"))
    cells = SectorCell.objects.filter(sector__programme=programme, level__programme=programme)
    matrix = cells.order_by("sector__order", "level__order")
    fields = ("sector__order", "level__order", "level__name", "text", "uncertain")
    return plain, resources, list(matrix.values_list(*fields))


def _without(values, *names):
    return {name: value for name, value in values.items() if name not in names}
