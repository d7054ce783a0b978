"""What the outbox demands before a programme goes on, and what keeps it from going back. In words, in the language in
force; "" when nothing does."""

from datetime import datetime

from django.utils.translation import ngettext

from correspondence.models import Envelope, Letter
from programmes.models import Programme

State = Envelope.State


def nothing_waits_to_be_sent(programme: Programme) -> str:
    waiting = Envelope.objects.filter(letters__programme=programme, letters__is_dropped=False)
    count = waiting.filter(state__in=(State.READY, State.SENDING)).distinct().count()
    said = ngettext("%(n)s brev venter på å bli sendt", "%(n)s brev venter på å bli sendt", count)
    return said % {"n": count} if count else ""


def written_since(programme: Programme, moment: datetime) -> str:
    """A letter that is made is as good as sent: it may leave at any minute."""
    made = Letter.objects.filter(programme=programme, is_dropped=False, envelope__created_at__gte=moment)
    count = made.exclude(envelope__state=State.CANCELLED).count()
    said = ngettext(
        "Kan ikke tas tilbake: %(n)s brev er sendt eller ligger klart til sending.",
        "Kan ikke tas tilbake: %(n)s brev er sendt eller ligger klare til sending.",
        count,
    )
    return said % {"n": count} if count else ""
