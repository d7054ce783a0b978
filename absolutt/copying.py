"""A new round made from an earlier one: the same plan, every date shifted by whole weeks, nobody and nothing else."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from municipalities.actions import list_organisations
from programmes.models import Programme
from programmes.when import Dated
from programmes.words import Words


@transaction.atomic
def copy_programme(
    *, source: Programme, key: str, title: Words, weeks: int, state: str, letters_from: date | None, by: Actor
) -> Programme:
    """Copy phases, deadlines, rules, roles, costs and schedule, shifted ``weeks`` (weekdays are kept). The words dates
    were written with are dropped, since they name the old ones; so are doubts about the old year.

    The organisations that may be invited are listed as they stand on the new first day.
    """
    copy = Programme.objects.get(pk=source.pk)
    copy.pk, copy.key, copy.title, copy.digest = None, key, title, ""
    copy.state, copy.letters_from = state, letters_from
    copy.when = source.when.shifted(7 * weeks)
    copy._state.adding = True
    copy.save()
    phases = {row.pk: _copy_row(row, copy, weeks) for row in source.phases.all()}
    for related in (source.deadlines, source.composition, source.roles, source.costs):
        for row in related.all():
            _copy_row(row, copy, weeks)
    for gathering in source.gatherings.all():
        gathering.phase = phases[gathering.phase_id] if gathering.phase_id else None
        _copy_row(gathering, copy, weeks)
    journal.append(verb="programme.copied", by=by, subject=copy, scope=copy, source=source.pk, weeks=weeks)
    list_organisations(programme=copy, by=by)
    return copy


def _copy_row(row: Any, programme: Programme, weeks: int) -> Any:
    if isinstance(row, Dated):
        row.when = row.when.shifted(7 * weeks)
    if hasattr(row, "year_basis"):
        row.year_basis = ""
    row.pk, row._state.adding = None, True
    row.programme = programme
    row.save()
    return row
