"""Acts on letters."""

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from correspondence import outbox, tasks
from correspondence.models import Envelope
from municipalities.actions import ChangedMeanwhile


@transaction.atomic
def send_again(*, envelope: Envelope, by: Actor) -> None:
    """Queue a letter that could not be sent once more, after its cause has been mended.

    Raises ``ChangedMeanwhile`` when it is no longer set aside.
    """
    if not outbox.try_again(envelope):
        raise ChangedMeanwhile
    journal.append(verb="envelope.retried", by=by, subject=envelope, scope=envelope.programme)
    transaction.on_commit(tasks.wake_the_sender)
