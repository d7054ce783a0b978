"""The round of the tests about days: deadline Tuesday 23 February 2027, invited 18 January, so 9 and 19 February,
and 24 February and 2 March."""

from datetime import UTC, date, datetime

import time_machine

from accounts.journal import Actor
from tests import factories

DEADLINE = date(2027, 2, 23)
DAY_14, DAY_3, AFTER, GROUP_DAY = date(2027, 2, 9), date(2027, 2, 19), date(2027, 2, 24), date(2027, 3, 2)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)


def at(day, hour=6):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)


def by():
    return Actor(user=factories.UserFactory())


def invited(programme=None, **kwargs):
    """A participation in the round, invited on 18 January by a letter that has been sent."""
    return factories.invited_to(programme or factories.round_with_deadline(DEADLINE), at=INVITED, **kwargs)


def director_of(row):
    return row.seats.get(kind="director").holdings.get(until=None).person
