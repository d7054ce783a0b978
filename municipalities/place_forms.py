"""What advisers fill in about places and the list, and anybody about her interest. Every error says what to do."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.forms import OneLine, RegisterAnswerForm, VersionedForm, email_field, name_field, without_links
from municipalities.models import Organisation

MOST_PLACES = 9999


def reason_field(label, help_text="", **kwargs):
    return OneLine(
        label=label,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Skriv kort hvorfor"),
            "max_length": gettext_lazy("Grunnen er for lang. Bruk høyst 200 tegn"),
        },
        **kwargs,
    )


def _number_of_places(label, help_text):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-width": "short"}),
        error_messages={
            "invalid": gettext_lazy("Skriv et helt tall, eller la feltet stå tomt"),
            "min_value": gettext_lazy("Skriv 1 eller mer, eller la feltet stå tomt"),
            "max_value": gettext_lazy("Tallet er for stort. La feltet stå tomt hvis det ikke er noen grense"),
        },
    )


class LimitsForm(VersionedForm):
    """How many may take part. An empty field: nobody has said."""

    total = _number_of_places(
        gettext_lazy("Plasser i alt"),
        gettext_lazy("Hvor mange kommuner og fylkeskommuner som kan være med. Tomt felt: ingen grense er satt."),
    )
    per_organisation = _number_of_places(
        gettext_lazy("Plasser fra hver"),
        gettext_lazy("Hvor mange personer hver kan ha med i gruppa. Tomt felt: ingen grense er satt."),
    )


class LeaveOutForm(forms.Form):
    reason = reason_field(gettext_lazy("Hvorfor skal de ikke inviteres?"))


class AddForm(forms.Form):
    """One of the organisations that a search found. ``must_say_why``: those that are not the region's own."""

    number = forms.ChoiceField(
        label=gettext_lazy("Hvem skal legges til?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Velg hvem som skal legges til"),
            "invalid_choice": gettext_lazy("Søk på nytt, og velg hvem som skal legges til"),
        },
    )
    reason = reason_field(
        gettext_lazy("Hvorfor skal de være med?"),
        gettext_lazy("For eksempel: samarbeider med en kommune i regionen."),
        required=False,
    )

    def __init__(self, *args, found, must_say_why=(), **kwargs):
        """``found``: (organisation number, words) for each that can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = found
        self.must_say_why = set(must_say_why)
        self.fields["reason"].required = len(self.must_say_why) == len(found)

    def clean(self):
        data = super().clean()
        if data.get("number") in self.must_say_why and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Skriv kort hvorfor, siden den ikke er en av regionens egne"))
        return data


class ChosenForm(forms.Form):
    """One in line who is taken before her turn, or placed at once."""

    number = forms.ChoiceField(
        label=gettext_lazy("Hvem gjelder det?"),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Velg hvem det gjelder"),
            "invalid_choice": gettext_lazy("Den du valgte, står ikke på ventelista lenger. Velg en annen"),
        },
    )
    reason = reason_field(gettext_lazy("Hvorfor?"), gettext_lazy("Grunnen står på siden til kommunen."))

    def __init__(self, *args, waiting, **kwargs):
        """``waiting``: («number:version», name) of everybody who can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [("", _("Velg")), *waiting]


class WithdrawalForm(RegisterAnswerForm):
    """A withdrawal that reached the adviser outside the portal: as an answer, without a choice."""

    choice = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["via"].label = _("Hvordan kom beskjeden?")
        self.fields["said_by"].label = _("Hvem ga beskjed?")
        self.fields["said_by"].error_messages["required"] = _("Skriv hvem som ga beskjed")
        self.fields["reason"].label = _("Grunn")
        self.fields["reason"].help_text = _("Skriv når beskjeden kom, og hvorfor de trekker seg.")
        self.fields["reason"].error_messages["required"] = _("Skriv når beskjeden kom, og hvorfor de trekker seg")


class DirectorWithdrawalForm(VersionedForm):
    reason = OneLine(
        label=gettext_lazy("Hvorfor trekker dere dere?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Det hjelper oss når vi lager det neste programmet."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang. Bruk høyst 300 tegn")},
    )


OTHER = "other"


class InterestForm(forms.Form):
    """Who wants to hear more, on the public page of a sketch."""

    name = name_field(
        gettext_lazy("Navnet ditt"),
        gettext_lazy("Skriv navnet ditt"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "data-width": "medium"}),
    )
    role = OneLine(
        label=gettext_lazy("Stillingen din"),
        max_length=80,
        validators=[without_links],
        help_text=gettext_lazy("For eksempel kommunedirektør, skolesjef eller ordfører."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Skriv stillingen din"),
            "max_length": gettext_lazy("Stillingen er for lang. Bruk høyst 80 tegn"),
        },
    )
    organisation = forms.ChoiceField(
        label=gettext_lazy("Hvor jobber du?"),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Velg hvor du jobber"),
            "invalid_choice": gettext_lazy("Velg hvor du jobber"),
        },
    )
    # Its name ends as the field that site.css hides while the list has what is asked for
    other_title = OneLine(
        label=gettext_lazy("Et annet sted"),
        required=False,
        max_length=120,
        validators=[without_links],
        help_text=gettext_lazy("Fyll ut bare når du valgte «Et annet sted» over."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "data-width": "medium"}),
        error_messages={
            "required": gettext_lazy("Skriv hvor du jobber"),
            "max_length": gettext_lazy("Teksten er for lang. Bruk høyst 120 tegn"),
        },
    )
    email = email_field(
        gettext_lazy("E-postadressen din"),
        gettext_lazy("Skriv e-postadressen din"),
        help_text=gettext_lazy("Vi skriver dit når programmet er kunngjort."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "data-width": "medium"}),
    )

    def __init__(self, *args, organisations, **kwargs):
        """``organisations``: the region's own, by number, each with the ``full_name`` to show."""
        super().__init__(*args, **kwargs)
        self.organisations: dict[str, Organisation] = organisations
        listed = [(number, row.full_name) for number, row in organisations.items()]
        self.fields["organisation"].choices = [("", _("Velg")), *listed, (OTHER, _("Et annet sted"))]
        self.fields["other_title"].required = self.data.get("organisation") == OTHER

    def where(self):
        """{organisation, organisation_name}: what was chosen or written. Only for a valid form."""
        chosen = self.cleaned_data["organisation"]
        if chosen == OTHER:
            return {"organisation_name": self.cleaned_data["other_title"]}
        return {"organisation": self.organisations[chosen]}
