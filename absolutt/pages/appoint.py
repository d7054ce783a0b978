"""The director names the coordinator, from a personal link in the letter about the place. A GET changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from absolutt.pages.group import attempt
from absolutt.pages.scope import participation_with_name
from accounts import limits, links
from accounts.journal import Actor
from municipalities import appoint_links, seat_actions
from municipalities.group_forms import AppointForm
from municipalities.models import Participation


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def appoint(request, token):
    try:
        link = links.find(purpose=appoint_links.PURPOSE, token=token)
    except links.DeadLink as dead:
        return _dead(request, dead.reason)
    door = appoint_links.behind(link.subject)
    participation = participation_with_name(door.participation)
    if not request.chosen_language:
        translation.activate(participation.organisation.language)
    if not appoint_links.directs(participation, door.person):
        return _dead(request, "revoked")
    if participation.state != Participation.State.SIGNED_UP or participation.programme.state == "archived":
        return _dead(request, "closed", itself=participation.organisation.itself)
    form = AppointForm(request.POST if request.method == "POST" else None, initial={"version": participation.version})
    if request.method == "POST":
        if not limits.spend("appoint", limits.client_address(request), most=60, seconds=3600):
            return render(request, "429.html", {"public_page": True}, status=429)
        if form.is_valid() and _save(participation, door.person, form):
            return redirect("appoint", token)
    coordinator = participation.coordinator
    context = {
        "public_page": True,
        "participation": participation,
        "programme": participation.programme,
        "person": door.person,
        "coordinator": coordinator,
        "is_outside": coordinator and not participation.organisation.owns_address(coordinator[1]),
        "form": form,
    }
    return render(request, "pages/appoint.html", context, status=422 if form.errors else 200)


def _save(participation, person, form):
    by = Actor(ref=person.reference)
    return attempt(
        form, participation,
        lambda: seat_actions.appoint_coordinator(participation=participation, by=by, **form.cleaned_data),
    )  # fmt: skip


def _dead(request, reason, **words):
    return render(request, "pages/dead_link.html", {"public_page": True, "reason": reason, **words}, status=410)
