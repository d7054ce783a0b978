"""What acts on a programme share: the guarded change of its row, and of a row that belongs to it."""

from typing import Any

from django.db.models import F, QuerySet

from programmes.models import Programme


class ChangedMeanwhile(Exception):
    """Somebody else changed the row after the page was opened. Nothing was saved."""


class Closed(Exception):
    """The programme takes no answers now, or the deadline has passed, or it is archived."""


class Archived(Closed):
    """An archived programme is changed by nobody."""


def refuse_archived(programme: Programme) -> None:
    """As the database has it: it may have been archived after the page found it. Raises ``Archived``."""
    if Programme.objects.filter(pk=programme.pk, state=Programme.State.ARCHIVED).exists():
        raise Archived


def bump(programme: Programme, version: int | None, **changes: object) -> None:
    """Write ``changes`` if nobody else has since ``version`` (None: whatever the row says now), and count the version
    up. Raises ``ChangedMeanwhile``. In any state: for steps, and for what an archived programme allows."""
    if not _write(_as_seen(Programme.objects.filter(pk=programme.pk), version), changes):
        raise ChangedMeanwhile
    programme.refresh_from_db()


def bump_living(programme: Programme, version: int | None, **changes: object) -> None:
    """As ``bump``, and in the same statement only where the programme is not archived. Raises ``Archived`` too."""
    if not _write(_as_seen(Programme.objects.living().filter(pk=programme.pk), version), changes):
        refuse_archived(programme)
        raise ChangedMeanwhile
    programme.refresh_from_db()


def bump_row(rows: QuerySet[Any], programme: Programme, version: int | None, **changes: object) -> None:
    """As ``bump_living``, of a row with a version of its own that belongs to ``programme``: ``rows`` is that row, found
    by its own columns. PostgreSQL reads these again after it has waited for another's change, a subquery's not."""
    if not _write(_as_seen(rows, version).filter(programme__in=Programme.objects.living()), changes):
        refuse_archived(programme)
        raise ChangedMeanwhile


def _as_seen(rows: QuerySet[Any], version: int | None) -> QuerySet[Any]:
    return rows if version is None else rows.filter(version=version)


def _write(rows: QuerySet[Any], changes: dict[str, object]) -> int:
    return rows.update(version=F("version") + 1, **changes)
