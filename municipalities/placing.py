"""Who has a place, who stands in line for one, and what a yes becomes. docs/decisions/0015.

The order in which yeses are counted is the order in which their transactions take hold of the programme's row
(``hold``). PostgreSQL lets them through one by one, each with everything before it committed; SQLite has one writer,
since every transaction begins as IMMEDIATE. So a count of places never misses a place that is being given.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities.acting import bump
from municipalities.models import Answer, Participation
from programmes.calendar import ordinary_days_after
from programmes.models import Programme

State = Participation.State
STATE_AFTER = {  # a yes is either of two things: ``outcome_of``
    Answer.Choice.NO: State.DECLINED,
    Answer.Choice.UNDECIDED: State.UNDECIDED,
    Answer.Choice.WITHDRAW: State.WITHDRAWN,
}
DAYS_TO_ANSWER = 3  # ordinary days to answer an offer of a place (letters.md, place.offer)
OUT_OF_LINE: dict[str, Any] = {"queue_number": None, "offered_until": None}


@dataclass(frozen=True, slots=True)
class Places:
    """``total`` None: nobody has set a limit. An offer that has ended counts as standing in line again."""

    total: int | None
    signed_up: int
    offered: int
    queued: int

    @property
    def taken(self) -> int:
        """Places that cannot be given to another; an open offer keeps its own."""
        return self.signed_up + self.offered

    @property
    def free(self) -> int | None:
        return None if self.total is None else max(self.total - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def must_wait(self) -> bool:
        """Who says yes now stands in line: every place is taken, or somebody waits for the one that is free."""
        return self.free is not None and (self.free == 0 or self.queued > 0)

    @property
    def state_of_a_yes(self) -> str:
        """From one that neither has a place nor stands in line."""
        return State.QUEUED if self.must_wait else State.SIGNED_UP

    def after(self, state: str) -> "Places":
        """When one more has got this state."""
        return replace(
            self, signed_up=self.signed_up + (state == State.SIGNED_UP), queued=self.queued + (state == State.QUEUED)
        )  # fmt: skip

    @property
    def can_be_given(self) -> int:
        """How many of those in line there is a place for now."""
        return self.queued if self.free is None else min(self.free, self.queued)


def places_of(programme: Programme, today: date | None = None) -> Places:
    """One query. For who acts: only after ``hold``."""
    today = today or timezone.localdate()
    ended = Q(state=State.OFFERED, offered_until__lt=today)
    counted = Participation.objects.filter(programme=programme).aggregate(
        signed_up=Count("pk", filter=Q(state=State.SIGNED_UP)),
        offered=Count("pk", filter=Q(state=State.OFFERED, offered_until__gte=today)),
        queued=Count("pk", filter=Q(state=State.QUEUED) | ended),
    )
    return Places(programme.places_total, **counted)


def position(participation: Participation) -> int | None:
    """«Nummer 3 på ventelista», counted among those who stand in line; None for anybody else. One query."""
    if participation.state != State.QUEUED:
        return None
    before = Participation.objects.filter(
        programme=participation.programme_id, state=State.QUEUED, queue_number__lt=participation.queue_number
    )
    return before.count() + 1


def hold(programme: Programme) -> Programme:
    """The programme's row, read anew and held to the end of the transaction. The first thing that an act on places
    does, before it touches a participation: two acts that held each other's row would wait for ever. Letters refer to
    the programme meanwhile, which NO KEY UPDATE lets them."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def outcome_of(participation: Participation, choice: str, held: Programme) -> dict[str, Any]:
    """What an accepted answer makes of the participation: its state, and its number in line. ``held`` is the
    programme's row, held where the answer is a yes.

    A yes gets a place while there is one and nobody waits for it; a free place with somebody in line is the adviser's
    to give. Who has a place, or stands in line, keeps it by saying yes again; who has an offer takes it. A yes that is
    changed to another answer gives up its place, and the confirmation of its group, which leaves (leaving.py); it may
    be changed back, is then the newest yes, and has its group again. A withdrawal may be undone, and leaves the
    confirmation to that or to a new yes.
    """
    if choice == Answer.Choice.YES:
        return _outcome_of_yes(participation, held)
    anew = {} if choice == Answer.Choice.WITHDRAW else {"group_confirmed_at": None}
    return {"state": STATE_AFTER[Answer.Choice(choice)], **OUT_OF_LINE, **anew}


def _outcome_of_yes(participation: Participation, held: Programme) -> dict[str, Any]:
    if participation.state == State.QUEUED:
        return {"state": State.QUEUED}
    anew = {"group_confirmed_at": None} if participation.state == State.WITHDRAWN else {}  # that group has left
    if participation.state in Participation.HOLDS_A_PLACE or places_of(held).state_of_a_yes == State.SIGNED_UP:
        return {"state": State.SIGNED_UP, **OUT_OF_LINE, **anew}
    return {"state": State.QUEUED, "queue_number": next_number(held), **anew}


def last_day_to_answer(today: date | None = None) -> date:
    """Of an offer that is made today (Norwegian time)."""
    return ordinary_days_after(today or timezone.localdate(), DAYS_TO_ANSWER)


def next_number(held: Programme) -> int:
    """The last place in line. Numbers rise; those of who has left the line are not given again while anybody with a
    higher one stands in it."""
    rows = Participation.objects.filter(programme=held)
    return (rows.aggregate(last=Max("queue_number"))["last"] or 0) + 1


def end_offers(held: Programme) -> int:
    """Offers whose last day has passed end: each stands last in line, and its place is free. In the order of their
    numbers. Returns how many."""
    ended = Participation.objects.filter(
        programme=held, state=State.OFFERED, offered_until__lt=timezone.localdate()
    ).select_related("programme")
    rows = list(ended.order_by("queue_number"))
    for row in rows:
        day = row.offered_until
        bump(row, row.version, state=State.QUEUED, queue_number=next_number(held), offered_until=None)
        journal.append(
            verb="place.offer_ended", by=journal.SYSTEM, subject=row, scope=held, until=day.isoformat() if day else ""
        )
    return len(rows)


def with_ended_offers() -> QuerySet[Programme]:
    """The programmes in which an offer has ended that still stands as one."""
    ended = Participation.objects.filter(
        programme=OuterRef("pk"), state=State.OFFERED, offered_until__lt=timezone.localdate()
    )
    return Programme.objects.filter(Exists(ended)).exclude(state=Programme.State.ARCHIVED)


def hold_and_read(participation: Participation) -> Programme:
    """Hold the programme, let ended offers end, and read what now holds of the participation."""
    held = hold(participation.programme)
    end_offers(held)
    participation.refresh_from_db(fields=["state", "queue_number", "offered_until"])
    return held


def say_place_given(participation: Participation, how: str, by: Actor, **details: Any) -> None:
    """The journal's line from which «Dere har fått plass» is written. ``how`` is «queue» or «restored»."""
    journal.append(verb="place.given", by=by, subject=participation, scope=participation.programme, how=how, **details)
