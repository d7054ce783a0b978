"""A board and its rows, for the tests of the board."""

from accounts.journal import Actor
from municipalities import seat_actions
from municipalities.seat_actions import Place
from programmes.models import CompositionRule
from programmes.words import Words
from tests import factories


def by():
    return Actor(user=factories.UserFactory())


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def board(client, programme, query="", **headers):
    return client.get(f"/program/{programme.key}/tavle/{query}", headers=headers)


def names(client, programme, query=""):
    return [row["name"] for row in board(client, programme, query).context["rows"]]


def the_row(client, programme):
    (row,) = board(client, programme).context["rows"]
    return row


def cells(client, programme):
    return [cell["text"].replace("\u00a0", " ") for cell in the_row(client, programme)["cells"]]


def named(name, programme, make=factories.ParticipationFactory, **kwargs):
    return make(programme=programme, organisation=factories.OrganisationFactory(name=name), **kwargs)


def coordinated(participation, name="Mona Lunde", email="mona@example.no"):
    seat_actions.appoint_coordinator(participation=participation, name=name, email=email, by=by())
    return participation


def member(participation, level="", name="", email=""):
    participation.refresh_from_db()
    place = Place(title=Words("medlem"), level=level)
    seat_actions.add_seat(
        participation=participation, kind="member", place=place, name=name, email=email,
        version=participation.version, by=by(),
    )  # fmt: skip


def confirmed(participation):
    participation.refresh_from_db()
    seat_actions.confirm_group(participation=participation, version=participation.version, by=by())


def requires(programme, *levels, strength="required"):
    for level in levels:
        order = programme.composition.count() + 1
        CompositionRule.objects.create(programme=programme, order=order, level=level, strength=strength)
