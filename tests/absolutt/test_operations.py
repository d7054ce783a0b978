"""«Drift»: in words what is wrong and what to do, also where the queue cannot be asked."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from absolutt import workers
from absolutt.celery import app
from correspondence import tasks, ticking
from correspondence.models import Envelope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    """A queue of this process's own, or whichever address the test asks for."""
    usual = {name: app.conf[name] for name in ("broker_write_url", "broker_transport_options")}

    def use(url):
        app.conf.update(broker_write_url=url, broker_transport_options={})

    use("memory://")
    yield use
    app.conf.update(usual)


@pytest.fixture
def page(client, broker):
    """The page's own words, for somebody who reaches every region."""
    client.force_login(factories.adviser())

    def words():
        answer = client.get("/drift/")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split("<main")[1].split("</main>")[0].split())

    return words


def ticked():
    for queue in ("mail", "pdf", "celery"):
        tasks.tick(queue)


def test_signs_of_life_and_an_empty_outbox_are_well(page):
    ticked()

    said = page()

    assert "Alt som skal være sendt, er sendt." in said
    assert "Brev: for under ett minutt siden." in said and "Brev med PDF: for under ett minutt siden." in said
    assert "Start beat" not in said


def test_without_a_tick_the_scheduler_is_to_be_started_and_one_late_queue_names_its_worker(page):
    silent = page()
    ticked()
    cache.set("tick.pdf", timezone.now() - ticking.LATE - timedelta(minutes=1), timeout=None)
    late = page()

    assert "Brev: ikke sett ennå." in silent and "Start beat og arbeiderne på nytt." in silent
    assert "Brev med PDF: for 4 minutter siden." in late and "Start arbeideren som har denne køen" in late


def test_the_age_of_the_oldest_letter_that_should_have_left_is_told(page):
    for minutes in (3, 130):
        envelope = factories.letter_to(factories.ParticipationFactory()).envelope
        Envelope.objects.filter(pk=envelope.pk).update(due_at=timezone.now() - timedelta(minutes=minutes))

    said = page()

    assert "2 brev venter. Det eldste skulle ha gått for 2 timer siden." in said
    assert "Ingen brev er borte." in said


def test_what_waits_for_its_next_try_is_not_late(page):
    envelope = factories.letter_to(factories.ParticipationFactory()).envelope
    Envelope.objects.filter(pk=envelope.pk).update(due_at=timezone.now() + timedelta(minutes=4), attempts=2)

    assert "Alt som skal være sendt, er sendt." in page()


def test_a_letter_whose_worker_stopped_is_stuck_until_somebody_takes_it(page):
    envelope = factories.letter_to(factories.ParticipationFactory()).envelope
    held = {"state": "sending", "claim": envelope.key}
    Envelope.objects.filter(pk=envelope.pk).update(**held, lease_until=timezone.now() + timedelta(minutes=1))
    before = page()
    Envelope.objects.filter(pk=envelope.pk).update(lease_until=timezone.now() - timedelta(minutes=1))

    words = "Ett brev var under sending da arbeideren stoppet."
    assert (words in before, words in page()) == (False, True)


def test_letters_that_were_set_aside_lead_to_their_programmes_letters(page):
    row = factories.ParticipationFactory()
    for _ in range(2):
        Envelope.objects.filter(pk=factories.letter_to(row, rule=f"a.{_}").envelope_id).update(state="set_aside")

    said = page()

    assert f'href="/program/{row.programme.key}/brev/?status=set_aside"' in said and "2 brev</li>" in said


def test_a_queue_that_cannot_be_asked_is_said_so_and_does_not_hold_the_page(page, broker):
    broker("redis://127.0.0.1:1/0")
    began = timezone.now()

    said = page()

    assert "Vi får ikke spurt dem, for køen svarer ikke." in said
    assert timezone.now() - began < timedelta(seconds=10)
    with pytest.raises(workers.NobodyToAsk):
        workers.that_answer()


def test_silent_workers_may_be_busy_and_the_page_says_so(page):
    assert "En som er midt i en oppgave, svarer ikke alltid." in page()


def test_the_number_of_queries_does_not_grow_with_letters_and_programmes(page):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            row = factories.ParticipationFactory()
            Envelope.objects.filter(pk=factories.letter_to(row).envelope_id).update(state="set_aside")
        page()
        with CaptureQueriesContext(connection) as counted:
            page()
        counts.append(len(counted))

    assert counts[0] == counts[1]
