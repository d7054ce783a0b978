"""Signing in: allauth's forms with the portal's own words."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy

from accounts.addresses import plain_letters


class SignInForm(RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = gettext_lazy("E-postadresse")
        email.widget = forms.EmailInput(attrs={"autocomplete": "email", "data-width": "medium"})
        email.error_messages |= {
            "required": gettext_lazy("Skriv e-postadressen din"),
            "invalid": gettext_lazy("Skriv en fullstendig e-postadresse, for eksempel kari.nordmann@kommune.no"),
        }
        email.validators = [plain_letters, EmailValidator(email.error_messages["invalid"])]


class SignInCodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = gettext_lazy("Kode fra e-posten")
        code.widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "short"}
        )
        code.error_messages["required"] = gettext_lazy("Skriv koden fra e-posten")
