"""The Celery app. The outbox table is the truth; the broker only wakes the worker (docs/decisions/0004)."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")

app = Celery("absolutt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A worker that loses Redis would put what it had not finished back into it, while the connection is being closed, and
# die of that (kombu 5.7: «'NoneType' object has no attribute 'hostname'»). It need not: the scheduler asks anew.
redis.Channel.do_restore = False


@setup_logging.connect
def log_as_the_portal_does(**kwargs):
    """Celery's own handlers would write without striking out tokens (accounts/logs.py)."""
    logging.config.dictConfig(settings.LOGGING)
