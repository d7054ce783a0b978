"""Quiet days (programmes/calendar.py) and the hour: nothing is sent but answers to what a person just did."""

from datetime import date, datetime, time

from django.utils import timezone

from programmes.calendar import back, forward, is_quiet, ordinary_days_after

__all__ = [
    "SENDING_HOUR", "back", "forward", "is_quiet", "lets_dated_letters_go", "ordinary_days_after", "sending_time",
]  # fmt: skip

SENDING_HOUR = time(9)  # Europe/Oslo


def sending_time(day: date) -> datetime:
    """The point in time when a dated letter of ``day`` leaves."""
    return timezone.make_aware(datetime.combine(day, SENDING_HOUR))


def lets_dated_letters_go(moment: datetime) -> bool:
    """A worker that was away comes back at any hour: what it missed waits for the hour, and for an ordinary day."""
    local = timezone.localtime(moment)
    return not is_quiet(local.date()) and local.time() >= SENDING_HOUR
