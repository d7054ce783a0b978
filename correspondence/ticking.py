"""A sign of life every minute: the scheduler asks each queue's worker to write the time. One that is there proves
scheduler, broker and worker at once.

It lies in the cache, which all of them share: it is worth nothing an hour later, and a cache that has lost it has it
again within a minute.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

LATE = timedelta(minutes=3)  # the scheduler asks every minute, and a worker may be busy for one


def tick(queue: str) -> None:
    cache.set(_key(queue), timezone.now(), timeout=None)


def last_ticks() -> dict[str, datetime | None]:
    """The newest sign of life of each queue; None for one that has given none. Raises what the cache raises where it
    cannot be reached."""
    return {queue.name: cache.get(_key(queue.name)) for queue in settings.CELERY_TASK_QUEUES}


def _key(queue: str) -> str:
    return f"tick.{queue}"
