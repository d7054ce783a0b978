"""Programmes with few places, those who stand in line for them, and who has given her interest."""

from django.utils import timezone

from accounts.journal import Actor
from municipalities import actions
from municipalities.models import Interest, Participation
from programmes.models import Programme
from tests import factories


def by():
    return Actor(user=factories.UserFactory())


def with_places(total, **kwargs):
    """A round in sign-up with so many places."""
    programme = factories.OpenProgrammeFactory(**kwargs)
    programme.places_total = total
    programme.save()
    return programme


def says(participation, choice="yes", person=None, **said):
    """The director answers through the portal; she is made when there is none. Returns the answer."""
    if person is None:
        seated = participation.seats.filter(kind="director", holdings__until=None).first()
        person = seated.holder.person if seated else factories.with_director(participation)
    participation.refresh_from_db()
    sign_up = actions.SignUp(choice=choice, version=participation.version, **said)
    given = actions.answer(participation=participation, person=person, sign_up=sign_up)
    participation.refresh_from_db()
    return given


def invited_to(programme, count):
    return [factories.invited(programme=programme) for _ in range(count)]


def queued(programme, number=None, **kwargs):
    """One that stands in line, without anything having happened."""
    number = number or programme.participations.count() + 1
    return factories.ParticipationFactory(
        programme=programme, state="queued", queue_number=number, invited_at=timezone.now(), **kwargs
    )


def offered(programme, until=None, number=None):
    """(one with an open offer, its director)."""
    participation = queued(programme, number)
    Participation.objects.filter(pk=participation.pk).update(
        state="offered", offered_until=until or factories.in_days(5)
    )
    participation.refresh_from_db()
    return participation, factories.with_director(participation)


def states(programme):
    """The states of a programme's participations, in the order in which they were made."""
    return list(programme.participations.order_by("pk").values_list("state", flat=True))


def line(programme):
    """The keys of those who stand in line, in their order."""
    rows = programme.participations.filter(state="queued").order_by("queue_number")
    return list(rows.values_list("pk", flat=True))


def public_sketch(**kwargs):
    return factories.ProgrammeFactory(state=Programme.State.SKETCH, is_public=True, **kwargs)


def interested(programme, **kwargs):
    count = Interest.objects.count()
    given = {
        "name": "Solveig Hegstad", "role": "rektor", "email": f"interessert{count}@example.no",
        "organisation_name": "Et sted",
    }  # fmt: skip
    return Interest.objects.create(programme=programme, **(given | kwargs))
