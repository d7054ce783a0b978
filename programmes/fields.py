"""Fields that forms of several rooms are made of; among them a date typed as people write it. Every error says what to
do."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from programmes import formats
from programmes.understanding import Understanding, explain, no_date, problem, understand
from programmes.when import LONGEST, Reading, When, parse


class OneLine(forms.CharField):
    """A text on one line: a name with a line break in it could write a letter of its own. Nothing is cut off in
    silence as it is pasted: the browser is not told the limit, and the error says it."""

    def to_python(self, value: Any) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in super().to_python(value) or "").split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Number(forms.DecimalField):
    """A number as people write it: «10 000», «12,5». ``Decimal``, or None for an empty field."""

    def __init__(self, *, width: str = "short", **kwargs: Any) -> None:
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-width": width})
        )
        kwargs["error_messages"] = {
            "invalid": gettext_lazy("Skriv bare tallet, for eksempel 6763 eller 12,5"),
            "max_decimal_places": gettext_lazy("Skriv tallet med høyst to desimaler, for eksempel 12,5"),
            "max_whole_digits": gettext_lazy("Tallet er for stort. Se over sifrene"),
            "max_digits": gettext_lazy("Tallet er for stort. Se over sifrene"),
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()).replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A number from the database as it is written: without zeros that say nothing, and with a comma."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if value % 1 else f"{int(value)}"


def plain_text(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


class VersionedForm(forms.Form):
    """Carries the version that the page showed, so that two people do not overwrite each other."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def as_typed(value: When | str | None, language: str | None = None) -> str:
    """What stands in the field for ``value``: its own words, else written in full so that they can be read back."""
    if not isinstance(value, When):
        return value or ""
    if value.text or value == When():
        return value.text
    return value.in_full(language or get_language() or "nb").replace(formats.NBSP, " ")


class WhenInput(forms.TextInput):
    """An input with, below it, how its words are understood: as one types where there is JavaScript (the page loads
    ``ds/live.html`` in its head), else when the server shows the form again."""

    template_name = "ds/when.html"
    default_year: int | None = None
    kept: When | None = None  # the value that the form began with

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["attrs"]
        region = f"{shown.get('id') or name}_understood"
        invalid = shown.get("aria-invalid") == "true"  # then the field's error says it
        shown["aria-describedby"] = " ".join(filter(None, (shown.get("aria-describedby"), region)))
        context["widget"] |= {
            "region": region,
            "default_year": self.default_year,
            "understood": Understanding() if invalid else self._understood(value or ""),
        }
        return context

    def _understood(self, text: str) -> Understanding:
        if self.kept is not None and self.kept.precision and text.strip() == as_typed(self.kept).strip():
            return explain(Reading(when=self.kept, text=text))
        return understand(text, self.default_year)


class WhenField(forms.CharField):
    """Its value is a ``When`` whose ``text`` is the words as typed; an empty field that is not required is ``When()``.

    After cleaning, ``reading`` holds everything that the words said (form, hours), for a form that has fields for
    those. Words that nobody changed keep the value they came with, since they may lean on a year said elsewhere.
    ``default_year`` may be set by the form: the year of days that have none; without it the field asks.
    """

    widget = WhenInput
    default_error_messages = {"required": gettext_lazy("Skriv en dato")}

    def __init__(self, *, default_year: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", WhenInput(attrs={"autocomplete": "off", "data-width": "medium"}))
        super().__init__(**kwargs)
        self.error_messages["max_length"] = gettext_lazy("Teksten er for lang. Bruk høyst 200 tegn")
        self.default_year = default_year
        self.kept: When | None = None
        self.reading: Reading | None = None

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        kept = form.get_initial_for_field(self, field_name)
        self.kept = kept if isinstance(kept, When) else None
        if isinstance(self.widget, WhenInput):
            self.widget.default_year, self.widget.kept = self.default_year, self.kept
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> str:
        return as_typed(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_typed(initial).strip() != (data or "").strip()

    def clean(self, value: Any) -> When:
        text = super().clean(value)
        kept = self.kept
        if kept is not None and kept.precision and text == as_typed(kept).strip():
            year = kept.start.year if kept.start else None
            self.reading = parse(text, self.default_year or year)
            return kept
        self.reading = parse(text, self.default_year)
        if not text:
            return When()
        if said := problem(self.reading):
            raise forms.ValidationError(said, code="needs_year" if self.reading.needs_year else "not_understood")
        if self.reading.when is None:
            raise forms.ValidationError(no_date(text), code="no_date")
        return self.reading.when
