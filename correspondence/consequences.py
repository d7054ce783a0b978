"""What has been sent, and says what a change in the plan makes untrue."""

from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import JournalEntry
from correspondence.models import Envelope, Letter
from gatherings.consequences import touched
from programmes.consequences import Consequence, Tells, Topic
from programmes.models import Programme

STATED = {"kind", "when", "hours", "form", "form_tentative", "place", "link"}  # what an invitation says of the plan


def invitations(programme: Programme) -> Tells:
    """Invitations that have gone state the plan as it was; those that lie ready are written when they leave."""
    return lambda after, lines: _invitations(after, lines)


def _invitations(programme: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    if not any(touched(line) & STATED for line in lines):
        return
    letters = Letter.objects.filter(programme=programme, rule="signup.invitation", is_dropped=False)
    counted = dict(letters.values_list("envelope__state").annotate(Count("participation", distinct=True)))
    sent, ready = counted.get(Envelope.State.SENT, 0), counted.get(Envelope.State.READY, 0)
    if sent:
        text = ngettext(
            "Invitasjonen til én er sendt, med planen slik den var.",
            "Invitasjonen til %(n)s er sendt, med planen slik den var.",
            sent,
        )
        yield Consequence(Topic.LETTERS, text % {"n": sent} + " " + _("Portalen sender ikke en ny."))
    if ready:
        text = ngettext(
            "Invitasjonen til én er ikke sendt ennå. Den får den nye planen.",
            "Invitasjonen til %(n)s er ikke sendt ennå. De får den nye planen.",
            ready,
        )
        yield Consequence(Topic.LETTERS, text % {"n": ready})
