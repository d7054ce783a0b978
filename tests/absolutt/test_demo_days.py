"""The demo on other days than today, and its clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from absolutt import demo
from absolutt.demo import clock
from accounts import journal
from accounts.models import JournalEntry
from correspondence.models import Envelope
from municipalities import register
from municipalities.duties import group_day
from municipalities.models import Holding, Participation
from municipalities.standing import standings
from programmes.models import Programme


@pytest.fixture
def ready(settings, programmes):
    """Everything that stands before the demo is loaded."""
    settings.DEMO, settings.MAIL_SERVER = True, {}
    register.load(by=journal.SYSTEM)


@pytest.mark.parametrize("day", ["2027-01-01", "2026-06-13", "2026-03-29", "2028-02-29"])  # Fri, Sat, Sun, Tue
def test_the_demo_is_alive_on_any_day(ready, day):
    with time_machine.travel(f"{day}T03:30:00+00:00", tick=False):
        assert demo.load() is True

        running, today = Programme.objects.get(state="running"), timezone.localdate()
        joint = running.gatherings.filter(kind="joint").order_by("number").first()
        assert 1 <= (today - group_day(running).end).days <= 7
        assert 11 <= (joint.start - today).days <= 17
        assert {state.status for row in standings(running).values() for state in row.states.values()} >= {
            "not_owed", "open", "overdue", "waived", "done"
        }  # fmt: skip


def test_the_demo_is_the_same_each_time(ready):
    def told():
        with transaction.atomic():
            demo.load()
            found = (
                list(JournalEntry.objects.order_by("pk").values_list("verb", "at")[1:]),
                list(Holding.objects.order_by("pk").values_list("person__email", "seat__title", "since", "until")),
                list(Participation.objects.order_by("pk").values_list("organisation", "state", "version")),
                list(Envelope.objects.order_by("pk").values_list("address", "due_at")),
            )
            transaction.set_rollback(True)
        return found

    first = told()

    assert told() == first
    assert len(first[1]) > 100


def test_while_the_clock_is_stopped_everything_new_is_dated_then_and_afterwards_it_is_now_again(db):
    then = timezone.now() - timedelta(days=40)

    with clock.at(then), transaction.atomic():
        entry = journal.append(verb="test", by=journal.SYSTEM, subject=JournalEntry())
        since = Holding._meta.get_field("since").get_default()
        today = timezone.localdate()

    assert (entry.at, since, today) == (then, then, timezone.localdate(then))
    assert timezone.now() - then >= timedelta(days=40)
    assert vars(timezone)["datetime"] is datetime


def test_the_clock_runs_again_when_an_act_fails_and_never_tells_the_future():
    with pytest.raises(ZeroDivisionError), clock.at(datetime(2026, 1, 5, tzinfo=UTC)):
        _ = 1 / 0

    with pytest.raises(ValueError, match="lies in the past"), clock.at(timezone.now() + timedelta(minutes=1)):
        pass

    assert vars(timezone)["datetime"] is datetime
