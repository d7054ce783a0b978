"""The second factor of who has a role: an app with codes, passkeys, recovery codes. Signing in with them is allauth's
own page; everything else stands here. To change a factor one must have used one a short while ago."""

from functools import wraps
from urllib.parse import urlencode

from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factor_actions, second_factor
from accounts.factor_forms import AppForm, CodeForm, PasskeyForm, PasskeyUseForm
from accounts.journal import Actor
from accounts.mfa import Adapter

FORM = ["GET", "HEAD", "POST"]


def to_the_factor(request):
    """To the page where she uses her factor, or to where she sets up the first; and back again after."""
    where = "factor_confirm" if second_factor.of(request.user).exists() else "second_factor"
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home")
    return redirect(f"{reverse(where)}?{urlencode({'next': back})}")


def _after(request):
    """Where she was going, if that is a page of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def _onward(request):
    return f"?{urlencode({'next': _after(request)})}" if _after(request) else ""


def _to(request, name):
    return redirect(reverse(name) + _onward(request))


def of_a_role(view):
    """Only for who has a role, or still has a factor from when she had one: nobody else should be able to lock herself
    out."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.held.any and not second_factor.of(request.user).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def fresh(view):
    """Only just after a factor was used; with none set up, anybody who signed in may set up the first."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if second_factor.is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method != "POST" else reverse("second_factor")
        return redirect(f"{reverse('factor_confirm')}?{urlencode({'next': back})}")

    return guarded


def _frame(request):
    return {
        "section": "second_factor",
        "next": _after(request) or resolve_url("home"),
        "onward": _onward(request),
        "must": settings.REQUIRE_SECOND_FACTOR and request.held.any,
    }


@require_safe
@of_a_role
def overview(request):
    """What she has set up, and the ways to more."""
    factors = list(second_factor.of(request.user).order_by("type", "pk"))
    if factors and not second_factor.is_used(request):
        return to_the_factor(request)
    codes = second_factor.codes_of(request.user)
    context = {
        **_frame(request),
        "factors": [_row(factor) for factor in factors],
        "has_app": any(factor.type == second_factor.Type.TOTP for factor in factors),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }
    return render(request, "mfa/overview.html", context)


def _row(factor):
    is_app = factor.type == second_factor.Type.TOTP
    return {
        "pk": factor.pk,
        "is_app": is_app,
        "kind": _("App med koder") if is_app else _("Passnøkkel"),
        "name": "" if is_app or factor.wrap().name == _("Passnøkkel") else factor.wrap().name,
        "created_at": factor.created_at,
        "last_used_at": factor.last_used_at,
    }


@require_http_methods(FORM)
@of_a_role
@fresh
def app(request):
    if second_factor.of(request.user).filter(type=second_factor.Type.TOTP).exists():
        messages.info(request, _("Du har en app fra før. Fjern den først hvis du skal bytte."))
        return _to(request, "second_factor")
    form = AppForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            factor = factor_actions.add_app(user=request.user, secret=form.secret, by=Actor(user=request.user))
        except factor_actions.AlreadySetUp:
            return _to(request, "second_factor")
        form.forget()
        return _added(request, factor, _("Appen er satt opp."))
    adapter = Adapter()
    url = adapter.build_totp_url(request.user, form.secret)
    context = {**_frame(request), "form": form, "url": url, "picture": adapter.build_totp_svg(url)}
    return render(request, "mfa/app.html", context, status=422 if form.errors else 200)


def _added(request, factor, said):
    """The session has seen it now. Whoever has no recovery codes goes on to them."""
    second_factor.remember(request, factor)
    messages.success(request, said)
    return _to(request, "second_factor" if second_factor.codes_of(request.user) else "factor_codes")


@require_http_methods(FORM)
@of_a_role
@fresh
def passkey(request):
    form = PasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        by, said = Actor(user=request.user), form.cleaned_data
        factor = factor_actions.add_passkey(
            user=request.user, name=said["name"], credential=said["credential"], by=by
        )  # fmt: skip
        return _added(request, factor, _("Passnøkkelen er lagt til."))
    options = webauthn.begin_registration(request.user, False)
    context = {**_frame(request), "form": form, "options": options}
    return render(request, "mfa/passkey.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
@of_a_role
@fresh
def remove(request, factor):
    factor = get_object_or_404(second_factor.of(request.user), pk=factor)
    frame = _frame(request)
    if request.method == "POST":
        try:
            factor_actions.remove_factor(factor=factor, must_keep_one=frame["must"], by=Actor(user=request.user))
        except factor_actions.LastFactor:
            messages.warning(request, _("Du må ha minst én. Legg til en ny før du fjerner denne."))
        except factor_actions.NothingSetUp:
            messages.warning(request, _("Den var allerede fjernet."))
        else:
            messages.success(request, _("Den er fjernet."))
        return redirect("second_factor")
    is_last = not second_factor.of(request.user).exclude(pk=factor.pk).exists()
    return render(request, "mfa/remove.html", {**frame, "factor": _row(factor), "is_last": is_last})


@require_http_methods(FORM)
@of_a_role
@fresh
def codes(request):
    """Recovery codes are told once, in the answer to the press that makes them."""
    known = second_factor.codes_of(request.user)
    made = []
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        seen = int(seen) if seen.isdecimal() and len(seen) < 19 else -1
        try:
            known, made = factor_actions.make_codes(user=request.user, seen=seen, by=Actor(user=request.user))
        except factor_actions.NothingSetUp:
            return _to(request, "second_factor")
        except factor_actions.AlreadySetUp:
            messages.warning(request, _("Kodene er laget allerede. Fikk du ikke tatt vare på dem, lager du nye."))
            return _to(request, "factor_codes")
        _keep_seen(request, known)
    elif not second_factor.of(request.user).exists():
        return _to(request, "second_factor")
    context = {
        **_frame(request),
        "made": [_spaced(code) for code in made],
        "seen": known.pk if known else 0,
        "left": len(known.wrap().get_unused_codes()) if known else 0,
    }
    return render(request, "mfa/codes.html", context)


def _spaced(code):
    """«1234 5678»"""
    return f"{code[:4]} {code[4:]}"


def _keep_seen(request, codes):
    """The codes that she came in by may be the ones that were just replaced: she is still in."""
    if not second_factor.is_used(request):
        second_factor.remember(request, codes)


@require_http_methods(FORM)
@of_a_role
def confirm(request):
    """She is signed in, and shows her factor once more, or for the first time in this session."""
    if not second_factor.of(request.user).exists():
        return _to(request, "second_factor")
    posted = request.POST if request.method == "POST" else None
    by_code = posted is not None and "code" in posted
    code = CodeForm(posted if by_code else None, user=request.user)
    key = PasskeyUseForm(None if by_code else posted, user=request.user)
    tried = code if by_code else key
    if posted is not None and tried.is_valid():
        tried.save()
        return redirect(_after(request) or "home")
    context = {
        **_frame(request),
        "form": code,
        "webauthn_form": key,
        "js_data": {"request_options": webauthn.begin_authentication(request.user)},
    }
    return render(request, "mfa/confirm.html", context, status=422 if tried.errors else 200)
