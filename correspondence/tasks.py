import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from correspondence import making, outbox, reconciling

log = logging.getLogger(__name__)


@shared_task
def send_due():
    return outbox.send_due()


@shared_task
def forget_erased():
    return outbox.forget_erased()


@shared_task
def plan_letters():
    return reconciling.sweep(timezone.localdate())


@shared_task
def make_due_letters():
    return making.make(timezone.localdate())


def wake_the_sender():
    """Ask for sending now. A broker that is away costs a minute: the scheduler sweeps, and no letter is lost."""
    try:
        send_due.apply_async(retry=False)
    except (OperationalError, OSError):
        log.warning("The broker cannot be reached; the scheduler will send.")
