"""Acts on a programme's content: a row is added, changed, moved, removed; its page is shown to everybody, or not.

The journal names the part, the row and the fields, and never what stands in them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import journal
from accounts.journal import Actor
from programmes.acting import ChangedMeanwhile, bump, bump_row, refuse_archived
from programmes.models import Programme, SectorCell, SectorLevel
from programmes.parts import Part

CELLS = "cells"  # of a service: what stands at each level


@transaction.atomic
def add(*, programme: Programme, part: Part, values: Mapping[str, Any], newest: int, by: Actor) -> Any:
    """A new row, last of its kind. ``newest`` is the newest row of the part that the page knew, 0 where there was
    none: when another has come since, by a colleague or by a button pressed twice, nothing is added.

    Raises ``ChangedMeanwhile`` and ``Archived``.
    """
    refuse_archived(programme)
    if newest != newest_of(part, programme):
        raise ChangedMeanwhile
    row: Any = part.model(programme=programme, **_own(values))
    with _place_is_free():
        row.order = _next_order(part, row)
        row.save()
    if CELLS in values:
        _write_cells(row, values[CELLS])
    _say(part, row, by, "added", sorted(name for name in values if name != "kind"))
    return row


@transaction.atomic
def change(*, row: Any, part: Part, values: Mapping[str, Any], version: int, by: Actor) -> list[str]:
    """The row as it shall be; the names of the fields that were changed. Raises ``ChangedMeanwhile``, ``Archived``."""
    changed = {name: value for name, value in _own(values).items() if getattr(row, name) != value}
    if "kind" in changed and part.kinds:
        changed["order"] = _next_order(part, part.model(programme_id=row.programme_id, kind=changed["kind"]))
    with _place_is_free():
        _bump(row, version, **changed)
    fields = sorted(set(changed) - {"order"})
    if CELLS in values and _write_cells(row, values[CELLS]):
        fields.append(CELLS)
    if fields:
        _say(part, row, by, "changed", fields)
    return fields


@transaction.atomic
def move(*, row: Any, part: Part, up: bool, version: int, by: Actor) -> None:
    """One place up or down among its kind. Nothing happens to the first that goes up, or the last that goes down.
    Raises ``ChangedMeanwhile``, ``Archived``."""
    refuse_archived(row.programme)
    row.refresh_from_db(fields=["order"])  # another may have moved past it, which is no change of its own
    beside, place = part.beside(row), row.order
    other = beside.filter(order__lt=place).last() if up else beside.filter(order__gt=place).first()
    if other is None:
        return
    with _place_is_free():
        _bump(row, version, order=_next_order(part, row))  # out of the way: no two have one place
        if not beside.filter(pk=other.pk, order=other.order).update(order=place):
            raise ChangedMeanwhile
        beside.filter(pk=row.pk).update(order=other.order)
    _say(part, row, by, "moved", ["order"])


@transaction.atomic
def remove(*, row: Any, part: Part, version: int, by: Actor) -> None:
    """The row is gone; of a level, what stood at it too. Raises ``ChangedMeanwhile``, ``Archived``."""
    _bump(row, version)
    _say(part, row, by, "removed", [])
    row.delete()


@transaction.atomic
def show_publicly(*, programme: Programme, public: bool, version: int, by: Actor) -> None:
    """Everybody may read the programme's page, or nobody who is not signed in. In any state: a page can always be taken
    away. Raises ``ChangedMeanwhile``."""
    bump(programme, version, is_public=public)
    journal.append(verb="programme.shown" if public else "programme.hidden", by=by, subject=programme, scope=programme)


def newest_of(part: Part, programme: Programme) -> int:
    """The newest row's id, 0 where there is none: a later one has a higher."""
    return part.rows(programme).aggregate(newest=Max("pk"))["newest"] or 0


@contextmanager
def _place_is_free() -> Iterator[None]:
    """Two rows cannot have one place: whoever comes second, at the same moment, has seen what is no longer so."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "unique" not in str(error).lower():
            raise
        raise ChangedMeanwhile from error


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != CELLS}


def _bump(row: Any, version: int, **changes: Any) -> None:
    bump_row(type(row)._default_manager.filter(pk=row.pk), row.programme, version, **changes)
    row.refresh_from_db()


def _next_order(part: Part, row: Any) -> int:
    return (part.beside(row).aggregate(last=Max("order"))["last"] or 0) + 1


def _write_cells(sector: Any, cells: Mapping[SectorLevel, SectorCell]) -> bool:
    """Make the service's cells equal ``cells``; whether anything was different."""
    before = {cell.level_id: (cell.text, cell.uncertain) for cell in sector.cells.all()}
    after = {level.pk: (cell.text, cell.uncertain) for level, cell in cells.items()}
    if before == after:
        return False
    sector.cells.all().delete()
    for cell in cells.values():
        cell.sector = sector
        cell.save()
    return True


def _say(part: Part, row: Any, by: Actor, act: str, fields: list[str]) -> None:
    journal.append(
        verb="content.changed", by=by, subject=row.programme, scope=row.programme, kind=part.key, act=act, row=row.pk,
        fields=fields,
    )  # fmt: skip
