"""Many claimed at once: each of them once, given back when nobody tried them, and none taken along by a bad one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondence import claiming, facts, outbox, tasks
from correspondence.batch import Batch
from correspondence.models import Envelope
from municipalities.models import Holding, Participation
from tests import factories

pytestmark = pytest.mark.django_db


def due(count, programme=None, rule="deadline.extended"):
    """So many letters to directors, ready to go."""
    programme = programme or factories.OpenProgrammeFactory()
    found = []
    for _ in range(count):
        row = factories.invited(programme=programme)
        found.append(factories.letter_to(row, person=factories.with_director(row), rule=rule).envelope)
    return found


def run_out():
    Envelope.objects.filter(state="sending").update(lease_until=timezone.now() - timedelta(seconds=1))


def test_two_who_take_get_different_envelopes_and_a_third_gets_none():
    due(5)

    first, second = claiming.take(3), claiming.take(3)

    assert [len(claim.rest()) for claim in (first, second)] == [3, 2]
    assert claiming.take(3) is None


def test_what_was_held_when_a_lease_ran_out_is_taken_a_few_at_a_time_and_at_last_alone():
    due(claiming.AFTER_A_KILL + 5)
    sizes = []
    claiming.take(100)
    for _ in range(claiming.ALONE_AFTER):
        run_out()
        sizes.append(len(claiming.take(100).rest()))
        Envelope.objects.filter(attempts=1).update(state="sent", sent_at=timezone.now(), claim=None, lease_until=None)

    assert sizes == [10, 10, 1]


def test_what_nobody_tried_is_given_back_as_if_it_had_never_been_taken():
    first, second = due(2)
    claim = claiming.take(2)
    claim.in_hand = first.pk

    claim.give_back()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts) == ("sending", 1)
    assert (second.state, second.attempts, second.claim) == ("ready", 0, None)


def test_a_worker_that_is_asked_to_end_gives_back_what_it_has_not_tried(monkeypatch):
    due(3)
    sent = []

    def ends_at_the_second(self, messages):
        sent.extend(messages)
        if len(sent) == 2:
            raise SystemExit

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", ends_at_the_second)
    with pytest.raises(SystemExit):
        outbox.send_due()

    assert sorted(Envelope.objects.values_list("state", flat=True)) == ["ready", "sending", "sent"]


def test_a_mark_waits_for_a_database_that_is_away_for_a_moment(monkeypatch):
    monkeypatch.setattr(claiming, "PAUSES", (0, 0, 0))
    monkeypatch.setattr(claiming, "connection", SimpleNamespace(in_atomic_block=False, close=lambda: None))
    calls = []

    def works_at_the_third():
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError
        return 1

    assert claiming.patiently(works_at_the_third) == 1
    monkeypatch.setattr(claiming, "PAUSES", (0,))
    calls.clear()
    with pytest.raises(OperationalError):
        claiming.patiently(works_at_the_third)


def test_a_letter_more_costs_its_mark_and_no_more():
    counts = []
    for number in (2, 7):
        due(number)
        with CaptureQueriesContext(connection) as counted:
            assert outbox.send_due()["sent"] == number
        counts.append(len(counted))

    assert counts[1] - counts[0] == 5


def test_a_letter_more_that_the_calendar_made_costs_its_mark_and_no_more():
    programme = factories.round_with_deadline(factories.in_days(14))
    counts = []
    for number in (2, 7):
        due(number, programme, "signup.reminder_14")
        with CaptureQueriesContext(connection) as counted:
            counts_of = outbox.send_due()
        counts.append(len(counted))
        assert sum(counts_of.values()) == number

    assert counts[1] - counts[0] == 5


def test_what_is_old_is_fetched_again_before_the_next_letter(monkeypatch):
    """The second's director is replaced while the first is handed over, which takes long."""
    monkeypatch.setattr("correspondence.batch.FRESH", -1.0)
    due(2, rule="signup.invitation")
    later = Participation.objects.last()
    send = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    first = []

    def replaces_the_other(self, messages):
        first.extend(messages)
        Holding.objects.filter(seat__participation=later).update(until=timezone.now())

    monkeypatch.setattr(send, replaces_the_other)
    counts = outbox.send_due()

    assert (counts["sent"], counts["cancelled"], len(first)) == (1, 1, 1)


def test_letters_that_cannot_be_fetched_together_go_one_by_one_and_only_the_bad_one_stays(monkeypatch):
    bad = due(3)[1].pk
    fetch = Batch.carried_by

    def stumbles(envelopes):
        if bad in [envelope.pk for envelope in envelopes]:
            raise KeyError("odd")
        return fetch(envelopes)

    monkeypatch.setattr(Batch, "carried_by", stumbles)
    counts = outbox.send_due()

    assert (counts["sent"], counts["retried"]) == (2, 1)
    assert "KeyError" in Envelope.objects.get(pk=bad).trouble


def test_facts_that_cannot_be_told_together_are_asked_for_one_by_one(monkeypatch):
    programme = factories.round_with_deadline(factories.in_days(14))
    due(2, programme, "signup.reminder_14")
    tell = facts.of_programme

    def stumbles(programme, *, only=None, **more):
        if only is None or len(only) > 1:
            raise KeyError("odd")
        return tell(programme, only=only, **more)

    monkeypatch.setattr(facts, "of_programme", stumbles)
    counts = outbox.send_due()

    assert counts["retried"] == 0 and sum(counts.values()) == 2


def test_of_two_letters_in_one_batch_the_first_tells_a_director_what_is_stored_and_the_second_does_not():
    row = factories.invited()
    person = factories.with_director(row)
    for rule in ("deadline.extended", "signup.reminder_now"):
        factories.letter_to(row, person=person, rule=rule)

    outbox.send_due()

    assert ["Dette lagrer vi om deg" in message.body for message in mail.outbox] == [True, False]


def test_no_link_is_made_for_a_letter_that_is_not_wanted_any_more():
    from accounts.models import PersonalLink

    due(2)
    Participation.objects.filter(pk=Participation.objects.last().pk).update(state="declined")

    counts = outbox.send_due()

    assert (counts["sent"], counts["cancelled"], PersonalLink.objects.count()) == (1, 1, 1)


def test_mail_and_documents_have_a_queue_each_and_together_they_send_everything():
    with_pdf, without = due(1, rule="signup.invitation"), due(1)

    tasks.send_due()
    after_mail = {envelope.state for envelope in Envelope.objects.filter(pk=without[0].pk)}
    waits = Envelope.objects.get(pk=with_pdf[0].pk).state
    tasks.send_due_with_documents()

    assert (after_mail, waits) == ({"sent"}, "ready")
    assert len(mail.outbox) == 2
    assert not Envelope.objects.exclude(state="sent").exists()


def test_a_task_run_twice_sends_nothing_twice():
    due(3)
    for _ in range(2):
        tasks.send_due()
        tasks.send_due_with_documents()

    assert len(mail.outbox) == 3


def test_a_broker_that_is_away_loses_no_letter(on_commit):
    """The letter is a row before anybody is woken; the scheduler's next sweep sends it."""
    from absolutt.celery import app

    usual = app.conf.broker_write_url
    app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    try:
        with on_commit():
            due(1)
            tasks.wake_the_sender()
    finally:
        app.conf.broker_write_url = usual

    assert len(mail.outbox) == 0
    tasks.send_due()
    assert len(mail.outbox) == 1
