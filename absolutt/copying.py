"""A new round made from an earlier one: the same plan, every date shifted by whole weeks or left open, nobody and
nothing else."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from absolutt.creating import save_new
from accounts import journal
from accounts.journal import Actor
from gatherings.models import Gathering
from gatherings.overview import kind_text
from municipalities.actions import list_organisations
from programmes import calendar, formats
from programmes.acting import ChangedMeanwhile
from programmes.models import Programme, Region, SectorCell
from programmes.text_actions import copy_texts
from programmes.when import Dated, When
from programmes.words import Words

LONGEST = 14  # days of what lasts day by day; a window or a period longer than that is no appointment


@transaction.atomic
def copy_programme(
    *,
    source: Programme,
    key: str,
    title: Words,
    weeks: int | None,
    state: str,
    letters_from: date | None,
    by: Actor,
    region: Region | None = None,
    once: UUID | None = None,
    mark: str | None = None,
) -> Programme:
    """Copy phases, deadlines, rules, roles, costs, schedule, content and texts, dates shifted ``weeks`` (weekdays are
    kept). The words dates were written with are dropped, since they name the old ones; so are doubts about the old
    year. ``weeks`` None: no day is decided for the new round, and none is taken over. What the content says of the
    past (a figure's source and year) stays, and so do days that people wrote into their texts, which say where they
    come from. Endorsements do not come along: nobody has endorsed the new round. Nobody but advisers sees it yet.
    ``region`` is where it is run; not said: the source's. To another neither places nor contacts come along.

    The organisations that may be invited are listed as they stand on the new first day, or today where it has none.

    ``once`` is the form that the copy is made by, ``mark`` that of the source as it was looked over (``mark_of``).
    Raises ``MadeBefore``, ``KeyTaken``, and ``ChangedMeanwhile`` where the source has another mark now.
    """
    if mark is not None and mark != mark_of(source):
        raise ChangedMeanwhile
    copy = _blank(source, region or source.region)
    copy.key, copy.title, copy.once = key, title, once
    copy.state, copy.letters_from, copy.when = state, letters_from, _moved_period(source, weeks)
    save_new(copy)
    is_elsewhere = copy.region != source.region
    phases = _copy_plan(source, copy, weeks, with_place=not is_elsewhere)
    _copy_content(source, copy, phases, with_contacts=not is_elsewhere)
    journal.append(verb="programme.copied", by=by, subject=copy, scope=copy, source=source.pk, weeks=weeks)
    copy_texts(source=source, programme=copy, by=by)
    list_organisations(programme=copy, by=by)
    return copy


def _copy_plan(source: Programme, copy: Programme, weeks: int | None, *, with_place: bool) -> dict[int, Any]:
    """Phases, what is due and asked for, and the schedule; the new phases by the key of the old ones."""
    phases = {row.pk: _copy_row(row, copy, weeks) for row in source.phases.all()}
    for related in (source.deadlines, source.composition, source.roles, source.costs):
        for row in related.all():
            _copy_row(row, copy, weeks)
    for gathering in source.gatherings.with_days():
        _copy_gathering(gathering, copy, phases, weeks, with_place=with_place)
    return phases


def _blank(source: Programme, region: Region) -> Programme:
    """The source's own facts, for a new row: what its file said that no room uses was said of the earlier round, and
    people of another region do not answer at its address."""
    copy = Programme.objects.get(pk=source.pk)
    copy.pk, copy._state.adding = None, True
    copy.digest, copy.rest, copy.is_public, copy.region, copy.version = "", {}, False, region, 1
    if region != source.region:
        copy.contact_email = ""
    return copy


def _copy_gathering(
    row: Gathering, programme: Programme, phases: dict[int, Any], weeks: int | None, *, with_place: bool
) -> None:
    """With the hours of its days. A link opens the old round's meeting, a page tells of that one, and a deadline that
    somebody set was for its day: none is taken over."""
    days = list(row.own_days.all())
    row.phase = phases[row.phase_id] if row.phase_id else None
    row.place = row.place if with_place else ""
    row.link, row.external_url, row.answer_deadline, row.version, row.sequence = "", "", None, 1, 0
    made = _copy_row(row, programme, weeks)
    for day in days:
        day.pk, day._state.adding, day.gathering = None, True, made
        day.save()


def _copy_content(source: Programme, copy: Programme, phases: dict[int, Any], *, with_contacts: bool) -> None:
    for related in (source.blocks, source.figures):
        for row in related.all():
            _copy_row(row, copy, None)
    if with_contacts:
        for contact in source.contacts.all():
            _copy_row(contact, copy, None)
    for resource in source.resources.all():
        resource.phase = phases[resource.phase_id] if resource.phase_id else None
        _copy_row(resource, copy, None)
    levels = {row.pk: _copy_row(row, copy, None) for row in source.sector_levels.all()}
    sectors = {row.pk: _copy_row(row, copy, None) for row in source.sectors.all()}
    for cell in SectorCell.objects.filter(sector__programme=source):
        cell.pk, cell._state.adding = None, True
        cell.sector, cell.level = sectors[cell.sector_id], levels[cell.level_id]
        cell.save()


@dataclass(frozen=True, slots=True)
class Moved:
    """One date of the source, what it becomes, and the public holidays it would then fall on, in words."""

    what: str
    before: When
    after: When
    holidays: list[str]


def moved_dates(source: Programme, weeks: int | None) -> list[Moved]:
    """Every date that a copy would take over: period, deadlines and gatherings, in their order. Saves nothing."""
    dated = [(row.get_kind_display(), row.when) for row in source.deadlines.order_by("start", "pk")]
    dated += [(kind_text(row), row.when) for row in source.gatherings.in_order()]
    moved = [(_("Periode"), source.when, _moved_period(source, weeks))]
    moved += [(what, when, _moved(when, weeks)) for what, when in dated]
    return [Moved(what, before, after, _holidays(after)) for what, before, after in moved]


def places_left_out(source: Programme, region: Region) -> list[str]:
    """Where the source's gatherings are held, once each, when a copy in ``region`` cannot use it."""
    if region == source.region:
        return []
    return list(dict.fromkeys(row.place for row in source.gatherings.in_order() if row.place))


@dataclass(frozen=True, slots=True)
class First:
    """What the new round's first day is counted from: its name in a sentence, and its date in the source."""

    what: str
    when: When


def first_of(source: Programme) -> First | None:
    """The source's own first day. Where its period has none, the first joint gathering's; then the first day of
    anything in its plan; then the period as it is. A semester or a year is never turned into its first day."""
    period = First(_("perioden"), source.when)
    if source.when.has_day:
        return period
    gatherings = [row for row in source.gatherings.order_by("start", "order") if row.when.has_day]
    deadlines = [row for row in source.deadlines.order_by("start", "pk") if row.when.has_day]
    found = [First(_in_a_sentence(kind_text(row)), row.when) for row in gatherings if row.is_joint]
    if not found:
        found = [First(_in_a_sentence(kind_text(row)), row.when) for row in gatherings]
        found += [First(_in_a_sentence(row.get_kind_display()), row.when) for row in deadlines]
    if found:
        return min(found, key=lambda first: first.when.start or date.max)
    return period if source.start else None


def weeks_to(source: Programme, day: date) -> int | None:
    """How many whole weeks everything moves for the source to begin on ``day``, or on the same weekday nearest to it;
    of a source without a day, in the period that ``day`` lies in. None where it has no date to count from."""
    first = first_of(source)
    if first is None or first.when.start is None:
        return None
    when, start = first.when, first.when.start
    if when.has_day or when.end is None:
        return round((day - start).days / 7)
    about, wanted = round((day - _middle(when.precision, start)).days / 7), When(when.precision, day, day).start
    return next((weeks for weeks in (about, about - 1, about + 1) if when.shifted(7 * weeks).start == wanted), about)


def _middle(precision: str, day: date) -> date:
    """Of the week, month, semester or year that ``day`` is in."""
    unit = When(precision, day, day)
    assert unit.start and unit.end  # noqa: S101  (for mypy: what is whole has both)
    return unit.start + (unit.end - unit.start) / 2


def _moved_period(source: Programme, weeks: int | None) -> When:
    """A period of whole semesters or years that began with the first gathering's begins with it in the copy too, also
    where the middle of it would fall in another."""
    moved, first = _moved(source.when, weeks), first_of(source)
    if weeks is None or moved.has_day or not moved.start or not moved.end or not first or not first.when.has_day:
        return moved
    old = first.when.start
    assert old and source.start  # noqa: S101  (for mypy)
    if When(moved.precision, old, old).start != source.start:
        return moved
    new = old + timedelta(weeks=weeks)
    return moved.shifted((_middle(moved.precision, new) - _middle(moved.precision, moved.start)).days)


def _in_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def mark_of(source: Programme) -> str:
    """A short mark of the source's facts, dates and endorsements as they are now: with another, it has changed since it
    was looked over."""
    source.refresh_from_db()
    related = (source.deadlines, source.gatherings, source.endorsements)
    rows = [source, *(row for rows in related for row in rows.order_by("pk"))]
    told = [(row._meta.label, row.pk, getattr(row, "version", 0), repr(getattr(row, "when", ""))) for row in rows]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _holidays(when: When) -> list[str]:
    if not when.has_day or when.start is None or when.end is None or (when.end - when.start).days > LONGEST:
        return []
    named = {day: calendar.public_holiday(day) for day in calendar.days_of(when.start, when.end)}
    language = get_language() or "nb"
    return [f"{formats.day(day, language)}: {name}" for day, name in named.items() if name]


def _moved(when: When, weeks: int | None) -> When:
    return When(days=when.days) if weeks is None else when.shifted(7 * weeks)


def _copy_row(row: Any, programme: Programme, weeks: int | None) -> Any:
    if isinstance(row, Dated):
        row.when = _moved(row.when, weeks)
    if hasattr(row, "year_basis"):
        row.year_basis = ""
    if hasattr(row, "version"):
        row.version = 1
    row.pk, row._state.adding = None, True
    row.programme = programme
    row.save()
    return row
