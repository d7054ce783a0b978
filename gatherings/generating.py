"""Gatherings by a programme's cadence, «én per semester»: proposed, and saved by nobody but the adviser.

A proposal says a semester, a month or a year, and never a day: nobody has decided one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from gatherings.actions import Said
from gatherings.models import Gathering
from programmes.when import Precision, When

MOST = 12  # gatherings at a time
PRECISIONS = {"semester": Precision.SEMESTER, "month": Precision.MONTH, "year": Precision.YEARS}


def propose(
    *, known: Sequence[Gathering], count: int, per: str, each: int, start: date, coordinators: str = ""
) -> list[Said]:
    """``count`` joint gatherings, ``each`` of them in every ``per`` («semester», «month», «year») from the one that
    ``start`` lies in, numbered on from those that are ``known``. ``coordinators`` is a kind of coordinator meeting for
    each gap that has none: without a date, since a gap does not say one.
    """
    numbers = [row.number for row in known if row.kind == Gathering.Kind.JOINT and row.number]
    first = max(numbers, default=0) + 1
    periods = _periods(per, start)
    joint = []
    for index in range(count):
        if index % each == 0:
            period = next(periods)
        joint.append(Said(kind=Gathering.Kind.JOINT, number=first + index, when=period))
    return _with_coordinators(known, joint, coordinators) if coordinators else joint


def follows(known: Sequence[Gathering], period: When, today: date) -> date:
    """Where a proposal may begin: after the last joint gathering that has a date, else where the programme begins, else
    with the next semester."""
    dated = [row.end for row in known if row.is_joint and row.end]
    if dated:
        return _next_semester(max(dated))
    return period.start or _next_semester(today)


def semester(day: date) -> When:
    """The whole semester that ``day`` lies in."""
    autumn = day.month >= 7
    first, last = (
        (date(day.year, 7, 1), date(day.year, 12, 31)) if autumn else (date(day.year, 1, 1), date(day.year, 6, 30))
    )
    return When(Precision.SEMESTER, first, last, tentative=True)


def _periods(per: str, start: date) -> Iterator[When]:
    """The period that ``start`` lies in, and those that follow."""
    while True:
        period = _period(per, start)
        yield period
        assert period.end is not None  # noqa: S101  (a period has an end)
        start = period.end + timedelta(days=1)


def _period(per: str, day: date) -> When:
    if per == "semester":
        return semester(day)
    if per == "month":
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return When(Precision.MONTH, day.replace(day=1), following - timedelta(days=1), tentative=True)
    return When(Precision.YEARS, date(day.year, 1, 1), date(day.year, 12, 31), tentative=True)


def _next_semester(day: date) -> date:
    end = semester(day).end
    assert end is not None  # noqa: S101  (a semester has an end)
    return end + timedelta(days=1)


def _with_coordinators(known: Sequence[Gathering], joint: list[Said], kind: str) -> list[Said]:
    """A meeting before each gathering that has one before it, where the gap has none."""
    filled = {row.after_number for row in known if row.is_for_coordinators}
    found = []
    for one in joint:
        before = (one.number or 0) - 1
        if before and before not in filled:
            found.append(Said(kind=kind, after_number=before, before_number=one.number))
        found.append(one)
    return found
