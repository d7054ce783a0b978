"""The editor of a text: every section in both norms side by side. Every error says what to do."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy

from programmes import merge_fields, rich_text
from programmes.text_actions import Written
from programmes.text_kinds import Kind, Section
from programmes.texts import Texts
from programmes.words import NORMS, Words

MOST = 6000  # characters in one section: about two pages
TOO_OLD = gettext_lazy("Siden er for gammel. Kopier det du skrev, last siden på nytt og lim det inn igjen.")
_NORMS = {"nb": gettext_lazy("Bokmål"), "nn": gettext_lazy("Nynorsk")}


class Markdown(forms.CharField):
    """A text in Markdown, with the merge fields that its section may hold."""

    def __init__(self, section: Section, norm: str):
        self.section = section
        super().__init__(
            label=_NORMS[norm],
            required=False,
            max_length=MOST,
            widget=forms.Textarea(attrs={"rows": 5, "lang": norm, "spellcheck": "true"}),
            error_messages={"max_length": gettext_lazy("Teksten er for lang. Bruk høyst 6000 tegn.")},
        )

    def to_python(self, value):
        text = super().to_python(unicodedata.normalize("NFC", (value or "").replace("\r\n", "\n").replace("\r", "\n")))
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")

    def validate(self, value):
        super().validate(value)
        found = merge_fields.faults(value, self.section.fields) + rich_text.faults(value)
        if found:
            raise forms.ValidationError(" ".join(found))


class TextForm(forms.Form):
    """A kind of text as the owner of ``texts`` has written it. ``pairs`` is what a template goes through."""

    def __init__(self, data=None, *, kind: Kind, texts: Texts, **kwargs):
        super().__init__(data, **kwargs)
        self.kind = kind
        for section in kind.sections:
            own = texts.own(kind.key, section.key)
            for norm in NORMS:
                self.fields[f"{section.key}_{norm}"] = Markdown(section, norm)
                self.initial[f"{section.key}_{norm}"] = getattr(own, norm)
            self.fields[f"{section.key}_seen"] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput,
                error_messages=dict.fromkeys(("required", "invalid", "min_value"), TOO_OLD),
            )  # fmt: skip
            self.initial[f"{section.key}_seen"] = texts.number(kind.key, section.key)

    def clean(self):
        data = super().clean()
        hidden = [name for name in self.errors if name.endswith("_seen")]
        for name in hidden:
            del self._errors[name]
        if hidden:
            self.add_error(None, TOO_OLD)
        return data

    @property
    def pairs(self):
        """(section, field in bokmål, field in nynorsk, the hidden number)."""
        return [
            (section, *(self[f"{section.key}_{end}"] for end in (*NORMS, "seen"))) for section in self.kind.sections
        ]

    def words(self) -> dict[str, Words]:
        """By section, what was written."""
        said = self.cleaned_data
        return {
            section.key: Words(**{norm: said[f"{section.key}_{norm}"] for norm in NORMS})
            for section in self.kind.sections
        }

    def written(self) -> dict[str, Written]:
        """The same for saving, with the version that the page showed."""
        return {key: Written(words, self.cleaned_data[f"{key}_seen"]) for key, words in self.words().items()}

    def look_again(self, sections, texts: Texts) -> None:
        """After somebody else wrote in ``sections``: keep what was typed, and let a second saving win over theirs."""
        self.data = self.data.copy()
        for key in sections:
            self.data[self.add_prefix(f"{key}_seen")] = texts.number(self.kind.key, key)
