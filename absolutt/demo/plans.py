"""What the advisers of the demo have decided about their plans: hours, places and links of some gatherings, the weeks
in which the schools are closed. The rest is left open, as it is in real plans."""

from dataclasses import replace
from datetime import date, time

from accounts.journal import Actor
from gatherings.actions import Said, change_gathering, said_of
from gatherings.models import Gathering, Hours
from programmes.holiday_actions import add_school_holiday
from programmes.models import Programme

WEEKS = (("Vinterferie", 8), ("Høstferie", 40))
INNLANDET = {
    # number: what is decided
    1: {"hours": (Hours(time(9), time(14)),), "link": "https://mote.example.no/innlandet-1"},
    2: {"hours": (Hours(time(10), time(16)), Hours(time(9), time(14, 30))), "places_per_organisation": 8},
    4: {"hours": (Hours(time(10), time(16)), Hours(time(9), time(14, 30))), "place": "Hamar", "places_total": 320,
        "places_per_organisation": 8},
}  # fmt: skip
MORE_OG_ROMSDAL = {
    1: {"hours": (Hours(time(9), time(15)),), "link": "https://mote.example.no/more-og-romsdal-1"},
    2: {"hours": (Hours(time(10), time(17)), Hours(time(9), time(15))), "place": "Molde"},
}


def decide(programme: Programme, decided: dict[int, dict], by: Actor) -> None:
    """Say more about some of the joint gatherings."""
    rows = programme.gatherings.with_days().select_related("phase").filter(kind=Gathering.Kind.JOINT)
    for row in rows.filter(number__in=decided):
        row.programme = programme
        said: Said = replace(said_of(row), **decided[row.number])
        change_gathering(gathering=row, said=said, version=row.version, by=by)


def close_schools(programme: Programme, by: Actor) -> None:
    """The weeks in which schools usually are closed, in each year of the programme."""
    for year in range(programme.start.year, programme.end.year + 1):
        for name, week in WEEKS:
            first, last = (date.fromisocalendar(year, week, day) for day in (1, 5))
            add_school_holiday(programme=programme, name=name, start=first, end=last, by=by)
