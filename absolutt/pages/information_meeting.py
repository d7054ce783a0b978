"""Registering for an information meeting, without an account; and the link that cancels. A GET changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages.meeting_scope import open_meeting_or_404, takes_registrations
from absolutt.pages.place_scope import regions_own
from accounts import limits, links
from accounts.journal import Actor
from gatherings import overview, registration_actions, registration_links
from gatherings.registration_forms import RegistrationForm
from municipalities.self_told import Said


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def information_meeting(request, key, meeting):
    meeting = open_meeting_or_404(key, meeting)
    is_full = meeting.places_left(meeting.coming) == 0
    if not takes_registrations(meeting) or is_full:
        return _page(request, meeting, "meeting_closed", status=410, is_full=is_full)
    form = RegistrationForm(request.POST if request.method == "POST" else None, organisations=_organisations(meeting))
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        try:
            registration_actions.register(gathering=meeting, said=_said(form))
        except (registration_actions.Full, registration_actions.NotOpen) as closed:  # while she wrote
            is_full = isinstance(closed, registration_actions.Full)
            return _page(request, meeting, "meeting_closed", status=410, is_full=is_full)
        return redirect("meeting_registered", key, meeting.pk)
    return _page(request, meeting, "information_meeting", status=422 if form.errors else 200, form=form)


def _organisations(meeting):
    return regions_own(meeting.programme)


def _within_limits(request, form):
    """A letter goes to an address that nobody has confirmed: few to one address, and few from one place."""
    within = limits.spend("meeting to", form.cleaned_data["email"].lower(), most=5, seconds=3600) and limits.spend(
        "meeting from", limits.client_address(request), most=20, seconds=3600
    )
    if not within:
        form.add_error(None, _("Det er meldt på mange ganger herfra. Vent en time og prøv igjen."))
    return within


def _said(form):
    said = {field: form.cleaned_data[field] for field in ("name", "role", "email")}
    language = "nn" if get_language() == "nn" else "nb"
    return Said(**said, **form.where(), language=language)


def _page(request, meeting, name, *, status=200, **more):
    context = {
        "public_page": True,
        "programme": meeting.programme,
        "meeting": meeting,
        "facts": overview.gathering_facts(meeting),
        "places_left": meeting.places_left(meeting.coming),
        **more,
    }
    return render(request, f"pages/{name}.html", context, status=status)


@require_safe
@login_not_required
def meeting_registered(request, key, meeting):
    """The same for everybody, also for an address that had registered before."""
    return _page(request, open_meeting_or_404(key, meeting), "meeting_registered")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def cancel_registration(request, token):
    """Behind the link in the confirmation: one button."""
    try:
        link = links.find(purpose=registration_links.PURPOSE, token=token)
    except links.DeadLink as dead:
        return render(request, "pages/dead_link.html", {"public_page": True, "reason": dead.reason}, status=410)
    registration = registration_links.behind(link.subject)
    if not request.chosen_language:
        translation.activate(registration.language)
    if request.method == "POST":
        registration_actions.cancel(registration=registration, by=Actor(ref=registration_links.subject(registration)))
        messages.success(request, _("Du er meldt av. Takk for at du sa fra."))
        return redirect("cancel_registration", token)
    context = {
        "public_page": True,
        "programme": registration.gathering.programme,
        "facts": overview.gathering_facts(registration.gathering),
        "registration": registration,
    }
    return render(request, "pages/meeting_cancel.html", context)
