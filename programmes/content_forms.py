"""What an adviser fills in about a programme's content: one form a kind of row."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.fields import Number, OneLine, plain_text
from programmes.models import ContentBlock, CostLine, Resource, SectorCell
from programmes.norm_forms import ContentForm, Pair
from programmes.words import NORMS

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100  # as the models'
Kind = ContentBlock.Kind


class BlockForm(ContentForm):
    """A line of words of one kind."""

    kinds: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(self.kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Hva er det?"),
                widget=forms.RadioSelect,
                choices=[(kind, Kind(kind).label) for kind in self.kinds],
                error_messages={"required": _("Velg hva det er")},
            )
            if self.row:
                self.initial.setdefault("kind", self.row.kind)

    def values(self):
        return {"kind": self.kinds[0]} | super().values() if len(self.kinds) == 1 else super().values()


class AmbitionForm(BlockForm):
    kinds = (Kind.AMBITION,)
    pairs = (Pair("text", gettext_lazy("Ambisjon"), gettext_lazy("Skriv ambisjonen på bokmål eller nynorsk")),)


class GoalForm(BlockForm):
    kinds = (Kind.COMPETENCE_GOAL,)
    pairs = (Pair("text", gettext_lazy("Kompetansemål"), gettext_lazy("Skriv målet på bokmål eller nynorsk"), rows=3),)


class ResponsibilityForm(BlockForm):
    kinds = (Kind.RESPONSIBILITY,)
    pairs = (
        Pair("text", gettext_lazy("Hva det gjelder"), gettext_lazy("Skriv hva ansvaret gjelder"), rows=1,
             help=gettext_lazy("For eksempel styring.")),
        Pair("more", gettext_lazy("Hvem som har ansvaret"), gettext_lazy("Skriv hvem som har ansvaret"), rows=1,
             help=gettext_lazy("For eksempel politisk ansvar.")),
    )  # fmt: skip


class DirectionForm(BlockForm):
    kinds = ContentBlock.DIRECTIONS
    order = ("kind", "text")
    pairs = (Pair("text", gettext_lazy("Tekst"), gettext_lazy("Skriv teksten på bokmål eller nynorsk")),)


class ApproachForm(BlockForm):
    kinds = (Kind.APPROACH,)
    pairs = (Pair("text", gettext_lazy("Tilnærming"), gettext_lazy("Skriv tilnærmingen på bokmål eller nynorsk"),
                  rows=1, help=gettext_lazy("Noe kommunene kan velge å bygge på, for eksempel FNs barnekonvensjon.")),
             )  # fmt: skip


class OfferForm(BlockForm):
    kinds = ContentBlock.OFFERS
    order = ("kind", "text", "more")
    pairs = (
        Pair("text", gettext_lazy("Tilbudet"), gettext_lazy("Skriv hva kommunene kan få"), rows=1),
        Pair("more", gettext_lazy("Hvor"), rows=1, help=gettext_lazy("For eksempel kommunestyret.")),
    )
    tentative = forms.BooleanField(
        label=gettext_lazy("Foreløpig"),
        required=False,
        help_text=gettext_lazy("Kryss av når tilbudet ikke er bestemt, eller bare er et eksempel."),
    )


class QuestionForm(BlockForm):
    kinds = (Kind.REFLECTION_QUESTION,)
    pairs = (Pair("text", gettext_lazy("Spørsmål"), gettext_lazy("Skriv spørsmålet på bokmål eller nynorsk")),)


def _year(label, missing="", **kwargs):
    fault = gettext_lazy("Skriv årstallet med fire sifre, for eksempel 2018")
    return forms.IntegerField(
        label=label,
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        required=bool(missing),
        widget=plain_text(inputmode="numeric", **{"data-width": "short"}),
        error_messages={"required": missing, "invalid": fault, "min_value": fault, "max_value": fault},
        **kwargs,
    )


class FigureForm(ContentForm):
    order = ("value", "approx", "text", "source", "year", "county")
    pairs = (
        Pair("text", gettext_lazy("Hva tallet viser"), gettext_lazy("Skriv hva tallet viser"),
             help=gettext_lazy("Fortsettelsen etter tallet, for eksempel: barn har vedtak om spesialundervisning.")),
        Pair("source", gettext_lazy("Kilde"), gettext_lazy("Skriv hvor tallet kommer fra"), rows=1,
             help=gettext_lazy("Bruk navnet kilden hadde da tallet kom.")),
    )  # fmt: skip
    value = Number(label=gettext_lazy("Tall"), max_digits=12, error_messages={"required": gettext_lazy("Skriv tallet")})
    approx = forms.BooleanField(
        label=gettext_lazy("Omtrentlig tall"), required=False, help_text=gettext_lazy("Tallet vises med «ca.» foran.")
    )
    year = _year(gettext_lazy("Året tallet gjelder"), gettext_lazy("Skriv hvilket år tallet gjelder"))
    county = OneLine(
        label=gettext_lazy("Fylke"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Når tallet gjelder ett fylke."),
        widget=plain_text(**{"data-width": "medium"}),
        error_messages={"max_length": gettext_lazy("Navnet er for langt. Bruk høyst 80 tegn")},
    )


class EndorsementForm(ContentForm):
    pairs = (
        Pair("body", gettext_lazy("Hvem"), gettext_lazy("Skriv hvem som står bak programmet"), rows=1,
             help=gettext_lazy("Bruk navnet organet hadde da. Fylkesmannen heter Statsforvalteren fra 2021.")),
        Pair("how", gettext_lazy("Hvordan"), gettext_lazy("Skriv hvordan de støtter programmet"), rows=1,
             help=gettext_lazy("For eksempel full tilslutning.")),
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("Dato"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("La feltet stå tomt hvis du ikke vet dagen."),
        error_messages={"invalid": gettext_lazy("Skriv datoen som dag.måned.år, for eksempel 31.01.2027")},
    )


class CostForm(ContentForm):
    order = ("what", "payer", "is_fee", "amount", "possible", "only_digital")
    pairs = (Pair("what", gettext_lazy("Hva det gjelder"), gettext_lazy("Skriv hva kostnaden gjelder"),
                  help=gettext_lazy("For eksempel reise, opphold eller deltakeravgift.")),)  # fmt: skip
    payer = forms.ChoiceField(
        label=gettext_lazy("Hvem betaler?"),
        widget=forms.RadioSelect,
        choices=[
            (CostLine.Payer.FUNDS, gettext_lazy("Programmet dekker det")),
            (CostLine.Payer.ORGANISATION, gettext_lazy("Kommunen eller fylkeskommunen betaler selv")),
        ],
        error_messages={"required": gettext_lazy("Velg hvem som betaler")},
    )
    is_fee = forms.BooleanField(
        label=gettext_lazy("Det er en avgift eller egenandel som KS fakturerer"), required=False
    )
    amount = Number(
        label=gettext_lazy("Beløp i kroner"),
        required=False,
        max_digits=9,
        help_text=gettext_lazy("La feltet stå tomt når beløpet ikke er fastsatt. Da står det «Beløp ikke fastsatt»."),
        error_messages={"invalid": gettext_lazy("Skriv bare beløpet, for eksempel 4500")},
    )
    possible = forms.BooleanField(label=gettext_lazy("Det er ikke bestemt, men kan bli aktuelt"), required=False)
    only_digital = forms.BooleanField(label=gettext_lazy("Det gjelder bare digitale samlinger"), required=False)

    def initial_of(self, row):
        return super().initial_of(row) | {"possible": not row.certain, "only_digital": row.only_form == "digital"}

    def clean(self):
        data = super().clean()
        amount, is_fee = data.get("amount"), data.get("is_fee")
        if amount is not None and amount <= 0:
            self.add_error("amount", _("Skriv et beløp over 0, eller la feltet stå tomt når det ikke er fastsatt"))
        elif amount is not None and not is_fee:
            self.add_error("amount", _("Kryss av for avgift eller egenandel over, eller ta bort beløpet"))
        if is_fee and data.get("payer") == CostLine.Payer.FUNDS:
            self.add_error("is_fee", _("En avgift kan ikke dekkes av programmet. Ta bort krysset, eller velg at "
                                       "kommunen betaler"))  # fmt: skip
        return data

    def values(self):
        values = super().values()
        certain, only_digital = not values.pop("possible"), values.pop("only_digital")
        return values | {"certain": certain, "only_form": "digital" if only_digital else ""}


class ResourceForm(ContentForm):
    order = ("kind", "title", "url", "year", "phase", "captions")
    pairs = (Pair("title", gettext_lazy("Tittel"), gettext_lazy("Skriv tittelen"), rows=1),)
    kind = forms.ChoiceField(
        label=gettext_lazy("Hva er det?"),
        choices=[("", gettext_lazy("Velg")), *Resource.Kind.choices],
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"required": gettext_lazy("Velg hva det er")},
    )
    url = forms.CharField(
        label=gettext_lazy("Nettadresse"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Leseren går dit. Ingenting blir vist inne i portalen."),
        widget=plain_text(inputmode="url"),
        error_messages={"max_length": gettext_lazy("Adressen er for lang. Bruk høyst 500 tegn")},
    )
    year = _year(gettext_lazy("År"))
    phase = forms.ModelChoiceField(
        label=gettext_lazy("Fase"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Hele programmet"),
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"invalid_choice": gettext_lazy("Velg en av fasene i lista")},
    )
    captions = forms.ChoiceField(
        label=gettext_lazy("Er filmen tekstet?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nei")), ("", gettext_lazy("Vet ikke"))],
        help_text=gettext_lazy("Gjelder bare film. Filmer som det offentlige legger ut, skal være tekstet."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = self.programme.phases.all()
        self.fields["phase"].label_from_instance = lambda phase: str(phase.name)

    def initial_of(self, row):
        said = {True: "yes", False: "no", None: ""}[row.captioned]
        return super().initial_of(row) | {"captions": said, "phase": row.phase_id}

    def clean_url(self):
        url = self.cleaned_data["url"].strip()
        if not url:
            return ""
        try:
            forms.URLField(assume_scheme="https").clean(url)
        except forms.ValidationError:
            url = ""
        if not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Skriv hele adressen. Den begynner med https://"))
        return url

    def values(self):
        values = super().values()
        captioned = {"yes": True, "no": False}.get(values.pop("captions"))
        return values | {"captioned": captioned if values["kind"] == Resource.Kind.FILM else None}


class ContactForm(ContentForm):
    pairs = (Pair("purpose", gettext_lazy("Hva kontakten gjelder"), gettext_lazy("Skriv hva kontakten gjelder"),
                  rows=1, help=gettext_lazy("For eksempel påmelding eller prosessveileder. Skriv ikke navn.")),
             )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-postadresse"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Alle kan lese den. Bruk helst en adresse som hører til en rolle."),
        widget=forms.EmailInput(attrs={"data-width": "medium", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Skriv en fullstendig e-postadresse, for eksempel absolutt@ks.no"),
            "max_length": gettext_lazy("E-postadressen er for lang. Bruk høyst 254 tegn"),
        },
    )
    phone = OneLine(
        label=gettext_lazy("Telefonnummer"),
        required=False,
        max_length=20,
        widget=plain_text(inputmode="tel", **{"data-width": "short"}),
        error_messages={"max_length": gettext_lazy("Nummeret er for langt. Bruk høyst 20 tegn")},
    )

    def clean_phone(self):
        phone = "".join(self.cleaned_data["phone"].split())
        if phone and not (phone.removeprefix("+").isdecimal() and len(phone) >= 5):
            raise forms.ValidationError(_("Skriv nummeret med bare sifre, for eksempel 22 22 22 22"))
        return phone


class LevelForm(ContentForm):
    pairs = (Pair("name", gettext_lazy("Nivå"), gettext_lazy("Skriv navnet på nivået"), rows=1,
                  help=gettext_lazy("For eksempel kommune.")),)  # fmt: skip


class SectorForm(ContentForm):
    """A service: who has it at each level. A level is left empty where nobody has."""

    def __init__(self, *args, programme, row=None, **kwargs):
        self.levels = list(programme.sector_levels.all())
        super().__init__(*args, programme=programme, row=row, **kwargs)
        for level in self.levels:
            self.fields[f"uncertain_{level.pk}"] = forms.BooleanField(
                label=_("Usikkert"), required=False, help_text=_("Vises som «usikkert» ved siden av teksten.")
            )
        self.order = tuple(name for level in self.levels for name in (f"at_{level.pk}", f"uncertain_{level.pk}"))

    def all_pairs(self):
        return tuple(Pair(f"at_{level.pk}", str(level.name), rows=1) for level in self.levels)

    def initial_of(self, row):
        initial = {}
        for cell in row.cells.all():
            initial |= {f"at_{cell.level_id}_{norm}": getattr(cell.text, norm) for norm in NORMS}
            initial[f"uncertain_{cell.level_id}"] = cell.uncertain
        return initial

    def clean(self):
        data = super().clean()
        texts = {level: [f"at_{level.pk}_{norm}" for norm in NORMS] for level in self.levels}
        for level, names in texts.items():
            empty = not any(data.get(name) or name in self.errors for name in names)
            if empty and data.get(f"uncertain_{level.pk}"):
                self.add_error(f"uncertain_{level.pk}", _("Skriv hva som er usikkert, eller ta bort krysset"))
        if self.levels and not any(data.get(name) for names in texts.values() for name in names) and not self.errors:
            self.add_error(texts[self.levels[0]][0], _("Fyll ut minst ett nivå"))
        return data

    def values(self):
        """The cells that shall be, {level: (words, uncertain)}."""
        found = {level: (self.words(f"at_{level.pk}"), self.cleaned_data[f"uncertain_{level.pk}"])
                 for level in self.levels}  # fmt: skip
        return {"cells": {level: SectorCell(level=level, text=text, uncertain=uncertain)
                          for level, (text, uncertain) in found.items() if text}}  # fmt: skip
