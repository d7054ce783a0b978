"""The sector matrix as a page shows it: by service on a laptop, by level on a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from programmes.models import Programme, Sector, SectorCell, SectorLevel


@dataclass(frozen=True, slots=True)
class Row:
    """A service, and who has it at each level, in the levels' order; None where nobody has."""

    sector: Sector
    cells: tuple[SectorCell | None, ...]

    @property
    def known(self) -> list[SectorCell]:
        return [cell for cell in self.cells if cell]

    @property
    def name(self) -> str:
        """What to call it: what it is nearest to the inhabitants, and else the next above."""
        return str(self.known[-1].text) if self.known else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Services that stand together: they have the same at the first level, most often a ministry."""

    first: SectorCell | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AtLevel:
    """One level with its texts in the services' order, those that repeat only once, and how many services have none."""

    level: SectorLevel
    cells: tuple[tuple[SectorCell, Row], ...]
    empty: int


@dataclass(frozen=True, slots=True)
class Matrix:
    levels: tuple[SectorLevel, ...]
    rows: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def groups(self) -> list[Group]:
        def first(row: Row) -> str:
            return str(row.cells[0].text) if row.cells[0] else ""

        return [Group(rows[0].cells[0], tuple(rows)) for _, (*rows,) in groupby(self.rows, key=first)]

    @property
    def by_level(self) -> list[AtLevel]:
        return [self._at(position, level) for position, level in enumerate(self.levels)]

    def _at(self, position: int, level: SectorLevel) -> AtLevel:
        found: list[tuple[SectorCell, Row]] = []
        for row in self.rows:
            cell = row.cells[position]
            if cell and not any((cell.text, cell.uncertain) == (other.text, other.uncertain) for other, _ in found):
                found.append((cell, row))
        return AtLevel(level, tuple(found), sum(row.cells[position] is None for row in self.rows))


def filled(programme: Programme) -> Matrix:
    """What there is to read: services and levels with nothing in them are left out. One query."""
    cells = list(SectorCell.objects.filter(sector__programme=programme).select_related("sector", "level"))
    levels = {cell.level_id: cell.level for cell in cells}
    sectors = {cell.sector_id: cell.sector for cell in cells}
    return _matrix(levels.values(), sectors.values(), cells)


def whole(programme: Programme) -> Matrix:
    """Everything, for whoever edits it. Three queries."""
    cells = list(SectorCell.objects.filter(sector__programme=programme))
    return _matrix(programme.sector_levels.all(), programme.sectors.all(), cells)


def _matrix(levels: Iterable[SectorLevel], sectors: Iterable[Sector], cells: Sequence[SectorCell]) -> Matrix:
    columns = tuple(sorted(levels, key=lambda level: level.order))
    at = {(cell.sector_id, cell.level_id): cell for cell in cells}
    rows = (Row(sector, tuple(at.get((sector.pk, level.pk)) for level in columns))
            for sector in sorted(sectors, key=lambda sector: sector.order))  # fmt: skip
    return Matrix(columns, tuple(rows))
