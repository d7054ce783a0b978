"""Who may put right how a person's name and address are written, and what follows from it (docs/decisions/0007)."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.journal import Actor
from accounts.models import User
from municipalities import appoint_links, signup_links
from municipalities.models import Answer, Holding, Participation, Person, Seat
from programmes.models import Adviser, Programme


class Refused(Exception):
    """What was asked for is not done, and nothing was saved. Each reason is a class of its own."""


class KnownElsewhere(Refused):
    """The person also stands where the reader coordinates nothing, or has answered: an adviser can correct her."""


class BeyondReach(Refused):
    """The person also stands in a programme that the adviser does not run: somebody with all of it can correct her."""


class Directs(Refused):
    """A director's links go to her address: she is named anew with the right one."""


class AnswerWaits(Refused):
    """Her answer waits for the adviser, who goes by the address that it came from."""


class WorksForKs(Refused):
    """The address opens what an adviser or an administrator sees."""


def refuse_unless_allowed(*, person: Person, participation: Participation, moves: bool, by: Actor) -> None:
    """Raises the reason why ``by`` may not correct ``person`` from her place in ``participation``. ``moves``: her
    address changes, and not only her name.

    Whoever runs every programme in which she stands, or has stood, may; so may who coordinates all the participations,
    unless she is trusted by her address: she directs, or has answered, or may by a link.
    """
    if _works_for_ks(person):
        raise WorksForKs
    concerned, trusted = _concerned(person).exclude(pk=participation.pk), _is_trusted(person)
    if not trusted and not concerned.exists():
        return  # she is this participation's own matter
    if by.user is None or not _runs(by.user, participation):
        if by.user is None or trusted or concerned.exclude(pk__in=_coordinated(by.user)).exists():
            raise KnownElsewhere
        return
    if concerned.exclude(programme__in=Programme.objects.run_by(by.user)).exists():
        raise BeyondReach
    if moves:
        _refuse_to_move(person)


def _refuse_to_move(person: Person) -> None:
    if person.holdings.current().filter(seat__kind=Seat.Kind.DIRECTOR).exists():
        raise Directs
    if person.answers.filter(status=Answer.Status.WAITING).exists():
        raise AnswerWaits


def _works_for_ks(person: Person) -> bool:
    today = timezone.localdate()
    reach = Adviser.objects.filter(Q(until=None) | Q(until__gte=today), user__email=person.email)
    return reach.exists() or User.objects.filter(email=person.email, is_superuser=True).exists()


def _concerned(person: Person) -> QuerySet[Participation]:
    """Where she stands or has stood, has answered, or was given a link to answer by."""
    held = Holding.objects.filter(person=person).values("seat__participation")
    answered = Answer.objects.filter(person=person).values("participation")
    linked = signup_links.participations_with_link(person)
    return Participation.objects.filter(Q(pk__in=held) | Q(pk__in=answered) | Q(pk__in=linked))


def _is_trusted(person: Person) -> bool:
    directed = person.holdings.filter(seat__kind=Seat.Kind.DIRECTOR).exists()
    return directed or person.answers.exists() or bool(signup_links.participations_with_link(person))


def _runs(user: User, participation: Participation) -> bool:
    return Programme.objects.run_by(user).filter(pk=participation.programme_id).exists()


def _coordinated(user: User) -> QuerySet:
    return Participation.objects.coordinated_by(user).values("pk")


_closers: list[Callable[[Person], object]] = []


def closes_links(close: Callable[[Person], object]) -> None:
    """From a room above, in ``ready()``: closes every link of its own that went to a person's address."""
    if close not in _closers:
        _closers.append(close)


def close_links(person: Person) -> None:
    """Her links went to the address that was wrong: whoever has them must not be trusted by the new one."""
    signup_links.revoke_hers(person)
    appoint_links.revoke_hers(person)
    for close in _closers:
        close(person)


def places_now(person: Person, first: Seat) -> list[Seat]:
    """One place for each participation in whose group she sits or that she coordinates: ``first`` for its own, else
    a place in the group before the coordinator's."""
    seats = Seat.objects.open().exclude(kind=Seat.Kind.DIRECTOR).filter(holdings__person=person, holdings__until=None)
    found = {first.participation_id: first}
    rows = seats.select_related("participation__programme", "participation__organisation").order_by("pk")
    for seat in sorted(rows, key=lambda seat: seat.kind == Seat.Kind.COORDINATOR):
        found.setdefault(seat.participation_id, seat)
    return list(found.values())
