"""The outbox of a programme: every e-mail, its state, and what to do about the ones that could not be sent."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.scope import envelopes_of, programme_or_404
from accounts.journal import Actor
from correspondence import actions
from correspondence.models import Envelope
from municipalities.actions import ChangedMeanwhile

WHAT = {
    "signup.invitation": gettext_lazy("Invitasjon"),
    "signup.receipt": gettext_lazy("Kvittering"),
    "signup.refused": gettext_lazy("Svaret ble ikke godkjent"),
    "deadline.extended": gettext_lazy("Utsatt frist"),
}
COLOURS = {"ready": "info", "sending": "info", "sent": "success", "set_aside": "danger", "cancelled": "neutral"}


@require_safe
def letters(request, key):
    programme = programme_or_404(request.user, key)
    envelopes = envelopes_of(request.user, programme)
    counted = dict(envelopes.values_list("state").annotate(Count("pk")))
    state = request.GET.get("status", "")
    if state in Envelope.State.values:
        envelopes = envelopes.filter(state=state)
    page = Paginator(envelopes.for_list(programme.day_for_names).order_by("-pk"), 50).get_page(request.GET.get("side"))
    context = {
        "section": "programmes",
        "programme": programme,
        "counts": [(value, label, counted.get(value, 0)) for value, label in Envelope.State.choices],
        "state": state,
        "states": Envelope.State.choices,
        "page": page,
        "rows": [envelope_row(envelope) for envelope in page],
    }
    return render(request, "pages/letters.html", context)


def envelope_row(envelope):
    """An envelope as plain values, for this list and the organisation's page."""
    return {
        "pk": envelope.pk,
        "what": [WHAT[letter.rule] for letter in envelope.letters.all()],
        "organisation": envelope.shown_name,
        "address": envelope.address,
        "is_copy": envelope.is_copy,
        "state": envelope.get_state_display(),
        "is_set_aside": envelope.state == Envelope.State.SET_ASIDE,
        "colour": COLOURS[envelope.state],
        "at": envelope.sent_at or envelope.created_at,
        "trouble": envelope.trouble,
        "attempts": envelope.attempts,
    }


@require_POST
def send_again(request, key, pk):
    programme = programme_or_404(request.user, key)
    envelope = get_object_or_404(envelopes_of(request.user, programme), pk=pk)
    try:
        actions.send_again(envelope=envelope, by=Actor(user=request.user))
    except ChangedMeanwhile:
        messages.warning(request, _("Brevet var allerede på vei."))
    else:
        messages.success(request, _("Brevet sendes på nytt."))
    return redirect("letters", key)
