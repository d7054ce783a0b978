"""A stopped clock: the demo's acts are dated on the days on which such acts happen.

A board with progress over time, a group with a history and a deadline that has passed need acts in the past, and the
database refuses to date a journal line afterwards. So the ordinary actions run while the clock shows that day.

What is stopped is the ``datetime`` that ``django.utils.timezone.now`` reads, and not ``now`` itself: a model's
``default=timezone.now`` has taken the function with it, and would go on telling today. Only for a command that has its
process to itself, and in which nothing is rendered: nobody else may look at this clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is ``moment``. Raises ``ValueError`` for one that has not been: the demo does not tell the future."""
    if moment > timezone.now():
        raise ValueError(f"an act of the demo lies in the past, and {moment} does not")
    module = vars(timezone)
    real = module["datetime"]
    module["datetime"] = type("Stopped", (datetime,), {"now": classmethod(lambda cls, tz=None: moment.astimezone(tz))})
    try:
        yield
    finally:
        module["datetime"] = real


def day(first: date, offset: int, hour: int = 9, minute: int = 0) -> datetime:
    """The point in time ``offset`` days from ``first``, in Norwegian time."""
    return timezone.make_aware(datetime.combine(first + timedelta(days=offset), time(hour, minute)))
