from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from accounts.models import PersonalLink


@shared_task
def forget_dead_links():
    """A link that died more than 90 days ago is deleted: its hash says who was written to."""
    return PersonalLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=90)).delete()[0]


@shared_task
def forget_ended_sessions():
    """A session holds what somebody said on the public page before she confirmed it."""
    call_command("clearsessions")
