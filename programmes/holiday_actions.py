"""Acts on a region's school holidays. They belong to the region: every programme in it is warned by them."""

from datetime import date

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from programmes.models import Programme, SchoolHoliday


@transaction.atomic
def add_school_holiday(*, programme: Programme, name: str, start: date, end: date, by: Actor) -> SchoolHoliday:
    """The schools of the programme's region are closed from ``start`` to ``end``. The same days again are the same
    holiday, by its newest name. Raises ``ValueError`` where the end is before the start."""
    if end < start:
        raise ValueError("a holiday ends on the day it begins, or later")
    row, new = SchoolHoliday.objects.get_or_create(
        region=programme.region, start=start, end=end, defaults={"name": name}
    )
    if new:
        _say("added", row, programme, by)
    elif row.name != name:
        row.name = name
        row.save(update_fields=["name"])
        _say("renamed", row, programme, by)
    return row


@transaction.atomic
def remove_school_holiday(*, holiday: SchoolHoliday, programme: Programme, by: Actor) -> bool:
    """``programme`` is the one from whose plan it was removed. False when it was gone already."""
    removed, _rows = SchoolHoliday.objects.filter(pk=holiday.pk).delete()
    if removed:
        _say("removed", holiday, programme, by)
    return bool(removed)


def _say(act: str, row: SchoolHoliday, programme: Programme, by: Actor) -> None:
    journal.append(
        verb=f"school_holiday.{act}", by=by, subject=row, scope=programme, region=row.region_id,
        start=row.start.isoformat(), end=row.end.isoformat(),
    )  # fmt: skip
