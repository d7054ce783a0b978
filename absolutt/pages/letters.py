"""The outbox of a programme: every e-mail, its state, and what to do about the ones that could not be sent; and what is
not written, because it waits for a date or is held back today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages import text_previews
from absolutt.pages.scope import envelopes_of, letters_of, programme_or_404, programme_to_run
from accounts.journal import Actor
from correspondence import actions, catalogue, planning
from correspondence.models import Envelope
from municipalities.actions import ChangedMeanwhile

COLOURS = {"ready": "info", "sending": "info", "sent": "success", "set_aside": "danger", "cancelled": "neutral"}


@require_safe
def letters(request, key):
    programme = programme_or_404(request.user, key)
    envelopes = envelopes_of(request.user, programme)
    counted = dict(envelopes.values_list("state").annotate(Count("pk")))
    state = request.GET.get("status", "")
    if state in Envelope.State.values:
        envelopes = envelopes.filter(state=state)
    listed = envelopes.for_list(letters_of(programme)).order_by("-pk")
    page = Paginator(listed, 50).get_page(request.GET.get("side"))
    context = {
        "section": "programmes",
        "programme": programme,
        "counts": [(value, label, counted.get(value, 0)) for value, label in Envelope.State.choices],
        "state": state,
        "states": Envelope.State.choices,
        "page": page,
        "rows": [envelope_row(envelope, key) for envelope in page],
    }
    if not state and page.number == 1:
        context |= {
            "waiting": [rule.label for rule in planning.waiting(programme)],
            "held_back": _held_back(planning.held_back(programme, timezone.localdate())),
        }
    return render(request, "pages/letters.html", context)


def _held_back(found):
    """Letters that do not go today: those of one kind with one reason together."""
    groups = {}
    for row in found:
        whom = [row.participation.full_name] if row.participation else []
        if row.address:
            whom.append(_("%(address)s (kopi)") % {"address": row.address} if row.is_copy else row.address)
        groups.setdefault((row.rule, row.held_back), []).append(", ".join(whom))
    return [
        {"what": catalogue.BY_KEY[rule].label, "why": why, "whom": [name for name in whom if name]}
        for (rule, why), whom in groups.items()
    ]


def envelope_row(envelope, key):
    """An envelope as plain values, for this list and the organisation's page; only the letters its reader may see, all
    of the programme with that ``key``."""
    letters = envelope.shown_letters
    goes_later = envelope.state == Envelope.State.READY and envelope.due_at > timezone.now()
    return {
        "pk": envelope.pk,
        "what": [_what(letter, envelope) for letter in letters],
        "seen": [(_what(letter, envelope), url) for letter in letters if (url := _preview_url(letter, envelope, key))],
        "organisations": list(dict.fromkeys((row.shown_key, row.shown_name) for row in letters if row.shown_name)),
        "address": envelope.address,
        "is_copy": all(letter.is_copy for letter in letters),
        "state": envelope.get_state_display(),
        "is_set_aside": envelope.state == Envelope.State.SET_ASIDE,
        "colour": COLOURS[envelope.state],
        "goes_later": goes_later,
        "at": envelope.due_at if goes_later else envelope.sent_at or envelope.created_at,
        "trouble": envelope.trouble,
        "attempts": envelope.attempts,
    }


def _preview_url(letter, envelope, key):
    """Where the letter is seen as it would be written now; what has been sent is kept nowhere."""
    whom = letter.shown_key or envelope.language
    return text_previews.address_of(key, letter.rule, whom, is_copy=letter.is_copy)


def _what(letter, envelope):
    """The letter's name; where others in the envelope still went, also that this one did not."""
    rule = catalogue.BY_KEY.get(letter.rule)
    label = rule.label if rule else _("Et brev som portalen ikke lenger lager")
    if letter.is_dropped and envelope.state != Envelope.State.CANCELLED:
        return _("%(letter)s (ikke lenger aktuelt)") % {"letter": label}
    return label


@require_POST
def send_again(request, key, pk):
    programme = programme_to_run(request.user, key)
    envelope = get_object_or_404(envelopes_of(request.user, programme), pk=pk)
    try:
        actions.send_again(envelope=envelope, by=Actor(user=request.user))
    except ChangedMeanwhile:
        messages.warning(request, _("Brevet var allerede på vei."))
    else:
        messages.success(request, _("Brevet sendes på nytt."))
    return redirect("letters", key)
