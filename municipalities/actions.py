"""Acts on participations: listing, naming directors, inviting, answering, extending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import signup_links
from municipalities.models import Answer, Holding, Organisation, Participation, Person, Seat
from programmes.models import Programme


class ChangedMeanwhile(Exception):
    """Somebody else changed the row after the page was opened. Nothing was saved."""


class Closed(Exception):
    """The programme takes no answers now, or the deadline has passed."""


State = Participation.State
STATE_AFTER = {
    Answer.Choice.YES: State.SIGNED_UP,
    Answer.Choice.NO: State.DECLINED,
    Answer.Choice.UNDECIDED: State.UNDECIDED,
}


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


def person_with(*, name: str, email: str, by: Actor | None = None) -> Person:
    """The human with this address, made when new.

    With ``by`` the name is taken as her newest spelling: only for an adviser, and for herself once her address is
    confirmed. Anybody else who knows an address must not be able to rename its owner in another municipality.
    """
    email = email.strip().lower()
    person, new = Person.objects.get_or_create(email=email, defaults={"name": name})
    if by and not new and name and person.name != name:
        person.name = name
        person.save(update_fields=["name"])
        journal.append(verb="person.renamed", by=by, subject=person)
    return person


def _seat_person(participation: Participation, kind: str, person: Person) -> Holding | None:
    """Seat ``person``; whoever sat there leaves, and a director's links die. None when she already sat there."""
    seat, _ = Seat.objects.get_or_create(participation=participation, kind=kind)
    current = seat.holdings.current().select_related("person").first()
    if current and current.person_id == person.pk:
        return None
    if current:
        Holding.objects.filter(pk=current.pk).update(until=timezone.now())
    if current and kind == Seat.Kind.DIRECTOR:  # only the director answers by a link that comes with the seat
        signup_links.revoke(participation, current.person)
    return Holding.objects.create(seat=seat, person=person)


def _bump(participation: Participation, version: int | None, **changes: object) -> None:
    """Write ``changes`` if nobody else has since ``version``. Raises ``ChangedMeanwhile``, and ``Closed`` for an
    archived programme, in which nothing is changed any more."""
    if participation.programme.state == Programme.State.ARCHIVED:
        raise Closed
    rows = Participation.objects.filter(pk=participation.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile
    participation.refresh_from_db()


@transaction.atomic
def name_director(
    *, participation: Participation, name: str, email: str, by: Actor, version: int | None = None
) -> None:
    """Name the municipal director. A successor takes the seat; the predecessor's links die.

    Raises ``ChangedMeanwhile``.
    """
    _bump(participation, version)
    person = person_with(name=name, email=email, by=by)
    holding = _seat_person(participation, Seat.Kind.DIRECTOR, person)
    if holding:
        journal.append(
            verb="director.named", by=by, subject=participation, scope=participation.programme, person=holding.person_id
        )


@transaction.atomic
def invite(*, participations: Iterable[Participation], by: Actor) -> int:
    """Invite: each gets one journal line, from which its letter is made. One that was invited before is invited again.

    Raises ``Closed`` when the programme takes no answers and ``ChangedMeanwhile`` when a row is not the one its
    ``version`` says; then nobody is invited. Returns how many.
    """
    count = 0
    for participation in participations:
        if not participation.takes_answers:
            raise Closed
        first = participation.state == State.LISTED
        _bump(
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
    unless she was named director by the adviser.

    Raises ``Closed`` after the deadline and ``ChangedMeanwhile``.
    """
    if not participation.takes_answers:
        raise Closed
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
        _let_count(given, sign_up.version, by)
    else:
        waits = participation.state not in Participation.ANSWERED
        _bump(participation, sign_up.version, **({"state": State.WAITING} if waits else {}))
        _supersede_waiting(given, by)
        journal.append(
            verb="answer.waiting", by=by, subject=participation, scope=participation.programme, answer=given.pk
        )
    return given


def _let_count(given: Answer, version: int | None, by: Actor) -> None:
    """Make the participation say what the answer says: state, invoice reference and, with a yes, coordinator."""
    participation = given.participation
    _bump(
        participation, version, state=STATE_AFTER[Answer.Choice(given.choice)],
        invoice_reference=given.invoice_reference,
    )  # fmt: skip
    if given.choice == Answer.Choice.YES and given.coordinator_email:
        appoint_coordinator(
            participation=participation, name=given.coordinator_name, email=given.coordinator_email, by=by
        )
    _supersede_waiting(given, by)
    _say_answered(given, by)


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
    journal.append(
        verb="participation.answered",
        by=by,
        subject=given.participation,
        scope=given.participation.programme,
        answer=given.pk,
        choice=given.choice,
        via=given.via,
    )


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
def appoint_coordinator(*, participation: Participation, name: str, email: str, by: Actor) -> None:
    """Seat the coordinator; a predecessor leaves."""
    holding = _seat_person(participation, Seat.Kind.COORDINATOR, person_with(name=name, email=email))
    if holding:
        journal.append(
            verb="coordinator.appointed",
            by=by,
            subject=participation,
            scope=participation.programme,
            person=holding.person_id,
        )


@transaction.atomic
def register_answer(
    *, participation: Participation, choice: str, via: str, said_by: str, reason: str, version: int, by: Actor
) -> Answer:
    """The adviser writes down an answer that came by telephone, e-mail or in a meeting; allowed after the deadline.

    Raises ``ChangedMeanwhile``, and ``ValueError`` for an answer «through the portal», which only its sender gives.
    """
    if via == Answer.Via.PORTAL or by.user is None:
        raise ValueError("an answer through the portal comes from the one who answers")
    _bump(participation, version, state=STATE_AFTER[Answer.Choice(choice)])
    given = Answer.objects.create(
        participation=participation, choice=choice, via=via, answered_by=said_by, reason=reason, registered_by=by.user
    )
    _supersede_waiting(given, by)
    _say_answered(given, by)
    return given


@transaction.atomic
def settle_waiting(*, given: Answer, accept: bool, by: Actor) -> None:
    """The adviser's yes or no to an answer from an address outside the organisation. Raises ``ChangedMeanwhile``."""
    status = Answer.Status.ACCEPTED if accept else Answer.Status.REFUSED
    waiting = Answer.objects.filter(pk=given.pk, status=Answer.Status.WAITING)
    if not waiting.update(status=status):
        raise ChangedMeanwhile
    given.refresh_from_db()
    participation = given.participation
    if accept:
        _let_count(given, None, by)
        return
    if participation.state == State.WAITING:
        _bump(participation, None, state=State.INVITED if participation.invited_at else State.LISTED)
    journal.append(verb="answer.refused", by=by, subject=participation, scope=participation.programme, answer=given.pk)


@transaction.atomic
def extend_deadline(*, participation: Participation, day: date, reason: str, version: int, by: Actor) -> None:
    """Give one organisation until the end of ``day`` (Norwegian time). Its links live as long.

    Raises ``ValueError`` for a day that has been or that is not after the programme's own deadline, and
    ``ChangedMeanwhile``.
    """
    own = participation.programme.sign_up_deadline
    if day < timezone.localdate() or (own.end and day <= own.end):
        raise ValueError("an extension ends today or later, and after the programme's own deadline")
    _bump(participation, version, extended_deadline=day, extension_reason=reason)
    signup_links.follow_deadline(participation)
    journal.append(
        verb="deadline.extended", by=by, subject=participation, scope=participation.programme,
        day=day.isoformat(),
    )  # fmt: skip
