"""An offer of a place, behind a personal link: yes or no, also after the sign-up deadline. A GET changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages import answer
from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import LOOK_AGAIN
from absolutt.pages.scope import participation_with_name
from accounts import limits, links
from gatherings import overview
from municipalities import actions, offer_links, place_actions, placing
from municipalities.models import Participation

State = Participation.State


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def place_offer(request, token):
    try:
        link = links.find(purpose=offer_links.PURPOSE, token=token)
    except links.DeadLink as dead:
        return render(request, "pages/dead_link.html", {"public_page": True, "reason": dead.reason}, status=410)
    door = offer_links.behind(link.subject)
    row = participation_with_name(door.participation)
    answer.speak(request, row)
    if request.method == "POST":
        if not limits.spend("answer", limits.client_address(request), most=60, seconds=3600):
            return render(request, "429.html", {"public_page": True}, status=429)
        _answer(request, row, door.person)
        return redirect("place_offer", token)
    is_open = row.state == State.OFFERED and not row.offer_has_ended and row.programme.takes_answers
    context = {
        **overview.facts(row.programme),
        "public_page": True,
        "participation": row,
        "person": door.person,
        "is_open": is_open,
        "is_signed_up": row.state == State.SIGNED_UP,
        "said_no": row.state == State.DECLINED,
        "position": placing.position(row),
    }
    return render(request, "pages/place_offer.html", context)


def _answer(request, row, person):
    """Two buttons and nothing to type: what went wrong is said above the page as it is now."""
    accept = {"yes": True, "no": False}.get(request.POST.get("accept"))
    if accept is None:
        messages.warning(request, _("Velg ja eller nei."))
        return
    try:
        place_actions.answer_offer(participation=row, person=person, accept=accept, version=seen_version(request))
    except place_actions.OfferIsOver:
        messages.warning(request, _("Tilbudet gjelder ikke lenger. Her ser du hva som gjelder nå."))
    except actions.ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
