from datetime import date

import pytest

from gatherings.models import Gathering
from gatherings.plan import in_plan_order, plan_of
from programmes.models import Programme
from programmes.when import When
from tests import factories
from tests.gatherings.plans import days, gathering, semester


def names(rows):
    return [f"{row.kind[0]}{row.number or ''}{row.after_number or ''}" for row in rows]


def test_what_has_no_date_stands_where_its_number_or_its_gap_puts_it():
    rows = [
        gathering(1, days(date(2027, 2, 2))),
        gathering(4, days(date(2028, 2, 1))),
        gathering(2),
        gathering(3),
        gathering(None, kind="experience"),
        gathering(None, kind="coordinator_gathering", after_number=1, before_number=2),
        gathering(None, kind="coordinator_follow_up", after_number=2, before_number=3),
    ]

    assert names(in_plan_order(rows)) == ["j1", "c1", "j2", "c2", "j3", "j4", "e"]


def test_a_plan_without_a_single_date_is_in_order_all_the_same(programmes):
    rows = [gathering(n) for n in (1, 2, 3, 4)]
    gaps = [gathering(None, kind="coordinator_gathering", after_number=n, before_number=n + 1) for n in (1, 2, 3)]

    found = in_plan_order([*rows, gathering(None, kind="experience"), *gaps])

    assert names(found) == ["j1", "c1", "j2", "c2", "j3", "c3", "j4", "e"]


def test_a_semester_stands_at_its_beginning():
    rows = [gathering(1, semester(2027)), gathering(2, days(date(2027, 9, 28)))]

    assert names(in_plan_order(rows)) == ["j1", "j2"]


@pytest.mark.django_db
def test_other_programmes_of_the_region_are_at_hand_while_they_live():
    mine = factories.OpenProgrammeFactory()
    other, archived = factories.OpenProgrammeFactory(), factories.OpenProgrammeFactory(letters_from=None)
    archived.state = "archived"
    archived.save()
    factories.OpenProgrammeFactory(region=factories.RegionFactory(name="KS Agder"))
    over = Gathering(programme=other, key="over", order=9, kind="joint", number=9)
    over.when = When.day(factories.in_days(-1))
    over.save()

    assert [(row.programme, row.number) for row in plan_of(mine).elsewhere] == [(other, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 50])
def test_a_plan_takes_four_queries_however_long_it_is(django_assert_num_queries, count):
    programme = factories.ProgrammeFactory()
    for number in range(1, count + 1):
        row = Gathering(programme=programme, key=f"joint-{number}", order=number, kind="joint", number=number)
        row.when = When.day(factories.in_days(10 * number))
        row.save()

    programme = Programme.objects.prefetch_related("deadlines").get(pk=programme.pk)
    with django_assert_num_queries(4):
        plan = plan_of(programme)
        assert [row.hours for row in plan.gatherings] == [{}] * count
