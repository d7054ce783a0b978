"""What directors and advisers fill in. Every error says what to do."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import plain_letters
from municipalities.models import Answer
from programmes.fields import OneLine, VersionedForm, plain_text

BAD_EMAIL = gettext_lazy("Skriv en fullstendig e-postadresse, for eksempel kari.nordmann@kommune.no")


class Email(forms.EmailField):
    """Says which letter cannot stand in an address, and, like ``OneLine``, its limit."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators.insert(0, plain_letters)  # its words are the first that are shown

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


LINK = re.compile(r"://|www\.", re.IGNORECASE)


def without_links(value):
    """A name with an address of a page in it would make our letters carry somebody else's message."""
    if LINK.search(value):
        raise forms.ValidationError(_("Skriv uten nettadresser"))


def name_field(label, missing, **kwargs):
    return OneLine(
        label=label,
        max_length=120,
        validators=[without_links],
        error_messages={"required": missing, "max_length": gettext_lazy("Navnet er for langt. Bruk høyst 120 tegn")},
        **kwargs,
    )


def email_field(label, missing, **kwargs):
    kwargs.setdefault("widget", forms.EmailInput(attrs={"data-width": "medium", "autocomplete": "off"}))
    return Email(
        label=label,
        max_length=254,  # as the models'
        error_messages={
            "required": missing,
            "invalid": BAD_EMAIL,
            "max_length": gettext_lazy("E-postadressen er for lang. Bruk høyst 254 tegn"),
        },
        **kwargs,
    )


class SignUpForm(VersionedForm):
    """The director's answer: at most four fields. ``on_behalf`` adds who it is that answers for her."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[choice for choice in Answer.Choice.choices if choice[0] in Answer.TO_INVITATION],
        error_messages={"required": gettext_lazy("Velg ja, nei eller ikke bestemt ennå")},
    )
    coordinator_name = name_field(
        gettext_lazy("Koordinatorens navn"),
        "",
        required=False,
        help_text=gettext_lazy("Den som følger opp programmet hos dere. Dere kan vente med å velge."),
        widget=plain_text(**{"data-width": "medium"}),
    )
    coordinator_email = email_field(gettext_lazy("Koordinatorens e-postadresse"), "", required=False)
    invoice_reference = OneLine(
        label=gettext_lazy("Fakturareferanse"),
        required=False,
        max_length=60,
        widget=plain_text(**{"data-width": "short"}),
        error_messages={"max_length": gettext_lazy("Referansen er for lang. Bruk høyst 60 tegn")},
    )

    def __init__(self, *args, organisation_name, on_behalf=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("Blir %(name)s med?") % {"name": organisation_name}
        if on_behalf:
            own = name_field(_("Navnet ditt"), _("Skriv navnet ditt"), widget=plain_text(**{"data-width": "medium"}))
            self.fields = {"answered_by": own, **self.fields}

    def clean(self):
        data = super().clean()
        name, email = data.get("coordinator_name"), data.get("coordinator_email")
        if name and not email and "coordinator_email" not in self.errors:
            self.add_error(
                "coordinator_email", _("Skriv e-postadressen til koordinatoren, eller la begge feltene stå tomme")
            )
        if email and not name:
            self.add_error("coordinator_name", _("Skriv navnet på koordinatoren, eller la begge feltene stå tomme"))
        return data


class DirectorForm(VersionedForm):
    name = name_field(gettext_lazy("Navn"), gettext_lazy("Skriv navnet"), widget=plain_text(**{"data-width": "medium"}))
    email = email_field(gettext_lazy("E-postadresse"), gettext_lazy("Skriv e-postadressen"))


class RegisterAnswerForm(VersionedForm):
    """An answer that reached the adviser outside the portal."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Hva svarte de?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.Choice.YES, gettext_lazy("Ja, de melder seg på")),
            (Answer.Choice.NO, gettext_lazy("Nei, ikke denne gangen")),
            (Answer.Choice.UNDECIDED, gettext_lazy("De har ikke bestemt seg ennå")),
        ],
        error_messages={"required": gettext_lazy("Velg hva de svarte")},
    )
    via = forms.ChoiceField(
        label=gettext_lazy("Hvordan kom svaret?"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Answer.Via.choices if choice[0] != Answer.Via.PORTAL],
        error_messages={"required": gettext_lazy("Velg hvordan svaret kom")},
    )
    said_by = name_field(
        gettext_lazy("Hvem svarte?"),
        gettext_lazy("Skriv hvem som svarte"),
        widget=plain_text(**{"data-width": "medium"}),
    )
    reason = OneLine(
        label=gettext_lazy("Merknad"),
        max_length=300,
        help_text=gettext_lazy("Skriv når svaret kom, og hvorfor det ikke kom i portalen."),
        error_messages={
            "required": gettext_lazy("Skriv når svaret kom, og hvorfor det ikke kom i portalen"),
            "max_length": gettext_lazy("Merknaden er for lang. Bruk høyst 300 tegn"),
        },
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PublicSignUpForm(forms.Form):
    """Who it is that answers, on the public page."""

    name = name_field(
        gettext_lazy("Navnet ditt"),
        gettext_lazy("Skriv navnet ditt"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "data-width": "medium"}),
    )
    role = OneLine(
        label=gettext_lazy("Stillingen din"),
        max_length=80,
        help_text=gettext_lazy("For eksempel kommunedirektør eller rådgiver hos kommunedirektøren."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Skriv stillingen din"),
            "max_length": gettext_lazy("Stillingen er for lang. Bruk høyst 80 tegn"),
        },
    )
    email = email_field(
        gettext_lazy("E-postadressen din på jobben"),
        gettext_lazy("Skriv e-postadressen din"),
        help_text=gettext_lazy("Vi sender en kode dit, så vi vet at det er deg."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "data-width": "medium"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode fra e-posten"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "short"}),
        error_messages={"required": gettext_lazy("Skriv koden fra e-posten")},
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())
