"""Not more letters in a minute than the site says, however many workers there are."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from correspondence import claiming, outbox, pace
from correspondence.models import Envelope, Pace
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2027, 2, 9, 9, 0, 30, tzinfo=UTC)


def some_letters(count):
    for _ in range(count):
        factories.letter_to(factories.invited())
    Envelope.objects.update(due_at=START - timedelta(minutes=1))


def sent_at(moment):
    with time_machine.travel(moment, tick=False):
        return outbox.send_due()["sent"]


def test_the_rest_of_a_batch_waits_for_the_next_minute_and_loses_no_attempt(settings):
    settings.MAIL_PER_MINUTE = 2
    some_letters(5)

    sent = [sent_at(START + timedelta(seconds=seconds)) for seconds in (0, 20, 31, 59, 90)]

    assert sent == [2, 0, 2, 0, 1]
    assert set(Envelope.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_an_answer_to_somebodys_act_does_not_stand_behind_what_goes_to_many():
    some_letters(2)
    receipt = factories.letter_to(factories.signed_up(), rule="signup.withdrawn").envelope
    Envelope.objects.filter(pk=receipt.pk).update(due_at=START)

    with time_machine.travel(START, tick=False):
        claim = claiming.take(1)

    assert [envelope.pk for envelope in claim.rest()] == [receipt.pk]


def test_without_a_limit_nothing_is_counted(settings):
    some_letters(3)

    assert sent_at(START) == 3 and not Pace.objects.exists()


def test_letters_that_fail_are_counted_too(settings):
    settings.MAIL_PER_MINUTE = 1
    factories.letter_to(factories.ParticipationFactory(), rule="taken.away")
    some_letters(1)

    with time_machine.travel(START, tick=False):
        counts = outbox.send_due()

    assert (counts["retried"], counts["sent"]) == (1, 0)


def test_workers_share_one_count_in_the_database(settings):
    settings.MAIL_PER_MINUTE = 3

    with time_machine.travel(START, tick=False):
        taken = [pace.take() for _ in range(5)]

    assert taken == [True, True, True, False, False]
    assert Pace.objects.get().taken == 3


def test_a_clock_that_is_behind_takes_no_place_of_a_later_minute(settings):
    settings.MAIL_PER_MINUTE = 1
    with time_machine.travel(START + timedelta(minutes=1), tick=False):
        assert pace.take()

    with time_machine.travel(START, tick=False):
        assert not pace.take()


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_take_exactly_what_the_minute_has(settings):
    if connection.vendor == "sqlite":
        pytest.skip("threads need a database that several connections can open")
    settings.MAIL_PER_MINUTE = 25
    start, taken = threading.Barrier(4), []

    def work():
        try:
            start.wait(10)
            taken.extend(pace.take() for _ in range(10))
        finally:
            connection.close()

    with time_machine.travel(START, tick=False):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    assert (len(taken), sum(taken), Pace.objects.get().taken) == (40, 25, 25)
