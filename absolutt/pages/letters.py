"""The outbox of a programme: every e-mail, its state, and what to do about the ones that could not be sent; and what is
not written, because it waits for a date or is held back today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages import letters_scope
from absolutt.pages.letter_rows import envelope_row, remedy
from absolutt.pages.letters_filter import STATES, Asked, narrowed
from absolutt.pages.letters_scope import envelopes_of, letters_of
from absolutt.pages.scope import programme_or_404, programme_to_run
from accounts.journal import Actor
from correspondence import actions, catalogue, planning
from municipalities.actions import ChangedMeanwhile

ROWS = 50


@require_safe
def letters(request, key):
    programme = programme_or_404(request.user, key)
    asked, envelopes = Asked.read(request.GET), envelopes_of(request.user, programme)
    counts = letters_scope.counted(envelopes)
    listed = letters_scope.with_waits(narrowed(envelopes, programme, asked)).for_list(letters_of(programme))
    page = Paginator(listed.order_by("-pk"), ROWS).get_page(asked.page)
    paused_all, paused = letters_scope.pauses_of(programme)
    context = {
        "section": "programmes",
        "programme": programme,
        "counts": [(value, label, counts[value]) for value, label in STATES.items() if counts.get(value)],
        "held": counts["held"],
        "stuck": counts["stuck"],
        "paused": paused,
        "paused_all": paused_all,
        "may_pause": programme.may_run and not paused and programme.state != programme.State.ARCHIVED,
        "may_pause_all": request.user.is_superuser and not paused_all,
        "asked": asked,
        "states": STATES.items(),
        "page": page,
        "rows": [_row(envelope, key, is_paused=bool(paused or paused_all)) for envelope in page],
    }
    if not asked.narrows and page.number == 1:
        context |= {
            "waiting": [rule.label for rule in planning.waiting(programme)],
            "held_back": _held_back(planning.held_back(programme, timezone.localdate())),
        }
    return render(request, "pages/letters.html", context)


def _row(envelope, key, *, is_paused):
    return envelope_row(envelope, key) | {"remedy": remedy(envelope, is_paused=is_paused)}


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
