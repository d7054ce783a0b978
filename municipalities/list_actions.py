"""Exceptions on the list of whom a programme invites: left out, taken in again, added from elsewhere; and the facts of
a programme that decide who stands on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import placing
from municipalities.acting import ChangedMeanwhile, Closed, ReasonMissing, bump
from municipalities.actions import list_organisations
from municipalities.models import Organisation, Participation, PlaceDecision
from programmes import setup
from programmes.models import Programme

State = Participation.State


class AlreadyListed(Exception):
    """The organisation is on the list."""


class NoSuchBody(Exception):
    """The organisation is no municipality or county municipality any more."""


@transaction.atomic
def change_facts(*, programme: Programme, values: Mapping[str, Any], version: int, by: Actor) -> list[str]:
    """As ``programmes.setup.change_facts``; a county municipality that may now take part is listed with the others."""
    changed = setup.change_facts(programme=programme, values=values, version=version, by=by)
    if "county_takes_part" in changed and programme.county_takes_part:
        list_organisations(programme=programme, by=by)
    return changed


@transaction.atomic
def leave_out(*, participations: Sequence[Participation], reason: str, by: Actor) -> int:
    """They are not invited; only for who has neither been invited nor answered. Returns how many.

    Raises ``ChangedMeanwhile`` for another, or when a row is not the one its ``version`` says; then nobody is left out.
    """
    for participation in participations:
        if not Participation.objects.filter(pk=participation.pk, state=State.LISTED, invited_at=None).exists():
            raise ChangedMeanwhile
        bump(participation, participation.version, state=State.LEFT_OUT)
        PlaceDecision.objects.create(
            participation=participation, kind=PlaceDecision.Kind.LEFT_OUT, reason=reason, given_by=by.user
        )
        journal.append(verb="participation.left_out", by=by, subject=participation, scope=participation.programme)
    return len(participations)


@transaction.atomic
def take_in(*, participation: Participation, version: int, by: Actor) -> None:
    """On the list again. Raises ``ChangedMeanwhile`` for one that is not left out."""
    if not Participation.objects.filter(pk=participation.pk, state=State.LEFT_OUT).exists():
        raise ChangedMeanwhile
    bump(participation, version, state=State.LISTED)
    journal.append(verb="participation.taken_in", by=by, subject=participation, scope=participation.programme)


def is_the_regions_own(programme: Programme, organisation: Organisation, county_number: str) -> bool:
    """What the list has without anybody's exception: the municipalities of the region's counties, and their county
    municipalities where the programme says that these take part."""
    is_asked = programme.county_takes_part or not organisation.is_county
    return county_number in programme.region.county_numbers and is_asked


@transaction.atomic
def add_organisation(*, programme: Programme, organisation: Organisation, reason: str, by: Actor) -> Participation:
    """Put an organisation on the list, from whatever county; one that was left out is taken in.

    Raises ``AlreadyListed``, ``NoSuchBody`` for a body that has ended before the programme begins, ``ReasonMissing``
    for one that is not the region's own, and ``Closed``.
    """
    day = programme.day_for_names or timezone.localdate()
    if placing.hold(programme).state == Programme.State.ARCHIVED:
        raise Closed
    if organisation.valid_to and organisation.valid_to < day:
        raise NoSuchBody
    if not reason and not _is_own_then(programme, organisation, day):
        raise ReasonMissing
    participation, is_new = Participation.objects.get_or_create(programme=programme, organisation=organisation)
    if not is_new and participation.state != State.LEFT_OUT:
        raise AlreadyListed
    if not is_new:
        take_in(participation=participation, version=participation.version, by=by)
    if reason:
        PlaceDecision.objects.create(
            participation=participation, kind=PlaceDecision.Kind.ADDED, reason=reason, given_by=by.user
        )
    journal.append(verb="participation.added", by=by, subject=participation, scope=programme)
    return participation


def _is_own_then(programme: Programme, organisation: Organisation, day: date) -> bool:
    """As it is on ``day``, or will be when it begins later."""
    from_then = organisation.designations.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("valid_from")
    counties = from_then.values_list("county_number", flat=True)
    return any(is_the_regions_own(programme, organisation, county) for county in counties)
