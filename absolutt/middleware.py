"""What stands around every page: the reader's roles and her second factor, and what is asked for in the wrong way."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from absolutt.pages.second_factor import to_the_factor
from accounts import second_factor
from programmes import reach

# Where somebody without a factor is herself: signing in and out, setting one up, choosing her norm
OPEN = frozenset({
    "second_factor", "factor_app", "factor_passkey", "factor_codes", "factor_confirm", "factor_remove",
    "account_login", "account_request_login_code", "account_confirm_login_code", "mfa_authenticate", "account_logout",
    "choose_language",
})  # fmt: skip


class SecondFactorMiddleware:
    """Whoever has a role reaches nothing that needs signing in before this session has seen her second factor; an open
    page shows her no more than it shows anybody. A coordinator is not asked.

    ``request.held`` is what the reader's roles let her do; it asks the database when it is read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.held = reach.held_by(request.user)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.resolver_match.url_name in OPEN or second_factor.is_used(request) or not request.held.any:
            return None
        if getattr(view, "login_required", True):
            return to_the_factor(request)
        request.user = AnonymousUser()
        request.held = reach.held_by(request.user)
        return None


class WrongMethodMiddleware:
    """An address that only takes what is sent to it, asked for by a GET: a form that failed stands there, and Enter in
    the address bar or a restored tab asks for it. It leads to the page that it belongs to, the nearest address above.
    Anything else that is sent where nothing is taken gets a page that says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(_nearest_above(request.path))
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


def _nearest_above(path):
    """«/a/b/c/» → «/a/b/» where that is an address, else «/a/», else «/». One that takes no GET leads further up."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
