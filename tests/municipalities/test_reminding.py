"""«Send påminnelse nå»: only those who can still answer and owe it, and only while the programme writes letters."""

import pytest
from django.db import transaction

from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities import actions, duty_actions
from municipalities.models import ANSWER, Participation
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


@pytest.mark.parametrize("state", ["invited", "undecided"])
def test_who_has_said_neither_yes_nor_no_is_reminded(state):
    rows = [factories.invited(), factories.invited()]
    Participation.objects.update(state=state)
    for row in rows:
        row.refresh_from_db()

    assert actions.remind(participations=rows, by=by()) == 2

    assert JournalEntry.objects.filter(verb="participation.reminded").count() == 2
    assert [row.version for row in Participation.objects.order_by("pk")] == [2, 2]


@pytest.mark.parametrize("state", ["listed", "waiting", "signed_up", "declined"])
def test_nobody_is_reminded_when_one_has_answered_or_was_never_invited(state):
    first, second = factories.invited(), factories.ParticipationFactory(state=state)

    with pytest.raises(actions.Closed), transaction.atomic():
        actions.remind(participations=[first, second], by=by())

    assert not JournalEntry.objects.filter(verb="participation.reminded").exists()


def test_nobody_is_reminded_after_the_deadline_or_from_a_page_that_is_out_of_date():
    late, changed = factories.invited(), factories.invited()
    late.programme.deadlines.update(start=factories.in_days(-1), end=factories.in_days(-1))
    Participation.objects.filter(pk=changed.pk).update(version=7)

    with pytest.raises(actions.Closed):
        actions.remind(participations=[late], by=by())
    with pytest.raises(actions.ChangedMeanwhile):
        actions.remind(participations=[changed], by=by())


@pytest.mark.parametrize("letters_from", [None, factories.in_days(1)])
def test_nobody_is_reminded_while_the_programme_sends_no_letters(letters_from):
    participation = factories.invited()
    participation.programme.letters_from = letters_from

    with pytest.raises(actions.Closed):
        actions.remind(participations=[participation], by=by())


def test_one_who_is_excused_from_answering_is_not_reminded():
    participation = factories.invited()
    duty_actions.waive(participation=participation, duty=ANSWER, reason="Sak", version=1, by=by())

    with pytest.raises(actions.Closed):
        actions.remind(participations=[participation], by=by())
