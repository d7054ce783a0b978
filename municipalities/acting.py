"""What the acts in this room share: the guarded change of a participation, and who sits where."""

from django.db.models import F
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import appoint_links, offer_links, signup_links
from municipalities.models import Holding, Participation, Person, Seat
from programmes.acting import ChangedMeanwhile, Closed, bump_row

__all__ = ["ChangedMeanwhile", "Closed", "ReasonMissing", "bump", "leave", "person_with", "seat_person"]


class ReasonMissing(Exception):
    """The act makes an exception, and does not say why."""


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


def seat_person(participation: Participation, kind: str, person: Person) -> Holding | None:
    """Put ``person`` in the one seat of a kind: the director's, or the responsible coordinator's. Whoever sat there
    leaves, and a director's links die. None when she already sat there."""
    responsible = kind == Seat.Kind.COORDINATOR
    seat, _ = Seat.objects.open().get_or_create(participation=participation, kind=kind, is_responsible=responsible)
    current = seat.holdings.current().select_related("person").first()
    if current and current.person_id == person.pk:
        return None
    if current:
        leave(current)
    Seat.objects.filter(pk=seat.pk).update(version=F("version") + 1)  # a page that showed the one before is stale
    return Holding.objects.create(seat=seat, person=person)


def leave(holding: Holding) -> None:
    """She no longer holds the seat; that she did stays visible. Only a director has links that come with the seat."""
    Holding.objects.filter(pk=holding.pk).update(until=timezone.now())
    if holding.seat.kind == Seat.Kind.DIRECTOR:
        signup_links.revoke(holding.seat.participation, holding.person)
        appoint_links.revoke(holding.seat.participation, holding.person)
        offer_links.revoke(holding.seat.participation, holding.person)


def bump(participation: Participation, version: int | None, **changes: object) -> None:
    """Write ``changes`` if nobody else has since ``version``. Raises ``ChangedMeanwhile``, and ``Archived``
    (``Closed``) for an archived programme, in which nothing is changed any more."""
    bump_row(Participation.objects.filter(pk=participation.pk), participation.programme, version, **changes)
    _read_anew(participation)


def _read_anew(participation: Participation) -> None:
    """As the database has it now. The programme and the organisation stay at hand where they were: an act on many
    would fetch them again for each."""
    known = participation._state.fields_cache
    at_hand = {name: known[name] for name in ("programme", "organisation") if name in known}
    participation.refresh_from_db()
    for name, row in at_hand.items():
        setattr(participation, name, row)
