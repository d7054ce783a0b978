"""From what a day has to envelopes: once, together, and never into an envelope that is on its way."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction

from accounts import journal
from correspondence import making, outbox, reconciling
from correspondence.models import Envelope, Letter
from municipalities.models import Participation, Person
from tests import factories

pytestmark = pytest.mark.django_db
DEADLINE = date(2027, 2, 23)
DAY, NEXT = date(2027, 2, 9), date(2027, 2, 10)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)


def at(day, hour=6, minute=0):
    """A point in time that day; 6 is 07.00 in Norway, before the letters go, and 8 is 09.00."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), tick=False)


def invited(programme=None, **kwargs):
    return factories.invited_to(programme or factories.round_with_deadline(DEADLINE), at=INVITED, **kwargs)


def something_happens_in(programme):
    with transaction.atomic():
        journal.append(verb="programme.changed", by=journal.SYSTEM, subject=programme, scope=programme)


def dated():
    return list(
        Envelope.objects.exclude(day=None).order_by("pk").values_list("address", "day", "state", "letters__rule")
    )


def director_of(row):
    return row.seats.get(kind="director").holdings.get(until=None).person


def test_a_letter_is_made_once_lies_ready_and_leaves_at_nine():
    row = invited()
    address = director_of(row).email
    with at(DAY):
        first, second = making.make(DAY), making.make(DAY)
        outbox.send_due()
        before = len(mail.outbox)
    with at(DAY, 8):
        outbox.send_due()
        outbox.send_due()

    assert (first, second, before) == (1, 0, 0)
    assert [message.to for message in mail.outbox] == [[address]]
    assert dated() == [(address, DAY, "sent", "signup.reminder_14")]


def test_one_person_with_several_roles_gets_one_mail_a_day():
    """She directs two municipalities, and coordinates a third whose group is due the same day."""
    person = factories.PersonFactory()
    for _ in range(2):
        factories.seat(invited(director=False), "director", since=INVITED, person=person)
    third = invited(programme=factories.round_with_deadline(DAY - timedelta(days=7)), state="signed_up")
    factories.seat(third, "coordinator", since=INVITED, person=person)
    with at(DAY):
        making.make(DAY)
    with at(DAY, 8):
        outbox.send_due()

    (message,) = [message for message in mail.outbox if message.to == [person.email]]
    assert message.subject == "3 saker om ABSOLUTT"
    assert message.body.count("Hvorfor fikk jeg denne?") == 3
    assert Envelope.objects.filter(address=person.email).count() == 1


@pytest.mark.parametrize("state", ["sending", "sent", "set_aside", "cancelled"])
def test_a_letter_that_comes_after_the_days_mail_goes_in_the_next_ordinary_days(state):
    friday, monday = date(2027, 2, 12), date(2027, 2, 15)
    row = invited()
    Envelope.objects.create(
        address=director_of(row).email, day=friday, language="nb", state=state,
        sent_at=INVITED if state == "sent" else None,
        **({"claim": "7d5b3a0e-3c3f-4f0c-9d51-0d6f3f3f0a11", "lease_until": INVITED} if state == "sending" else {}),
    )  # fmt: skip

    with at(friday):
        making.make(friday)

    assert Letter.objects.get(rule="signup.reminder_14").envelope.day == monday


def test_an_envelope_that_has_been_tried_takes_no_more_letters():
    row = invited()
    Envelope.objects.create(address=director_of(row).email, day=DAY, language="nb", attempts=1)

    with at(DAY):
        making.make(DAY)

    assert Letter.objects.get(rule="signup.reminder_14").envelope.day == NEXT


def test_what_lay_unsent_goes_with_the_next_days_letters_in_one_mail():
    """The worker made a letter on Friday and was away until Monday, when another letter is due."""
    friday, monday = date(2027, 2, 12), date(2027, 2, 15)
    person = factories.PersonFactory()
    for day in (friday, monday):
        programme = factories.round_with_deadline(day + timedelta(days=14), letters_from=day)
        factories.seat(invited(programme=programme, director=False), "director", since=INVITED, person=person)
    with at(friday):
        making.make(friday)
    with at(monday, 12):
        early = outbox.send_due()["sent"]
        making.make(monday)
        late = outbox.send_due()["sent"]

    assert (early, late) == (0, 1)
    assert mail.outbox[0].subject == "2 saker om ABSOLUTT"
    assert Envelope.objects.filter(address=person.email, day__isnull=False).get().day == monday


def test_what_lay_unsent_is_put_into_the_days_own_envelope_where_there_is_one():
    row = invited()
    with at(DAY):
        making.make(DAY)
    todays = Envelope.objects.create(address=director_of(row).email, day=NEXT, language="nb")
    with at(NEXT):
        making.make(NEXT)

    assert dated() == [(todays.address, NEXT, "ready", "signup.reminder_14")]


def test_nothing_dated_leaves_on_a_quiet_day_or_before_nine():
    friday, saturday = date(2027, 2, 12), date(2027, 2, 13)
    invited()
    with at(friday):
        making.make(friday)
    for moment in (at(friday, 7, 59), at(saturday, 12)):
        with moment:
            assert making.make(saturday) == 0
            assert outbox.send_due()["sent"] == 0
    with at(friday, 8):
        assert outbox.send_due()["sent"] == 1


def test_a_letter_that_was_dropped_is_the_same_letter_when_it_is_wanted_again():
    row = invited()
    with at(DAY):
        making.make(DAY)
    Participation.objects.filter(pk=row.pk).update(state="waiting")
    with at(DAY, 8):
        outbox.send_due()
    dropped = Letter.objects.get(rule="signup.reminder_14").is_dropped
    Participation.objects.filter(pk=row.pk).update(state="invited")
    with at(NEXT, 8):
        making.make(NEXT)
        outbox.send_due()

    assert dropped
    assert dated() == [(director_of(row).email, NEXT, "sent", "signup.reminder_14")]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", ["ready", "set_aside"])
def test_an_unsent_letter_goes_to_the_right_address_once_it_is_put_right(state):
    row = invited()
    with at(DAY):
        making.make(DAY)
    Envelope.objects.filter(day=DAY).update(state=state)
    Person.objects.filter(pk=director_of(row).pk).update(email="rett@kommune.example.no")
    something_happens_in(row.programme)
    with at(DAY, 8):
        made = making.make(DAY)
        outbox.send_due()

    assert made == 1
    assert dated() == [("rett@kommune.example.no", DAY, "sent", "signup.reminder_14")]
    assert [message.to for message in mail.outbox] == [["rett@kommune.example.no"]]


def test_a_letter_that_has_been_sent_is_not_made_again_for_a_new_address():
    row = invited()
    with at(DAY, 8):
        making.make(DAY)
        outbox.send_due()
        Person.objects.filter(pk=director_of(row).pk).update(email="ny@kommune.example.no")
        made = making.make(DAY)

    assert made == 0
    assert len(mail.outbox) == 1


def test_no_token_is_stored_and_the_link_is_made_when_it_is_sent():
    from accounts.models import PersonalLink

    invited()
    with at(DAY):
        making.make(DAY)
    before = PersonalLink.objects.count()
    with at(DAY, 8):
        outbox.send_due()

    assert (before, PersonalLink.objects.count()) == (0, 1)
    assert "/svar/" in mail.outbox[0].body


def test_a_failure_in_the_middle_keeps_what_was_made_and_the_next_run_makes_the_rest(monkeypatch):
    programme = factories.round_with_deadline(DEADLINE)
    for _ in range(3):
        invited(programme=programme)
    put, seen = making.put, []

    def fails_at_the_second(*args):
        seen.append(args)
        if len(seen) == 2:
            raise OSError("killed")
        return put(*args)

    monkeypatch.setattr(making, "put", fails_at_the_second)
    with at(DAY), pytest.raises(OSError, match="killed"):
        making.make(DAY)
    first = len(dated())
    with at(DAY):
        making.make(DAY)

    assert (first, len(dated())) == (1, 3)


@pytest.fixture
def several_connections():
    """SQLite's test database lies in the memory of one connection; test_real_worker.py has its file."""
    if connection.vendor == "sqlite":
        pytest.skip("threads need a database that several connections can open")


def in_thread(function):
    def run():
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_each_letter_once(several_connections):
    programme = factories.round_with_deadline(DEADLINE)
    for _ in range(8):
        invited(programme=programme)
    start, made = threading.Barrier(2), []

    def make():
        start.wait(10)
        made.append(making.make(DAY))

    with at(DAY):
        for thread in [in_thread(make) for _ in range(2)]:
            thread.join(60)

    assert sum(made) == 8
    assert len(dated()) == 8


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_claims_while_a_letter_is_put_in_sends_that_one_too(several_connections):
    """Between taking the envelope and writing the letter: the claim waits for the transaction, and finds both."""
    row = invited()
    with at(DAY):
        making.make(DAY)
    other = invited(director=False)
    factories.seat(other, "director", since=INVITED, person=director_of(row))
    with at(DAY):
        reconciling.reconcile(row.programme, DAY)
        reconciling.reconcile(other.programme, DAY)
    (found,) = Letter.objects.that_go_on(DAY).for_posting()
    claimed = []

    def send():
        claimed.append(outbox.send_due()["sent"])

    with at(DAY, 8):
        with transaction.atomic():
            making.put(found, DAY)
            thread = in_thread(send)
            thread.join(1)
            assert claimed == []
        thread.join(30)

    assert (claimed, mail.outbox[0].subject) == ([1], "2 saker om ABSOLUTT")
