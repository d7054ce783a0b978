"""Who may give and take which role, from the roles she holds herself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from programmes.models import Adviser, Programme
from programmes.reach import Given, Role, held_by
from tests import factories

pytestmark = pytest.mark.django_db

WHO = {
    "administrator": lambda: factories.UserFactory(is_superuser=True),
    "national": lambda: factories.adviser(),
    "adviser": lambda: factories.adviser("KS Innlandet"),
    "other region": lambda: factories.adviser("KS Trøndelag"),
    "stand-in": lambda: factories.stand_in("KS Innlandet"),
    "process adviser": lambda: factories.process_adviser("KS Innlandet"),
    "former adviser": lambda: factories.former_adviser("KS Innlandet"),
    "nobody": lambda: factories.UserFactory(),
}
# who: may she give an adviser here, a process adviser here, a national adviser; edit the region
MAY = {
    "administrator": (True, True, True, True),
    "national": (True, True, False, True),
    "adviser": (False, True, False, True),
    "other region": (False, False, False, False),
    "stand-in": (False, False, False, False),
    "process adviser": (False, False, False, False),
    "former adviser": (False, False, False, False),
    "nobody": (False, False, False, False),
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_give_what_here(who):
    here = factories.RegionFactory(name="KS Innlandet")
    held = held_by(WHO[who]())

    may = (held.may_give(Role.ADVISER, here), held.may_give(Role.PROCESS, here), held.may_give(Role.ADVISER, None),
           held.may_edit(here))  # fmt: skip

    assert may == MAY[who]
    assert held.gives is any(held.may_be_given()) is (who in ("administrator", "national", "adviser", "other region"))
    assert held.any is (who not in ("former adviser", "nobody"))


def test_what_each_is_offered_to_give():
    assert held_by(WHO["administrator"]()).may_be_given() == list(Given)
    assert held_by(WHO["national"]()).may_be_given() == [Given.ADVISER, Given.PROCESS]
    assert held_by(WHO["adviser"]()).may_be_given() == [Given.PROCESS]
    assert held_by(WHO["stand-in"]()).may_be_given() == []


def reach_of(user):
    return Adviser.objects.get(user=user)


def test_an_adviser_ends_process_advisers_and_her_own_stand_in_and_nobody_elses():
    ingrid, colleague = factories.adviser("KS Innlandet"), factories.adviser("KS Innlandet")
    hers = factories.stand_in("KS Innlandet", absent=ingrid)
    another = factories.stand_in("KS Innlandet", absent=colleague)
    process = factories.process_adviser("KS Innlandet")
    held = held_by(ingrid)

    assert [held.may_end(reach_of(user)) for user in (hers, process)] == [True, True]
    assert [held.may_end(reach_of(user)) for user in (another, colleague, ingrid)] == [False, False, False]


def test_a_national_adviser_ends_whoever_is_in_a_region_and_no_national_one():
    held = held_by(factories.adviser())
    regional, stand_in, national = (
        factories.adviser("KS Innlandet"), factories.stand_in("KS Innlandet"), factories.adviser()
    )  # fmt: skip

    assert [held.may_end(reach_of(user)) for user in (regional, stand_in, national)] == [True, True, False]


def test_a_national_advisers_own_stand_in_is_hers_to_send_away():
    marit = factories.adviser()
    stand_in = factories.UserFactory()
    Adviser.objects.create(user=stand_in, stands_in_for=marit, until=timezone.localdate())

    assert held_by(marit).may_end(reach_of(stand_in))
    assert not held_by(stand_in).may_end(reach_of(stand_in))


def test_somebody_who_is_not_signed_in_or_whose_account_is_closed_holds_nothing():
    closed = factories.adviser()
    closed.is_active = False
    administrator = factories.UserFactory(is_superuser=True)
    administrator.is_active = False

    assert not any(held_by(user).any for user in (AnonymousUser(), closed, administrator))


def test_what_she_holds_is_one_query_whatever_is_asked(django_assert_num_queries):
    here = factories.RegionFactory(name="KS Innlandet")
    user = factories.adviser("KS Innlandet")
    held_by(user).gives  # noqa: B018  (the statement is written)

    with django_assert_num_queries(1):
        held = held_by(user)
        assert held.gives and held.any and not held.is_national and held.may_give(Role.PROCESS, here)


def test_what_she_holds_follows_the_day_although_the_statement_is_written_once():
    first = datetime(2027, 3, 1, 11, tzinfo=UTC)
    with time_machine.travel(first, tick=False):
        user = factories.stand_in("KS Innlandet")
        assert held_by(user).any
    with time_machine.travel(first + timedelta(days=15), tick=False):
        assert not held_by(user).any
    with time_machine.travel(first - timedelta(days=1), tick=False):
        assert not held_by(user).any


@pytest.mark.parametrize(
    ("who", "reads", "runs"),
    [
        ("administrator", True, True), ("national", True, True), ("adviser", True, True), ("stand-in", True, True),
        ("process adviser", True, False), ("other region", False, False), ("former adviser", False, False),
        ("nobody", False, False),
    ],
)  # fmt: skip
def test_a_programme_is_read_and_run_by_role_and_the_three_ways_to_ask_agree(who, reads, runs):
    programme = factories.ProgrammeFactory()
    user = WHO[who]()

    assert Programme.objects.visible_to(user).exists() is reads
    assert Programme.objects.run_by(user).exists() is runs
    assert Programme.objects.with_may_run(user).get(pk=programme.pk).may_run is runs


def test_a_national_process_adviser_reads_everything_and_runs_nothing():
    user = factories.UserFactory()
    Adviser.objects.create(user=user, role=Role.PROCESS)
    factories.ProgrammeFactory()

    assert Programme.objects.visible_to(user).exists() and not Programme.objects.run_by(user).exists()


def test_a_process_adviser_who_also_advises_another_region_runs_only_there():
    user = factories.process_adviser("KS Innlandet")
    Adviser.objects.create(user=user, region=factories.RegionFactory(name="KS Trøndelag"))
    here = factories.ProgrammeFactory()
    there = factories.ProgrammeFactory(region=factories.RegionFactory(name="KS Trøndelag"))

    assert set(Programme.objects.visible_to(user)) == {here, there}
    assert set(Programme.objects.run_by(user)) == {there}


def test_whoever_stands_in_for_a_national_adviser_reaches_everything_and_gives_nothing():
    here = factories.RegionFactory(name="KS Innlandet")
    national, administrator = factories.adviser(), factories.UserFactory(is_superuser=True)
    stand_in, process = factories.UserFactory(), factories.UserFactory()
    Adviser.objects.create(user=stand_in, stands_in_for=national, until=timezone.localdate())
    Adviser.objects.create(user=process, role=Role.PROCESS)

    assert [held_by(user).reaches_everything for user in (national, administrator, stand_in)] == [True] * 3
    assert not held_by(process).reaches_everything
    assert not held_by(factories.adviser("KS Innlandet")).reaches_everything
    assert not held_by(stand_in).gives and not held_by(stand_in).may_edit(here)
