"""Acts on seats: coordinators, the core group, the reference group. Who held a seat, and when, stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.actions import account_for
from accounts.journal import Actor
from accounts.models import User
from municipalities import composition, correcting, names
from municipalities.acting import ChangedMeanwhile, bump, leave, person_with, seat_person
from municipalities.correcting import Refused
from municipalities.models import Holding, Participation, Person, Seat
from programmes.models import Programme
from programmes.words import Words


class Incomplete(Exception):
    """The group cannot be confirmed: nobody is in it, or the programme requires somebody who is missing. ``texts`` says
    so in sentences, at least one."""

    def __init__(self, texts: list[str]):
        super().__init__(" ".join(texts))
        self.texts = texts


class AlreadySeated(Refused):
    """The person holds the same role in the same group already."""


class OtherName(Refused):
    """The address is known with quite another name: two people who share an address would become one."""


class ClosedAccount(Refused):
    """The account with this address has been closed, so she could not sign in."""


class YouthPlace(Refused):
    """A place for a young person and any other are not turned into each other while somebody holds it."""


class AddressTaken(Refused):
    """Another person has the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a place in a group is: the catalogue's key where it is known, the role in words, and the level."""

    title: Words
    role: str = ""
    level: str = ""


@transaction.atomic
def appoint_coordinator(
    *, participation: Participation, name: str, email: str, by: Actor, version: int | None = None
) -> None:
    """Make somebody the responsible coordinator; a predecessor leaves. She gets an account to sign in with.

    ``version`` None: part of an answer, which has been guarded, and the municipality's word whoever lets it count.
    Raises ``Refused``, ``ChangedMeanwhile``, ``Closed``.
    """
    bump(participation, version)
    person = person_with(name=name, email=email) if version is None else _person_named(name, email)
    other = _seat_of(participation, person)
    if other is None or not other.is_responsible:
        _refuse_closed_account(person)
    if other and not other.is_responsible:
        _close(other)
    before = _responsible_holding(participation)
    if seat_person(participation, Seat.Kind.COORDINATOR, person):
        if before:
            _say("seat.left", before.seat, by, person=before.person_id)
        _say_appointed(participation, person, by, by_adviser=version is not None and _advises(by, participation))


def _responsible_holding(participation: Participation) -> Holding | None:
    held = Holding.objects.current().filter(seat__participation=participation, seat__is_responsible=True)
    return held.select_related("seat__participation__programme").first()


@transaction.atomic
def add_coordinator(*, participation: Participation, name: str, email: str, version: int, by: Actor) -> None:
    """One more coordinator; the first is the responsible one. Raises ``Refused``, ``ChangedMeanwhile``, ``Closed``."""
    bump(participation, version)
    by_adviser, person = _advises(by, participation), _person_named(name, email)
    if _seat_of(participation, person):
        raise AlreadySeated
    _refuse_closed_account(person)
    if participation.coordinator is None:
        seat_person(participation, Seat.Kind.COORDINATOR, person)
    else:
        seat = Seat.objects.create(participation=participation, kind=Seat.Kind.COORDINATOR)
        Holding.objects.create(seat=seat, person=person)
    _say_appointed(participation, person, by, by_adviser=by_adviser)


def _person_named(name: str, email: str) -> Person:
    """Whoever the address belongs to. Her name stays as it is known; quite another name is refused."""
    person = person_with(name=name, email=email)
    if not names.may_be_the_same(name, person.name):
        raise OtherName
    return person


def _refuse_closed_account(person: Person) -> None:
    if User.objects.filter(email=person.email, is_active=False).exists():
        raise ClosedAccount


def _seat_of(participation: Participation, person: Person) -> Seat | None:
    """The coordinator's seat that she holds now."""
    return (
        Seat.objects.open()
        .filter(participation=participation, kind=Seat.Kind.COORDINATOR)
        .filter(holdings__person=person, holdings__until=None)
        .first()
    )


def _advises(by: Actor, participation: Participation) -> bool:
    """Whoever acts does so for KS: she is signed in, and does not coordinate the participation. Who is written down
    is told from whom KS has her data. Asked before anything is changed: she may be handing over her own place."""
    return by.user is not None and participation.pk not in _coordinated_by(by)


def _coordinated_by(by: Actor) -> set[int]:
    mine = Participation.objects.coordinated_by(by.user) if by.user else Participation.objects.none()
    return set(mine.values_list("pk", flat=True))


def _say_appointed(participation: Participation, person: Person, by: Actor, *, by_adviser: bool) -> None:
    account_for(email=person.email, name=person.name, by=by, language=participation.organisation.language)
    journal.append(
        verb="coordinator.appointed", by=by, subject=participation, scope=participation.programme, person=person.pk,
        by_adviser=by_adviser,
    )  # fmt: skip


@transaction.atomic
def make_responsible(*, seat: Seat, version: int, by: Actor) -> None:
    """Of several coordinators this one answers from now on. Raises ``ChangedMeanwhile`` and ``Closed``."""
    _change(seat, version)
    others = Seat.objects.open().filter(participation=seat.participation, is_responsible=True).exclude(pk=seat.pk)
    for other in others:
        other.is_responsible = False
        other.save(update_fields=["is_responsible"])
        if not other.holdings.current().exists():
            _close(other)  # an empty place that nobody answers for is no place
    Seat.objects.filter(pk=seat.pk).update(is_responsible=True)
    _say("coordinator.responsible", seat, by)


@transaction.atomic
def add_seat(
    *, participation: Participation, kind: str, place: Place, name: str, email: str, version: int, by: Actor
) -> Seat:
    """A place in the core group or the reference group, with a name or with none yet (both texts empty).

    ``version`` is the participation's: two coordinators who add at the same time see each other's places first.
    Raises ``Refused``, ``ChangedMeanwhile`` and ``Closed``.
    """
    bump(participation, version)
    seat = Seat.objects.create(
        participation=participation, kind=kind, role=place.role, title=place.title, level=place.level
    )
    _say("seat.added", seat, by, role=place.role, level=place.level)
    if email:
        _seat(seat, name, email, by)
    return seat


@transaction.atomic
def fill_seat(*, seat: Seat, name: str, email: str, version: int, by: Actor) -> None:
    """Name somebody for the seat; whoever held it leaves, and the seat's duties follow to the new one.

    Raises ``AlreadySeated``, ``OtherName``, ``ClosedAccount`` (all ``Refused``), ``ChangedMeanwhile`` and ``Closed``.
    """
    _change(seat, version)
    _seat(seat, name, email, by)
    _rejudge(seat.participation, by)


def _seat(seat: Seat, name: str, email: str, by: Actor) -> None:
    """Coordinators may not rename somebody whom others know: the name that is known stays (``person_with``)."""
    by_adviser, person = _advises(by, seat.participation), _person_named(name, email)
    current = seat.holdings.current().select_related("person", "seat__participation").first()
    if current and current.person_id == person.pk:
        return
    if _holds_the_same(seat, person):
        raise AlreadySeated
    if seat.kind == Seat.Kind.COORDINATOR:
        _refuse_closed_account(person)
    if current:
        leave(current)
        _say("seat.left", seat, by, person=current.person_id)
    Holding.objects.create(seat=seat, person=person, is_contact=seat.is_youth)
    if seat.kind == Seat.Kind.COORDINATOR:
        _say_appointed(seat.participation, person, by, by_adviser=by_adviser)
    else:
        _say("seat.named", seat, by, person=person.pk, by_adviser=by_adviser)


def _holds_the_same(seat: Seat, person: Person) -> bool:
    same = Seat.objects.open().filter(participation=seat.participation, kind=seat.kind).exclude(pk=seat.pk)
    if seat.kind != Seat.Kind.COORDINATOR:
        same = same.filter(role=seat.role, level=seat.level, title=seat.title)
    return same.filter(holdings__person=person, holdings__until=None).exists()


@transaction.atomic
def vacate_seat(*, seat: Seat, version: int, by: Actor) -> None:
    """The holder leaves, the seat stays: «navn kommer». Raises ``ChangedMeanwhile`` and ``Closed``."""
    _change(seat, version)
    current = seat.holdings.current().select_related("person", "seat__participation").first()
    if current is None:
        raise ChangedMeanwhile
    leave(current)
    _say("seat.left", seat, by, person=current.person_id)
    if seat.kind == Seat.Kind.COORDINATOR and not seat.is_responsible:
        _close(seat)
    _rejudge(seat.participation, by)


@transaction.atomic
def change_place(*, seat: Seat, place: Place, version: int, by: Actor) -> None:
    """The place gets another role; whoever holds it stays. A youth place and any other are not turned into each
    other while somebody holds it: what is stored about the holder differs. Raises ``ChangedMeanwhile``, ``Closed``."""
    if seat.is_youth != (place.level == "youth") and seat.holdings.current().exists():
        raise YouthPlace
    _change(seat, version, role=place.role, title=place.title, level=place.level)
    _say("seat.changed", seat, by, role=place.role, level=place.level)
    _rejudge(seat.participation, by)


@transaction.atomic
def remove_seat(*, seat: Seat, version: int, by: Actor) -> None:
    """The group no longer has this place; whoever held it leaves. Raises ``ChangedMeanwhile`` and ``Closed``."""
    _change(seat, version)
    holder = seat.holdings.current().first()
    _close(seat)
    if holder:
        _say("seat.left", seat, by, person=holder.person_id)
    _say("seat.removed", seat, by)
    _rejudge(seat.participation, by)


@transaction.atomic
def correct_person(*, seat: Seat, name: str, email: str, version: int, by: Actor) -> None:
    """Put right how the holder's name or address is written; she is the same human, and nobody has been replaced. It
    holds wherever she stands. A new address closes the links that went to the old one, which is told.

    Raises ``Refused`` (correcting.py says who may), ``AddressTaken``, ``ChangedMeanwhile`` and ``Closed``.
    """
    _change(seat, version)
    holding = seat.holdings.current().select_related("person").first()
    if holding is None:
        raise ChangedMeanwhile
    person, email = holding.person, email.strip().lower()
    moved = person.email != email
    correcting.refuse_unless_allowed(person=person, participation=seat.participation, moves=moved, by=by)
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise AddressTaken
    coordinated = _coordinated_by(by)  # asked while her address is as it was: she may correct her own
    if moved:
        _say("person.moved", seat, by, person=person.pk)  # while the old address is hers: the letter goes there
        correcting.close_links(person)
    person.name, person.email = name, email
    try:
        with transaction.atomic():
            person.save(update_fields=["name", "email"])
    except IntegrityError as taken:  # another correction was quicker, after the question above
        raise AddressTaken from taken
    _say_corrected(person, seat, by, moved=moved, coordinated=coordinated)


def _say_corrected(person: Person, seat: Seat, by: Actor, *, moved: bool, coordinated: set[int]) -> None:
    """Wherever she stands: pages that showed her as she was are stale, and letters to the old address go once more.
    ``coordinated``: the participations for which ``by`` acts as their own."""
    places = correcting.places_now(person, seat)
    Seat.objects.filter(pk__in=[row.pk for row in places if row != seat]).update(version=F("version") + 1)
    for place in places:
        by_adviser = by.user is not None and place.participation_id not in coordinated
        _say("person.corrected", place, by, person=person.pk, moved=moved, by_adviser=by_adviser)
        if moved and _seat_of(place.participation, person):  # she coordinates too, whichever of her places it was
            _say_appointed(place.participation, person, by, by_adviser=by_adviser)


@transaction.atomic
def name_reference_body(*, participation: Participation, body: str, version: int, by: Actor) -> None:
    """The reference group is an existing body, known by its name alone; empty: none. Raises ``ChangedMeanwhile``."""
    bump(participation, version, reference_body=body)
    journal.append(
        verb="reference.named", by=by, subject=participation, scope=participation.programme, named=bool(body)
    )
    _rejudge(participation, by)


@transaction.atomic
def say_director_supports(*, participation: Participation, supports: bool, version: int, by: Actor) -> None:
    """The director backs the work without a place in the group, or no longer. Raises ``ChangedMeanwhile``."""
    bump(participation, version, director_supports=supports)
    journal.append(
        verb="director.supports", by=by, subject=participation, scope=participation.programme, supports=supports
    )
    _rejudge(participation, by)


@transaction.atomic
def confirm_group(*, participation: Participation, version: int, by: Actor) -> None:
    """The group is who the municipality sends. Raises ``Incomplete`` while it has no places or somebody required is
    missing, ``ChangedMeanwhile`` and ``Closed``."""
    seats = list(participation.seats.open().with_holders())
    missing = [finding.text for finding in findings(participation, seats) if finding.blocks]
    if not missing and not any(seat.kind == Seat.Kind.MEMBER for seat in seats):
        missing = [_("Gruppa har ingen plasser ennå.")]
    if missing:
        raise Incomplete(missing)
    bump(participation, version, group_confirmed_at=timezone.now())
    journal.append(verb="group.confirmed", by=by, subject=participation, scope=participation.programme)


def findings(
    participation: Participation, seats: Iterable[Seat] | None = None
) -> list[composition.Finding | composition.TooMany]:
    """The group judged against the programme's rules, in the language in force. ``seats`` as in ``tally_of``."""
    return composition.judge(
        participation.programme.composition.all(),
        composition.tally_of(participation, seats),
        is_county=participation.organisation.is_county,
        most=participation.programme.places_per_organisation,
    )


def _rejudge(participation: Participation, by: Actor) -> None:
    """A confirmed group that no longer has everybody whom the programme requires must be confirmed anew."""
    participation.refresh_from_db(fields=["group_confirmed_at", "reference_body", "director_supports"])
    if participation.group_confirmed_at and any(finding.blocks for finding in findings(participation)):
        Participation.objects.filter(pk=participation.pk).update(group_confirmed_at=None)
        participation.group_confirmed_at = None
        journal.append(verb="group.reopened", by=by, subject=participation, scope=participation.programme)


def rejudge_all(*, programme: Programme, by: Actor) -> None:
    """After the programme's rules have changed: every confirmed group is judged anew. Part of the act that did it."""
    confirmed = programme.participations.filter(group_confirmed_at__isnull=False).select_related("organisation")
    for participation in confirmed:
        participation.programme = programme
        _rejudge(participation, by)


def _change(seat: Seat, version: int, **changes: object) -> None:
    """Change an open seat if nobody else has since ``version``; the participation's own version rises with it."""
    bump(seat.participation, None)
    open_seat = Seat.objects.open().filter(pk=seat.pk, version=version)
    if not open_seat.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile
    seat.refresh_from_db()


def _close(seat: Seat) -> None:
    for holding in seat.holdings.current().select_related("person", "seat__participation"):
        leave(holding)
    Seat.objects.filter(pk=seat.pk).update(closed_at=timezone.now(), is_responsible=False)


def _say(verb: str, seat: Seat, by: Actor, **details: object) -> None:
    participation = seat.participation
    journal.append(
        verb=verb, by=by, subject=participation, scope=participation.programme, seat=seat.pk, kind=seat.kind, **details
    )
