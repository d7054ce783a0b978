"""Sending stands still: what a pause holds back, what goes all the same, and that it begins at the claim."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts import journal
from accounts.journal import Actor
from accounts.models import JournalEntry
from correspondence import claiming, making, outbox, pause_actions, rules
from correspondence.models import Envelope, Letter, Pause
from correspondence.querysets import SENT_TO_MANY
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db
DEADLINE, DAY = date(2027, 2, 23), date(2027, 2, 9)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)


def at(day=DAY, hour=9):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)


def pause(programme=None):
    return pause_actions.pause_sending(programme=programme, by=journal.SYSTEM)


def resume(programme=None):
    return pause_actions.resume_sending(programme=programme, by=journal.SYSTEM)


def invitation():
    return factories.letter_to(factories.invited()).envelope


def state(envelope):
    envelope.refresh_from_db()
    return envelope.state


def test_invitations_wait_while_all_sending_stands_still_and_go_afterwards():
    envelope = invitation()
    pause()

    held = outbox.send_due()["sent"]
    resume()

    assert (held, outbox.send_due()["sent"], state(envelope)) == (0, 1, "sent")


def test_one_programmes_pause_holds_its_own_letters_only():
    held, goes = invitation(), invitation()
    pause(held.letters.get().programme)

    outbox.send_due()

    assert (state(held), state(goes)) == ("ready", "sent")


def test_dated_letters_wait_and_are_judged_again_when_sending_goes_on():
    row = factories.invited_to(factories.round_with_deadline(DEADLINE), at=INVITED)
    other = factories.invited_to(row.programme, at=INVITED)
    with at():
        making.make(DAY)
        pause(row.programme)
        held = outbox.send_due()["sent"]
        Participation.objects.filter(pk=row.pk).update(state="declined")
        resume(row.programme)
        counts = outbox.send_due()

    assert (held, counts["sent"], counts["cancelled"]) == (0, 1, 1)
    assert [message.to for message in mail.outbox] == [
        [other.seats.get(kind="director").holdings.get().person.email]
    ]  # fmt: skip


def test_an_e_mail_with_letters_of_two_programmes_waits_for_both_and_not_for_one_that_was_dropped():
    first, second = factories.invited(), factories.invited()
    envelope = factories.letter_to(first, address="a@example.no").envelope
    letter = factories.letter_to(second, envelope=envelope)
    pause(second.programme)

    waits = Envelope.objects.held().filter(pk=envelope.pk).exists()
    Letter.objects.filter(pk=letter.pk).update(is_dropped=True)

    assert (waits, Envelope.objects.held().exists()) == (True, False)


def test_a_pause_that_comes_before_a_letter_is_claimed_holds_it_back():
    envelope = invitation()
    pause()

    assert claiming.take(10) is None
    assert state(envelope) == "ready" and envelope.attempts == 0


def test_a_letter_whose_worker_was_killed_is_not_taken_up_again_in_a_pause():
    invitation()
    claiming.take(10)
    pause()

    with time_machine.travel(datetime.now(UTC) + claiming.LEASE + timedelta(seconds=1)):
        during = outbox.send_due()["sent"]
        resume()
        after = outbox.send_due()["sent"]

    assert (during, after) == (0, 1)


@pytest.mark.parametrize("rule", sorted(set(rules.BY_KEY) - set(SENT_TO_MANY)))
def test_what_answers_somebodys_own_act_goes_all_the_same(rule):
    factories.letter_to(factories.signed_up(), person=factories.PersonFactory(), rule=rule)
    pause()

    assert Envelope.objects.due().count() == 1 and not Envelope.objects.held().exists()


@pytest.mark.parametrize("rule", SENT_TO_MANY)
def test_what_an_adviser_sends_to_many_waits(rule):
    assert rule in rules.BY_KEY
    factories.letter_to(factories.invited(), rule=rule)
    pause()

    assert not Envelope.objects.due().exists() and Envelope.objects.held().count() == 1


def test_pausing_and_going_on_are_acts_with_a_line_each_done_once(on_commit, monkeypatch):
    woken = []
    monkeypatch.setattr("correspondence.tasks.wake_the_sender", lambda: woken.append(1))
    programme, user = factories.OpenProgrammeFactory(), factories.UserFactory()
    by = Actor(user=user)

    with on_commit():
        done = [pause_actions.pause_sending(programme=programme, by=by) for _ in range(2)]
        done += [pause_actions.resume_sending(programme=programme, by=by) for _ in range(2)]

    assert done == [True, False, True, False] and len(woken) == 1
    rows = JournalEntry.objects.filter(verb__startswith="sending.").order_by("pk")
    assert [(row.verb, row.actor, row.scope) for row in rows] == [
        ("sending.paused", user, f"programme:{programme.pk}"), ("sending.resumed", user, f"programme:{programme.pk}"),
    ]  # fmt: skip


def test_the_pause_of_everything_and_of_one_programme_are_two():
    programme = invitation().letters.get().programme

    assert [pause(), pause(programme), pause()] == [True, True, False]
    assert resume() and not Envelope.objects.due().exists()
    assert resume(programme) and Envelope.objects.due().exists()


def test_two_pauses_of_everything_cannot_be():
    Pause.objects.create(programme=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(programme=None)


def test_the_command_says_that_letters_wait_for_a_pause():
    envelope = invitation()
    pause()
    out = StringIO()

    call_command("send_due", stdout=out)

    assert "Sending stands still: 1 e-mails wait for a pause to end." in out.getvalue()
    assert state(envelope) == "ready"
