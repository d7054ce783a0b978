"""What an adviser fills in about how a programme is set up: its own facts, its phases, rules and roles."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import lifecycle
from programmes.fields import WhenField, plain_text
from programmes.models import CompositionRule
from programmes.norm_forms import ContentForm, Pair
from programmes.roles import FREE_LEVELS, KNOWN, Level, recognise

_DIRECTORS = ("municipal_director", "county_director")

_KEPT = {
    "contact_email": gettext_lazy("Programmet er kunngjort og må ha en kontaktadresse. Skriv en annen adresse"),
    "when": gettext_lazy("Programmet er kunngjort og må ha en periode. Skriv en annen periode"),
}


class FactsForm(ContentForm):
    """The programme's own words and limits. ``row`` is the programme itself."""

    order = (
        "title", "subtitle", "when", "target_group", "age_span", "contact_email", "letters_from", "county_takes_part",
        "commits_to_all_gatherings", "group_term", "limited_places", "director_rule", "youth_rule", "coordinator_rule",
        "reference_group_rule", "cadence", "venue", "sign_up_by", "sign_up_channel",
    )  # fmt: skip
    pairs = (
        Pair("title", gettext_lazy("Tittel"), gettext_lazy("Skriv hva programmet heter"), rows=1),
        Pair("subtitle", gettext_lazy("Undertittel")),
        Pair("target_group", gettext_lazy("Hvem programmet er for")),
        Pair("age_span", gettext_lazy("Aldersgruppe"), rows=1, help=gettext_lazy("For eksempel 0–24 år.")),
        Pair("group_term", gettext_lazy("Hva gruppa heter"), rows=1,
             help=gettext_lazy("Grunnformen, for eksempel kjernegruppe eller deltakergruppe.")),
        Pair("limited_places", gettext_lazy("Om begrenset plass")),
        Pair("director_rule", gettext_lazy("Om kommunedirektørens rolle")),
        Pair("youth_rule", gettext_lazy("Om barn og unge i gruppa")),
        Pair("coordinator_rule", gettext_lazy("Om koordinatoren")),
        Pair("reference_group_rule", gettext_lazy("Om referansegruppa")),
        Pair("cadence", gettext_lazy("Hvor ofte det er samling"), rows=1,
             help=gettext_lazy("For eksempel én fellessamling per semester.")),
        Pair("venue", gettext_lazy("Sted for samlingene"), rows=1),
    )  # fmt: skip
    when = WhenField(
        label=gettext_lazy("Periode"),
        required=False,
        help_text=gettext_lazy("Skriv så nøyaktig som det er bestemt: «2028–2030», «høsten 2028»."),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Kontaktadresse"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Kommunene svarer hit, og alle kan lese den. Bruk en adresse som hører til en rolle."),
        widget=forms.EmailInput(attrs={"data-width": "medium", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Skriv en fullstendig e-postadresse, for eksempel absolutt@ks.no")},
    )
    letters_from = forms.DateField(
        label=gettext_lazy("Brev sendes fra og med"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Står feltet tomt, sender programmet ingen brev. De begynner når påmeldingen åpner."),
        error_messages={"invalid": gettext_lazy("Skriv datoen som dag.måned.år, for eksempel 31.01.2027")},
    )
    county_takes_part = forms.BooleanField(label=gettext_lazy("Fylkeskommunen kan være med"), required=False)
    commits_to_all_gatherings = forms.BooleanField(
        label=gettext_lazy("De som melder seg på, forplikter seg til å delta på alle samlingene"), required=False
    )
    sign_up_by = forms.ChoiceField(
        label=gettext_lazy("Hvem som melder på"),
        required=False,
        choices=[("", gettext_lazy("Ikke oppgitt")), ("municipal_director", gettext_lazy("Kommunedirektøren"))],
        widget=forms.Select(attrs={"data-width": "medium"}),
    )
    sign_up_channel = forms.ChoiceField(
        label=gettext_lazy("Hvordan de melder på"),
        required=False,
        choices=[
            ("", gettext_lazy("Ikke oppgitt")),
            ("portal", gettext_lazy("I portalen")),
            ("email", gettext_lazy("På e-post")),
            ("telephone", gettext_lazy("På telefon")),
        ],
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def clean(self):
        data = super().clean()
        for name in lifecycle.taken_away(self.row, data):
            self.add_error(name, _KEPT[name])
        return data


class PhaseForm(ContentForm):
    pairs = (
        Pair("name", gettext_lazy("Navn på fasen"), gettext_lazy("Skriv hva fasen heter"), rows=1),
        Pair("subtitle", gettext_lazy("Undertittel"), rows=1),
        Pair("question", gettext_lazy("Spørsmål"), rows=1, help=gettext_lazy("For eksempel: Hvor er vi?")),
    )

    def values(self):
        """A new phase gets a key of its own, which nobody sees; one that is copied keeps the framework's."""
        return super().values() | ({} if self.row else {"key": self._free_key()})

    def _free_key(self):
        taken = set(self.programme.phases.values_list("key", flat=True))
        return next(key for key in (f"phase-{n}" for n in range(1, 1000)) if key not in taken)


def rule_subjects():
    """(«level:political», its words): whom a rule may be about."""
    levels = [(f"level:{level}", Level(level).label) for level in Level]
    known = [(f"role:{key}", str(role.name)) for key, role in KNOWN.items() if key != "coordinator"]
    return [
        *levels, ("role:coordinator", _("Koordinator")), ("group:reference", _("Referansegruppe")), *known,
    ]  # fmt: skip


class RuleForm(ContentForm):
    order = ("subject", "strength", "least", "sponsor")
    subject = forms.ChoiceField(
        label=gettext_lazy("Hvem gjelder det?"),
        choices=(),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"required": gettext_lazy("Velg hvem det gjelder")},
    )
    strength = forms.ChoiceField(
        label=gettext_lazy("Hvor viktig er det?"),
        widget=forms.RadioSelect,
        choices=[
            (CompositionRule.Strength.REQUIRED, gettext_lazy("Må være med. Gruppa kan ikke bekreftes uten")),
            (CompositionRule.Strength.DESIRED, gettext_lazy("Bør være med. Kommunen får beskjed når noen mangler")),
            (CompositionRule.Strength.HINT, gettext_lazy("Gjerne. Kommunen får et tips")),
        ],
        error_messages={"required": gettext_lazy("Velg må, bør eller gjerne")},
    )
    least = forms.IntegerField(
        label=gettext_lazy("Minst hvor mange?"),
        min_value=1,
        max_value=50,
        initial=1,
        widget=plain_text(inputmode="numeric", **{"data-width": "short"}),
        error_messages={
            "required": gettext_lazy("Skriv hvor mange det minst skal være"),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value"), gettext_lazy("Skriv et helt tall fra 1 til 50, for eksempel 2")
            ),
        },
    )
    sponsor = forms.BooleanField(
        label=gettext_lazy("Kan også støtte arbeidet uten plass i gruppa"),
        required=False,
        help_text=gettext_lazy("Gjelder bare kommunedirektøren."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", _("Velg")), *rule_subjects()]

    def initial_of(self, row):
        subject = next(f"{kind}:{getattr(row, kind)}" for kind in ("level", "role", "group") if getattr(row, kind))
        return super().initial_of(row) | {"subject": subject, "sponsor": "sponsor" in row.may_be}

    def clean(self):
        data = super().clean()
        if data.get("sponsor") and data.get("subject", "").removeprefix("role:") not in _DIRECTORS:
            self.add_error("sponsor", _("Ta bort krysset, eller velg kommunedirektøren"))
        return data

    def values(self):
        values = super().values()
        kind, value = values.pop("subject").split(":")
        may_be = ["member", "sponsor"] if values.pop("sponsor") else []
        if self.row and not may_be and "sponsor" not in self.row.may_be:
            may_be = self.row.may_be  # as the programme's file said it
        return values | {"level": "", "role": "", "group": "", kind: value, "may_be": may_be}


class RoleForm(ContentForm):
    """A role that the catalogue knows has its level there; any other is given one."""

    pairs = (Pair("name", gettext_lazy("Rolle"), gettext_lazy("Skriv hva rollen heter"), rows=1),)
    level = forms.ChoiceField(
        label=gettext_lazy("Hvor i kommunen?"),
        required=False,
        choices=[("", gettext_lazy("Vet ikke")), *((level.value, level.label) for level in FREE_LEVELS)],
        help_text=gettext_lazy("Kravene til gruppa teller etter dette. Kjente roller får det av seg selv."),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def initial_of(self, row):
        known = super().initial_of(row)
        return known | {"level": "" if row.key else row.level}

    def values(self):
        values = super().values()
        key, level = recognise(values["name"].nb)
        return values | {"key": key, "level": level or values["level"]}
