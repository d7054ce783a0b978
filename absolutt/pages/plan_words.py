"""What changes in a gathering, old and new, in words."""

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings import overview
from gatherings.actions import differences
from gatherings.fields import write_hours
from gatherings.models import Gathering, count_days
from programmes import formats
from programmes.when import When
from programmes.words import Words


def change_rows(before, after, *, is_new=False):
    """A row a field: its name, what it was and what it becomes. Words that a date was written with are no change; of
    what is new nothing was before."""
    names = _names()
    return [
        {
            "name": names[field],
            "old": "" if is_new else in_words(field, old, before),
            "new": in_words(field, new, after),
        }
        for field, (old, new) in differences(before, after).items()
        if field in names
    ]


def _names():
    return {
        "kind": _("Slags samling"),
        "number": _("Nummer"),
        "label": _("Eget navn"),
        "theme": _("Tema"),
        "phase": _("Fase"),
        "when": _("Dato"),
        "hours": _("Klokkeslett"),
        "form": _("Form"),
        "form_tentative": _("Formen er foreløpig"),
        "place": _("Sted"),
        "link": _("Lenke"),
        "external_url": _("Nettside"),
        "places_total": _("Plasser i alt"),
        "places_per_organisation": _("Plasser per kommune"),
        "answer_deadline": _("Svarfrist"),
        "after_number": _("Etter samling"),
        "before_number": _("Før samling"),
    }


def in_words(field, value, said):
    """The value of a field of ``said``."""
    if isinstance(value, When):
        return date_words(value)
    if field == "answer_deadline":
        return formats.day(value, get_language() or "nb") if value else _("Følger av datoen")
    if field in ("kind", "form"):
        row = Gathering(kind=value) if field == "kind" else Gathering(form=value)
        return overview.kind_text(row) if field == "kind" else overview.form_text(row)
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if field == "hours":
        return _hours(value, count_days(said.when) or 1) or _("Ikke oppgitt")
    return _text(value) or _("Ikke oppgitt")


def date_words(value):
    """«27.–28. april 2027 (foreløpig)»."""
    text = capfirst(formats.when(value, get_language() or "nb"))
    return _("%(date)s (foreløpig)") % {"date": text} if value.tentative and value.precision else text


def _hours(value, lasts):
    if value and lasts == 1:
        return write_hours(value[0])
    days = enumerate(value, start=1)
    return ", ".join(_("dag %(n)s") % {"n": number} + f" {write_hours(one)}" for number, one in days if one)


def _text(value):
    if isinstance(value, Words):
        return " / ".join(dict.fromkeys(text for text in (value.nb, value.nn) if text))
    return str(getattr(value, "name", value)) if value else ""
