"""What an adviser fills in to begin a programme, or a region."""

from datetime import date
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.fields import WhenField
from programmes.when import When
from programmes.words import Words

REGION_TAKEN = gettext_lazy("Det er en region med dette navnet. Velg den i lista, eller skriv et annet.")


def _within_reason(day: date) -> None:
    """A year that is half typed, «0020», would move a round out of the calendar."""
    if not 2000 <= day.year <= 2099:
        raise ValidationError(_("Skriv året med fire siffer, mellom 2000 og 2099"))


class NewProgrammeForm(forms.Form):
    """``regions`` are those that the reader runs programmes in, ``sources`` the rounds that may be copied; ``weeks_to``
    says how many whole weeks a source moves to begin on a day, None where it has no date to count from.

    Hidden: ``once``, so that the form sent twice makes one programme; and what the reader has looked over of a copy:
    which round and how many weeks (``looked_at``), and its ``mark``.
    """

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        initial=uuid4,
        error_messages={"invalid": gettext_lazy("Åpne «Nytt program» på nytt, og fyll ut skjemaet der")},
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=None,
        empty_label=gettext_lazy("Velg region"),
        error_messages={
            "required": gettext_lazy("Velg regionen som skal ha programmet"),
            "invalid_choice": gettext_lazy("Velg en av regionene i lista"),
        },
    )
    title_nb = forms.CharField(
        label=gettext_lazy("Tittel på bokmål"),
        max_length=120,
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Skriv hva programmet heter, for eksempel ABSOLUTT Innlandet 2028")},
    )
    title_nn = forms.CharField(
        label=gettext_lazy("Tittel på nynorsk"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Står feltet tomt, brukes tittelen på bokmål."),
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
    )
    begins_as = forms.ChoiceField(
        label=gettext_lazy("Hva skal programmet bygge på?"),
        widget=forms.RadioSelect,
        choices=[
            ("framework", gettext_lazy("Det nasjonale rammeverket")),
            ("copy", gettext_lazy("En tidligere runde")),
        ],
        initial="framework",
        error_messages={"required": gettext_lazy("Velg rammeverket eller en tidligere runde")},
    )
    when = WhenField(
        label=gettext_lazy("Periode"),
        required=False,
        help_text=gettext_lazy(
            "Skriv så nøyaktig som det er bestemt: «2028–2030», «høsten 2028». Ikke bestemt? La feltet stå tomt."
        ),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Runden som skal kopieres"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Velg runde"),
        error_messages={"invalid_choice": gettext_lazy("Velg en av rundene i lista")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("Første dag i den nye runden"),
        required=False,
        help_text=gettext_lazy(
            "Det er den første dagen i perioden. Sier ikke perioden til runden du kopierer noen dag, er det dagen for "
            "den første fellessamlingen. Alle datoer flyttes like mange hele uker, så ukedagene blir de samme. Står "
            "feltet tomt, blir ingen dato tatt med."
        ),
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Skriv en dato, for eksempel 5.2.2028")},
        validators=[_within_reason],
    )

    def __init__(self, *args, regions, sources, weeks_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.weeks_to = weeks_to
        self.weeks: int | None = None  # how many every date moves, once cleaned; None: no date is taken over
        self.fields["region"].queryset = regions
        self.fields["source"].queryset = sources
        if len(regions) == 1:
            self.fields["region"].initial = regions[0]

    def clean(self):
        data = super().clean()
        if data.get("begins_as") == "copy":
            source = data.get("source")
            if source is None and "source" not in self.errors:
                self.add_error("source", _("Velg runden som skal kopieres"))
            elif source and data.get("first_day"):
                self._count_weeks(source, data["first_day"])
        return data

    def _count_weeks(self, source, first_day):
        self.weeks = self.weeks_to(source, first_day)
        if self.weeks is None:
            said = _(
                "Runden du kopierer, har ingen dag å regne fra. La feltet stå tomt, og skriv datoene i planen etterpå"
            )
            self.add_error("first_day", said)

    @property
    def title(self) -> Words:
        return Words(self.cleaned_data["title_nb"], self.cleaned_data["title_nn"])

    @property
    def period(self) -> When:
        return self.cleaned_data["when"] or When()

    @property
    def is_looked_over(self) -> bool:
        """The round to copy, and how its dates move, are what the page showed."""
        return self.cleaned_data["looked_at"] == self._looks_at

    @property
    def _looks_at(self) -> str:
        return f"{self.cleaned_data['source'].pk}/{self.weeks}"

    def look_over(self, mark: str) -> None:
        """The page shows the copy now, of a source with this mark."""
        self.data = self.data.copy()
        self.data["looked_at"], self.data["mark"] = self._looks_at, mark


class RegionForm(forms.Form):
    """``counties`` are (number, name) of the register."""

    name = forms.CharField(
        label=gettext_lazy("Regionens navn"),
        max_length=80,
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Skriv hva regionen heter, for eksempel KS Nordland")},
    )
    counties = forms.MultipleChoiceField(
        label=gettext_lazy("Fylker"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst ett fylke. Kommunene der kan inviteres.")},
    )

    def __init__(self, *args, counties, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counties"].choices = counties
        self.taken = taken

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if name.lower() in self.taken:
            raise forms.ValidationError(REGION_TAKEN)
        return name
