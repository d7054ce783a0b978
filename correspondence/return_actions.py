"""Acts on envelopes that came back, or are late."""

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from correspondence.models import Envelope
from programmes.models import Programme


@transaction.atomic
def note_return(*, envelope: Envelope, status: str, why: str, by: Actor) -> bool:
    """The envelope was sent and came back: nobody has its letters. ``status`` is the server's code («5.1.1»), ``why``
    its words, which may name the address. False when it was noted before, or the envelope has not been sent.

    One line in the journal, in the scope of its programme; where it holds letters of several, in none.
    """
    sent = Envelope.objects.filter(pk=envelope.pk, state=Envelope.State.SENT, returned_at=None)
    if not sent.update(returned_at=timezone.now(), returned_why=_kept(envelope, why), trouble=""):
        return False
    programmes = Programme.objects.filter(letters__envelope=envelope).distinct().order_by("pk")[:2]
    journal.append(
        verb="envelope.returned", by=by, subject=envelope, scope=programmes[0] if len(programmes) == 1 else None,
        status=status,
    )  # fmt: skip
    return True


def note_delay(*, envelope: Envelope, why: str) -> bool:
    """The reader's server has not taken the letter yet, and tries on: a remark on the envelope, as after an attempt of
    our own. False when it says nothing new."""
    sent = Envelope.objects.filter(pk=envelope.pk, state=Envelope.State.SENT, returned_at=None)
    said = _kept(envelope, why)
    return bool(sent.exclude(trouble=said).update(trouble=said))


def _kept(envelope: Envelope, why: str) -> str:
    """Where the address has been erased, the server's words, which may name it, are not kept either."""
    return why if Envelope.objects.filter(pk=envelope.pk).exclude(address="").exists() else ""
