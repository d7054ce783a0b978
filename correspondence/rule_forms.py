"""What an adviser fills in about a rule of the letters. Every error says what to do."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from correspondence.models import RuleSetting
from correspondence.rule_actions import FIXED, MOST_DAYS
from correspondence.table import RuleOfTable
from programmes.fields import VersionedForm

SENT, OFF = "sent", "off"


class RuleForm(VersionedForm):
    """How far from its anchor, on the side where the table has it, and whether it is sent at all. No day is asked for
    where the answer deadline follows from it: that is set in the plan."""

    state = forms.ChoiceField(
        label=gettext_lazy("Skal brevet sendes?"), widget=forms.RadioSelect,
        choices=[(SENT, gettext_lazy("Ja")), (OFF, gettext_lazy("Nei, ikke i dette programmet"))],
        error_messages={"required": gettext_lazy("Velg om brevet skal sendes")},
    )  # fmt: skip
    days = forms.IntegerField(
        widget=forms.NumberInput(attrs={"data-width": "short", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Skriv hvor mange dager"),
            "invalid": gettext_lazy("Skriv et helt tall, for eksempel 14"),
        },
    )

    def __init__(self, *args, rule: RuleOfTable, anchor: str, own: RuleSetting | None, **kwargs):
        days = rule.days if own is None or own.days is None else own.days
        state = OFF if own and own.is_off else SENT
        initial = {"version": own.version if own else 0, "days": abs(days), "state": state}
        super().__init__(*args, initial=initial, **kwargs)
        self.rule = rule
        if rule.key in FIXED:
            del self.fields["days"]
            return
        field = self.fields["days"]
        field.label = _("Hvor mange dager %(side)s?") % {"side": side(rule, anchor)}
        field.min_value, field.max_value = int(self.is_before), MOST_DAYS
        usual = ngettext("Vanligvis én dag.", "Vanligvis %(n)s dager.", abs(rule.days)) % {"n": abs(rule.days)}
        field.help_text = usual + " " + _("Faller dagen på en helg, en helligdag eller i en ferie, flyttes brevet.")

    @property
    def is_before(self) -> bool:
        return self.rule.days < 0

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if not int(self.is_before) <= days <= MOST_DAYS:
            raise forms.ValidationError(
                _("Skriv et tall fra %(least)s til %(most)s") % {"least": int(self.is_before), "most": MOST_DAYS}
            )
        return days

    def said(self) -> dict[str, object]:
        """``days`` and ``is_off`` as ``rule_actions.set_rule`` takes them."""
        days, is_off = self.cleaned_data.get("days"), self.cleaned_data["state"] == OFF
        return {"days": -days if days and self.is_before else days, "is_off": is_off}


def side(rule: RuleOfTable, anchor: str) -> str:
    """«før påmeldingsfristen», «etter påmeldingsfristen»."""
    return (_("før %(anchor)s") if rule.days < 0 else _("etter %(anchor)s")) % {"anchor": anchor}
