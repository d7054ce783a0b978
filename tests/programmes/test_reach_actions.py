"""Giving, ending, standing in; and where a region is answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from accounts.models import JournalEntry, User
from programmes import reach_actions
from programmes.acting import ChangedMeanwhile
from programmes.models import Adviser, Programme, Region
from programmes.reach import Given, Role
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 3, 1)


def at(day, hour=11, minute=0, second=0):
    """A point in time, by the clock in Norway (winter: one hour before UTC)."""
    return time_machine.travel(
        datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC) - timedelta(hours=1), tick=False
    )


def region(name="KS Innlandet"):
    return factories.RegionFactory(name=name)


def let_in(given, *, email="even@example.no", name="Even Nygård", where="KS Innlandet", by=journal.SYSTEM):
    return reach_actions.let_in(email=email, name=name, given=given, region=region(where), by=by)


def reaches(user):
    return Programme.objects.visible_to(user).exists()


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- giving


def test_a_new_person_gets_an_account_and_a_role_from_today_and_the_journal_knows():
    by = Actor(user=factories.UserFactory())

    user, is_new = let_in(Given.PROCESS, by=by)

    reach = user.advises.get()
    assert is_new and (reach.role, reach.region.name) == ("process", "KS Innlandet")
    assert reach.from_day == timezone.localdate()
    line = JournalEntry.objects.get(verb="adviser.reach_given")
    assert line.actor == by.user
    assert line.details == {"region": reach.region_id, "role": "process", "reach": reach.pk}
    assert "even" not in str(line.details).lower()


@pytest.mark.parametrize(
    ("given", "role", "where"),
    [
        (Given.ADVISER, "adviser", "KS Innlandet"),
        (Given.PROCESS, "process", "KS Innlandet"),
        (Given.NATIONAL, "adviser", None),
    ],
)
def test_each_role_is_stored_as_what_it_reaches(given, role, where):
    user, _ = let_in(given)

    reach = user.advises.get()
    assert (reach.role, reach.region and reach.region.name) == (role, where)


def test_an_administrator_has_no_region():
    user, is_new = let_in(Given.ADMINISTRATOR)

    user.refresh_from_db()
    assert is_new and user.is_superuser and not user.advises.exists()
    assert let_in(Given.ADMINISTRATOR) == (user, False)


def test_giving_twice_changes_nothing():
    user, _ = let_in(Given.ADVISER)
    before = verbs()

    again, is_new = let_in(Given.ADVISER, email="EVEN@example.no")

    assert (again, is_new, verbs()) == (user, False, before)


def test_somebody_may_have_several_regions():
    user, _ = let_in(Given.ADVISER)
    let_in(Given.PROCESS, where="KS Trøndelag")

    assert user.advises.count() == 2


def test_a_process_adviser_who_becomes_adviser_is_that_instead():
    user, _ = let_in(Given.PROCESS)

    let_in(Given.ADVISER)

    assert [row.role for row in Adviser.objects.in_force().filter(user=user)] == ["adviser"]
    assert verbs()[-2:] == ["adviser.reach_ended", "adviser.reach_given"]


def test_nobody_makes_an_adviser_less_by_giving_her_something_smaller():
    user, _ = let_in(Given.ADVISER)

    with pytest.raises(reach_actions.HasMore):
        let_in(Given.PROCESS)

    assert user.advises.get().role == "adviser"


def test_a_closed_account_is_not_opened_by_giving_it_something():
    factories.UserFactory(email="even@example.no", is_active=False)

    with pytest.raises(reach_actions.ClosedAccount):
        let_in(Given.ADVISER)

    assert not Adviser.objects.exists()


# --- ending


def test_what_is_ended_opens_nothing_from_that_moment_and_stays_with_its_last_day():
    factories.ProgrammeFactory()
    user, _ = let_in(Given.ADVISER)
    reach = user.advises.get()

    reach_actions.end_reach(reach=reach, by=journal.SYSTEM)

    reach.refresh_from_db()
    assert not reaches(user)
    assert reach.until == timezone.localdate() and reach.ended_at and reach.is_over
    assert verbs()[-1] == "adviser.reach_ended"


def test_ending_twice_says_so():
    user, _ = let_in(Given.ADVISER)
    reach = user.advises.get()
    reach_actions.end_reach(reach=reach, by=journal.SYSTEM)

    with pytest.raises(ChangedMeanwhile):
        reach_actions.end_reach(reach=reach, by=journal.SYSTEM)


def test_what_was_ended_may_be_given_again():
    factories.ProgrammeFactory()
    user, _ = let_in(Given.ADVISER)
    reach_actions.end_reach(reach=user.advises.get(), by=journal.SYSTEM)

    assert let_in(Given.ADVISER) == (user, True)
    assert reaches(user) and user.advises.count() == 2


def test_with_an_adviser_go_those_who_stand_in_for_her_there_and_no_others():
    absent, colleague = factories.adviser("KS Innlandet"), factories.adviser("KS Innlandet")
    hers = factories.stand_in("KS Innlandet", absent=absent)
    elsewhere = factories.stand_in("KS Trøndelag", absent=absent)
    another = factories.stand_in("KS Innlandet", absent=colleague)

    reach_actions.end_reach(reach=absent.advises.get(), by=journal.SYSTEM)

    left = set(Adviser.objects.in_force().values_list("user", flat=True))
    assert left == {elsewhere.pk, another.pk, colleague.pk} and hers.pk not in left
    assert verbs().count("adviser.reach_ended") == 2


def test_a_time_that_has_not_begun_can_be_called_off():
    with at(MONDAY):
        absent = factories.adviser("KS Innlandet")
        reach = stand_in(absent, MONDAY + timedelta(days=7), MONDAY + timedelta(days=9))[0]

        reach_actions.end_reach(reach=reach, by=journal.SYSTEM)

    reach.refresh_from_db()
    assert reach.until == reach.from_day and reach.ended_at
    with at(MONDAY + timedelta(days=7)):
        assert not Adviser.objects.in_force().filter(pk=reach.pk).exists()


def test_the_database_refuses_an_end_without_a_last_day_and_a_stand_in_for_herself():
    user = factories.adviser("KS Innlandet")

    for wrong in ({"ended_at": timezone.now()}, {"stands_in_for": user, "until": timezone.localdate()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adviser.objects.filter(user=user).update(**wrong)


# --- standing in


def stand_in(absent, from_day, until, *, email="gro@example.no", by=journal.SYSTEM):
    user = User.objects.filter(email=email).first() or factories.UserFactory(email=email, name="Gro Leirvik")
    return reach_actions.stand_in(user=user, absent=absent, from_day=from_day, until=until, by=by)


def test_a_stand_in_has_the_same_reach_in_every_region_of_whoever_is_away():
    absent = factories.adviser("KS Innlandet")
    Adviser.objects.create(user=absent, region=region("KS Trøndelag"))
    Adviser.objects.create(user=absent, region=region("KS Agder"), role=Role.PROCESS)

    made = stand_in(absent, timezone.localdate(), timezone.localdate())

    gro = User.objects.get(email="gro@example.no")
    assert {row.region.name for row in made} == {"KS Innlandet", "KS Trøndelag"}
    for row in made:
        programme = factories.ProgrammeFactory(region=row.region)
        assert Programme.objects.run_by(gro).filter(pk=programme.pk).exists()
    assert verbs().count("adviser.stand_in_given") == 1


def test_a_stand_in_for_a_national_adviser_reaches_every_region():
    factories.ProgrammeFactory()

    made = stand_in(factories.adviser(), timezone.localdate(), timezone.localdate())

    assert [row.region for row in made] == [None] and reaches(made[0].user)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "second", "inside"),
    [
        (MONDAY - timedelta(days=1), 23, 59, 59, False),
        (MONDAY, 0, 0, 0, True),  # midnight in Norway, an hour before it is in UTC
        (MONDAY + timedelta(days=4), 23, 59, 59, True),
        (MONDAY + timedelta(days=5), 0, 0, 0, False),
    ],
)
def test_the_time_begins_and_ends_at_midnight_in_norway(day, hour, minute, second, inside):
    with at(MONDAY - timedelta(days=7)):
        factories.ProgrammeFactory()
        gro = stand_in(factories.adviser("KS Innlandet"), MONDAY, MONDAY + timedelta(days=4))[0].user

    with at(day, hour, minute, second):
        assert reaches(gro) is inside
        assert (Programme.objects.run_by(gro).exists()) is inside


def test_in_summer_midnight_is_two_hours_before_utcs():
    june = date(2027, 6, 14)
    with time_machine.travel(datetime(2027, 6, 1, 10, tzinfo=UTC), tick=False):
        factories.ProgrammeFactory()
        gro = stand_in(factories.adviser("KS Innlandet"), june, june)[0].user

    for moment, inside in (
        (datetime(2027, 6, 13, 21, 59, tzinfo=UTC), False), (datetime(2027, 6, 13, 22, 0, tzinfo=UTC), True),
        (datetime(2027, 6, 14, 21, 59, tzinfo=UTC), True), (datetime(2027, 6, 14, 22, 0, tzinfo=UTC), False),
    ):  # fmt: skip
        with time_machine.travel(moment, tick=False):
            assert reaches(gro) is inside, moment


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-9, -1), (0, 400)])
def test_days_in_the_wrong_order_past_or_over_a_year_are_refused(first, last):
    absent, today = factories.adviser("KS Innlandet"), timezone.localdate()

    with pytest.raises(ValueError, match="stand-in"):
        stand_in(absent, today + timedelta(days=first), today + timedelta(days=last))

    assert not Adviser.objects.stand_ins().exists()


def test_nobody_stands_in_for_herself_or_for_who_advises_nothing():
    absent, today = factories.adviser("KS Innlandet"), timezone.localdate()

    with pytest.raises(reach_actions.StandsInForHerself):
        reach_actions.stand_in(user=absent, absent=absent, from_day=today, until=today, by=journal.SYSTEM)
    for nobody in (factories.process_adviser("KS Innlandet"), factories.former_adviser("KS Innlandet")):
        with pytest.raises(reach_actions.NothingToStandInFor):
            stand_in(nobody, today, today)


def test_nobody_stands_in_for_a_stand_in():
    today = timezone.localdate()
    gro = factories.stand_in("KS Innlandet")

    with pytest.raises(reach_actions.NothingToStandInFor):
        stand_in(gro, today, today, email="per@example.no")


def test_the_same_time_pressed_twice_is_given_once_and_a_later_one_beside_it():
    absent, today = factories.adviser("KS Innlandet"), timezone.localdate()
    stand_in(absent, today, today + timedelta(days=7))

    assert stand_in(absent, today, today + timedelta(days=7)) == []
    assert len(stand_in(absent, today + timedelta(days=20), today + timedelta(days=27))) == 1
    assert Adviser.objects.stand_ins().count() == 2


# --- where a region is answered


def test_a_regions_address_is_written_once_a_version_and_no_address_stands_in_the_journal():
    here = region()
    said = {"reply_to": "innlandet@example.no", "sender_name": "KS Innlandet", "by": journal.SYSTEM}
    reach_actions.answer_region(region=here, version=1, **said)

    with pytest.raises(ChangedMeanwhile):
        reach_actions.answer_region(region=here, version=1, **said)

    assert Region.objects.get().reply_to == "innlandet@example.no"
    line = JournalEntry.objects.get(verb="region.answered")
    assert line.details == {"reply_to": True, "sender": True}
