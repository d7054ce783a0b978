"""What happens to an organisation between two days, in words: that it begins or ends, or changes its name, number or
county. In the language in force."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities import names
from municipalities.models import Designation, Organisation
from programmes import formats

_DAY = timedelta(days=1)


def changes(organisation: Organisation, first: date, last: date) -> list[str]:
    """Sentences, the earliest first. Reads ``designations``, ``successors`` and ``predecessors``, each with their
    designations: at hand where they were prefetched."""
    told = []
    if organisation.valid_from > first:
        told.append((organisation.valid_from, _begins(organisation)))
    told += _renamings(sorted(organisation.designations.all(), key=lambda row: row.valid_from), first, last)
    if organisation.valid_to and organisation.valid_to < last:
        told.append((organisation.valid_to, _ends(organisation, first)))
    return [sentence for _day, sentence in sorted(told)]


def _begins(organisation: Organisation) -> str:
    day = _written(organisation.valid_from)
    before = _names(organisation.predecessors.all(), organisation.valid_from - _DAY)
    if not before:
        return _("Finnes fra %(day)s.") % {"day": day}
    return _("Finnes fra %(day)s. Var før det en del av %(names)s.") % {"day": day, "names": before}


def _ends(organisation: Organisation, first: date) -> str:
    assert organisation.valid_to is not None  # noqa: S101  (asked only of one that ends)
    last_day, after = organisation.valid_to, organisation.valid_to + _DAY
    becomes, is_past = _names(organisation.successors.all(), after), last_day < first
    if not becomes:
        said = _("Opphørte etter %(day)s.") if is_past else _("Opphører etter %(day)s.")
        return said % {"day": _written(last_day)}
    if len(organisation.successors.all()) > 1:
        said = _("Ble delt i %(names)s fra %(day)s.") if is_past else _("Blir delt i %(names)s fra %(day)s.")
    else:
        said = _("Ble en del av %(names)s fra %(day)s.") if is_past else _("Blir en del av %(names)s fra %(day)s.")
    return said % {"names": becomes, "day": _written(after)}


def _renamings(rows: list[Designation], first: date, last: date) -> list[tuple[date, str]]:
    told = []
    for before, row in pairwise(rows):
        if not first < row.valid_from <= last:
            continue
        day = _written(row.valid_from)
        if row.name != before.name:
            told.append((row.valid_from, _("Heter %(name)s fra %(day)s.") % {"name": row.name, "day": day}))
        if row.county_number != before.county_number:
            told.append((row.valid_from, _("Hører til %(name)s fra %(day)s.") % {"name": row.county_name, "day": day}))
        elif row.number != before.number:
            told.append((row.valid_from, _("Får nummer %(number)s fra %(day)s.") % {"number": row.number, "day": day}))
    return told


def _names(organisations: Iterable[Organisation], day: date) -> str:
    found = sorted(_name_on(row, day) for row in organisations)
    return format_list(found, locale=get_language() or "nb") if found else ""


def _name_on(organisation: Organisation, day: date) -> str:
    rows = sorted(organisation.designations.all(), key=lambda row: row.valid_from)
    then = next((row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)), None)
    shown = then or (rows[-1] if rows else None)
    if shown is None:
        return formats.organisation_number(organisation.organisation_number)
    return names.full_name(shown.name, is_county=organisation.is_county)


def _written(day: date) -> str:
    return formats.day(day, get_language() or "nb")
