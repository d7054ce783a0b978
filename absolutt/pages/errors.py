"""Pages for what went wrong: they say what happened, what to do, and whom to ask."""

from django.conf import settings
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from accounts.middleware import LANGUAGES


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"public_page": True}, status=403)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def broken(request):
    """Rendered without the request: no user, session or message is asked for, since the database may be what broke.

    The language is read from the cookie again: what broke may have lain outside the middleware that speaks it.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(chosen if chosen in LANGUAGES else translation.get_language()):
        return HttpResponseServerError(render_to_string("500.html", {"contact_email": settings.CONTACT_EMAIL}))
