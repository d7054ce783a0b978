from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import middleware as auth_middleware
from django.shortcuts import resolve_url
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

NOT_SAVED = "ikke_lagret"  # in the sign-in page's address
LANGUAGES = {code for code, _ in settings.LANGUAGES}
SIGN_IN_PAGES = (settings.LOGIN_URL, "second_factor", "factor_confirm")


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """What was sent after the session had ended is lost: the sign-in page is told, and says so. It is not kept for
    later, since whoever signs in next at this machine may be somebody else."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST":
            response["Location"] += f"&{NOT_SAVED}=1"
        return response


class LanguageMiddleware:
    """The reader's own choice (a cookie, or her account), else bokmål.

    A page about one municipality may then speak its målform.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in LANGUAGES:
            chosen = request.user.language if request.user.is_authenticated else ""
        request.chosen_language = chosen
        with translation.override(request.chosen_language or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)


class PrivatePagesMiddleware:
    """What a page shows is for its reader: never kept by a proxy or the back button after signing out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response


class SignInOnAPageOfItsOwnMiddleware:
    """A part of a page that htmx asks for after the session has ended: the whole page goes to signing in (or to the
    second factor), and comes back to the same address. Without this the sign-in page would stand inside the other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "HX-Request" not in request.headers or "Location" not in response:
            return response
        if urlsplit(response["Location"]).path not in {resolve_url(name) for name in SIGN_IN_PAGES}:
            return response
        return HttpResponseClientRedirect(response["Location"])
