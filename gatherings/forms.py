"""What an adviser fills in about the plan. Every error says what to do."""

from dataclasses import replace
from itertools import pairwise

from django import forms
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gatherings.actions import Said, within
from gatherings.fields import HoursField, write_hours
from gatherings.models import Gathering, Hours, count_days
from gatherings.plan import Plan
from municipalities.forms import OneLine, VersionedForm, plain_text
from programmes import formats
from programmes.fields import WhenField
from programmes.models import Deadline
from programmes.when import Precision, When
from programmes.words import Words

Kind, Form = Gathering.Kind, Gathering.Form
DAYS = 3  # days whose hours the form asks for, where the gathering has no more
MOST_PLACES = 10_000
TOO_LONG = gettext_lazy("Teksten er for lang. Bruk høyst %(limit_value)s tegn")

KINDS = (
    (Kind.JOINT, gettext_lazy("Fellessamling")),
    (Kind.EXPERIENCE, gettext_lazy("Erfaringssamling")),
    (Kind.COORDINATOR_GATHERING, gettext_lazy("Koordinatorsamling")),
    (Kind.COORDINATOR_FOLLOW_UP, gettext_lazy("Oppfølging av koordinatorer")),
    (Kind.INFORMATION_MEETING, gettext_lazy("Informasjonsmøte")),
    (Kind.DIGITAL_SESSION, gettext_lazy("Digital fagøkt")),
)


def _text(label, *, most=200, width="full", **kwargs):
    widget = plain_text(**{"data-width": width})
    return OneLine(
        label=label, required=False, max_length=most, widget=widget, error_messages={"max_length": TOO_LONG}, **kwargs
    )


def _number(label, most, **kwargs):
    """A whole number from 1; empty is «nobody has said»."""
    said = gettext_lazy("Skriv et helt tall fra 1, eller la feltet stå tomt")
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-width": "short"}),
        error_messages={
            "invalid": said, "min_value": said,
            "max_value": gettext_lazy("Tallet er for stort. Bruk høyst %(limit_value)s"),
        },
        **kwargs,
    )  # fmt: skip


class GatheringForm(VersionedForm):
    """One gathering. Everything may be left open, and says then that it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hva slags samling er det?"), choices=KINDS,
        widget=forms.Select(attrs={"data-width": "medium"}),
        error_messages={"required": gettext_lazy("Velg hva slags samling det er")},
    )  # fmt: skip
    number = _number(gettext_lazy("Nummer"), 99)
    gap = forms.ChoiceField(
        label=gettext_lazy("Mellom hvilke fellessamlinger?"), required=False,
        widget=forms.Select(attrs={"data-width": "medium"}),
    )  # fmt: skip
    theme_nb = _text(gettext_lazy("Tema på bokmål"))
    theme_nn = _text(gettext_lazy("Tema på nynorsk"))
    phase = forms.ModelChoiceField(
        label=gettext_lazy("Fase"), queryset=None, required=False, empty_label=gettext_lazy("Ingen fase"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )  # fmt: skip
    when = WhenField(
        label=gettext_lazy("Dato"), required=False,
        help_text=gettext_lazy(
            "Skriv det som er bestemt: «27.–28. april 2027», «uke 43 2027» eller «høsten 2027». Er ingenting bestemt, "
            "lar du feltet stå tomt."
        ),
    )  # fmt: skip
    days = _number(gettext_lazy("Antall dager"), 14, help_text=gettext_lazy("Trengs bare når datoen ikke sier det."))
    date_tentative = forms.BooleanField(label=gettext_lazy("Datoen er foreløpig"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Form"), required=False, widget=forms.RadioSelect,
        choices=[
            (Form.NOT_SAID, gettext_lazy("Ikke oppgitt")),
            (Form.DIGITAL, gettext_lazy("Digital")),
            (Form.PHYSICAL, gettext_lazy("Fysisk")),
            (Form.UNDECIDED, gettext_lazy("Digital eller fysisk: ikke avklart")),
        ],
    )  # fmt: skip
    form_tentative = forms.BooleanField(label=gettext_lazy("Formen er foreløpig"), required=False)
    place = _text(gettext_lazy("Sted"), most=120, width="medium")
    link = forms.URLField(
        label=gettext_lazy("Lenke til det digitale møtet"), required=False, assume_scheme="https", max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Skriv hele adressen, for eksempel https://mote.example.no/abc")},
    )  # fmt: skip
    places_total = _number(gettext_lazy("Plasser i alt"), MOST_PLACES)
    places_per_organisation = _number(gettext_lazy("Plasser per kommune"), MOST_PLACES)
    answer_deadline = WhenField(label=gettext_lazy("Svarfrist"), required=False)
    label_nb = _text(gettext_lazy("Eget navn på bokmål"), most=80, width="medium")
    label_nn = _text(gettext_lazy("Eget navn på nynorsk"), most=80, width="medium")
    external_url = forms.URLField(
        label=gettext_lazy("Nettside om samlingen"), required=False, assume_scheme="https", max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Skriv hele adressen, for eksempel https://www.ks.no/kalender/")},
    )  # fmt: skip

    def __init__(self, *args, plan: Plan, gathering: Gathering | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.gathering = plan, gathering
        self.fields["phase"].queryset = plan.programme.phases.all()
        self.fields["gap"].choices = [("", _("Ikke bestemt")), *_gaps(plan, gathering)]
        self.fields["answer_deadline"].help_text = self._about_answers()
        if gathering is None:
            self.fields["number"].help_text = self._about_numbers()
        lasts = gathering.day_count if gathering else None
        self._hours = [f"hours_{number}" for number in range(1, max(DAYS, lasts or 1) + 1)]
        for number, name in enumerate(self._hours, start=1):
            self.fields[name] = HoursField(label=_("Dag %(n)s") % {"n": number}, required=False)
        if gathering:
            self.initial = {**initial_of(gathering), **self.initial}

    def _about_answers(self):
        days = self.plan.answering.get(self.gathering.pk) if self.gathering else None
        if days is None:
            return _("Lar du feltet stå tomt, følger fristen av datoen: to uker før samlingen.")
        derived = formats.day(days.follows, get_language() or "nb")
        return _("Lar du feltet stå tomt, følger fristen av datoen: %(day)s.") % {"day": derived}

    def _about_numbers(self):
        """Said and not filled in: a number in the field would stay when another kind is chosen."""
        return _("Står feltet tomt, blir neste fellessamling nummer %(n)s.") % {"n": self.plan.next_number(Kind.JOINT)}

    @property
    def hours_fields(self):
        return [self[name] for name in self._hours]

    def clean(self):
        data = super().clean()
        if "when" not in self.errors:
            self._take_from_the_words(data)
            self._settle_days(data)
            self._check_hours(data)
            self._check_answer_deadline(data)
        if data.get("form_tentative") and data.get("form") not in (Form.DIGITAL, Form.PHYSICAL):
            self.add_error("form_tentative", _("Velg digital eller fysisk, eller fjern haken for foreløpig"))
        total, each = data.get("places_total"), data.get("places_per_organisation")
        if total and each and each > total:
            said = _("Skriv %(total)s eller lavere, eller øk plassene i alt")
            self.add_error("places_per_organisation", said % {"total": total})
        return data

    def _take_from_the_words(self, data):
        """«17. november kl. 10 (digitalt)» says more than a day: it is taken where the form says nothing else. Of words
        that nobody touched it was taken before: what is chosen now holds, and words against it are let go."""
        reading = self.fields["when"].reading
        if reading is None:
            return
        written = Hours(reading.starts_at, reading.ends_at) if reading.starts_at else None
        other_form = bool(reading.form) and reading.form != (data.get("form") or "")
        if "when" not in self.changed_data:
            if other_form or (written and data.get("hours_1") != written):
                data["when"] = replace(data["when"], text="")
            return
        if other_form and data.get("form"):
            self.add_error("form", _("Du har skrevet en annen form i datoen enn den du har valgt her. Velg én av dem"))
        elif reading.form:
            data["form"] = reading.form
            data["form_tentative"] = data.get("form_tentative") or reading.form_tentative
        if written:
            self._take_hours(data, written)

    def _take_hours(self, data, written):
        """The hours in the date are each day's."""
        filled = {data.get(name) for name in self._hours} - {None}
        if not filled:
            for number in range(1, (count_days(data["when"]) or 1) + 1):
                data[f"hours_{number}"] = written
        elif data.get("hours_1") != written:
            said = _("Du har skrevet %(hours)s i datoen og noe annet her. Velg én av dem")
            self.add_error("hours_1", said % {"hours": write_hours(written)})

    def _settle_days(self, data):
        """How many days, where the date does not say; and the doubt that the box adds to the words'."""
        when, days = data["when"], data.get("days")
        spans = (when.end - when.start).days + 1 if when.start and when.end else None
        lasts = count_days(when)
        if lasts and "days" not in self.changed_data:
            days = None  # what stood there was for the date before
        if days and lasts and days != lasts:
            text = ngettext(
                "Datoen sier én dag. La feltet stå tomt, eller endre datoen",
                "Datoen sier %(n)s dager. La feltet stå tomt, eller endre datoen",
                lasts,
            )
            self.add_error("days", text % {"n": lasts})
        elif days and spans and days > spans:
            said = _("Så mange dager får ikke plass i datoen. Skriv et lavere tall, eller endre datoen")
            self.add_error("days", said)
        else:
            typed = "when" in self.changed_data  # of words that nobody touched the box alone says the doubt
            tentative = bool(data.get("date_tentative")) or (typed and when.tentative)
            data["when"] = replace(when, days=when.days or days, tentative=tentative)

    def _check_hours(self, data):
        lasts = count_days(data["when"]) or 1
        for name in self._hours:
            if data.get(name) and int(name.removeprefix("hours_")) > lasts:
                text = ngettext(
                    "Datoen sier at samlingen varer én dag. Ta bort klokkeslettet her, eller endre datoen",
                    "Datoen sier at samlingen varer %(n)s dager. Ta bort klokkeslettet her, eller endre datoen",
                    lasts,
                )
                self.add_error(name, text % {"n": lasts})

    def _check_answer_deadline(self, data):
        deadline, when = data.get("answer_deadline"), data["when"]
        if not deadline or not deadline.precision:
            return
        try:
            _refuse_hours(self, "answer_deadline", is_deadline=True)
        except forms.ValidationError as fault:
            self.add_error("answer_deadline", fault)
            return
        if deadline.precision != "day":
            self.add_error("answer_deadline", _("Skriv én dag, for eksempel 13. april 2027"))
        elif when.has_day and deadline.start >= when.start:
            first = formats.day(when.start, get_language() or "nb")
            self.add_error("answer_deadline", _("Velg en dag før samlingen, %(day)s") % {"day": first})

    def said(self) -> Said:
        """What was filled in. Only for a valid form."""
        data = self.cleaned_data
        coordinates = data["kind"] in (Kind.COORDINATOR_GATHERING, Kind.COORDINATOR_FOLLOW_UP)
        after, before = data["gap"].split("-") if coordinates and data["gap"] else (None, None)
        same = ("kind", "number", "phase", "when", "form", "form_tentative", "place", "link", "external_url",
                "places_total", "places_per_organisation")  # fmt: skip
        said = Said(
            **{name: data[name] for name in same},
            label=Words(data["label_nb"], data["label_nn"]),
            theme=Words(data["theme_nb"], data["theme_nn"]),
            hours=tuple(data.get(name) for name in self._hours),
            answer_deadline=data["answer_deadline"].start if data["answer_deadline"] else None,
            after_number=int(after) if after else None,
            before_number=int(before) if before else None,
        )
        if self.gathering is None and said.number is None:
            said = replace(said, number=self.plan.next_number(said.kind, after_number=said.after_number))
        return within(said)


def initial_of(gathering: Gathering) -> dict[str, object]:
    """What the form shows for a gathering that is there."""
    same = ("kind", "number", "phase", "date_tentative", "form", "form_tentative", "place", "link", "external_url",
            "places_total", "places_per_organisation", "version")  # fmt: skip
    deadline = gathering.answer_deadline
    return {
        **{name: getattr(gathering, name) for name in same},
        "when": _without_doubt(gathering.when) if gathering.precision else When(),
        "days": None if gathering.when.has_day else gathering.days,
        "gap": f"{gathering.after_number}-{gathering.before_number}" if gathering.after_number else "",
        "theme_nb": gathering.theme.nb,
        "theme_nn": gathering.theme.nn,
        "label_nb": gathering.label.nb,
        "label_nn": gathering.label.nn,
        "answer_deadline": When.day(deadline) if deadline else None,
        **{f"hours_{number}": hours for number, hours in gathering.hours.items()},
    }


def _refuse_hours(form: forms.Form, name: str, *, is_deadline: bool) -> None:
    """A time that is typed and kept nowhere is told. Words that nobody touched are left as they are."""
    reading = form.fields[name].reading
    if name not in form.changed_data or reading is None or reading.starts_at is None:
        return
    if is_deadline:
        raise forms.ValidationError(_("Ta bort klokkeslettet. Fristen varer alltid til midnatt"))
    raise forms.ValidationError(_("Ta bort klokkeslettet. Her skriver du bare datoen"))


def _without_doubt(when: When) -> When:
    """The box beside the field says the doubt; a month and a semester are doubtful in themselves."""
    return replace(when, tentative=when.precision in (Precision.MONTH, Precision.SEMESTER))


def _gaps(plan: Plan, gathering: Gathering | None) -> list[tuple[str, str]]:
    """The gaps between one joint gathering and the next, and the one that the gathering stands in."""
    numbers = sorted(row.number for row in plan.gatherings if row.kind == Kind.JOINT and row.number)
    gaps = list(pairwise(numbers))
    if gathering and gathering.after_number and (gathering.after_number, gathering.before_number) not in gaps:
        gaps.append((gathering.after_number, gathering.before_number))
    text = _("Mellom samling %(after)s og %(before)s")
    return [(f"{after}-{before}", text % {"after": after, "before": before}) for after, before in gaps]


class DeadlineForm(VersionedForm):
    """The sign-up deadline, the pre-meeting's window, or when the reflection note is sent."""

    when = WhenField(label=gettext_lazy("Dato"), required=False)

    LABELS = {
        Deadline.Kind.SIGN_UP: (
            gettext_lazy("Siste dag for å svare"),
            gettext_lazy("Fristen varer til midnatt. Skriv for eksempel «15. desember 2027»."),
        ),
        Deadline.Kind.PRE_MEETING: (
            gettext_lazy("Når kan kommunene ha formøtet?"),
            gettext_lazy("Skriv for eksempel «15. desember 2027–22. januar 2028»."),
        ),
        Deadline.Kind.REFLECTION_NOTE: (
            gettext_lazy("Når sendes refleksjonsnotatet?"),
            gettext_lazy("Skriv for eksempel «etter 15. desember 2027»."),
        ),
    }

    PURPOSES = {
        Deadline.Kind.PRE_MEETING: (
            gettext_lazy("Hva er formøtet til? Bokmål"), gettext_lazy("Hva er formøtet til? Nynorsk"),
        ),
        Deadline.Kind.REFLECTION_NOTE: (
            gettext_lazy("Hva er refleksjonsnotatet? Bokmål"), gettext_lazy("Hva er refleksjonsnotatet? Nynorsk"),
        ),
    }  # fmt: skip

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["when"].label, self.fields["when"].help_text = self.LABELS[kind]
        if kind in self.PURPOSES:
            self.fields["purpose_nb"], self.fields["purpose_nn"] = map(_text, self.PURPOSES[kind])

    def clean_when(self):
        when = self.cleaned_data["when"] or When()
        _refuse_hours(self, "when", is_deadline=self.kind == Deadline.Kind.SIGN_UP)
        if self.kind == Deadline.Kind.SIGN_UP and when.precision == "range":
            raise forms.ValidationError(_("Skriv én dag, for eksempel 15. desember 2027"))
        if self.kind == Deadline.Kind.PRE_MEETING and when.precision == Precision.RANGE:
            return replace(when, days=None)  # a window lies between its days, and lasts for none
        return when

    def purpose(self) -> Words | None:
        """None where it is not asked for. Only for a valid form."""
        data = self.cleaned_data
        return Words(data["purpose_nb"], data["purpose_nn"]) if "purpose_nb" in data else None


def initial_of_deadline(when: When, purpose: Words) -> dict[str, object]:
    """What the form shows for a deadline that is there."""
    return {"when": when, "purpose_nb": purpose.nb, "purpose_nn": purpose.nn}
