"""The guarded change of a programme, and of a row that belongs to it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.acting import Archived, ChangedMeanwhile, bump, bump_living, bump_row, refuse_archived
from programmes.models import Phase, Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale():
    """A programme as a page found it, before it was archived."""
    programme = factories.ProgrammeFactory(state="finished")
    Phase.objects.create(programme=programme, key="roles", order=1)
    Programme.objects.update(state="archived")
    return programme


def test_the_database_says_whether_it_is_archived_and_not_the_page(stale):
    for act in (
        lambda: refuse_archived(stale),
        lambda: bump_living(stale, 1),
        lambda: bump_living(stale, None),
        lambda: bump_row(Phase.objects.all(), stale, 1, order=2),
        lambda: bump_row(Phase.objects.all(), stale, None, order=2),
    ):
        with pytest.raises(Archived):
            act()

    assert (Programme.objects.get().version, Phase.objects.get().order) == (1, 1)


def test_a_step_may_be_taken_back_from_the_archive(stale):
    bump(stale, 1, state="finished")

    assert stale.state == "finished"


def test_of_two_the_second_is_told():
    programme = factories.ProgrammeFactory()
    Phase.objects.create(programme=programme, key="roles", order=1)
    bump_living(programme, 1)
    bump_row(Phase.objects.all(), programme, 1)

    with pytest.raises(ChangedMeanwhile):
        bump_living(programme, 1)
    with pytest.raises(ChangedMeanwhile):
        bump_row(Phase.objects.all(), programme, 1)


def test_a_guarded_change_is_one_statement_with_the_version_in_its_own_conditions():
    programme = factories.ProgrammeFactory()
    Phase.objects.create(programme=programme, key="roles", order=1)

    with CaptureQueriesContext(connection) as counted:
        bump_row(Phase.objects.filter(key="roles"), programme, 1)

    (update,) = (query["sql"] for query in counted)
    assert "version" in update.partition("WHERE")[2].partition("(SELECT")[0]
