"""Asked again when the envelope is claimed: is the letter still wanted?"""

from datetime import date, timedelta

import pytest
from django.db.models.signals import post_init

from accounts.models import JournalEntry
from correspondence import facts, planning
from correspondence.models import Letter
from municipalities import actions, duty_actions
from municipalities.models import ANSWER, Holding
from tests import factories
from tests.correspondence.rounds import AFTER, DAY_14, DEADLINE, GROUP_DAY, INVITED, at, by, director_of, invited

pytestmark = pytest.mark.django_db


def test_the_letter_is_wanted_while_what_made_it_is_true():
    row = invited()
    letter = factories.letter_to(row, person=director_of(row), rule="signup.reminder_14")
    wanted = planning.still_wanted(Letter.objects.get(pk=letter.pk), DAY_14)

    type(row).objects.update(state="declined")

    assert (wanted, planning.still_wanted(Letter.objects.get(pk=letter.pk), DAY_14)) == (True, False)


def test_what_one_letter_is_asked_by_is_what_the_whole_programme_says_and_nothing_of_the_others_is_fetched():
    row = invited()
    other = invited(programme=row.programme)
    with at(date(2027, 2, 12)):
        for each in (row, other):
            day = date(2027, 3, 9)
            duty_actions.extend(participation=each, duty=ANSWER, day=day, reason="x", version=1, by=by())
    fetched = []

    def note(instance, **kwargs):
        fetched.append(instance)

    whole = {found.participation: found for found in facts.of_programme(row.programme)}
    for model in (Holding, JournalEntry):
        post_init.connect(note, sender=model)
    alone = facts.of_programme(row.programme, only=[row.pk])[-1]
    for model in (Holding, JournalEntry):
        post_init.disconnect(note, sender=model)

    assert alone == whole[row]
    assert (len(alone.directors), alone.extensions, len(alone.letters)) == (1, 1, 2)
    assert len(fetched) == 2


def test_a_letter_whose_day_has_moved_on_is_not_wanted_yet():
    row = invited()
    letter = factories.letter_to(row, person=director_of(row), rule="signup.reminder_14")
    factories.extended(row, DEADLINE + timedelta(days=7))

    assert not planning.still_wanted(letter, DAY_14)


def test_a_letter_to_somebody_who_has_been_replaced_is_not_wanted():
    row = invited(state="signed_up")
    coordinator = factories.seat(row, "coordinator", since=INVITED)
    letter = factories.letter_to(row, person=coordinator, rule="group.due")
    before = planning.still_wanted(letter, GROUP_DAY)
    with at(GROUP_DAY):
        actions.appoint_coordinator(participation=row, name="Ny", email="ny@example.no", by=by())

    assert (before, planning.still_wanted(letter, GROUP_DAY)) == (True, False)


def test_the_closed_list_is_not_wanted_by_who_no_longer_advises():
    row = invited()
    user = factories.adviser(row.programme.region.name)
    letter = Letter.objects.create(
        envelope=factories.letter_to(row, address="x@example.no", rule="signup.refused").envelope,
        rule="signup.closed", programme=row.programme, user=user,
    )  # fmt: skip
    before = planning.still_wanted(letter, AFTER)
    user.is_active = False
    user.save()

    assert (before, planning.still_wanted(letter, AFTER)) == (True, False)
