"""One's own calendar to subscribe to: the page where its address is made and ended, and what the address opens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from absolutt.pages.calendar_scope import gatherings_of
from accounts import links
from accounts.journal import Actor
from correspondence import calendar_files, feed_actions, feed_links


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """The address is told once, in the answer to the press that makes it."""
    address = ""
    if request.method == "POST":
        try:
            token = feed_actions.make_feed(user=request.user, seen=_seen(request), by=Actor(user=request.user))
        except feed_actions.MadeMeanwhile:
            messages.warning(request, _("Adressen er laget allerede. Fikk du ikke tatt vare på den, lager du en ny."))
            return redirect("my_calendar")
        address = settings.SITE_URL + reverse("calendar_feed", args=[token])
    context = {
        "section": "calendar",
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
        "feed": feed_links.living(request.user),
    }
    return render(request, "pages/my_calendar.html", context)


def _seen(request):
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 19 else 0


@require_POST
def end_calendar(request):
    if feed_actions.end_feed(user=request.user, by=Actor(user=request.user)):
        messages.success(request, _("Adressen virker ikke lenger. Fjern abonnementet i kalenderen din også."))
    return redirect("my_calendar")


@require_safe
@login_not_required
def calendar_feed(request, token):
    """What a calendar program asks for, in the målform of whose it is. Never more than she may see now."""
    try:
        user = feed_links.behind(token)
    except links.DeadLink as dead:
        said = _("Kalenderadressen virker ikke. Logg inn i portalen og lag en ny.")
        return HttpResponse(said, status=404 if dead.reason == "unknown" else 410, content_type="text/plain")
    with translation.override(user.language):
        response = HttpResponse(calendar_files.of_a_person(gatherings_of(user)))
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["Content-Disposition"] = 'inline; filename="absolutt.ics"'
    return response
