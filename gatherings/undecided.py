"""What still has to be decided in a plan, with the day by which it must be where one follows from the gathering's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from gatherings.answering import form_is_decided_by, place_is_decided_by
from gatherings.cautions import Caution, Tone, day, of, of_deadline, title, when
from gatherings.models import Gathering
from gatherings.plan import Plan
from programmes.models import Deadline, Programme

Finds = Callable[[Plan], Iterator[Caution]]


def undecided_of(plan: Plan) -> list[Caution]:
    """The most urgent first; what has no day last, in the plan's order."""
    found = [caution for look in DECISIONS for caution in look(plan)]
    return sorted(found, key=lambda caution: caution.by or date.max)


def sign_up_without_a_day(plan: Plan) -> Iterator[Caution]:
    """Nobody can be reminded of a deadline that is not there. After the sign-up nobody misses it."""
    state = plan.programme.state
    early = state in (Programme.State.SKETCH, Programme.State.ANNOUNCED, Programme.State.OPEN)
    if early and not plan.sign_up.has_day:
        yield _decide(
            "sign_up_day", of_deadline(Deadline.Kind.SIGN_UP), _("Påmeldingsfrist er ikke satt."), _("Påmeldingsfrist")
        )


def deadline_without_a_day(plan: Plan) -> Iterator[Caution]:
    """A pre-meeting or a reflection note that the programme has, and whose time nobody has decided."""
    names = {
        Deadline.Kind.PRE_MEETING: (_("Formøte"), _("Når formøtene skal holdes, er ikke bestemt.")),
        Deadline.Kind.REFLECTION_NOTE: (_("Refleksjonsnotat"), _("Når refleksjonsnotatet sendes, er ikke bestemt.")),
    }
    for kind, (name, text) in names.items():
        if kind in plan.deadlines and plan.deadline(kind).start is None:
            yield _decide("deadline_day", of_deadline(kind), text, name)


def date_without_a_day(plan: Plan) -> Iterator[Caution]:
    """No date; a month, a week or a semester; or a day with a question mark."""
    for row in plan.to_come:
        name = title(row)
        if row.start is None:
            yield _decide("no_date", of(row), _("%(what)s: Dato ikke satt."), name)
        elif not row.first_day:
            text = _("%(what)s: Dagen er ikke bestemt, bare %(when)s.")
            yield _decide("no_day", of(row), text, name, when=when(row.when))
        elif row.date_tentative:
            text = _("%(what)s: Datoen, %(when)s, er foreløpig.")
            yield _decide("tentative_day", of(row), text, name, when=when(row.when))


def form_that_is_open(plan: Plan) -> Iterator[Caution]:
    """Undecided, with a question mark, or not said. Hotel, travel and calendar files wait for it."""
    for row in plan.to_come:
        if not row.form_is_open:
            continue
        if row.form_tentative:
            key, text = "form_tentative", _("%(what)s: Formen er foreløpig.")
        elif row.form == Gathering.Form.UNDECIDED:
            key, text = "form_undecided", _("%(what)s: Digital eller fysisk er ikke avklart.")
        else:
            key, text = "form_not_said", _("%(what)s: Form ikke oppgitt.")
        yield _by(form_is_decided_by(row), key, row, text, plan.today)


def place_or_link_that_is_missing(plan: Plan) -> Iterator[Caution]:
    """Only once form and day are decided: before that nobody can book a room."""
    for row in plan.to_come:
        if row.form_is_open or not row.first_day:
            continue
        if row.form == Gathering.Form.PHYSICAL and not row.place:
            yield _by(place_is_decided_by(row), "no_place", row, _("%(what)s: Sted ikke oppgitt."), plan.today)
        elif row.form == Gathering.Form.DIGITAL and not row.link:
            yield _by(place_is_decided_by(row), "no_link", row, _("%(what)s: Lenke ikke oppgitt."), plan.today)


DECISIONS: tuple[Finds, ...] = (
    sign_up_without_a_day,
    deadline_without_a_day,
    date_without_a_day,
    form_that_is_open,
    place_or_link_that_is_missing,
)


def _decide(key: str, about: str, text: str, what: str, **words: object) -> Caution:
    return Caution(key=key, tone=Tone.DECIDE, about=(about,), text=text % (words | {"what": what}), what=what)


def _by(by: date | None, key: str, row: Gathering, text: str, today: date) -> Caution:
    if by is None:
        return _decide(key, of(row), text, title(row))
    last = _("Det skulle vært klart %(by)s.") if by < today else _("Det må være klart innen %(by)s.")
    return replace(_decide(key, of(row), f"{text} {last}", title(row), by=day(by)), by=by)
