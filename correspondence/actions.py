"""Acts on letters."""

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from correspondence import outbox, tasks
from correspondence.models import Envelope
from municipalities.actions import ChangedMeanwhile
from programmes.models import Programme


@transaction.atomic
def send_again(*, envelope: Envelope, by: Actor) -> None:
    """Queue an envelope that could not be sent once more, after its cause has been mended. Each programme that has a
    letter in it gets its line.

    Raises ``ChangedMeanwhile`` when it is no longer set aside.
    """
    if not outbox.try_again(envelope):
        raise ChangedMeanwhile
    for programme in Programme.objects.filter(letters__envelope=envelope).distinct().order_by("pk"):
        journal.append(verb="envelope.retried", by=by, subject=envelope, scope=programme)
    transaction.on_commit(tasks.wake_the_sender)
