"""The second factor: allauth's checks with the portal's own words."""

import re

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accounts import limits, second_factor

PASSKEY_FAILED = gettext_lazy("Passnøkkelen ble ikke godkjent. Prøv igjen, eller bruk en kode.")
# A code is taken for so long (seconds), and in that time only once
CODE_LIVES = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
_SECRET = "factor.secret"  # noqa: S105  (a name in the session)


def _once(user, code):
    """Whose code it is, however it was spaced."""
    return f"{user.pk}:{re.sub('[^0-9]', '', code)}"


def _code_field(label, required):
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "short"}),
        error_messages={"required": required, "max_length": gettext_lazy("Koden er for lang. Skriv bare sifrene")},
    )


class CodeForm(AuthenticateForm):
    """A code from the app, or one of the recovery codes: at sign-in, and when something must be confirmed."""

    code = _code_field(gettext_lazy("Kode"), gettext_lazy("Skriv koden fra appen, eller en reservekode"))

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == second_factor.Type.TOTP and not self._is_new(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _is_new(self, code):
        """allauth remembers a used code for one period; with tolerance it would be taken again after that."""
        return limits.spend("app code", _once(self.user, code), most=1, seconds=CODE_LIVES)


class PasskeyUseForm(AuthenticateWebAuthnForm):
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": PASSKEY_FAILED, "invalid": PASSKEY_FAILED}
    )

    def clean_credential(self):
        return _verified(super().clean_credential)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, with a name to know it by if she likes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""

    name = forms.CharField(
        label=gettext_lazy("Navn på passnøkkelen"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For eksempel «jobb-PC» eller «mobilen», så du kjenner den igjen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "medium"}),
        error_messages={"max_length": gettext_lazy("Navnet er for langt. Bruk høyst 60 tegn")},
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": PASSKEY_FAILED, "invalid": PASSKEY_FAILED}
    )

    def clean(self):
        return _verified(super().clean)


def _verified(check):
    """What a browser sends as a passkey may be anything at all."""
    try:
        return check()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise ValidationError(PASSKEY_FAILED) from None
    except ValidationError as fault:
        rated = getattr(fault, "code", "") in ("too_many_login_attempts", "rate_limited")
        raise fault if rated else ValidationError(PASSKEY_FAILED) from None


class AppForm(forms.Form):
    """Setting up an app: the first code from it shows that it was done right.

    The secret stays the same until it is taken into use, so that another window or the back button shows the same
    picture; it lies encrypted in the session.
    """

    code = _code_field(gettext_lazy("Kode fra appen"), gettext_lazy("Skriv koden som appen viser"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = self._kept() or self._made()

    @staticmethod
    def _kept():
        kept = context.request.session.get(_SECRET)
        try:
            return get_adapter().decrypt(kept) if kept else ""
        except ValidationError:
            return ""

    @staticmethod
    def _made():
        secret = totp.generate_totp_secret()
        context.request.session[_SECRET] = get_adapter().encrypt(secret)
        return secret

    @property
    def shown_secret(self):
        """In groups of four, for whoever types it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    def clean_code(self):
        taken = check_rate_limit(self.user, error_key="rate_limited")
        code = self.cleaned_data["code"]
        if not totp.validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        taken()
        limits.spend("app code", _once(self.user, code), most=1, seconds=CODE_LIVES)
        return code

    def forget(self):
        """The secret is in use: the session need not know it."""
        context.request.session.pop(_SECRET, None)
