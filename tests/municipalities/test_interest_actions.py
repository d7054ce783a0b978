"""Interest in a sketch: given once an address, told once, and erased."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import JournalEntry
from municipalities import interest_actions, tasks
from municipalities.acting import Closed
from municipalities.models import Interest, Person
from municipalities.self_told import Said
from tests import factories
from tests.municipalities.places import by, interested, public_sketch

pytestmark = pytest.mark.django_db


def said(**kwargs):
    given = {
        "name": "Gro Selbu", "role": "ordfører", "email": "gro@example.no", "language": "nb",
        "organisation_name": "Selbu",
    }  # fmt: skip
    return Said(**(given | kwargs))


def give(programme, **kwargs):
    return interest_actions.give_interest(programme=programme, said=said(**kwargs))


def test_interest_is_kept_without_making_anybody_known_and_the_journal_has_no_name():
    programme = public_sketch()

    row = give(programme, email=" Gro@Example.no ")

    said_of_herself = (row.name, row.role, row.email, row.organisation_name)
    assert said_of_herself == ("Gro Selbu", "ordfører", "gro@example.no", "Selbu")
    assert not Person.objects.exists()
    assert "Gro" not in str(JournalEntry.objects.values()) and "gro@" not in str(JournalEntry.objects.values())


def test_the_same_address_again_corrects_what_it_said_before():
    programme, organisation = public_sketch(), factories.OrganisationFactory()
    give(programme)
    first_time = Interest.objects.get().registered_at

    give(programme, email="GRO@example.no", name="Gro M. Selbu", organisation=organisation, organisation_name="")

    row = Interest.objects.get()
    assert (row.name, row.organisation, row.organisation_name) == ("Gro M. Selbu", organisation, "")
    assert row.registered_at == first_time < row.changed_at


def test_one_address_may_be_interested_in_two_programmes():
    give(public_sketch())
    give(public_sketch())

    assert Interest.objects.count() == 2


@pytest.mark.parametrize("change", [{"is_public": False}, {"state": "announced"}, {"state": "open"}])
def test_only_a_public_sketch_takes_interest(change):
    programme = factories.ProgrammeFactory(**({"state": "sketch", "is_public": True} | change))

    with pytest.raises(Closed):
        give(programme)

    assert not Interest.objects.exists()


def test_each_is_told_once():
    programme = factories.OpenProgrammeFactory()
    rows = [interested(programme) for _ in range(3)]

    first = interest_actions.tell(programme=programme, interests=rows[:2], by=by())
    second = interest_actions.tell(programme=programme, interests=rows, by=by())

    assert (first, second) == (2, 1)
    assert JournalEntry.objects.filter(verb="interest.told").count() == 3
    assert not Interest.objects.filter(told_at=None).exists()


def test_nobody_is_told_of_another_programme_or_after_erasure():
    programme = factories.OpenProgrammeFactory()
    gone = interested(programme)
    interest_actions.erase(interest=gone, by=by())

    assert interest_actions.tell(programme=programme, interests=[gone, interested(public_sketch())], by=by()) == 0


@pytest.mark.parametrize("change", [{"state": "sketch"}, {"letters_from": None}])
def test_nobody_is_told_by_a_sketch_or_a_programme_that_sends_no_letters(change):
    programme = factories.OpenProgrammeFactory()
    for field, value in change.items():
        setattr(programme, field, value)
    programme.save()

    with pytest.raises(Closed):
        interest_actions.tell(programme=programme, interests=[interested(programme)], by=by())


def test_erased_nothing_tells_whose_it_was_and_the_address_may_come_again():
    programme = public_sketch()
    row = give(programme, organisation=factories.OrganisationFactory())

    interest_actions.erase(interest=row, by=by())
    interest_actions.erase(interest=row, by=by())
    give(programme)

    row.refresh_from_db()
    assert [row.name, row.role, row.email, row.organisation_name, row.organisation] == ["", "", "", "", None]
    assert Interest.objects.filter(erased_at=None).count() == 1
    assert JournalEntry.objects.filter(verb="interest.erased").count() == 1


def test_the_database_refuses_one_that_is_erased_by_half_and_an_address_twice():
    row = interested(public_sketch())

    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.filter(pk=row.pk).update(erased_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        interested(row.programme, email=row.email)


def test_what_has_been_kept_as_long_as_the_privacy_page_says_is_erased():
    programme = factories.OpenProgrammeFactory()
    now = timezone.now()
    told_long_ago = interested(programme, told_at=now - timedelta(days=366), changed_at=now - timedelta(days=500))
    told = interested(programme, told_at=now - timedelta(days=364), changed_at=now - timedelta(days=900))
    waited_long = interested(programme, changed_at=now - timedelta(days=731))
    waits = interested(programme, changed_at=now - timedelta(days=729))

    assert tasks.erase_old_interest() == 2

    kept = set(Interest.objects.filter(erased_at=None))
    assert kept == {told, waits} and told_long_ago not in kept and waited_long not in kept
    with time_machine.travel(now + timedelta(days=400)):
        assert tasks.erase_old_interest() == 2
