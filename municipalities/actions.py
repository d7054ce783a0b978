"""Acts on participations: listing, naming directors, inviting, answering. Exceptions on the list: list_actions.py;
waiting list and withdrawal: place_actions.py; seats: seat_actions.py; exceptions from duties: duty_actions.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import placing, signup_links
from municipalities.acting import ChangedMeanwhile, Closed, bump, person_with, seat_person
from municipalities.leaving import leave_programme, take_up_group
from municipalities.models import ANSWER, Answer, Holding, Organisation, Participation, Person, Seat
from municipalities.seat_actions import ClosedAccount, appoint_coordinator
from municipalities.standing import Standing, standings
from programmes.models import Programme

State = Participation.State


class LeftOut(Closed):
    """It is held outside the list: it answers when it has been taken in again."""


@transaction.atomic
def list_organisations(*, programme: Programme, by: Actor) -> int:
    """Put every organisation of the region's counties, as they stood on the programme's first day, on the list of
    who may be invited. Returns how many were new."""
    day = programme.day_for_names or timezone.localdate()
    found = Organisation.objects.valid_on(day).in_counties(programme.region.county_numbers, day)
    if not programme.county_takes_part:
        found = found.filter(kind=Organisation.Kind.MUNICIPALITY)
    new = found.exclude(participations__programme=programme)
    rows = Participation.objects.bulk_create(
        [Participation(programme=programme, organisation=organisation) for organisation in new]
    )
    if rows:
        journal.append(verb="programme.organisations_listed", by=by, subject=programme, scope=programme, new=len(rows))
    return len(rows)


@transaction.atomic
def name_director(
    *, participation: Participation, name: str, email: str, by: Actor, version: int | None = None
) -> None:
    """Name the municipal director. A successor takes the seat; the predecessor's links die. An open offer of a place is
    sent to her too.

    Raises ``ChangedMeanwhile``.
    """
    bump(participation, version)
    person = person_with(name=name, email=email, by=by)
    holding = seat_person(participation, Seat.Kind.DIRECTOR, person)
    if holding:
        journal.append(
            verb="director.named", by=by, subject=participation, scope=participation.programme, person=holding.person_id
        )
    if holding and participation.offered_until and not participation.offer_has_ended:
        journal.append(  # the open offer is hers to answer: she gets the letter, with a link of her own
            verb="place.offered", by=by, subject=participation, scope=participation.programme,
            until=participation.offered_until.isoformat(), again=True,
        )  # fmt: skip


@transaction.atomic
def invite(*, participations: Iterable[Participation], by: Actor) -> int:
    """Invite: each gets one journal line, from which its letter is made. One that was invited before is invited again.

    Raises ``Closed`` when the programme takes no answers and ``ChangedMeanwhile`` when a row is not the one its
    ``version`` says or is left out of the list; then nobody is invited. Returns how many.
    """
    count = 0
    for participation in participations:
        if not participation.takes_answers:
            raise Closed
        if participation.state == State.LEFT_OUT:
            raise ChangedMeanwhile
        first = participation.state == State.LISTED
        bump(
            participation,
            participation.version,
            invited_at=participation.invited_at or timezone.now(),
            state=State.INVITED if first else participation.state,
        )
        journal.append(
            verb="participation.invited", by=by, subject=participation, scope=participation.programme, first=first
        )
        count += 1
    return count


@transaction.atomic
def remind(*, participations: Iterable[Participation], by: Actor) -> int:
    """Ask once more, at once, those who were invited and have said neither yes nor no. Returns how many.

    Raises ``Closed`` where the programme sends no letters now and for one that takes no answers, has answered or is
    excused from it, and ``ChangedMeanwhile`` when a row is not the one its ``version`` says; then nobody is reminded.
    """
    rows = list(participations)
    found = _standing_of_each(rows)
    for participation in rows:
        if not _may_be_reminded(participation, found[participation.pk]):
            raise Closed
        bump(participation, participation.version)
        journal.append(verb="participation.reminded", by=by, subject=participation, scope=participation.programme)
    return len(rows)


def _standing_of_each(rows: list[Participation]) -> dict[int, Standing]:
    """By key; the same few queries for each programme, however many of its rows there are."""
    found: dict[int, Standing] = {}
    for programme in {row.programme for row in rows}:
        found |= standings(programme, [row.pk for row in rows if row.programme_id == programme.pk])
    return found


def _may_be_reminded(participation: Participation, standing: Standing) -> bool:
    if not participation.programme.sends_letters or not participation.takes_answers:
        return False
    return standing.states[ANSWER].waits


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What the form says. ``coordinator_email`` empty: not appointed yet. ``version`` is the one the page showed."""

    choice: str
    version: int
    coordinator_name: str = ""
    coordinator_email: str = ""
    invoice_reference: str = ""
    role: str = ""
    answered_by: str = ""


@transaction.atomic
def answer(*, participation: Participation, person: Person, sign_up: SignUp) -> Answer:
    """``person`` answers through the portal. An address outside the organisation's own domains waits for the adviser,
    unless she was named director by the adviser. A yes that finds every place taken stands in line (placing.py).

    Raises ``Closed`` after the deadline, ``LeftOut`` and ``ChangedMeanwhile``.
    """
    if not participation.takes_answers:
        raise Closed
    held = placing.hold_and_read(participation)
    _refuse_left_out(participation)
    trusted = speaks_for(participation, person)
    given = Answer.objects.create(
        participation=participation,
        choice=sign_up.choice,
        via=Answer.Via.PORTAL,
        status=Answer.Status.ACCEPTED if trusted else Answer.Status.WAITING,
        person=person,
        role=sign_up.role,
        answered_by=sign_up.answered_by,
        coordinator_name=sign_up.coordinator_name,
        coordinator_email=sign_up.coordinator_email,
        invoice_reference=sign_up.invoice_reference,
    )
    by = Actor(ref=person.reference)
    if trusted:
        let_count(given, held, sign_up.version, by)
    else:
        waits = participation.state not in Participation.ANSWERED
        bump(participation, sign_up.version, **({"state": State.WAITING} if waits else {}))
        _supersede_waiting(given, by)
        journal.append(
            verb="answer.waiting", by=by, subject=participation, scope=participation.programme, answer=given.pk
        )
    return given


def _refuse_left_out(participation: Participation) -> None:
    if participation.state == State.LEFT_OUT:
        raise LeftOut


def let_count(given: Answer, held: Programme, version: int | None, by: Actor) -> None:
    """Make the participation say what the answer says: state, invoice reference and, with a place, coordinator. Nobody
    is appointed, and written to, for a programme that the municipality may never get into. With any answer but a yes
    whoever had a place in the group leaves it. ``held`` is the programme's row (``placing.hold_and_read``)."""
    participation = given.participation
    had_a_place = participation.state == State.SIGNED_UP
    changes = placing.outcome_of(participation, given.choice, held)
    if given.choice in Answer.TO_INVITATION:
        changes["invoice_reference"] = given.invoice_reference
    was_confirmed = participation.group_confirmed_at is not None
    bump(participation, version, **changes)
    if was_confirmed and participation.group_confirmed_at is None:
        journal.append(verb="group.reopened", by=by, subject=participation, scope=participation.programme)
    if participation.state == State.SIGNED_UP and not had_a_place:
        take_up_group(participation, by, but=given)
    if participation.state == State.SIGNED_UP and given.coordinator_email:
        _appoint_named(given, by)
    _supersede_waiting(given, by)
    _say_answered(given, by)
    if given.choice != Answer.Choice.YES:
        leave_programme(participation, given, by)


def _appoint_named(given: Answer, by: Actor) -> None:
    """Make the one whom the answer names coordinator. The answer counts also where her account is closed and she
    cannot be; then the coordinator is whoever was, or nobody, and the pages say so (``with_closed_account``)."""
    participation = given.participation
    try:
        appoint_coordinator(
            participation=participation, name=given.coordinator_name, email=given.coordinator_email, by=by
        )
    except ClosedAccount:
        participation.refresh_from_db()  # what the attempt changed has been taken back
        journal.append(
            verb="coordinator.not_appointed", by=by, subject=participation, scope=participation.programme,
            answer=given.pk,
        )  # fmt: skip


def speaks_for(participation: Participation, person: Person) -> bool:
    """Her answer counts at once, and she may see what others answered: the director whom the adviser named, and
    anybody with an address in the organisation's own domains (docs/decisions/0007)."""
    directs = Holding.objects.current().filter(
        seat__participation=participation, seat__kind=Seat.Kind.DIRECTOR, person=person
    )
    return participation.organisation.owns_address(person.email) or directs.exists()


def _supersede_waiting(given: Answer, by: Actor) -> None:
    """An answer that waits gives way to a newer one: the adviser cannot let it count over the director's own."""
    older = Answer.objects.filter(participation=given.participation, status=Answer.Status.WAITING, pk__lt=given.pk)
    ids = list(older.values_list("pk", flat=True))
    if ids:
        older.update(status=Answer.Status.SUPERSEDED)
        journal.append(
            verb="answer.superseded", by=by, subject=given.participation, scope=given.participation.programme,
            answers=ids,
        )  # fmt: skip


def _say_answered(given: Answer, by: Actor) -> None:
    """A yes that stands in line says so, with its number there: that is what the receipt tells. A withdrawal is a line
    of another kind."""
    participation, verb = given.participation, "participation.answered"
    more: dict[str, Any] = {}
    if participation.state == State.QUEUED:
        more = {"place": "queued", "queue": placing.position(participation)}
    elif participation.state == State.WITHDRAWN:
        verb = "participation.withdrawn"
    journal.append(
        verb=verb, by=by, subject=participation, scope=participation.programme, answer=given.pk, choice=given.choice,
        via=given.via, **more,
    )  # fmt: skip


@transaction.atomic
def let_in(*, participation: Participation, name: str, email: str) -> tuple[Person, str]:
    """Somebody has confirmed her address on the public page: she becomes a person with a link of her own.

    Returns her and the link's token.
    """
    person = person_with(name=name, email=email, by=Actor(ref="confirmed address"))
    journal.append(
        verb="person.confirmed", by=Actor(ref=person.reference), subject=participation, scope=participation.programme
    )
    return person, signup_links.issue(participation, person)


@transaction.atomic
def register_answer(
    *, participation: Participation, choice: str, via: str, said_by: str, reason: str, version: int, by: Actor
) -> Answer:
    """The adviser writes down an answer that came by telephone, e-mail or in a meeting; allowed after the deadline. It
    counts as any other: a yes stands in line where every place is taken.

    Raises ``LeftOut``, ``ChangedMeanwhile``, and ``ValueError`` for an answer «through the portal», which only its
    sender gives.
    """
    if via == Answer.Via.PORTAL or by.user is None:
        raise ValueError("an answer through the portal comes from the one who answers")
    held = placing.hold_and_read(participation)
    _refuse_left_out(participation)
    was_in_line = participation.state in Participation.IN_LINE
    given = Answer.objects.create(
        participation=participation, choice=choice, via=via, answered_by=said_by, reason=reason, registered_by=by.user,
        invoice_reference=participation.invoice_reference,
    )  # fmt: skip
    let_count(given, held, version, by)
    if was_in_line:
        appoint_named_in_line(participation, by, but=given)
    return given


def appoint_named_in_line(participation: Participation, by: Actor, *, but: Answer | None = None) -> None:
    """A place that was waited for has been taken: the one whom the yes named, newest first and leaving out ``but``,
    coordinates, where nobody does."""
    if participation.state != State.SIGNED_UP or participation.coordinator is not None:
        return
    yeses = participation.answers.filter(choice=Answer.Choice.YES, status=Answer.Status.ACCEPTED)
    yes = (yeses.exclude(pk=but.pk) if but else yeses).first()
    if yes and yes.coordinator_email:
        yes.participation = participation
        _appoint_named(yes, by)


@transaction.atomic
def settle_waiting(*, given: Answer, accept: bool, by: Actor) -> None:
    """The adviser's yes or no to an answer from an address outside the organisation. Raises ``ChangedMeanwhile``, and
    ``Closed`` for an archived programme."""
    held = placing.hold_and_read(given.participation)
    status = Answer.Status.ACCEPTED if accept else Answer.Status.REFUSED
    waiting = Answer.objects.filter(pk=given.pk, status=Answer.Status.WAITING)
    if not waiting.update(status=status):
        raise ChangedMeanwhile
    given.refresh_from_db()
    participation = given.participation
    if accept:
        let_count(given, held, participation.version, by)
        return
    before = State.INVITED if participation.invited_at else State.LISTED
    bump(participation, None, **({"state": before} if participation.state == State.WAITING else {}))
    journal.append(verb="answer.refused", by=by, subject=participation, scope=participation.programme, answer=given.pk)
