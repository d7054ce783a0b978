"""What an adviser fills in about school holidays."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.fields import WhenField

WITH_DAYS = ("day", "range", "week")


class SchoolHolidayForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Hva heter ferien?"), max_length=60,
        help_text=gettext_lazy("Er den ikke lik i hele regionen, skriver du hvor den gjelder."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Skriv hva ferien heter"),
            "max_length": gettext_lazy("Navnet er for langt. Bruk høyst 60 tegn"),
        },
    )  # fmt: skip
    when = WhenField(
        label=gettext_lazy("Når er den?"),
        help_text=gettext_lazy("Skriv for eksempel «uke 8 2027» eller «22.–26. februar 2027»."),
        error_messages={"required": gettext_lazy("Skriv når ferien er, for eksempel «uke 8 2027»")},
    )

    def clean_when(self):
        when = self.cleaned_data["when"]
        if when.precision not in WITH_DAYS:
            raise forms.ValidationError(_("Skriv dagene eller uka, for eksempel «uke 8 2027»"))
        return when
