"""Somebody must always be able to give what everybody else has."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from accounts.actions import LastAdministrator, OwnRole, end_administrator, make_administrator
from accounts.journal import SYSTEM, Actor
from accounts.models import JournalEntry, User
from tests import factories


def administrator():
    return factories.UserFactory(is_superuser=True)


@pytest.mark.django_db
def test_the_role_is_given_and_taken_with_a_line_each():
    liv, kari = administrator(), factories.UserFactory()

    assert make_administrator(user=kari, by=Actor(user=liv))
    assert not make_administrator(user=kari, by=Actor(user=liv))
    assert end_administrator(user=kari, by=Actor(user=liv))
    assert not end_administrator(user=kari, by=Actor(user=liv))

    lines = JournalEntry.objects.filter(verb="user.administrator").order_by("pk")
    assert [line.details["administrator"] for line in lines] == [True, False]
    kari.refresh_from_db()
    assert not kari.is_superuser


@pytest.mark.django_db
def test_nobody_takes_away_her_own_role():
    liv = administrator()
    administrator()

    with pytest.raises(OwnRole):
        end_administrator(user=liv, by=Actor(user=liv))


@pytest.mark.django_db
def test_the_last_who_can_sign_in_is_never_taken_away():
    liv = administrator()
    factories.UserFactory(is_superuser=True, is_active=False)

    with pytest.raises(LastAdministrator):
        end_administrator(user=liv, by=SYSTEM)

    assert User.objects.get(pk=liv.pk).is_superuser


@pytest.mark.django_db(transaction=True)
def test_two_who_take_away_each_other_at_once_leave_one():
    if connection.vendor == "sqlite":
        pytest.skip("threads need a database that several connections can open")
    liv, kari = administrator(), administrator()
    barrier, refused = Barrier(2), []

    def take(whom, by):
        barrier.wait()
        try:
            end_administrator(user=whom, by=Actor(user=by))
        except LastAdministrator:
            refused.append(whom)
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=pair) for pair in ((liv, kari), (kari, liv))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.filter(is_superuser=True).count() == 1 and len(refused) == 1
