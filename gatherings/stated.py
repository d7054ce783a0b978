"""What has been told about a gathering: its facts as they were at one moment, to set beside those that hold now."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from gatherings.models import Gathering, GatheringDay
from programmes.models import Programme
from programmes.when import When

# A calendar entry says these: its number rises when one of them changes
ENTRY = {"kind", "number", "after_number", "before_number", "when", "hours", "form", "form_tentative", "place", "link"}
_PLAIN = ("kind", "number", "after_number", "before_number", "precision", "days", "date_tentative", "form",
          "form_tentative", "place", "link")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """For whoever listens to the journal, which keeps no free text: what the gathering was before an act, and what the
    adviser says to those who read of it."""

    before: dict[str, Any]
    word: str = ""


def facts_of(row: Gathering) -> dict[str, Any]:
    """As JSON takes it. With ``with_days`` no query."""
    hours = [[number, one.starts_at.isoformat(), one.ends_at and one.ends_at.isoformat()]
             for number, one in row.hours.items()]  # fmt: skip
    days = {name: getattr(row, name) and getattr(row, name).isoformat() for name in ("start", "end")}
    return {name: getattr(row, name) for name in _PLAIN} | days | {"hours": hours}


def gathering_of(facts: dict[str, Any], *, pk: int, programme: Programme) -> Gathering:
    """The gathering as it was: not a row, and never saved."""
    row = Gathering(pk=pk, programme=programme, **{name: facts[name] for name in _PLAIN})
    row.start, row.end = (facts[name] and date.fromisoformat(facts[name]) for name in ("start", "end"))
    days = [
        GatheringDay(gathering=row, number=number, starts_at=time.fromisoformat(starts), ends_at=_time(ends))
        for number, starts, ends in facts["hours"]
    ]
    vars(row)["_prefetched_objects_cache"] = {"own_days": days}  # as ``with_days`` leaves it
    return row


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def entry_days(row: Gathering) -> dict[int, date]:
    """{the number of an entry in a calendar: its first day}. One entry for the whole days, or where hours are known
    one for each day; none while no day is decided, as «i perioden 1.–14. april»."""
    if row.first_day is None:
        return {}
    numbers = range(1, (row.day_count or 1) + 1) if row.hours else (1,)
    return {number: row.first_day + timedelta(days=number - 1) for number in numbers}


def is_over(when: When, today: date) -> bool:
    """A date that is no day, or an earliest day, is still to come."""
    return when.end is not None and when.end < today
