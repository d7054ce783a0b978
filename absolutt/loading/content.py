"""What a programme file says of a programme's content, as rows in the file's order."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from absolutt.loading.rows import replace_rows
from programmes.models import (
    Contact,
    ContentBlock,
    Endorsement,
    Figure,
    Programme,
    Resource,
    Sector,
    SectorCell,
    SectorLevel,
)
from programmes.words import Words

# The fields of a programme in the file that become rows here
LOADED = {
    "ambitions", "competence_goals", "responsibility_triad", "local_direction", "local_offers", "backing",
    "challenge_statistics", "resources", "contacts", "reflection_questions", "sector_matrix",
}  # fmt: skip
FRAMEWORK = "framework"  # «competence_goals: framework»: taken over as the framework has them
FIRST_LEVEL = Words("Departement", "Departement")
Kind = ContentBlock.Kind
Fail = Callable[[tuple[str | int, ...], str], Exception]


def write_content(programme: Programme, content: dict[str, Any], *, fail: Fail) -> None:
    """Make the programme's rows of content equal what the file says. ``fail`` makes the exception for a fault, from
    its place in the programme's part of the file. Call it when the phases are there."""
    _blocks(programme, content)
    figures = list(_figures(content.get("challenge_statistics") or {}, fail))
    _rows(Figure, programme, figures)
    _rows(Endorsement, programme, (
        {"body": Words.of(item["who"]), "how": Words.of(item["how"]), "day": item.get("date")}
        for item in content.get("backing") or []
    ))  # fmt: skip
    _rows(Resource, programme, _resources(programme, content.get("resources") or [], fail))
    _rows(Contact, programme, (
        {"purpose": Words.of(item["role"]), "email": item.get("email") or "", "phone": item.get("phone") or ""}
        for item in content.get("contacts") or []
    ))  # fmt: skip
    _matrix(programme, content.get("sector_matrix") or {}, fail)


def _rows(model: Any, programme: Programme, rows: Iterable[dict[str, Any]], **within: Any) -> None:
    numbered = [row | {"order": order} for order, row in enumerate(rows, start=1)]
    replace_rows(model, programme, "order", numbered, **within)


def _blocks(programme: Programme, content: dict[str, Any]) -> None:
    framework, direction = programme.framework, content.get("local_direction") or {}
    stated = Kind.LOCAL_DIRECTION if direction.get("stated", True) else Kind.OWN_GOALS
    texts: dict[str, Sequence[Any]] = {
        Kind.AMBITION: content.get("ambitions") or [],
        Kind.COMPETENCE_GOAL: _taken_over(content.get("competence_goals"), framework.competence_goals),
        stated: [direction.get("text")],
        Kind.AIM: [direction.get("aim")],
        Kind.FOUNDATION: [direction.get("foundation")],
        Kind.APPROACH: direction.get("approaches") or [],
        Kind.REFLECTION_QUESTION: content.get("reflection_questions") or [],
    }
    rows = {kind: [{"text": Words.of(text)} for text in said if text] for kind, said in texts.items()}
    rows[Kind.RESPONSIBILITY] = [
        {"text": Words.of(item["what"]), "more": Words.of(item["whose"])}
        for item in _taken_over(content.get("responsibility_triad"), framework.responsibilities)
    ]
    for kind in ContentBlock.OFFERS:
        rows[kind] = [_offer(item) for item in content.get("local_offers") or [] if item["kind"] == kind]
    for kind in Kind:
        _rows(ContentBlock, programme, rows.get(kind, []), kind=kind)


def _taken_over(said: Any, frameworks: list[Any]) -> list[Any]:
    """What the programme says, or the framework's where it says so. The framework's alone are no programme's."""
    return frameworks if said == FRAMEWORK else said or []


def _offer(item: dict[str, Any]) -> dict[str, Any]:
    places = [Words.of(place) for place in item.get("at") or []]
    where = Words(" / ".join(place.nb for place in places), " / ".join(place.nn for place in places if place.nn))
    return {"text": Words.of(item["term"]), "more": where, "tentative": item.get("tentative", False)}


def _figures(statistics: dict[str, Any], fail: Fail) -> Iterable[dict[str, Any]]:
    """Each with its own source and year, or with those that are said of all."""
    for position, item in enumerate(statistics.get("figures") or []):
        source, year = (item.get(name) or statistics.get(name) for name in ("source", "year"))
        for name, value in (("source", source), ("year", year)):
            if not value:
                raise fail(("challenge_statistics", "figures", position), f"lacks {name}, its own or that of them all")
        yield {
            "value": str(item["value"]), "approx": item.get("approx", False), "text": Words.of(item["text"]),
            "source": Words.of(source), "year": year, "county": item.get("county") or statistics.get("county") or "",
        }  # fmt: skip


def _resources(programme: Programme, items: list[dict[str, Any]], fail: Fail) -> Iterable[dict[str, Any]]:
    phases = {phase.key: phase for phase in programme.phases.all()}
    for position, item in enumerate(items):
        phase = item.get("phase")
        if phase and phase not in phases:
            raise fail(("resources", position, "phase"), f"«{phase}» is no phase of this programme")
        if item.get("captioned") is not None and item["kind"] != Resource.Kind.FILM:
            raise fail(("resources", position, "captioned"), "only a film is captioned or not; leave it out")
        yield {
            "kind": item["kind"], "title": Words.of(item["title"]), "url": item.get("url") or "",
            "year": item.get("year"), "captioned": item.get("captioned"), "phase": phases[phase] if phase else None,
        }  # fmt: skip


def _matrix(programme: Programme, content: dict[str, Any], fail: Fail) -> None:
    """The file has a row a level and a column a service; the ministries, each over so many columns, are the first
    level. «?» after a text is the document's own doubt."""
    ministries = [name for name, width in (content.get("columns_by_ministry") or {}).items() for _ in range(width)]
    levels = content.get("rows") or {}
    for name, texts in levels.items():
        if ministries and len(texts) != len(ministries):
            said = f"has {len(texts)} cells, expected {len(ministries)} as columns_by_ministry says"
            raise fail(("sector_matrix", "rows", name), said)
    table = [(FIRST_LEVEL, ministries)] if ministries else []
    table += [(Words.of(name), texts) for name, texts in levels.items()]
    _rows(SectorLevel, programme, ({"name": name} for name, _ in table))
    _rows(Sector, programme, ({} for _ in range(max((len(texts) for _, texts in table), default=0))))
    sectors, columns = list(programme.sectors.order_by("order")), list(programme.sector_levels.order_by("order"))
    wanted = {(sector.pk, column.pk): text
              for column, (_, texts) in zip(columns, table, strict=True)
              for sector, text in zip(sectors, texts, strict=False) if text}  # fmt: skip
    _cells(programme, wanted)


def _cells(programme: Programme, wanted: dict[tuple[int, int], str]) -> None:
    found = SectorCell.objects.filter(sector__programme=programme)
    existing = {(cell.sector_id, cell.level_id): cell for cell in found}
    for place, cell in existing.items():
        if place not in wanted:
            cell.delete()
    for (sector, level), text in wanted.items():
        cell = existing.get((sector, level)) or SectorCell(sector_id=sector, level_id=level)
        cell.text, cell.uncertain = Words(text.removesuffix("?").strip()), text.endswith("?")
        cell.save()
