"""Groups that are asked about a gathering, and what they answer, for the tests of answers."""

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from gatherings import answer_actions, attendance_links
from gatherings.answer_actions import Said, SeatSaid
from gatherings.attending import attendance_of
from gatherings.models import Gathering
from municipalities import seat_actions
from municipalities.models import Person
from programmes.when import When
from tests import factories


def gathering(programme=None, *, days=40, last=None, kind="joint", number=7, **fields):
    """A gathering in so many days: groups are asked, since the invitation's day has come. ``last``: its last day."""
    programme = programme or factories.round_with_deadline(factories.in_days(-60))
    first = factories.in_days(days)
    when = When.day(first) if last is None else When("range", first, factories.in_days(last), last - days + 1)
    row = Gathering.objects.create(
        programme=programme, key=f"{kind}-{number}", order=number or 90, kind=kind, number=number, form="digital",
        **factories.when_fields(when), **fields,
    )  # fmt: skip
    row.programme = programme
    return row


def group(held, *members, coordinator="mona.dalen@example.no"):
    """A municipality with a member for each name, and a coordinator."""
    row = factories.signed_up(programme=held.programme)
    for name in members or ("Kari Lien",):
        factories.with_member(row, name=name, title=name.split()[0].lower(), email=address(name))
    if coordinator:
        factories.with_coordinator(row, email=coordinator)
    return row


def address(name):
    return f"{name.lower().replace(' ', '.')}@example.no"


def asked(held, participation):
    return attendance_of(held.programme, [held], [participation.pk])[held.pk][participation.pk]


def seat_of(held, participation, name="Kari Lien"):
    return next(row for row in asked(held, participation) if row.name == name)


def said(seat, *choices, seen=None):
    """One choice for each day; a deputy is Siv Rud."""
    rows = tuple(
        Said(day=day, choice=choice, **(DEPUTY if choice == "deputy" else {}))
        for day, choice in zip(seat.days, choices, strict=True)
    )
    return SeatSaid(seat=seat.seat, person=seat.person, days=rows, seen=seat.newest if seen is None else seen)


DEPUTY = {"deputy_name": "Siv Rud", "deputy_email": "siv.rud@example.no"}


def own(held, participation, *choices, name="Kari Lien", **more):
    """She answers by her link."""
    seat = seat_of(held, participation, name)
    return answer_actions.answer_own(
        gathering=held, participation=participation, person=Person.objects.get(email=address(name)),
        said=[said(seat, *choices, **more)], version=held.version,
    )  # fmt: skip


def for_group(held, participation, choices, *, by=None, **more):
    """The coordinator answers: a choice for each day by name."""
    actor = by or Actor(user=User.objects.get(email="mona.dalen@example.no"))
    rows = [said(seat_of(held, participation, name), *each) for name, each in choices.items()]
    return answer_actions.answer_for_group(
        gathering=held, participation=participation, said=rows, version=held.version, by=actor, **more
    )


def adviser():
    return Actor(user=factories.adviser("KS Innlandet"))


def replaced(participation, leaves, comes):
    """Another takes over the seat."""
    seat = participation.seats.get(holdings__person__email=address(leaves), holdings__until=None)
    seat_actions.fill_seat(seat=seat, name=comes, email=address(comes), version=seat.version, by=journal.SYSTEM)


def link(held, participation, name="Kari Lien"):
    token = attendance_links.issue(held, participation, Person.objects.get(email=address(name)))
    return f"/samling/svar/{token}/"
