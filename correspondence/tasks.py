"""Each may run twice, or beside another of its kind: what is claimed is claimed once (claiming.py), and what exists is
not made again (making.py). The broker may lose any of them: the scheduler asks anew every minute."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from correspondence import bounces, making, outbox, reconciling, return_boxes, ticking

log = logging.getLogger(__name__)

MOST, SECONDS = 5000, 50.0  # envelopes in one go, and how long it begins with more: the next call comes every minute


@shared_task
def send_due():
    return outbox.send_due(most=MOST, seconds=SECONDS, with_documents=False)


@shared_task
def send_due_with_documents():
    return outbox.send_due(most=MOST, seconds=SECONDS, with_documents=True)


@shared_task
def forget_erased():
    return outbox.forget_erased()


@shared_task
def plan_letters():
    return reconciling.sweep(timezone.localdate())


@shared_task
def make_due_letters():
    return making.make(timezone.localdate())


@shared_task
def read_bounces():
    if not settings.BOUNCE_MAILBOX:
        return None
    try:
        return bounces.read_mailbox()
    except return_boxes.Unreachable as trouble:  # it is asked again in five minutes
        log.warning("What came back cannot be read: %s.", trouble)


@shared_task
def tick(queue):
    ticking.tick(queue)


def wake_the_sender():
    """Ask for sending now. A broker that is away costs a minute: the scheduler sweeps, and no letter is lost."""
    try:
        for task in (send_due, send_due_with_documents):
            task.apply_async(retry=False)
    except (OperationalError, OSError):
        log.warning("The broker cannot be reached; the scheduler will send.")
