from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.actions import choose_language as remember
from accounts.journal import Actor
from accounts.middleware import LANGUAGES


def _parts(address):
    try:
        return urlsplit(address)
    except ValueError:  # «http://[x»
        return urlsplit("")


def _back(request):
    """The page that the form stood on. Its address may have got another query since the form was written: the board's
    filter pushes one. The browser says where it was, and is believed about the query of the same page only."""
    page = request.POST.get("next", "")
    seen, ours = _parts(request.headers.get("Referer", "")), _parts(page)
    if seen.netloc == request.get_host() and seen.path == ours.path:
        page = urlunsplit(("", "", seen.path, seen.query, ""))
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page.startswith("/") and is_ours else "/"


@require_POST
@login_not_required
def choose_language(request):
    """The reader's own choice of målform, kept in a cookie and, when signed in, on her account."""
    language = request.POST.get("language")
    response = HttpResponseRedirect(_back(request))
    if language in LANGUAGES:
        if request.user.is_authenticated:
            remember(user=request.user, language=language, by=Actor(user=request.user))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
