"""What a change in the plan leads to: whom it is about, which days move with it, and what does or no longer fits."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from babel.lists import format_list
from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import JournalEntry
from gatherings.cautions import title
from gatherings.models import Gathering, Registration, SeatAnswer
from gatherings.plan import Plan, plan_of
from gatherings.warnings import cautions_of
from municipalities.duties import DUTIES
from municipalities.models import DutyException, Holding, Participation, Seat
from programmes import formats
from programmes.consequences import Consequence, Tells, Topic
from programmes.models import Deadline, Programme

# What somebody who comes must know: a change of anything else is told to nobody.
TOLD = {"kind", "when", "hours", "form", "form_tentative", "place", "link", "places_total", "places_per_organisation",
        "answer_deadline"}  # fmt: skip
FOR_COORDINATORS = (Gathering.Kind.COORDINATOR_GATHERING, Gathering.Kind.COORDINATOR_FOLLOW_UP)


def touched(line: JournalEntry) -> set[str]:
    """The fields of a line about the plan that others are told; every one of them where a gathering comes or goes."""
    if line.verb in ("gathering.added", "gathering.removed"):
        return TOLD
    if line.verb in ("plan.deadline_set", "plan.deadline_removed"):
        return {"when"} & set(line.details.get("fields", ()))
    return TOLD & set(line.details.get("fields", ())) if line.verb == "gathering.changed" else set()


# --- whom it is about


def people(programme: Programme) -> Tells:
    """Those who are signed up, or invited where the sign-up itself moves, and how many people sit in their groups."""
    return lambda after, lines: _people(after, [line for line in lines if touched(line)])


def _people(programme: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    if not lines:
        return
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    rows = rows.select_related("organisation").order_by("sort_key")
    yield from _answered(lines)
    if any(line.details.get("kind") == Deadline.Kind.SIGN_UP for line in lines):
        yield from _waiting_for(rows.filter(state__in=Participation.OPEN))
    if any(line.details.get("kind") == Gathering.Kind.INFORMATION_MEETING for line in lines):
        yield from _invited(rows.filter(invited_at__isnull=False))
        yield from _registered(lines)
    kinds = [line.details.get("kind") for line in lines]
    if all(kind in (Deadline.Kind.SIGN_UP, Gathering.Kind.INFORMATION_MEETING) for kind in kinds):
        return
    signed_up = _names(rows.filter(state=Participation.State.SIGNED_UP))
    if signed_up:
        text = ngettext("Én er påmeldt.", "%(n)s er påmeldt.", len(signed_up)) % {"n": len(signed_up)}
        yield Consequence(Topic.PEOPLE, text, signed_up)
        yield from _seated(programme, only_coordinators=all(kind in FOR_COORDINATORS for kind in kinds))


def _waiting_for(rows: Iterable[Participation]) -> Iterator[Consequence]:
    names = _names(rows)
    if names:
        text = ngettext("Én er invitert og har ikke svart.", "%(n)s er invitert og har ikke svart.", len(names))
        yield Consequence(Topic.PEOPLE, text % {"n": len(names)}, names)


def _invited(rows: Iterable[Participation]) -> Iterator[Consequence]:
    names = _names(rows)
    if names:
        text = ngettext("Én er invitert.", "%(n)s er invitert.", len(names)) % {"n": len(names)}
        yield Consequence(Topic.PEOPLE, text, names)


def _registered(lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    """Who has registered for a meeting that changes."""
    keys = [line.subject.partition(":")[2] for line in lines if line.subject.startswith("gathering:")]
    count = Registration.objects.coming().filter(gathering__in=keys).count()
    if count:
        text = ngettext(
            "Én person er meldt på møtet.",
            "%(n)s personer er meldt på møtet.",
            count,
        )
        yield Consequence(Topic.PEOPLE, text % {"n": count})


def _answered(lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    """Who has answered about a day that a gathering no longer has."""
    moved = [line.subject.partition(":")[2] for line in lines if "when" in line.details.get("fields", ())
             and line.verb == "gathering.changed"]  # fmt: skip
    count = 0
    for gathering in Gathering.objects.filter(pk__in=moved):
        held = SeatAnswer.objects.holding().filter(gathering=gathering).exclude(day__in=gathering.days_to_answer)
        count += held.values("seat").distinct().count()
    if count:
        text = ngettext(
            "Én person har svart for en dag som samlingen ikke lenger har, og må svare på nytt.",
            "%(n)s personer har svart for en dag som samlingen ikke lenger har, og må svare på nytt.",
            count,
        )
        yield Consequence(Topic.PEOPLE, text % {"n": count})


def _seated(programme: Programme, *, only_coordinators: bool) -> Iterator[Consequence]:
    """One human who holds several seats is counted once."""
    kinds = [Seat.Kind.COORDINATOR] if only_coordinators else [Seat.Kind.COORDINATOR, Seat.Kind.MEMBER]
    held = Holding.objects.current().filter(
        seat__participation__programme=programme, seat__participation__state=Participation.State.SIGNED_UP,
        seat__kind__in=kinds, seat__closed_at=None,
    )  # fmt: skip
    count = held.values("person").distinct().count()
    if count and only_coordinators:
        text = ngettext("Én koordinator må få vite det.", "%(n)s koordinatorer må få vite det.", count)
        yield Consequence(Topic.PEOPLE, text % {"n": count})
    elif count:
        text = ngettext(
            "Én person er med i en gruppe eller er koordinator.",
            "%(n)s personer er med i en gruppe eller er koordinator.",
            count,
        )
        yield Consequence(Topic.PEOPLE, text % {"n": count})


def _names(rows: Iterable[Participation]) -> tuple[str, ...]:
    return tuple(row.full_name for row in rows)


# --- what becomes of the plan


def plan(programme: Programme) -> Tells:
    """Days that move with the change, and what does not fit any more, or does again."""
    before = plan_of(programme)
    due = _due(programme)
    cautions = {caution.identity: caution.text for caution in cautions_of(before)}

    def tell(changed: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
        after = plan_of(changed)
        yield from _duties(due, _due(changed))
        yield from _answer_deadlines(before, after)
        yield from _overtaken(changed, lines)
        now = {caution.identity: caution.text for caution in cautions_of(after)}
        yield from (Consequence(Topic.NEW, text) for identity, text in now.items() if identity not in cautions)
        yield from (Consequence(Topic.GONE, text) for identity, text in cautions.items() if identity not in now)

    return tell


def _due(programme: Programme) -> dict[str, date | None]:
    """The day of each duty, by its task."""
    found = {duty.called(programme): duty.due(programme) for duty in DUTIES}
    return {task: when.end if when.has_day else None for task, when in found.items()}


def _duties(before: dict[str, date | None], after: dict[str, date | None]) -> Iterator[Consequence]:
    """Those that move alike are told together."""
    moved: dict[tuple[date | None, date | None], list[str]] = {}
    for task, new in after.items():
        if before[task] != new:
            moved.setdefault((before[task], new), []).append(f"«{task}»")
    for days, tasks in moved.items():
        yield _moved(format_list(tasks, locale=get_language() or "nb"), *days)


def _answer_deadlines(before: Plan, after: Plan) -> Iterator[Consequence]:
    for row in after.gatherings:
        old, new = before.answering.get(row.pk), after.answering.get(row.pk)
        was, now = (days.deadline if days else None for days in (old, new))
        known = any(other.pk == row.pk for other in before.gatherings)
        if known and was != now and row in after.to_come:
            yield _moved(_("Svarfristen for %(what)s") % {"what": title(row)}, was, now)


def _overtaken(programme: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    """«Utsatt frist» that no longer is later than everybody's."""
    if not any(line.details.get("kind") in Deadline.Kind.values for line in lines):
        return
    own = {duty.key: duty.due(programme) for duty in DUTIES}
    passed = Q(pk=None)
    for key, when in own.items():
        if when.has_day:
            passed |= Q(duty=key, day__lte=when.end)
    held = DutyException.objects.filter(passed, participation__programme=programme, ended_at=None)
    keys = set(held.values_list("participation", flat=True))
    if keys:
        rows = Participation.objects.filter(pk__in=keys).named_on(programme.day_for_names)
        names = _names(rows.select_related("organisation").order_by("sort_key"))
        text = _("Noen har utsatt frist som nå ikke er senere enn den vanlige. Ta bort unntaket hos dem.")
        yield Consequence(Topic.DAYS, text, names)


def _moved(what: str, old: date | None, new: date | None) -> Consequence:
    words = {"what": what, "old": _day(old), "new": _day(new)}
    return Consequence(Topic.DAYS, _("%(what)s: fra %(old)s til %(new)s.") % words)


def _day(value: date | None) -> str:
    return formats.day(value, get_language() or "nb") if value else _("ikke satt")
