"""Acts on sending as a whole: it stands still, and goes on."""

from django.db import IntegrityError, transaction

from accounts import journal
from accounts.journal import Actor
from correspondence import tasks
from correspondence.models import Pause
from programmes.models import Programme


@transaction.atomic
def pause_sending(*, programme: Programme | None, by: Actor) -> bool:
    """Hold back a programme's letters, or everybody's where none is named (``EnvelopeQuerySet.held`` says which). What
    a worker has in its hands at this moment still goes. False when it stood still already."""
    try:
        with transaction.atomic():
            pause = Pause.objects.create(programme=programme, by=by.user)
    except IntegrityError:
        return False
    journal.append(verb="sending.paused", by=by, subject=pause, scope=programme)
    return True


@transaction.atomic
def resume_sending(*, programme: Programme | None, by: Actor) -> bool:
    """Let go on what ``pause_sending`` stopped: each letter is judged again when it is claimed, so what is no longer
    wanted is not sent. False when it did not stand still."""
    pause = Pause.objects.select_for_update().filter(programme=programme).first()
    if pause is None:
        return False
    journal.append(verb="sending.resumed", by=by, subject=pause, scope=programme)
    pause.delete()
    transaction.on_commit(tasks.wake_the_sender)
    return True
