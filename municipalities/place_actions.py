"""Acts on places: how many there are, offers to those in line, a place given at once, and the withdrawal."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import placing
from municipalities.acting import ChangedMeanwhile, Closed, ReasonMissing, bump
from municipalities.actions import appoint_named_in_line, let_count, speaks_for
from municipalities.leaving import come_back, take_up_group
from municipalities.models import Answer, Participation, Person, PlaceDecision
from programmes.acting import bump as bump_programme
from programmes.models import Programme

State = Participation.State
MAY_WITHDRAW = (State.SIGNED_UP, *Participation.IN_LINE)


class NoPlace(Exception):
    """Every place is taken."""


class OfferIsOver(Exception):
    """The offer has been answered, or its last day has passed."""


class TooFew(Exception):
    """Fewer places than have been given away. ``taken`` says how many that is."""

    def __init__(self, taken: int):
        super().__init__(taken)
        self.taken = taken


@transaction.atomic
def set_limits(
    *, programme: Programme, total: int | None, per_organisation: int | None, version: int, by: Actor
) -> None:
    """How many organisations the programme has places for, and how many people each may send; None: no limit is said.
    Nobody in line gets a place by it: that is given (``offer``, ``give_place``).

    Raises ``TooFew``, ``Closed`` for an archived programme and ``ChangedMeanwhile``.
    """
    held = placing.hold(programme)
    if held.state == Programme.State.ARCHIVED:
        raise Closed
    placing.end_offers(held)
    taken = placing.places_of(held).taken
    if total is not None and total < taken:
        raise TooFew(taken)
    bump_programme(programme, version, places_total=total, places_per_organisation=per_organisation)
    journal.append(
        verb="programme.places", by=by, subject=programme, scope=programme, total=total, each=per_organisation
    )


@transaction.atomic
def offer(*, participations: Sequence[Participation], until: date, by: Actor, reason: str = "") -> int:
    """Offer a place to some of those in line; each gets a letter with a link, and keeps the place to the end of
    ``until`` (Norwegian time; ``placing.last_day_to_answer``). Returns how many.

    ``reason`` says why somebody before them in line is passed over. Raises ``ReasonMissing``, ``NoPlace``, ``Closed``
    where the programme takes no answers or sends no letters, and ``ChangedMeanwhile`` when somebody is not in line or
    not the row that her ``version`` says; then nobody is offered anything.
    """
    if not participations:
        raise ChangedMeanwhile
    if until < timezone.localdate():
        raise ValueError("an offer ends today or later")
    programme = participations[0].programme
    if not (programme.takes_answers and programme.sends_letters):
        raise Closed
    held = placing.hold(programme)
    placing.end_offers(held)
    _must_all_wait(participations)
    if placing.places_of(held).can_be_given < len(participations):
        raise NoPlace
    passes = _passes_somebody(held, participations)
    if passes and not reason:
        raise ReasonMissing
    for participation in participations:
        bump(participation, participation.version, state=State.OFFERED, offered_until=until)
        if passes:
            _decide(participation, PlaceDecision.Kind.OFFERED, reason, by)
        journal.append(
            verb="place.offered", by=by, subject=participation, scope=held, until=until.isoformat(),
            in_order=not passes,
        )  # fmt: skip
    return len(participations)


def _passes_somebody(held: Programme, chosen: Sequence[Participation]) -> bool:
    rows = Participation.objects.filter(programme=held, state=State.QUEUED).order_by("queue_number")
    first = set(rows.values_list("pk", flat=True)[: len(chosen)])
    return first != {participation.pk for participation in chosen}


def _must_all_wait(participations: Sequence[Participation]) -> None:
    """Raises ``ChangedMeanwhile`` where one is not in line now, whatever its page showed."""
    keys = {participation.pk for participation in participations}
    if Participation.objects.filter(pk__in=keys, state=State.QUEUED).count() < len(keys):
        raise ChangedMeanwhile


def _decide(participation: Participation, kind: str, reason: str, by: Actor) -> None:
    PlaceDecision.objects.create(participation=participation, kind=kind, reason=reason, given_by=by.user)


@transaction.atomic
def give_place(*, participation: Participation, reason: str, version: int, by: Actor) -> None:
    """One in line gets a place at once, without being asked again. Who has an offer takes the place it keeps.

    Raises ``NoPlace``, ``ReasonMissing`` and ``ChangedMeanwhile``.
    """
    held = placing.hold_and_read(participation)
    if not reason:
        raise ReasonMissing
    if participation.state not in Participation.IN_LINE:
        raise ChangedMeanwhile
    if participation.state == State.QUEUED and placing.places_of(held).is_full:
        raise NoPlace
    bump(participation, version, state=State.SIGNED_UP, **placing.OUT_OF_LINE)
    _decide(participation, PlaceDecision.Kind.PLACED, reason, by)
    take_up_group(participation, by)
    appoint_named_in_line(participation, by)
    placing.say_place_given(participation, "queue", by)


@transaction.atomic
def answer_offer(*, participation: Participation, person: Person, accept: bool, version: int) -> Answer:
    """``person``, who has the offer's link, takes the place or says no to it; the sign-up deadline does not matter.

    Raises ``OfferIsOver`` and ``ChangedMeanwhile``.
    """
    held = placing.hold_and_read(participation)
    if participation.state != State.OFFERED or not held.takes_answers:
        raise OfferIsOver
    given = Answer.objects.create(
        participation=participation, choice=Answer.Choice.YES if accept else Answer.Choice.NO, via=Answer.Via.PORTAL,
        person=person, invoice_reference=participation.invoice_reference,
    )  # fmt: skip
    by = Actor(ref=person.reference)
    let_count(given, held, version, by)
    appoint_named_in_line(participation, by, but=given)
    return given


@transaction.atomic
def end_offers(*, programme: Programme) -> int:
    """Offers that nobody answered in time end. Returns how many; a second run finds none."""
    return placing.end_offers(placing.hold(programme))


@transaction.atomic
def withdraw(*, participation: Participation, person: Person, version: int, reason: str = "") -> Answer:
    """«Trekk påmeldingen», by whoever speaks for the organisation, while the sign-up takes answers: its place, or its
    place in line, is free; coordinators lose access, seats end, links die.

    Raises ``Closed`` after the deadline or for somebody who does not speak for it, and ``ChangedMeanwhile``.
    """
    if not participation.takes_answers or not speaks_for(participation, person):
        raise Closed
    by = Actor(ref=person.reference)
    return _withdraw(participation, version, by, via=Answer.Via.PORTAL, person=person, reason=reason)


@transaction.atomic
def register_withdrawal(
    *, participation: Participation, via: str, said_by: str, reason: str, version: int, by: Actor
) -> Answer:
    """The adviser withdraws an organisation that has said so elsewhere; allowed after the deadline.

    Raises ``ChangedMeanwhile``, and ``ValueError`` for a withdrawal «through the portal».
    """
    if via == Answer.Via.PORTAL or by.user is None:
        raise ValueError("a withdrawal through the portal comes from the one who withdraws")
    said = {"via": via, "answered_by": said_by, "reason": reason, "registered_by": by.user}
    return _withdraw(participation, version, by, **said)


def _withdraw(participation: Participation, version: int, by: Actor, **said: object) -> Answer:
    held = placing.hold_and_read(participation)
    if participation.state not in MAY_WITHDRAW:
        raise ChangedMeanwhile
    given = Answer.objects.create(participation=participation, choice=Answer.Choice.WITHDRAW, **said)
    let_count(given, held, version, by)
    return given


@transaction.atomic
def undo_withdrawal(*, participation: Participation, version: int, by: Actor) -> None:
    """The adviser takes a withdrawal back while there is a free place, whoever stands in line: its seats and who sat
    in them are as they were, the director gets a letter with new links, and who was told goodbye hears that she is
    back.

    Raises ``NoPlace`` and ``ChangedMeanwhile``.
    """
    held = placing.hold_and_read(participation)
    given = participation.answers.filter(status=Answer.Status.ACCEPTED).first()
    if participation.state != State.WITHDRAWN or given is None:
        raise ChangedMeanwhile
    if placing.places_of(held).is_full:
        raise NoPlace
    bump(participation, version, state=State.SIGNED_UP)
    Answer.objects.filter(pk=given.pk).update(status=Answer.Status.UNDONE)
    coordinates = come_back(participation, given.at, by)
    placing.say_place_given(participation, "restored", by, coordinated=coordinates)
