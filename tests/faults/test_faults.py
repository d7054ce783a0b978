"""A short day of what ``python -m tests.faults`` does at length: PostgreSQL, Redis, worker and scheduler are killed.

On the suite's run on PostgreSQL only, with servers of its own: the suite's are not to be killed.
"""

import os
from contextlib import ExitStack

import pytest

from tests.faults.day import Day

pytestmark = pytest.mark.xdist_group("browser")  # beside the other real processes, not at the same time


@pytest.mark.skipif(not os.environ.get("TEST_POSTGRES_URL"), reason="runs with PostgreSQL and Redis")
def test_a_day_during_which_everything_is_killed_loses_no_letter_and_sends_none_twice_without_a_cause():
    with ExitStack() as stack:
        day = Day(
            seed=4, database="postgres", letters=60, kills=4, visitors=0, pause="0.5", settled=2, stack=stack
        )  # fmt: skip
        found = day.live()

    assert found.is_right, str(found)
    assert {kill.victim for kill in found.kills} == {"worker", "beat", "redis", "postgres"}
    assert found.envelopes == 55
