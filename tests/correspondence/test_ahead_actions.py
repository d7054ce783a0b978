"""Hold, skip, release and send now: what an adviser decides about a planned letter. The round is that of rounds.py."""

from datetime import date, timedelta

import pytest
from django.core import mail

from accounts.models import JournalEntry
from correspondence import ahead_actions, making, outbox, reconciling
from correspondence.models import Envelope, Letter
from municipalities.models import Participation
from programmes.acting import Archived, ChangedMeanwhile
from programmes.models import Deadline, Programme
from tests.correspondence.rounds import DAY_3, DAY_14, at, by, director_of, invited

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)


@pytest.fixture
def letter():
    row = invited()
    with at(TODAY):
        reconciling.reconcile(row.programme, TODAY)
    return Letter.objects.get(rule="signup.reminder_14")


def sent_on(day):
    with at(day):
        making.make(day)
    with at(day, 8):
        outbox.send_due()
    return [message.to for message in mail.outbox]


@pytest.mark.parametrize("act", [ahead_actions.hold, ahead_actions.skip])
def test_what_is_held_or_skipped_is_not_sent_on_its_day_and_the_next_letter_is(letter, act):
    act(letter=letter, by=by())

    assert sent_on(DAY_14) == []
    assert sent_on(DAY_3) == [[letter.person.email]]


@pytest.mark.parametrize("act", [ahead_actions.hold, ahead_actions.skip])
def test_what_is_released_goes_on_its_day(letter, act):
    act(letter=letter, by=by())
    ahead_actions.release(letter=letter, by=by())

    assert sent_on(DAY_14) == [[letter.person.email]]


def test_send_now_sends_it_at_once_also_on_a_quiet_day_and_not_again_on_its_own(letter):
    sunday = date(2027, 2, 7)
    with at(sunday, 20):
        ahead_actions.send_now(letter=letter, by=by())
        outbox.send_due()
    first = len(mail.outbox)

    assert (first, len(sent_on(DAY_14))) == (1, 1)


def test_what_is_not_true_any_more_is_not_sent_now(letter):
    Participation.objects.filter(pk=letter.participation_id).update(state="declined")

    with at(TODAY), pytest.raises(ahead_actions.NotWanted):
        ahead_actions.send_now(letter=letter, by=by())

    assert Envelope.objects.filter(letters=letter).count() == 0


def test_a_letter_sent_now_is_dropped_when_it_is_answered_before_it_leaves(letter):
    with at(TODAY):
        ahead_actions.send_now(letter=letter, by=by())
        Participation.objects.filter(pk=letter.participation_id).update(state="declined")
        outbox.send_due()

    assert mail.outbox == []
    assert Letter.objects.get(pk=letter.pk).is_dropped


@pytest.mark.parametrize("act", [ahead_actions.hold, ahead_actions.skip, ahead_actions.release, ahead_actions.send_now])
def test_a_letter_that_lies_in_an_envelope_is_beyond_deciding(letter, act):
    with at(DAY_14):
        making.make(DAY_14)
        with pytest.raises(ChangedMeanwhile):
            act(letter=letter, by=by())


@pytest.mark.parametrize("act", [ahead_actions.hold, ahead_actions.skip, ahead_actions.release, ahead_actions.send_now])
def test_an_archived_programmes_letters_are_decided_by_nobody(letter, act):
    Programme.objects.update(state="archived", letters_from=None)

    with at(TODAY), pytest.raises(Archived):
        act(letter=letter, by=by())


def test_each_decision_is_a_line_in_the_journal_and_leaves_no_programme_behind(letter):
    with at(TODAY):
        reconciling.sweep(TODAY)
        ahead_actions.hold(letter=letter, by=by())
        ahead_actions.skip(letter=letter, by=by())
        ahead_actions.release(letter=letter, by=by())
        ahead_actions.send_now(letter=letter, by=by())
        swept = reconciling.sweep(TODAY)

    lines = JournalEntry.objects.about(letter).order_by("pk")
    assert [line.verb for line in lines] == ["letter.held", "letter.skipped", "letter.released", "letter.hurried"]
    assert swept == {}


def test_a_deadline_that_moves_takes_a_held_letter_with_it(letter):
    ahead_actions.hold(letter=letter, by=by())
    row = Deadline.objects.get(programme=letter.programme)
    row.start = row.end = row.end + timedelta(days=7)
    row.save()
    with at(TODAY):
        reconciling.reconcile(letter.programme, TODAY)

    letter.refresh_from_db()
    assert (letter.fate, letter.send_on) == ("held", DAY_14 + timedelta(days=7))
    assert director_of(letter.participation) == letter.person
