"""What does not fit together in a plan, one named function each: from a plan to cautions in words. Nothing is fetched,
nothing is stored, and no day is moved: the adviser decides.

What only waits for a decision is in undecided.py.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gatherings import undecided
from gatherings.answering import TO_ANSWER
from gatherings.cautions import Caution, Tone, day, of, of_deadline, title, when
from gatherings.models import Gathering
from gatherings.plan import Plan
from programmes import calendar, formats
from programmes.models import Deadline, Programme, SchoolHoliday
from programmes.when import Precision

Finds = Callable[[Plan], Iterator[Caution]]
Kind, State = Gathering.Kind, Programme.State
LONG = timedelta(days=365)  # an information meeting so long before is another round's


def cautions_of(plan: Plan) -> list[Caution]:
    """Everything to put right, look over or decide, in that order; of decisions the most urgent first."""
    found = [caution for look in WARNINGS for caution in look(plan)]
    return sorted(found, key=lambda caution: list(Tone).index(caution.tone)) + undecided.undecided_of(plan)


# --- Days that are taken


def on_the_same_days(plan: Plan) -> Iterator[Caution]:
    """Two gatherings of the programme: whoever attends both cannot."""
    rows = [row for row in plan.to_come if row.first_day]
    for one, other in combinations(rows, 2):
        common = _common(one, other)
        if common:
            yield _conflict(
                "same_day", (of(one), of(other)),
                _("%(one)s og %(other)s er samme dag, %(days)s. Flytt den ene."),
                one=title(one), other=title(other), days=_days(*common),
            )  # fmt: skip


def on_a_day_of_another_programme(plan: Plan) -> Iterator[Caution]:
    """The region's other programmes: the same people at KS, and sometimes the same in the municipality."""
    for row in [row for row in plan.to_come if row.first_day]:
        for other in plan.elsewhere:
            common = _common(row, other)
            if common:
                text = _("%(one)s er samme dag som %(other)s i %(programme)s, %(days)s. Se om noen skal begge steder.")
                yield _look(
                    "elsewhere", (of(row), of(other)), text,
                    one=title(row), other=title(other), programme=other.programme.title, days=_days(*common),
                )  # fmt: skip


def on_a_public_holiday(plan: Plan) -> Iterator[Caution]:
    for about, name, taken in _things(plan):
        free = [(day_, calendar.public_holiday(day_)) for day_ in taken if calendar.public_holiday(day_)]
        if free:
            yield _conflict(
                "public_holiday", (about,), _("%(what)s: %(day)s er %(holiday)s. Velg en annen dag."),
                what=name, day=day(free[0][0]), holiday=free[0][1],
            )  # fmt: skip


def in_a_week_with_a_public_holiday(plan: Plan) -> Iterator[Caution]:
    """A week in which no day is decided yet: which of its five working days are not to be chosen."""
    for row in plan.to_come:
        if row.precision != Precision.WEEK or row.start is None:
            continue
        named = [(day_, calendar.public_holiday(day_)) for day_ in _working_days(row.start)]
        free = [f"{formats.day_without_year(day_, _language())} {holiday}" for day_, holiday in named if holiday]
        if free:
            yield _look(
                "holiday_week", (of(row),),
                _("%(what)s er satt til %(week)s. I den uka er %(days)s. Velg blant de andre dagene."),
                what=title(row), week=when(row.when), days=format_list(free, locale=_language()),
            )  # fmt: skip


def on_a_weekend(plan: Plan) -> Iterator[Caution]:
    """A public holiday on a Sunday is told as the holiday."""
    for about, name, taken in _things(plan):
        free = [day_ for day_ in taken if calendar.is_weekend(day_) and not calendar.public_holiday(day_)]
        if free:
            yield _look(
                "weekend", (about,), _("%(what)s: %(day)s er en %(weekday)s. Er det meningen?"),
                what=name, day=day(free[0]), weekday=formats.weekday(free[0], _language()),
            )  # fmt: skip


def in_school_holidays(plan: Plan) -> Iterator[Caution]:
    """Days in the weeks that the adviser has entered, and a week that is one of them."""
    for row in plan.to_come:
        free = next((one for one in plan.school_holidays if _is_in(row, one)), None)
        if free:
            yield _conflict(
                "school_holiday", (of(row),),
                _("%(what)s, %(days)s, er i skoleferie: %(holiday)s. Velg en annen dag."),
                what=title(row), days=when(row.when), holiday=free.name,
            )  # fmt: skip


def _is_in(row: Gathering, free: SchoolHoliday) -> bool:
    """Of a week in which no day is decided: its five school days."""
    first, last = row.first_day, row.last_day
    if row.precision == Precision.WEEK and row.start:
        first, *_between, last = _working_days(row.start)
        return free.start <= first and last <= free.end
    return bool(first) and first <= free.end and free.start <= last


# --- Deadlines that no one can meet


def group_is_asked_for_too_late(plan: Plan) -> Iterator[Caution]:
    """Nobody is invited before the group is asked for: a gathering soon after leaves no time to answer. Innlandet asked
    for the groups by 25 January for a gathering on 5 February."""
    for row in plan.to_come:
        days = plan.answering.get(row.pk)
        if days is None or not days.is_late or days.is_set:
            continue
        text = _(
            "Gruppene meldes inn %(group)s, og %(what)s er %(day)s. Invitasjonen til samlingen skulle gått "
            "%(planned)s, men må vente på gruppene. %(left)s Be om gruppene før, eller flytt samlingen."
        )
        yield _conflict(
            "group_too_late", (of(row), of_deadline("group")), text,
            group=day(plan.group_day.end or days.invited), what=title(row), day=day(row.first_day),
            planned=day(days.planned), left=_left(days.days),
        )  # fmt: skip


def answer_deadline_that_no_one_can_meet(plan: Plan) -> Iterator[Caution]:
    """A deadline that somebody has set: after the gathering, before the invitation, or right behind it."""
    for row in plan.to_come:
        deadline, days = row.answer_deadline, plan.answering.get(row.pk)
        if deadline is None:
            continue
        last = row.first_day or row.end  # of what is no day, when all of it is before the deadline
        if last and deadline >= last:
            text = _("Svarfristen for %(what)s, %(deadline)s, er ikke før samlingen. Velg en tidligere frist.")
            yield _conflict("answer_deadline", (of(row),), text, what=title(row), deadline=day(deadline))
        elif days and days.days < TO_ANSWER.days:
            text = _(
                "Invitasjonen til %(what)s går tidligst %(invited)s, og svarfristen er %(deadline)s. %(left)s Velg en "
                "senere frist."
            )
            yield _conflict(
                "answer_deadline", (of(row),), text,
                what=title(row), invited=day(days.invited), deadline=day(deadline), left=_left(days.days),
            )  # fmt: skip


def sign_up_that_ends_before_it_begins(plan: Plan) -> Iterator[Caution]:
    """Nobody can answer before the programme is opened."""
    early = plan.programme.state in (State.SKETCH, State.ANNOUNCED)
    if early and plan.sign_up.end and plan.sign_up.end < plan.today:
        yield _conflict(
            "sign_up_past", (of_deadline(Deadline.Kind.SIGN_UP),),
            _("Påmeldingsfristen, %(deadline)s, har vært, og påmeldingen er ikke åpnet. Velg en dag som kommer."),
            deadline=when(plan.sign_up),
        )  # fmt: skip


def sign_up_ends_after_the_first_gathering(plan: Plan) -> Iterator[Caution]:
    first = plan.first_joint
    if first and plan.sign_up.end and plan.sign_up.end >= first.first_day and first in plan.to_come:
        yield _conflict(
            "sign_up_late", (of_deadline(Deadline.Kind.SIGN_UP), of(first)),
            _("Påmeldingsfristen, %(deadline)s, er ikke før %(what)s, %(day)s. Flytt en av dem."),
            deadline=when(plan.sign_up), what=title(first), day=day(first.first_day),
        )  # fmt: skip


def information_meeting_after_sign_up(plan: Plan) -> Iterator[Caution]:
    for row in plan.to_come:
        late = row.start and plan.sign_up.has_day and plan.sign_up.end and row.start > plan.sign_up.end
        if row.kind == Kind.INFORMATION_MEETING and late:
            yield _conflict(
                "information_late", (of(row), of_deadline(Deadline.Kind.SIGN_UP)),
                _("%(what)s, %(day)s, er etter påmeldingsfristen, %(deadline)s. Da er det for sent å melde seg på."),
                what=title(row), day=when(row.when), deadline=when(plan.sign_up),
            )  # fmt: skip


def pre_meeting_too_late(plan: Plan) -> Iterator[Caution]:
    """The municipality's own meeting prepares for the first gathering."""
    window, first = plan.deadline(Deadline.Kind.PRE_MEETING), plan.first_joint
    if first and window.end and window.end >= first.first_day and first in plan.to_come:
        yield _conflict(
            "pre_meeting_late", (of_deadline(Deadline.Kind.PRE_MEETING), of(first)),
            _("Formøtene kan være så sent som %(day)s, og %(what)s er %(first)s. La formøtene være ferdige før."),
            day=day(window.end), what=title(first), first=day(first.first_day),
        )  # fmt: skip


def pre_meeting_too_early(plan: Plan) -> Iterator[Caution]:
    window = plan.deadline(Deadline.Kind.PRE_MEETING)
    if window.end and plan.sign_up.end and window.end < plan.sign_up.end and window.end >= plan.today:
        yield _conflict(
            "pre_meeting_early", (of_deadline(Deadline.Kind.PRE_MEETING), of_deadline(Deadline.Kind.SIGN_UP)),
            _("Formøtene skal være ferdige %(day)s, men påmeldingsfristen er %(deadline)s. Da vet ikke alle om de er "
              "med."),
            day=day(window.end), deadline=when(plan.sign_up),
        )  # fmt: skip


def reflection_note_after_the_pre_meeting(plan: Plan) -> Iterator[Caution]:
    """The note's questions are what the pre-meeting talks about."""
    note, window = plan.deadline(Deadline.Kind.REFLECTION_NOTE), plan.deadline(Deadline.Kind.PRE_MEETING)
    if note.start and window.end and note.start > window.end and note.start >= plan.today:
        yield _conflict(
            "note_late", (of_deadline(Deadline.Kind.REFLECTION_NOTE), of_deadline(Deadline.Kind.PRE_MEETING)),
            _("Refleksjonsnotatet sendes %(note)s, men formøtene skal være ferdige %(day)s. Send det tidligere."),
            note=when(note), day=day(window.end),
        )  # fmt: skip


# --- Order


def gathering_that_has_been(plan: Plan) -> Iterator[Caution]:
    """A day that was typed wrong, or is left from an earlier round: in a programme that has not begun, or long before
    its sign-up ended. Of a finished programme everything has been."""
    if plan.programme.state in (State.FINISHED, State.ARCHIVED):
        return
    for row in plan.gatherings:
        if row.end and row.end < plan.today and not _may_have_been(plan, row):
            yield _look(
                "has_been", (of(row),),
                _("%(what)s, %(day)s, har vært. Rett datoen, eller fjern samlingen fra planen."),
                what=title(row), day=when(row.when),
            )  # fmt: skip


def _may_have_been(plan: Plan, row: Gathering) -> bool:
    """An information meeting is held up to a year before the sign-up ends, everything else after it."""
    early = plan.programme.state in (State.SKETCH, State.ANNOUNCED)
    if row.kind != Kind.INFORMATION_MEETING and early:
        return False
    begins = plan.sign_up.end or plan.programme.start
    if row.kind == Kind.INFORMATION_MEETING:
        begins = (plan.today if early or begins is None else begins) - LONG
    return begins is None or row.end is None or row.end > begins


def numbers_against_the_dates(plan: Plan) -> Iterator[Caution]:
    """Certainly in the wrong order: the whole of what is known about the later number is before the lower one's."""
    rows = sorted((row for row in plan.to_come if row.number), key=lambda row: row.number or 0)
    for lower, higher in combinations(rows, 2):
        if lower.kind == higher.kind and higher.end and lower.start and higher.end < lower.start:
            yield _conflict(
                "numbers", (of(lower), of(higher)),
                _("%(higher)s, %(second)s, er før %(lower)s, %(first)s. Bytt nummer eller dato."),
                higher=title(higher), second=when(higher.when), lower=title(lower), first=when(lower.when),
            )  # fmt: skip


def outside_its_gap(plan: Plan) -> Iterator[Caution]:
    """A coordinator meeting that is to be between two gatherings, and is not."""
    joint = {row.number: row for row in plan.gatherings if row.kind == Kind.JOINT and row.number}
    for row in plan.to_come:
        after, before = joint.get(row.after_number or 0), joint.get(row.before_number or 0)
        too_early = after and after.start and row.end and row.end < after.start
        too_late = before and before.end and row.start and row.start > before.end
        if too_early or too_late:
            yield _conflict(
                "outside_gap", (of(row),), _("%(what)s er %(day)s, og det er ikke mellom dem. Endre datoen."),
                what=title(row), day=when(row.when),
            )  # fmt: skip


def outside_the_period(plan: Plan) -> Iterator[Caution]:
    """Of what is no day only when all of it is outside. An information meeting is before the programme."""
    period = plan.programme.when
    if period.start is None or period.end is None:
        return
    for row in plan.to_come:
        if row.start is None or row.end is None or row.kind == Kind.INFORMATION_MEETING:
            continue
        first, last = (row.start, row.end) if row.first_day else (row.end, row.start)
        if first < period.start or last > period.end:
            yield _look(
                "outside_period", (of(row),),
                _("%(what)s, %(day)s, er utenfor perioden til programmet, %(period)s. Endre datoen eller perioden."),
                what=title(row), day=when(row.when), period=when(period),
            )  # fmt: skip


WARNINGS: tuple[Finds, ...] = (
    on_the_same_days,
    on_a_public_holiday,
    in_a_week_with_a_public_holiday,
    in_school_holidays,
    group_is_asked_for_too_late,
    answer_deadline_that_no_one_can_meet,
    sign_up_that_ends_before_it_begins,
    sign_up_ends_after_the_first_gathering,
    information_meeting_after_sign_up,
    pre_meeting_too_late,
    pre_meeting_too_early,
    reflection_note_after_the_pre_meeting,
    numbers_against_the_dates,
    outside_its_gap,
    outside_the_period,
    gathering_that_has_been,
    on_a_weekend,
    on_a_day_of_another_programme,
)


# --- What they share


def _conflict(key: str, about: tuple[str, ...], text: str, **words: object) -> Caution:
    return Caution(key=key, tone=Tone.CONFLICT, about=about, text=text % words)


def _look(key: str, about: tuple[str, ...], text: str, **words: object) -> Caution:
    return Caution(key=key, tone=Tone.LOOK, about=about, text=text % words)


def _things(plan: Plan) -> Iterator[tuple[str, str, list[date]]]:
    """(about, name, its days) for each gathering to come with a day, and for the sign-up deadline."""
    for row in plan.to_come:
        if row.first_day:
            yield of(row), title(row), list(calendar.days_of(row.first_day, row.last_day))
    if plan.sign_up.has_day and plan.sign_up.end and plan.sign_up.end >= plan.today:
        yield of_deadline(Deadline.Kind.SIGN_UP), _("Påmeldingsfrist"), [plan.sign_up.end]


def _working_days(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(5)]


def _language() -> str:
    return get_language() or "nb"


def _common(one: Gathering, other: Gathering) -> tuple[date, date] | None:
    """The days that both take."""
    first, last = max(one.first_day, other.first_day), min(one.last_day, other.last_day)
    return (first, last) if first <= last else None


def _days(first: date, last: date) -> str:
    return formats.day_range(first, last, _language())


def _left(days: int) -> str:
    """How long there is to answer."""
    if days < 1:
        return _("Da er det for sent å svare.")
    return ngettext("Da er det én dag til å svare.", "Da er det %(n)s dager til å svare.", days) % {"n": days}
