"""A participation that ends, and one that comes back: its seats, who hears of it, and the links to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import appoint_links, offer_links, signup_links
from municipalities.models import Answer, Holding, Participation, Seat


def leave_programme(participation: Participation, given: Answer, by: Actor) -> None:
    """``given`` says that it does not take part: every seat but the director's ends, at one point in time. That they
    sat there stays visible, and each who did has one journal line, from which she is told. A withdrawal also closes
    every link to the participation; after another answer the director may still change hers."""
    now = timezone.now()
    seats = _of_the_group(participation).filter(closed_at=None)
    running = Holding.objects.current().filter(seat__in=seats)
    left = list(running.select_related("seat"))
    running.update(until=now)
    seats.update(closed_at=now)  # who was responsible stays so, for one who comes back
    if given.choice == Answer.Choice.WITHDRAW:
        for links in (signup_links, appoint_links, offer_links):
            links.revoke_all(participation)
    _say_of_each("seat.left", participation, left, by, answer=given.pk)


def come_back(participation: Participation, since: datetime, by: Actor) -> list[int]:
    """What ended at ``since`` or later runs again, as if it had not ended: seats, and who sat in them. The links stay
    dead: a letter brings new ones. Returns the keys of the people who coordinate."""
    back = _reopen(participation, _of_the_group(participation), since, by)
    return [row.person_id for row in back if row.seat.kind == Seat.Kind.COORDINATOR]


def take_up_group(participation: Participation, by: Actor, *, but: Answer | None = None) -> None:
    """A yes was changed to another answer, and is a yes again: the group it had comes back, to be confirmed anew. Who
    coordinates is what the new yes says. ``but`` is that yes. A group that was withdrawn stays away."""
    answers = participation.answers.filter(status=Answer.Status.ACCEPTED)
    since = None
    for choice, at in (answers.exclude(pk=but.pk) if but else answers).values_list("choice", "at"):  # newest first
        if choice in (Answer.Choice.NO, Answer.Choice.UNDECIDED):
            since = at
        elif since or choice == Answer.Choice.WITHDRAW:
            break
    if since:
        _reopen(participation, _of_the_group(participation).filter(kind__in=Seat.GROUP), since, by)


def _reopen(participation: Participation, seats: QuerySet[Seat], since: datetime, by: Actor) -> list[Holding]:
    """Returns who holds a seat again; each of them has one journal line."""
    ended = list(seats.filter(closed_at__gte=since).values_list("pk", flat=True))
    Seat.objects.filter(pk__in=ended).update(closed_at=None)
    Holding.objects.filter(seat__in=ended, until__gte=since).update(until=None)
    back = list(Holding.objects.current().filter(seat__in=ended).select_related("seat"))
    _say_of_each("seat.back", participation, back, by)
    return back


def _say_of_each(
    verb: str, participation: Participation, holdings: Iterable[Holding], by: Actor, **details: Any
) -> None:
    """One line a person, about the place that gave her most: a coordinator's before any other."""
    said: set[int] = set()
    for row in sorted(holdings, key=lambda row: (row.seat.kind != Seat.Kind.COORDINATOR, row.seat_id)):
        if row.person_id not in said:
            said.add(row.person_id)
            journal.append(
                verb=verb, by=by, subject=participation, scope=participation.programme, seat=row.seat_id,
                kind=row.seat.kind, person=row.person_id, **details,
            )  # fmt: skip


def _of_the_group(participation: Participation) -> QuerySet[Seat]:
    return Seat.objects.filter(participation=participation).exclude(kind=Seat.Kind.DIRECTOR)
