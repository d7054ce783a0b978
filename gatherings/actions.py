"""Acts on a programme's plan: gatherings, and the deadlines and windows between them.

Adding, and what has no row of its own, is guarded by the programme's version; a gathering is guarded by its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError, RestrictedError

from accounts import journal
from accounts.journal import Actor
from gatherings import attendance_links, registration_links, stated
from gatherings.models import Gathering, GatheringDay, Hours, Registration, count_days
from municipalities import signup_links
from municipalities.acting import Closed
from programmes import lifecycle
from programmes.acting import ChangedMeanwhile, bump_living, bump_row
from programmes.models import Deadline, Phase, Programme
from programmes.when import When
from programmes.words import Words

# People may write anything here, also names: the journal says that it changed, and not to what.
FREE_TEXT = ("label", "theme", "place", "link", "external_url", "date_text")


class Refused(Exception):
    """The plan cannot be so. Nothing was saved."""


class NumberTaken(Refused):
    """Another gathering of the kind has the number."""


class KindInUse(Refused):
    """Somebody has registered for the information meeting: as another kind nobody would find her."""


class DayDemanded(Refused):
    """The programme is open for sign-up, or has been: its sign-up deadline is a day."""


class InUse(Refused):
    """Somebody has signed up for it, or something else stands on it: it cannot be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an adviser says about a gathering. ``hours`` are those of its first day, its second, and so on; None where
    nothing is said. Null numbers are limits that nobody has set."""

    kind: str
    when: When = field(default_factory=When)
    number: int | None = None
    label: Words = field(default_factory=Words)
    theme: Words = field(default_factory=Words)
    phase: Phase | None = None
    hours: tuple[Hours | None, ...] = ()
    form: str = ""
    form_tentative: bool = False
    place: str = ""
    link: str = ""
    external_url: str = ""
    places_total: int | None = None
    places_per_organisation: int | None = None
    answer_deadline: date | None = None
    after_number: int | None = None
    before_number: int | None = None


@transaction.atomic
def add_gathering(*, programme: Programme, said: Said, version: int, by: Actor) -> Gathering:
    """A new gathering, last in the plan's order where it has no day. Raises ``NumberTaken``, ``ChangedMeanwhile``, and
    ``Closed`` for an archived programme."""
    _open(programme, version)
    return _add(programme, said, by)


@transaction.atomic
def add_gatherings(*, programme: Programme, said: Iterable[Said], version: int, by: Actor) -> list[Gathering]:
    """Several at once, as the generator proposed them. Raises as ``add_gathering``."""
    _open(programme, version)
    return [_add(programme, one, by) for one in said]


@transaction.atomic
def change_gathering(
    *, gathering: Gathering, said: Said, version: int, by: Actor, word: str = ""
) -> dict[str, list[Any]]:
    """Make the gathering what is said; {field: [old, new]} of what changed. Saying what holds already changes nothing,
    whatever the version. ``word`` is for those who get a letter about it. Raises ``NumberTaken``, ``KindInUse``,
    ``ChangedMeanwhile``, ``Closed``."""
    programme = gathering.programme
    now = Gathering.objects.with_days().select_related("phase").filter(pk=gathering.pk).first()
    if now is None:
        raise ChangedMeanwhile  # somebody has removed it
    changes = differences(said_of(now), said)
    if not changes:
        return {}
    bump_row(Gathering.objects.filter(pk=gathering.pk), programme, version)
    now.version = version + 1
    now.notice = stated.Notice(stated.facts_of(now), word)
    now.sequence += bool(set(changes) & stated.ENTRY)
    _refuse_taken_number(programme, said, besides=gathering)
    if "kind" in changes and Registration.objects.filter(gathering=now, erased_at=None).exists():
        raise KindInUse
    _write(now, said)
    if "when" in changes:
        registration_links.follow(now)
        attendance_links.follow(now)
    journal.append(
        verb="gathering.changed", by=by, subject=now, scope=programme, kind=now.kind, fields=_journalled(changes)
    )
    return changes


@transaction.atomic
def remove_gathering(*, gathering: Gathering, version: int, by: Actor, word: str = "") -> None:
    """It is no longer in the plan. ``word`` as in ``change_gathering``. Raises ``InUse``, ``ChangedMeanwhile``,
    ``Closed``."""
    programme = gathering.programme
    bump_row(Gathering.objects.filter(pk=gathering.pk), programme, version)
    gathering.notice = stated.Notice(stated.facts_of(gathering), word)
    details = {"kind": gathering.kind, "number": gathering.number, "when": _date(gathering.when)}
    journal.append(verb="gathering.removed", by=by, subject=gathering, scope=programme, **details)
    try:
        Gathering.objects.get(pk=gathering.pk).delete()
    except (ProtectedError, RestrictedError) as stands_on_it:
        raise InUse from stands_on_it


@transaction.atomic
def set_deadline(
    *, programme: Programme, kind: str, when: When, version: int, by: Actor, purpose: Words | None = None
) -> bool:
    """The sign-up deadline, the pre-meeting's window or the reflection note's day; a ``When`` without a date is one
    that the programme has and nobody has decided. Links to answer live to the day that now holds. ``purpose`` is what
    a pre-meeting or a reflection note is for; None leaves it as it is.

    False when it was so already. Raises ``ChangedMeanwhile``, ``Closed``, and ``DayDemanded`` where opening the
    programme demanded a day.
    """
    row = Deadline.objects.filter(programme=programme, kind=kind).first()
    if row and row.when == when and purpose in (None, row.purpose):
        return False
    _open(programme, version)
    if kind == Deadline.Kind.SIGN_UP and not when.has_day and lifecycle.keeps_its_sign_up_day(programme):
        raise DayDemanded
    is_new, row = row is None, row or Deadline(programme=programme, kind=kind)
    fields: dict[str, Any] = {}
    if is_new or row.when != when:
        fields["when"] = [_date(row.when), _date(when)]
        row.when, row.year_basis = when, ""
    if purpose is not None and row.purpose != purpose:
        fields["purpose"], row.purpose = [], purpose
    row.save()
    _follow(programme, kind)
    journal.append(verb="plan.deadline_set", by=by, subject=row, scope=programme, kind=kind, fields=fields)
    return True


@transaction.atomic
def remove_deadline(*, programme: Programme, kind: str, version: int, by: Actor) -> None:
    """The programme has no such deadline or window. Raises ``ChangedMeanwhile`` and ``Closed``, the latter also for
    the sign-up deadline: a programme always has one, if only one that nobody has decided."""
    if kind == Deadline.Kind.SIGN_UP:
        raise Closed
    _open(programme, version)
    row = Deadline.objects.filter(programme=programme, kind=kind).first()
    if row is None:
        raise ChangedMeanwhile
    journal.append(
        verb="plan.deadline_removed", by=by, subject=row, scope=programme, kind=kind,
        fields={"when": [_date(row.when), None]},
    )  # fmt: skip
    row.delete()
    _follow(programme, kind)


def said_of(gathering: Gathering) -> Said:
    """What holds about a gathering now."""
    known = {name: getattr(gathering, name) for name in _STORED}
    hours = gathering.hours
    last = max(hours, default=0)
    return Said(when=gathering.when, hours=tuple(hours.get(number) for number in range(1, last + 1)), **known)


_STORED = tuple(one.name for one in fields(Said) if one.name not in ("when", "hours"))


def _open(programme: Programme, version: int) -> None:
    bump_living(programme, version)
    _forget(programme)


def _follow(programme: Programme, kind: str) -> None:
    _forget(programme)
    if kind == Deadline.Kind.SIGN_UP:
        signup_links.follow_programme(programme)


def _forget(programme: Programme) -> None:
    """Deadlines that were read before are read anew."""
    getattr(programme, "_prefetched_objects_cache", {}).pop("deadlines", None)


def _add(programme: Programme, said: Said, by: Actor) -> Gathering:
    _refuse_taken_number(programme, said)
    last = programme.gatherings.aggregate(last=Max("order"))["last"] or 0
    row = Gathering(programme=programme, key=_key(programme, said), order=last + 1)
    _write(row, said)
    changes = differences(Said(kind=said.kind), said)
    journal.append(
        verb="gathering.added", by=by, subject=row, scope=programme, kind=row.kind, fields=_journalled(changes)
    )
    return row


def _refuse_taken_number(programme: Programme, said: Said, besides: Gathering | None = None) -> None:
    if said.number is None:
        return
    same = programme.gatherings.filter(kind=said.kind, number=said.number)
    if besides and besides.pk:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise NumberTaken


def _key(programme: Programme, said: Said) -> str:
    """As a programme file names them: «joint-2», «experience», «information-1», «coordinators-2»; the next free one."""
    names: dict[str, str] = {
        Gathering.Kind.INFORMATION_MEETING: "information",
        Gathering.Kind.COORDINATOR_GATHERING: "coordinators",
        Gathering.Kind.COORDINATOR_FOLLOW_UP: "coordinators",
        Gathering.Kind.DIGITAL_SESSION: "session",
    }
    name = names.get(said.kind, said.kind)
    taken = set(programme.gatherings.values_list("key", flat=True))
    number = said.number or said.after_number
    wanted = f"{name}-{number}" if number else name if said.kind == Gathering.Kind.EXPERIENCE else f"{name}-1"
    following = (f"{name}-{count}" for count in range(1, len(taken) + 2))
    return next(key for key in (wanted, *following) if key not in taken)


def _write(row: Gathering, said: Said) -> None:
    """One day keeps its hours on the gathering; of several each has its own."""
    for name in _STORED:
        setattr(row, name, getattr(said, name))
    row.when = said.when
    hours = {number: one for number, one in enumerate(within(said).hours, start=1) if one}
    several = (row.day_count or 1) > 1
    row.starts_at, row.ends_at = hours[1] if 1 in hours and not several else (None, None)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _refuse_taken_number(row.programme, said, besides=row)  # somebody else was as quick, and gave the same number
        raise
    row.own_days.all().delete()
    if several:
        GatheringDay.objects.bulk_create(
            GatheringDay(gathering=row, number=number, starts_at=one.starts_at, ends_at=one.ends_at)
            for number, one in hours.items()
        )
    getattr(row, "_prefetched_objects_cache", {}).pop("own_days", None)


def differences(before: Said, after: Said) -> dict[str, list[Any]]:
    """{field: [old, new]}. The same day written in other words is no other day: only ``date_text`` differs."""
    before, after = within(before), within(after)
    texts = [before.when.text, after.when.text]
    before, after = (replace(one, when=replace(one.when, text="")) for one in (before, after))
    pairs = {one.name: [getattr(before, one.name), getattr(after, one.name)] for one in fields(Said)}
    return {name: pair for name, pair in (pairs | {"date_text": texts}).items() if pair[0] != pair[1]}


def within(said: Said) -> Said:
    """The same, with hours for no more days than it lasts, and without a day at the end about which nothing is said."""
    hours = list(said.hours[: count_days(said.when) or 1])
    while hours and hours[-1] is None:
        hours.pop()
    return replace(said, hours=tuple(hours))


def _journalled(changes: Mapping[str, list[Any]]) -> dict[str, Any]:
    """{field: [old, new]}; of a free text that it changed, and no more."""
    return {name: [] if name in FREE_TEXT else [_plain(value) for value in pair] for name, pair in changes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, When):
        return _date(value)
    if isinstance(value, Phase):
        return value.key
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _date(when: When) -> dict[str, Any]:
    """A date without the words it was written with."""
    said = {name: _plain(value) for name, value in asdict(when).items() if name != "text"}
    return {name: value for name, value in said.items() if value}
