"""The board asks the database at most twelve times, whatever it is asked for and however many take part."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from absolutt.pages.board_filter import LACKS, SORTS
from gatherings.models import Gathering
from municipalities.models import Seat
from programmes.models import Deadline
from programmes.when import When
from tests import factories
from tests.absolutt.boards import board, named, requires

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
SIZES = (1, 46, 60)  # the last has more than one page


def a_round(size):
    """Some owe the answer, some a coordinator, the others a part of their group; one of each where there is room. Who
    has a coordinator owes an answer about a gathering too: the groups' own day is not decided, and it is near."""
    programme = factories.OpenProgrammeFactory()
    Deadline.objects.create(programme=programme, kind=Deadline.Kind.PRE_MEETING)
    near = factories.when_fields(When("range", factories.in_days(20), factories.in_days(21), 2))
    Gathering.objects.create(programme=programme, key="near", order=9, kind="experience", **near)
    requires(programme, "political", "youth")
    for number in range(size):
        make = factories.invited if number % 5 == 4 else factories.signed_up
        participation = named(f"Vik {number}", programme, make)
        if number % 5 < 3:
            factories.seat(participation, "coordinator")
            Seat.objects.create(participation=participation, kind="member", level="political")
        if number % 5 == 2:
            factories.extended(participation, factories.in_days(-1), "group.confirm")
    return programme


def asked_for():
    for query, lacks, sort in product(("", "vik"), ("", *LACKS), SORTS):
        yield f"?q={query}&mangler={lacks}&sorter={sort}"


def test_the_board_costs_the_same_few_queries_whatever_is_asked_for_and_however_many_take_part(client, adviser):
    client.force_login(adviser)
    programmes = [a_round(size) for size in SIZES]
    counts = {}
    for query in asked_for():
        for size, programme in zip(SIZES, programmes, strict=True):
            with CaptureQueriesContext(connection) as counted:
                response = board(client, programme, query)
            assert response.status_code == 200 and (size == 1 or response.context["rows"]), query
            counts[query, size] = len(counted)

    assert {asked: count for asked, count in counts.items() if count > MOST_QUERIES} == {}
    assert [query for query in asked_for() if counts[query, 46] != counts[query, 60]] == []
    assert counts["?q=&mangler=&sorter=navn", 1] == counts["?q=&mangler=&sorter=navn", 60]
