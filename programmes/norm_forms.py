"""Forms whose texts are written in both norms, two fields side by side."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from programmes.fields import OneLine, VersionedForm, plain_text
from programmes.words import NORMS, Words

LONGEST = 500  # characters of one text in one norm


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both norms, two fields side by side. ``missing`` is what is said when both are empty; without it the
    text may be left out."""

    name: str
    label: Any
    missing: Any = ""
    rows: int = 2
    help: Any = ""


class InANorm(OneLine):
    """One half of a pair: it may stand empty when the other does not, which only the form can see."""

    def __init__(self, pair, norm):
        label = gettext_lazy("Bokmål") if norm == "nb" else gettext_lazy("Nynorsk")
        attrs = {"rows": pair.rows, "lang": norm}
        super().__init__(
            label=label,
            required=bool(pair.missing),  # says «(valgfritt)» or not
            max_length=LONGEST,
            widget=forms.Textarea(attrs=attrs) if pair.rows > 1 else plain_text(lang=norm),
            error_messages={"max_length": gettext_lazy("Teksten er for lang. Bruk høyst 500 tegn")},
        )

    def validate(self, value):
        """The pair is looked at as one, in ``ContentForm.clean``."""


class ContentForm(VersionedForm):
    """For a row of content. A new row's ``version`` is the newest row that the page knew: see ``content_actions.add``.

    ``programme`` is whose content it is; ``row`` the row that is changed, or None.
    """

    template_name = "ds/form_in_norms.html"
    pairs: tuple[Pair, ...] = ()
    order: tuple[str, ...] = ()  # of pairs and fields; what is not named comes after

    def __init__(self, *args, programme, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme, self.row = programme, row
        for pair in self.all_pairs():
            for norm in NORMS:
                self.fields[f"{pair.name}_{norm}"] = InANorm(pair, norm)
        if row:
            self.initial = {**self.initial_of(row), **self.initial}

    def all_pairs(self):
        return self.pairs

    def initial_of(self, row):
        known = {name: getattr(row, name) for name in self.fields if name != "version" and hasattr(row, name)}
        words = {f"{pair.name}_{norm}": getattr(getattr(row, pair.name), norm)
                 for pair in self.pairs for norm in NORMS}  # fmt: skip
        return known | words

    def clean(self):
        data = super().clean()
        for pair in self.all_pairs():
            norms = [f"{pair.name}_{norm}" for norm in NORMS]
            if pair.missing and not any(data.get(name) or name in self.errors for name in norms):
                self.add_error(norms[0], pair.missing)
        return data

    def laid_out(self):
        """(pair, field in bokmål, field in nynorsk) or (None, field, None), in the order they stand on the page."""
        pairs = {pair.name: pair for pair in self.all_pairs()}
        in_pairs = {f"{name}_{norm}" for name in pairs for norm in NORMS}
        single = [name for name, field in self.fields.items() if name not in in_pairs and not field.widget.is_hidden]
        names = [*pairs, *single]
        for name in sorted(names, key=lambda name: self.order.index(name) if name in self.order else len(self.order)):
            if name in pairs:
                yield pairs[name], self[f"{name}_nb"], self[f"{name}_nn"]
            else:
                yield None, self[name], None

    def __iter__(self):
        """As they stand on the page, so that the summary of faults lists them from the top down."""
        yield from (self[name] for name, field in self.fields.items() if field.widget.is_hidden)
        for _, first, second in self.laid_out():
            yield from (first, second) if second else (first,)

    def words(self, name):
        return Words(*(self.cleaned_data[f"{name}_{norm}"] for norm in NORMS))

    def values(self):
        """The row's fields as they shall be. Only for a valid form."""
        single = {name: value for name, value in self.cleaned_data.items()
                  if name != "version" and not name.endswith(("_nb", "_nn"))}  # fmt: skip
        return single | {pair.name: self.words(pair.name) for pair in self.pairs}
