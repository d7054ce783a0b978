"""The states of a programme: which steps there are, what each demands, and which can be taken back.

A demand is a function from a programme to what is lacking, in words and in the language in force; "" when nothing is.
Rooms above know of more than this room does: they add their demands, and say what has been sent, in ``ready()``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import JournalEntry
from programmes.models import Programme
from programmes.when import When

State = Programme.State
Demand = Callable[[Programme], str]
Trace = Callable[[Programme, datetime], str]
TAKEN = "programme.step_taken"  # the journal's verb for a step; details: to, before


def has_title(programme: Programme) -> str:
    return "" if programme.title else _("tittel mangler")


def has_contact(programme: Programme) -> str:
    """Its own address, or its region's."""
    return "" if programme.contact else _("kontaktadresse mangler")


def has_period(programme: Programme) -> str:
    return "" if programme.when.precision else _("periode mangler")


def has_sign_up_deadline(programme: Programme) -> str:
    """A day, and one that is still to come: the last one counts to its midnight."""
    deadline = programme.sign_up_deadline
    if not deadline.precision:
        return _("påmeldingsfrist mangler")
    if not deadline.has_day:
        return _("påmeldingsfristen er ikke en bestemt dag")
    return _("påmeldingsfristen er ute") if deadline.end and deadline.end < timezone.localdate() else ""


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to the next. ``act`` is the button's word, ``said`` what is told afterwards, ``refused`` begins
    the sentence about what is lacking, ``means`` says what follows, ``back`` is the button that takes it back."""

    start: str
    end: str
    act: Any
    said: Any
    refused: Any
    means: Any
    back: Any
    demands: tuple[Demand, ...] = ()


STEPS = (
    Step(State.SKETCH, State.ANNOUNCED,
         act=gettext_lazy("Kunngjør programmet"), said=gettext_lazy("Programmet er kunngjort."),
         refused=gettext_lazy("Kan ikke kunngjøres"),
         means=gettext_lazy("Programmets side blir synlig for alle. Kommunene kan ikke svare ennå, og ingen brev "
                            "sendes."),
         back=gettext_lazy("Gjør om til skisse igjen"),
         demands=(has_title, has_contact, has_period)),
    Step(State.ANNOUNCED, State.OPEN,
         act=gettext_lazy("Åpne for påmelding"), said=gettext_lazy("Programmet er åpent for påmelding."),
         refused=gettext_lazy("Kan ikke åpnes"),
         means=gettext_lazy("Du kan sende invitasjoner, og kommunene kan svare. Er det ikke satt noen dag for brevene, "
                            "begynner de i dag."),
         back=gettext_lazy("Lukk påmeldingen igjen"),
         demands=(has_sign_up_deadline,)),
    Step(State.OPEN, State.RUNNING,
         act=gettext_lazy("Sett programmet i gang"), said=gettext_lazy("Programmet er i gang."),
         refused=gettext_lazy("Kan ikke settes i gang"),
         means=gettext_lazy("Påmeldingen er over for de fleste. De som har fått lengre frist, kan fortsatt svare."),
         back=gettext_lazy("Gå tilbake til påmelding")),
    Step(State.RUNNING, State.FINISHED,
         act=gettext_lazy("Avslutt programmet"), said=gettext_lazy("Programmet er avsluttet."),
         refused=gettext_lazy("Kan ikke avsluttes"),
         means=gettext_lazy("Ingen kan melde seg på eller svare mer. Alt kan fortsatt leses."),
         back=gettext_lazy("Sett i gang igjen")),
    Step(State.FINISHED, State.ARCHIVED,
         act=gettext_lazy("Arkiver programmet"), said=gettext_lazy("Programmet er arkivert."),
         refused=gettext_lazy("Kan ikke arkiveres"),
         means=gettext_lazy("Programmet sender ingen brev mer, og ingenting i det kan endres."),
         back=gettext_lazy("Hent fram fra arkivet")),
)  # fmt: skip

# Of the demands, those about facts that may be emptied on «Oppsett»
_OF_FACTS: dict[str, Demand] = {"title": has_title, "contact_email": has_contact, "when": has_period}
_BY_START = {step.start: step for step in STEPS}
_BY_END = {step.end: step for step in STEPS}
_more: dict[str, list[Demand]] = {}
_traces: list[Trace] = []


def demand(state: str, lacking: Demand) -> None:
    """From a room above, in ``ready()``: one more thing that the step *to* ``state`` demands."""
    if lacking not in _more.setdefault(state, []):
        _more[state].append(lacking)


def leaves_trace(trace: Trace) -> None:
    """From a room above, in ``ready()``: says in words what has been sent from a programme since a moment, or ""."""
    if trace not in _traces:
        _traces.append(trace)


def next_step(programme: Programme) -> Step | None:
    return _BY_START.get(programme.state)


def lacking(programme: Programme, step: Step) -> list[str]:
    """What the step demands and the programme does not have, each in words without a full stop."""
    found = (check(programme) for check in (*step.demands, *_more.get(step.end, ())))
    return [words for words in found if words]


def taken_away(programme: Programme, values: Mapping[str, Any]) -> list[str]:
    """Which facts ``values`` would empty that a step demanded, and that the programme has: it stands by them as long as
    it stands there."""
    order = list(State)
    reached = [step for step in STEPS if order.index(State(step.end)) <= order.index(State(programme.state))]
    demanded = {check for step in reached for check in step.demands}
    kept = [name for name, check in _OF_FACTS.items() if check in demanded and not check(programme)]
    emptied = [name for name in kept if name in values and not _says_something(values[name])]
    return [name for name in emptied if not (name == "contact_email" and programme.region.reply_to)]


def keeps_its_sign_up_day(programme: Programme) -> bool:
    """Opening demanded a day, and the programme has one: it may be moved, also to one that has been, and not emptied,
    or links to answer would never close."""
    order = list(State)
    has_opened = order.index(State(programme.state)) >= order.index(State.OPEN)
    return has_opened and programme.sign_up_deadline.has_day


def _says_something(value: Any) -> bool:
    return bool(value.precision) if isinstance(value, When) else bool(value)


def refusal(programme: Programme, step: Step) -> str:
    """«Kan ikke åpnes: påmeldingsfrist mangler, kontaktadresse mangler.» Empty when the step can be taken."""
    words = lacking(programme, step)
    return f"{step.refused}: {', '.join(words)}." if words else ""


@dataclass(frozen=True, slots=True)
class WayBack:
    """The step that can be taken back, what the programme had ``before`` it, and what ``stands`` in the way."""

    step: Step
    before: dict[str, Any]
    stands: str


def way_back(programme: Programme) -> WayBack | None:
    """None for a programme that was made, or loaded, in the state it has: no step was taken. Two queries or so."""
    step = _BY_END.get(programme.state)
    if step is None:
        return None
    taken = JournalEntry.objects.about(programme).filter(verb=TAKEN, details__to=programme.state).first()
    if taken is None:
        return None
    stands = next((words for words in (trace(programme, taken.at) for trace in _traces) if words), "")
    return WayBack(step, taken.details["before"], stands)
