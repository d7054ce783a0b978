"""Acts on programmes and regions. Who may run them: reach_actions.py."""

from django.db import IntegrityError, transaction

from accounts import journal
from accounts.journal import Actor
from programmes.models import Region


class NameTaken(Exception):
    """Another region has this name."""


@transaction.atomic
def create_region(*, name: str, county_numbers: list[str], by: Actor) -> Region:
    """A region that may have programmes; it invites the organisations of its counties. Raises ``NameTaken``."""
    try:
        with transaction.atomic():
            region = Region.objects.create(name=name, county_numbers=sorted(county_numbers))
    except IntegrityError as error:
        raise NameTaken from error
    journal.append(verb="region.created", by=by, subject=region, counties=region.county_numbers)
    return region
