"""A prepared query gives what its queryset gives, and is written once."""

from datetime import date

import pytest

from municipalities.models import Participation
from programmes.models import Deadline
from programmes.prepared import Prepared
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_gives_what_the_queryset_gives_for_whatever_values():
    query = Prepared(lambda *, programme: Participation.objects.filter(programme=programme).values_list("pk", "state"))
    first, second = factories.invited(), factories.signed_up()

    found = [list(query(programme=row.programme_id)) for row in (first, second, first)]

    assert [tuple(rows[0]) for rows in found] == [
        (first.pk, "invited"), (second.pk, "signed_up"), (first.pk, "invited"),
    ]  # fmt: skip


def test_its_statement_is_written_once_for_each_shape_and_a_few_lengths():
    built = []

    def build(field, *, keys):
        built.append(len(keys))
        return Participation.objects.filter(pk__in=keys).order_by("pk").values_list(field)

    query, rows = Prepared(build), [factories.invited() for _ in range(5)]
    keys = [row.pk for row in rows]

    lengths = [len(list(query("pk", keys=keys[:n]))) for n in (1, 2, 3, 4, 5, 3)]
    states = [state for (state,) in query("state", keys=keys)]

    assert lengths == [1, 2, 3, 4, 5, 3]
    assert states == ["invited"] * 5
    assert built == [1, 2, 4, 8, 8]


def test_days_and_texts_go_in_and_come_out_as_they_are():
    query = Prepared(lambda *, day, kind: Deadline.objects.filter(end=day, kind=kind).values_list("end", "start"))
    day, programme = date(2027, 2, 5), factories.ProgrammeFactory()
    Deadline.objects.create(programme=programme, kind="sign_up", **factories.when_fields(When.day(day)))

    hits = [len(list(query(day=day, kind=kind))) for kind in ("sign_up", "pre_meeting", "'; --")]

    assert hits == [1, 0, 0]
    assert [tuple(row) for row in query(day=day, kind="sign_up")] == [(day, day)]
