"""Acts on a programme's state: one step on, or the last one taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from programmes import lifecycle
from programmes.acting import ChangedMeanwhile, bump
from programmes.models import Programme

State = Programme.State


class NotYet(Exception):
    """The step cannot be taken. ``text`` says in words what is lacking, or what stands in the way."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text


@transaction.atomic
def take_step(*, programme: Programme, to: str, version: int, by: Actor) -> None:
    """To the next state. Announcing makes the programme's page public; opening lets its letters begin today where no
    day is set; archiving ends them. Raises ``NotYet``, and ``ChangedMeanwhile`` for a step that is not the next."""
    step = lifecycle.next_step(programme)
    if step is None or step.end != to:
        raise ChangedMeanwhile
    if refusal := lifecycle.refusal(programme, step):
        raise NotYet(refusal)
    before = {
        "is_public": programme.is_public,
        "letters_from": programme.letters_from.isoformat() if programme.letters_from else None,
    }
    bump(programme, version, state=to, **_with(programme, to))
    journal.append(verb=lifecycle.TAKEN, by=by, subject=programme, scope=programme, to=to, before=before)


def _with(programme: Programme, to: str) -> dict[str, Any]:
    """What the step changes besides the state."""
    if to == State.ANNOUNCED:
        return {"is_public": True}
    if to == State.OPEN:
        return {"letters_from": programme.letters_from or timezone.localdate()}
    return {"letters_from": None} if to == State.ARCHIVED else {}


@transaction.atomic
def step_back(*, programme: Programme, version: int, by: Actor) -> None:
    """Take the last step back, and put what it changed as it was before. Raises ``NotYet`` where something was sent
    since, and ``ChangedMeanwhile``."""
    way = lifecycle.way_back(programme)
    if way is None:
        raise ChangedMeanwhile
    if way.stands:
        raise NotYet(way.stands)
    day = way.before["letters_from"]
    restored = {
        State.ANNOUNCED: {"is_public": way.before["is_public"]},
        State.OPEN: {"letters_from": date.fromisoformat(day) if day else None},
        State.ARCHIVED: {"letters_from": date.fromisoformat(day) if day else None},
    }.get(State(way.step.end), {})
    bump(programme, version, state=way.step.start, **restored)
    journal.append(verb="programme.step_taken_back", by=by, subject=programme, scope=programme, to=way.step.start)
