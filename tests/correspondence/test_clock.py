"""Over summer time and New Year: the letter goes on its day at nine by the clock on the wall, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from correspondence import claiming, making, outbox
from correspondence.models import Envelope
from tests import factories

pytestmark = pytest.mark.django_db


def reminder_on(day):
    """A round whose first reminder has ``day``."""
    programme = factories.round_with_deadline(day + timedelta(days=14))
    invited = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) - timedelta(days=22)
    return factories.invited_to(programme, at=invited)


def sent_between(first, last, *, away=(), hours=1):
    """When mails left, with the worker looking every so many hours and a minute before, day and night; not on days
    ``away``."""
    moment, left = first, []
    while moment <= last:
        for now in (moment - timedelta(minutes=1), moment):
            with time_machine.travel(now, tick=False):
                if timezone.localdate() in away:
                    continue
                making.make(timezone.localdate())
                if outbox.send_due()["sent"]:
                    left.append(timezone.localtime())
        moment += timedelta(hours=hours)
    return left


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [
        (date(2026, 3, 27), 8), (date(2026, 4, 7), 7),  # the clock goes forward on Sunday 29 March, in Holy Week
        (date(2026, 10, 23), 7), (date(2026, 10, 26), 8),  # and back on Sunday 25 October
        (date(2027, 3, 19), 8), (date(2027, 3, 30), 7),  # on Easter Day
        (date(2027, 10, 29), 7), (date(2027, 11, 1), 8),
    ],
)  # fmt: skip
def test_nine_by_the_wall_before_and_after_the_clock_is_moved(day, hour_in_utc):
    reminder_on(day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)

    left = sent_between(midnight - timedelta(hours=6), midnight + timedelta(hours=14))

    assert left == [midnight + timedelta(hours=hour_in_utc)]
    assert (left[0].date(), left[0].hour, left[0].minute) == (day, 9, 0)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("friday", "next_day"),
    [(date(2026, 10, 23), date(2026, 10, 26)), (date(2027, 10, 29), date(2027, 11, 1))],
)
def test_a_worker_that_was_away_over_the_night_with_two_oclock_twice_sends_once_on_monday_at_nine(friday, next_day):
    reminder_on(friday)
    begins = datetime(friday.year, friday.month, friday.day, tzinfo=UTC)

    left = sent_between(begins, begins + timedelta(days=4), away=[friday])

    assert [(moment.date(), moment.hour) for moment in left] == [(next_day, 9)]


def test_a_lease_lasts_as_long_when_the_hour_comes_twice():
    """At 02.58 the worker takes a letter; two minutes later the clock shows 02.00 once more."""
    factories.letter_to(factories.ParticipationFactory())
    Envelope.objects.update(due_at=datetime(2026, 10, 25, 0, 50, tzinfo=UTC))

    with time_machine.travel(datetime(2026, 10, 25, 0, 58, tzinfo=UTC), tick=False):
        held = claiming.take(1)
    with time_machine.travel(datetime(2026, 10, 25, 1, 2, tzinfo=UTC), tick=False):
        early = claiming.take(1)
    with time_machine.travel(datetime(2026, 10, 25, 1, 4, tzinfo=UTC), tick=False):
        late = claiming.take(1)

    assert (held is not None, early, late is not None) == (True, None, True)


def test_what_falls_on_new_years_eve_goes_on_the_last_ordinary_day_before():
    reminder_on(date(2026, 12, 31))

    left = sent_between(datetime(2026, 12, 23, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC), hours=4)

    assert [(moment.date(), moment.hour) for moment in left] == [(date(2026, 12, 23), 9)]


def test_what_was_missed_before_christmas_goes_in_the_new_year_once_on_its_first_ordinary_day():
    reminder_on(date(2026, 12, 31))
    away = [date(2026, 12, 23)]

    left = sent_between(datetime(2026, 12, 22, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC), away=away, hours=4)

    assert [(moment.date(), moment.hour) for moment in left] == [(date(2027, 1, 4), 9)]
