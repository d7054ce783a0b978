"""Each statement of the board that is written once a process gives what its own queryset gives on the same data, and
the programme is reached by the same people as everywhere else (docs/decisions/0012)."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import Http404
from django.utils import timezone

from absolutt.pages import board_scope
from absolutt.pages.progress import VERBS
from absolutt.pages.scope import programme_or_404
from accounts.models import JournalEntry
from gatherings import attending
from municipalities import actions, duty_actions, seat_actions, standing
from municipalities.models import Participation
from programmes.models import CompositionRule
from programmes.prepared import Prepared
from tests import factories
from tests.absolutt.boards import by, confirmed, coordinated, member, requires

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """One of everything: listed, invited, excused, signed up, with a coordinator, a group, a waiting answer."""
    programme = factories.OpenProgrammeFactory()
    requires(programme, "political", "youth")
    CompositionRule.objects.create(
        programme=programme, order=9, role="municipal_director", strength="required", may_be=["member", "sponsor"]
    )
    factories.ParticipationFactory(programme=programme)
    waived = factories.ParticipationFactory(programme=programme)
    actions.invite(participations=[waived], by=by())
    duty_actions.waive(participation=waived, duty="signup.answer", reason="Sak", version=waived.version, by=by())
    extended = factories.extended(factories.signed_up(programme=programme), factories.in_days(90), "group.register")
    stranger = factories.PersonFactory(email="x@annet.example.no")
    said = actions.SignUp(choice="no", version=extended.version)
    actions.answer(participation=extended, person=stranger, sign_up=said)
    whole = coordinated(factories.signed_up(programme=programme))
    factories.with_director(whole)
    whole.director_supports = True
    whole.save()
    member(whole, "political", "Kari", "kari@example.no")
    member(whole, "youth")
    seat = whole.seats.get(level="youth")
    seat_actions.fill_seat(seat=seat, name="Ola", email="ola@example.no", version=seat.version, by=by())
    confirmed(whole)
    coordinator = whole.seats.get(kind="coordinator")
    seat_actions.vacate_seat(seat=coordinator, version=coordinator.version, by=by())
    return programme


def some_keys(programme):
    return list(Participation.objects.filter(programme=programme).order_by("-pk").values_list("pk", flat=True))[:3]


@dataclass(frozen=True)
class Pair:
    """``shape`` and ``values`` are what the page gives the statement."""

    prepared: Prepared
    build: Callable
    values: Callable
    shape: Callable = lambda programme: ()


PAIRS = {
    "listed": Pair(
        board_scope._listed_rows, board_scope._listed, lambda p: {"programme": p.pk, "day": timezone.localdate()}
    ),
    "seats": Pair(board_scope._seat_rows, board_scope._seats, lambda p: {"participations": some_keys(p)}),
    "journal": Pair(
        board_scope._journal_rows, board_scope._journal,
        lambda p: {"scope": JournalEntry.objects.all().reference(p)}, lambda p: (VERBS,),
    ),
    "rules": Pair(
        board_scope._programmes_own, board_scope._whole, lambda p: {"programme_id": p.pk}, lambda p: (CompositionRule,)
    ),
    "standings": Pair(
        standing._rows, standing._all_rows, lambda p: {"programme": p.pk}, lambda p: (standing._Rules(p),)
    ),
    "some standings": Pair(
        standing._rows, standing._all_rows, lambda p: {"programme": p.pk, "keys": some_keys(p)},
        lambda p: (standing._Rules(p),),
    ),
    "asked about gatherings": Pair(
        attending._rows, attending._all_rows,
        lambda p: {"programme": p.pk, "gatherings": list(p.gatherings.values_list("pk", flat=True))},
        lambda p: (False,),
    ),
    "asked now, some": Pair(
        attending._rows, attending._all_rows,
        lambda p: {"programme": p.pk, "today": factories.in_days(0), "until": factories.in_days(90),
                   "since": factories.in_days(-60), "keys": some_keys(p)},
        lambda p: (True,),
    ),
    "exceptions": Pair(standing._exceptions_of, standing._all_exceptions, lambda p: {"programme": p.pk}),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_prepared_statement_gives_what_its_queryset_gives(programme, name):
    pair = PAIRS[name]
    other = factories.signed_up().programme
    requires(other, "political", "youth")

    for asked in (other, programme, other):  # the statement is used again with other values
        shape, values = pair.shape(asked), pair.values(asked)
        found = [tuple(row) for row in pair.prepared(*shape, **values)]
        expected = [tuple(row) for row in pair.build(*shape, **values)]

        assert sorted(found, key=repr) == sorted(expected, key=repr)
        if pair.build(*shape, **values).ordered:
            assert found == expected
        assert found or asked is other


def test_every_prepared_statement_is_compared():
    rooms = (attending, board_scope, standing)
    declared = {id(value) for room in rooms for value in vars(room).values() if isinstance(value, Prepared)}

    assert {id(pair.prepared) for pair in PAIRS.values()} | {id(board_scope._programme_row)} == declared


READERS = {
    "adviser": lambda: factories.adviser("KS Innlandet"),
    "national adviser": lambda: factories.adviser(),
    "administrator": lambda: factories.UserFactory(is_superuser=True),
    "inactive adviser": lambda: inactive(factories.adviser("KS Innlandet")),
    "inactive administrator": lambda: inactive(factories.UserFactory(is_superuser=True)),
    "other region": lambda: factories.adviser("KS Trøndelag"),
    "nobody's adviser": lambda: factories.UserFactory(),
}
REACH_IT = {"adviser", "national adviser", "administrator"}


def inactive(user):
    user.is_active = False
    user.save()
    return user


def reached(find, user, key):
    try:
        return find(user, key)
    except Http404:
        return None


@pytest.mark.parametrize("reader", READERS)
def test_the_board_is_reached_by_those_who_reach_the_programme(programme, reader):
    user = READERS[reader]()

    ours = reached(board_scope.board_programme_or_404, user, programme.key)
    theirs = reached(programme_or_404, user, programme.key)

    assert (ours is not None) == (theirs is not None) == (reader in REACH_IT)
    assert reached(board_scope.board_programme_or_404, user, "finnes-ikke") is None
    if ours and theirs:
        columns = board_scope._columns(type(theirs))
        assert [getattr(ours, name) for name in columns] == [getattr(theirs, name) for name in columns]
        for name in ("deadlines", "composition"):
            assert list(getattr(ours, name).all()) == list(getattr(theirs, name).all())
