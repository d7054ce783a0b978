"""Searching on the board: by what a municipality came from, and while one is still typing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Organisation
from tests import factories
from tests.absolutt.boards import board, named, names

pytestmark = pytest.mark.django_db
VOLDA, COUNTY = "Volda", "Møre og Romsdal"


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


def became(old, *new):
    """An organisation that has ended, and those that took over from it."""
    ended = factories.OrganisationFactory(name=old)
    ended.successors.set(row.organisation for row in new)
    return ended


def number_of(organisation, number):
    organisation.designations.update(number=number)


def test_the_old_number_and_name_of_what_was_split_find_its_successors(client, programme):
    alesund, haram = named("Ålesund", programme), named("Haram", programme)
    named("Volda", programme)
    number_of(became("Store Ålesund", alesund, haram), "1507")

    assert names(client, programme, "?q=1507") == ["Haram", "Ålesund"]
    assert names(client, programme, "?q=store") == ["Haram", "Ålesund"]
    assert names(client, programme, "?q=haram") == ["Haram"]


def test_two_reforms_back_is_found_too(client, programme):
    fjord = named("Fjord", programme)
    between = became("Norddal og Stordal", fjord)
    stordal = factories.OrganisationFactory(name="Stordal")
    stordal.successors.add(between)
    number_of(stordal, "1526")

    assert names(client, programme, "?q=1526") == ["Fjord"]


def test_the_number_that_the_register_knows_finds_who_took_over(client, register):
    programme = factories.OpenProgrammeFactory()
    for number in ("929911709", "829912252"):
        factories.ParticipationFactory(
            programme=programme, organisation=Organisation.objects.get(organisation_number=number)
        )

    assert names(client, programme, "?q=1507") == ["Haram", "Ålesund"]


def test_looking_further_back_costs_no_more_queries(client, programme):
    counts = []
    for query in ("?q=14", "?q=haram"):
        became("Store Ålesund", named("Haram", programme))
        board(client, programme, query)
        with CaptureQueriesContext(connection) as counted:
            board(client, programme, query)
        counts.append(len(counted))

    assert max(counts) <= 12, counts


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("volda k", [VOLDA]), ("volda komm", [VOLDA]), ("volda kommune", [VOLDA]), ("vold her", [VOLDA]),
        ("fylke", [COUNTY]), ("fylkes", [COUNTY]), ("møre og romsdal fylke", [COUNTY]),
        ("møre og romsdal fylkes", [COUNTY]), ("kommu", [COUNTY, "Herøy", VOLDA]), ("her", ["Herøy"]),
        ("finnes komm", []), ("komm volda", []),
    ],
)  # fmt: skip
def test_the_list_does_not_go_blank_while_somebody_types_what_all_are_called(client, programme, typed, found):
    factories.ParticipationFactory(
        programme=programme, organisation=factories.OrganisationFactory(name="Møre og Romsdal", kind="county")
    )
    named("Herøy", programme)
    named("Volda", programme)

    assert names(client, programme, f"?q={typed}") == found
