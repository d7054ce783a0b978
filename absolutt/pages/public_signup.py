"""The public way in, for an invitation that went to the official mailbox: say who you are, confirm by code, answer."""

import secrets
import smtplib
import time

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages.scope import public_participation_or_404
from accounts import limits
from correspondence.backends import AddressRefused
from correspondence.signin import send_code
from municipalities.actions import let_in
from municipalities.forms import CodeForm, PublicSignUpForm

CODE_LIVES = 15 * 60  # seconds
MOST_TRIES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def public_signup(request, key, number):
    participation = _open(request, key, number)
    if not participation.takes_answers:
        return render(request, "pages/closed.html", _context(participation), status=410)
    form = PublicSignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send_code(request, participation, form):
        return redirect("public_signup_code", key, number)
    context = _context(participation) | {"form": form}
    return render(request, "pages/public_signup.html", context, status=422 if form.errors else 200)


def _open(request, key, number):
    participation = public_participation_or_404(key, number)
    if not request.chosen_language:
        translation.activate(participation.organisation.language)
    return participation


def _context(participation):
    return {"public_page": True, "participation": participation, "programme": participation.programme, "answered": ""}


def _send_code(request, participation, form):
    """Send a code to the address and remember what was said. False, with the reason on the form, when it cannot."""
    data = form.cleaned_data
    email = data["email"].lower()
    within = limits.spend("code to", email, most=5, seconds=3600) and limits.spend(
        "code from", limits.client_address(request), most=20, seconds=3600
    )
    if not within:
        form.add_error("email", _("Det er sendt mange koder hit. Vent en time og prøv igjen."))
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    try:
        send_code(
            address=email, code=code, template="signup_code", language=translation.get_language(),
            organisation_name=participation.full_name, programme=participation.programme,
        )  # fmt: skip
    except AddressRefused:
        form.add_error("email", _("Denne demoen kan bare skrive til adresser på example.no."))
        return False
    except (OSError, smtplib.SMTPException):
        form.add_error("email", _("Vi fikk ikke sendt koden nå. Prøv igjen om noen minutter."))
        return False
    request.session["public_signup"] = {
        "participation": participation.pk,
        "name": data["name"], "role": data["role"], "email": email,
        "code": _hashed(code), "until": time.time() + CODE_LIVES, "tries": 0,
    }  # fmt: skip
    return True


def _hashed(code):
    return salted_hmac("public sign-up", code).hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def public_signup_code(request, key, number):
    participation = _open(request, key, number)
    said = request.session.get("public_signup")
    if not said or said["participation"] != participation.pk or said["until"] < time.time():
        return redirect("public_signup", key, number)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _code_is_right(request, said, form):
        return redirect("answer", _door(request, participation, said))
    context = _context(participation) | {"form": form, "email": said["email"]}
    return render(request, "pages/public_signup_code.html", context, status=422 if form.errors else 200)


def _code_is_right(request, said, form):
    said["tries"] += 1
    request.session["public_signup"] = said
    within = limits.spend("code tries", said["email"], most=3 * MOST_TRIES, seconds=3600)
    if said["tries"] > MOST_TRIES or not within:
        form.add_error("code", _("For mange forsøk. Gå tilbake og be om en ny kode."))
        return False
    if not constant_time_compare(said["code"], _hashed(form.cleaned_data["code"])):
        form.add_error("code", _("Koden stemmer ikke. Se etter den nyeste e-posten fra oss og prøv igjen."))
        return False
    return True


def _door(request, participation, said):
    """The confirmed person gets a personal link of her own; what she said of her position follows her answer."""
    person, token = let_in(participation=participation, name=said["name"], email=said["email"])
    request.session[f"role:{participation.pk}:{person.pk}"] = said["role"]
    del request.session["public_signup"]
    return token
