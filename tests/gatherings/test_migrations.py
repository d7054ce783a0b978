"""Calendar files that are out there when the portal is updated stay older than what comes after."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import factories

OLD, NEW = ("gatherings", "0005_several_names_at_one_address"), ("gatherings", "0007_calendar_sequence")


@pytest.mark.django_db(transaction=True)
def test_a_gatherings_number_begins_where_its_files_are():
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    programme = factories.OpenProgrammeFactory()
    programme.gatherings.filter(number=1).update(version=7)
    apps = MigrationExecutor(connection).migrate([OLD]).apps
    assert not hasattr(apps.get_model("gatherings", "Gathering"), "sequence")

    apps = MigrationExecutor(connection).migrate([NEW]).apps

    rows = apps.get_model("gatherings", "Gathering").objects.filter(programme_id=programme.pk).order_by("number")
    assert list(rows.values_list("sequence", flat=True)) == [7, 1]
    MigrationExecutor(connection).migrate(leaves)
