"""The Celery app. The outbox table is the truth; the broker only wakes the worker (docs/decisions/0004)."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")

app = Celery("absolutt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_portal_does(**kwargs):
    """Celery's own handlers would write without striking out tokens (accounts/logs.py)."""
    logging.config.dictConfig(settings.LOGGING)
