"""Gatherings by a cadence, as an adviser asks for a proposal of them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings import generating
from gatherings.actions import Said
from gatherings.models import Gathering
from gatherings.plan import Plan
from municipalities.forms import VersionedForm
from programmes.fields import WhenField
from programmes.when import parse

Kind = Gathering.Kind


class ProposalForm(VersionedForm):
    """Gatherings by a cadence."""

    count = forms.IntegerField(
        label=gettext_lazy("Hvor mange fellessamlinger?"), min_value=1, max_value=generating.MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-width": "short"}),
        error_messages={
            "required": gettext_lazy("Skriv hvor mange fellessamlinger du vil ha forslag til"),
            "invalid": gettext_lazy("Skriv et helt tall fra 1 til 12"),
            "min_value": gettext_lazy("Skriv et helt tall fra 1 til 12"),
            "max_value": gettext_lazy("Skriv et helt tall fra 1 til 12"),
        },
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Hvor ofte?"), widget=forms.RadioSelect,
        choices=[
            ("semester-1", gettext_lazy("Én i halvåret")),
            ("semester-2", gettext_lazy("To i halvåret")),
            ("year-1", gettext_lazy("Én i året")),
            ("month-1", gettext_lazy("Én i måneden")),
        ],
        error_messages={"required": gettext_lazy("Velg hvor ofte")},
    )  # fmt: skip
    start = WhenField(
        label=gettext_lazy("Når er den første?"),
        help_text=gettext_lazy("Skriv for eksempel «høsten 2027»."),
        error_messages={"required": gettext_lazy("Skriv når den første er, for eksempel «høsten 2027»")},
    )
    coordinators = forms.ChoiceField(
        label=gettext_lazy("Møter for koordinatorene mellom samlingene"), required=False, widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("Ingen")),
            (Kind.COORDINATOR_GATHERING, gettext_lazy("Koordinatorsamling")),
            (Kind.COORDINATOR_FOLLOW_UP, gettext_lazy("Oppfølging av koordinatorer")),
        ],
    )  # fmt: skip

    def clean_start(self):
        when = self.cleaned_data["start"]
        if when.start is None:
            raise forms.ValidationError(_("Skriv når den første er, for eksempel «høsten 2027»"))
        return when

    def proposed(self, plan: Plan) -> list[Said]:
        """What follows from what was filled in. Only for a valid form."""
        data = self.cleaned_data
        per, each = data["rhythm"].split("-")
        return generating.propose(
            known=plan.gatherings, count=data["count"], per=per, each=int(each), start=data["start"].start,
            coordinators=data["coordinators"],
        )  # fmt: skip


def rhythm_of(plan: Plan) -> str:
    """The programme's own cadence as a choice of the form; empty where its words are not one of them."""
    text = str(plan.programme.cadence)
    cadence = parse(text).cadence if text else None
    rhythm = f"{cadence.per}-{cadence.count}" if cadence else ""
    return rhythm if rhythm in dict(ProposalForm.base_fields["rhythm"].choices) else ""
