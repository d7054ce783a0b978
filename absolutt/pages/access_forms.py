"""What is filled in on «Tilganger». The choices are what the giver may give: nothing else is taken."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.forms import OneLine, VersionedForm, email_field, name_field, plain_text
from programmes.reach import Given
from programmes.reach_actions import LONGEST_STAND_IN

OF_A_REGION = (Given.ADVISER, Given.PROCESS)


def _medium():
    return plain_text(**{"data-width": "medium"})


def _day_field(label, missing, **kwargs):
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d"),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("Skriv datoen som dag.måned.år, for eksempel 31.01.2027"),
        },
        **kwargs,
    )


class _Somebody(forms.Form):
    name = name_field(gettext_lazy("Navn"), gettext_lazy("Skriv navnet"), widget=_medium())
    email = email_field(gettext_lazy("E-postadresse"), gettext_lazy("Skriv e-postadressen"))


class GiveForm(_Somebody):
    given = forms.ChoiceField(
        label=gettext_lazy("Tilgang som"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva slags tilgang det er")},
    )
    region = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Region"),
        required=False,
        empty_label=gettext_lazy("Velg"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        offered = held.may_be_given()
        self.fields["given"].choices = [(one.value, one.label) for one in offered]
        self.fields["region"].queryset = held.regions()
        self.fields["region"].required = all(one in OF_A_REGION for one in offered)
        self.fields["region"].error_messages["required"] = _("Velg en region")
        if not self.fields["region"].required:
            self.fields["region"].help_text = _("Bare for den som skal ha tilgang til én region.")
        if len(offered) == 1:
            self.initial.setdefault("given", offered[0].value)
        regions = list(held.regions()[:2])
        if len(regions) == 1:
            self.initial.setdefault("region", regions[0].pk)

    def clean(self):
        data = super().clean()
        if data.get("given") in OF_A_REGION and not data.get("region") and "region" not in self.errors:
            self.add_error("region", _("Velg en region"))
        return data


class StandInForm(_Somebody):
    absent = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Hvem er borte?"),
        empty_label=gettext_lazy("Velg"),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"required": gettext_lazy("Velg hvem som er borte")},
    )
    from_day = _day_field(gettext_lazy("Fra og med"), gettext_lazy("Velg den første dagen"))
    until = _day_field(gettext_lazy("Til og med"), gettext_lazy("Velg den siste dagen"))
    field_order = ["absent", "name", "email", "from_day", "until"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["absent"].queryset = people
        self.fields["name"].label = _("Navnet til stedfortrederen")
        self.fields["email"].label = _("E-postadressen til stedfortrederen")
        only = list(people[:2])
        if len(only) == 1:
            self.fields["absent"].initial = only[0].pk
            self.fields["absent"].empty_label = None

    def clean(self):
        data = super().clean()
        first, last = data.get("from_day"), data.get("until")
        if first and last:
            fault = _fault_in(first, last)
            if fault:
                self.add_error("until", fault)
        return data


def _fault_in(first, last):
    if last < first:
        return _("Velg den samme dagen som den første, eller en senere")
    if last < timezone.localdate():
        return _("Velg i dag eller en dag som kommer")
    if last - first > LONGEST_STAND_IN - timedelta(days=1):
        return _("Velg høyst ett år. Er det for lenger tid, gir dere en vanlig tilgang")
    return ""


class RegionForm(VersionedForm):
    reply_to = email_field(
        gettext_lazy("Svaradresse"),
        "",
        required=False,
        help_text=gettext_lazy(
            "Hit kommer svar på brev fra programmer som ikke har en egen adresse. Bruk en felles postkasse, ikke din "
            "egen. Står feltet tomt, går svar til portalens adresse."
        ),
    )
    sender_name = OneLine(
        label=gettext_lazy("Avsendernavn"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Navnet mottakeren ser som avsender, for eksempel «KS Innlandet»."),
        widget=_medium(),
        error_messages={"max_length": gettext_lazy("Navnet er for langt. Bruk høyst 80 tegn")},
    )
