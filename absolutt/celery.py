"""The Celery app. The outbox table is the truth; the broker only wakes the worker (docs/decisions/0004)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")

app = Celery("absolutt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
