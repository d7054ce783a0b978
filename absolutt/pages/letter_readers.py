"""Who gets which of a programme's dated letters, when, and why not; and what an adviser decides about one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.letters_scope import letters_ahead
from absolutt.pages.scope import living_programme_to_run, programme_or_404
from accounts.journal import Actor
from correspondence import ahead_actions, dated, readers
from correspondence.models import Letter
from gatherings import overview
from programmes import formats
from programmes.acting import Archived, ChangedMeanwhile

COLOURS = {"planned": "info", "held": "warning", "skipped": "neutral", "cancelled": "neutral"}
ACTS = {"hold": ahead_actions.hold, "skip": ahead_actions.skip, "release": ahead_actions.release,
        "send": ahead_actions.send_now}  # fmt: skip


@require_safe
def letter_readers(request, key):
    programme = programme_or_404(request.user, key)
    rule, text = request.GET.get("brev", ""), request.GET.get("q", "").strip()
    gathering = request.GET.get("samling", "")
    asked = {"rule": rule if rule in dated.BY_KEY else "", "text": text,
             "gathering": int(gathering) if gathering.isascii() and gathering.isdigit() else 0}  # fmt: skip
    rows = list(readers.that_fit(readers.of_programme(programme), **asked)) if any(asked.values()) else []
    page = Paginator(rows, 50).get_page(request.GET.get("side"))
    context = {
        "section": "programmes",
        "programme": programme,
        "letters": [(one.key, one.label) for one in dated.DATED],
        "asked": asked,
        "has_asked": any(asked.values()),
        "page": page,
        "rows": [_row(row) for row in page],
        "count": len(rows),
        "here": request.get_full_path(),
        "label": dated.BY_KEY[asked["rule"]].label if asked["rule"] else "",
    }
    return render(request, "pages/letter_readers.html", context)


def _row(row):
    letter, language = row.letter, get_language() or "nb"
    fate = letter.fate if letter and not letter.envelope_id else ""
    gathering = row.gathering
    return {
        "pk": letter.pk if row.is_ahead else None,
        "what": dated.BY_KEY[row.rule].label,
        "about": overview.kind_text(gathering) if gathering else "",
        "name": row.name,
        "address": row.address,
        "organisation": row.participation.full_name if row.participation else "",
        "number": row.participation.organisation.organisation_number if row.participation else "",
        "day": formats.day(row.day, language) if row.day else "",
        "state": row.state,
        "colour": _colour(row, fate),
        "reason": row.reason,
        "why": row.why if not row.reason else "",
        "may_hold": fate == Letter.Fate.PLANNED,
        "may_release": fate in (Letter.Fate.HELD, Letter.Fate.SKIPPED),
        "may_skip": fate in (Letter.Fate.PLANNED, Letter.Fate.HELD),
    }


def _colour(row, fate):
    if row.letter and row.letter.envelope_id:
        return "danger" if row.reason else "success"
    return COLOURS[fate or ("cancelled" if row.reason else "planned")]


@require_POST
def decide_letter(request, key, pk):
    """Hold one letter back, skip it, let it go on its day after all, or send it now."""
    programme = living_programme_to_run(request.user, key)
    letter = get_object_or_404(letters_ahead(programme), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:  # no button of ours
        return redirect(_back(request) or reverse("letter_plan", args=[key]))
    try:
        act(letter=letter, by=Actor(user=request.user))
    except ahead_actions.NotWanted:
        gone = _("Ingenting er sendt: Grunnen til brevet er borte, eller mottakeren har ingen adresse.")
        messages.warning(request, gone)
    except Archived:
        messages.warning(request, _("Ingenting er endret: Programmet er arkivert."))
    except ChangedMeanwhile:
        messages.warning(request, _("Ingenting er endret: Noen andre kom deg i forkjøpet. Se hva som gjelder nå."))
    else:
        messages.success(request, _said(act, letter))
    return redirect(_back(request) or reverse("letter_plan", args=[key]))


def _said(act, letter):
    label = {"letter": dated.BY_KEY[letter.rule].label}
    return {
        ahead_actions.hold: _("«%(letter)s» er holdt tilbake. Det sendes ikke før du slipper det."),
        ahead_actions.skip: _("«%(letter)s» blir ikke sendt til denne mottakeren."),
        ahead_actions.release: _("«%(letter)s» går på dagen sin."),
        ahead_actions.send_now: _("«%(letter)s» er på vei."),
    }[act] % label


def _back(request):
    """The list that she pressed in, filtered as it was."""
    address = request.POST.get("back", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}) else ""
