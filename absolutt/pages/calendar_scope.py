"""The days that are somebody's own: what she advises, coordinates, directs or has a place in."""

from django.db.models import Q

from gatherings.models import Gathering
from municipalities.models import Holding, Participation, Seat
from programmes.models import Programme

Kind = Gathering.Kind
OF_THE_GROUP = (*Gathering.JOINT, Kind.DIGITAL_SESSION)
OF_COORDINATORS = (*OF_THE_GROUP, Kind.COORDINATOR_GATHERING, Kind.COORDINATOR_FOLLOW_UP)


def gatherings_of(user):
    """As she may see them at this moment: who has left a group, or whose role has ended, has nothing there. An adviser
    has everything in the programmes that she reads; the reference group, which is invited to none, nothing."""
    living = Programme.objects.living()
    coordinates, takes_part = set(), set()
    for programme, kind in _held(user):
        (coordinates if kind == Seat.Kind.COORDINATOR else takes_part).add(programme)
    mine = (
        Q(programme__in=Programme.objects.visible_to(user))
        | Q(programme__in=coordinates, kind__in=OF_COORDINATORS)
        | Q(programme__in=takes_part, kind__in=OF_THE_GROUP)
    )
    rows = Gathering.objects.filter(mine, programme__in=living).with_days().in_order()
    return rows.select_related("programme")


def _held(user):
    """(programme, the sort of place) of what her address holds now, where it is signed up."""
    rows = Holding.objects.current().filter(
        person__email=user.email, seat__closed_at=None,
        seat__kind__in=(Seat.Kind.COORDINATOR, Seat.Kind.DIRECTOR, Seat.Kind.MEMBER),
        seat__participation__state=Participation.State.SIGNED_UP,
    )  # fmt: skip
    return rows.values_list("seat__participation__programme", "seat__kind").distinct()
