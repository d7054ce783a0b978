"""A due reminder arrives exactly once, whatever happens to those who make and send it.

Real: a Celery worker with its scheduler, a mail server, and SQLite's file or PostgreSQL and Redis. The clock is not:
the programs run on an ordinary day at five past nine.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from itertools import count

import psycopg2
import pytest
from django.conf import settings

from tests.browser.conftest import PostOffice, Site, new_database, wait_for

ORGANISATIONS = 40
NUMBERS = count()  # a database for each test
FIVE_PAST_NINE, TEN_PAST, NEXT_MORNING = (
    f"2027-02-{rest}+00:00" for rest in ("09T08:05:00", "09T08:15:00", "10T08:05:00")
)


class Office(PostOffice):
    """Can be told to kill a worker while it hands over a letter, which is then not taken, or is all the same."""

    victim = None
    takes_the_letter = False

    async def handle_DATA(self, server, session, envelope):
        if self.victim is not None and len(self.letters) >= 5:
            if self.takes_the_letter:
                await super().handle_DATA(server, session, envelope)
            kill(self.victim)
            self.victim = None
            return "250 OK" if self.takes_the_letter else "451 try again"
        return await super().handle_DATA(server, session, envelope)

    def reminders(self):
        return Counter(to for to, message in self.letters if "Påminnelse:" in message["Subject"])


class Round(Site):
    """A site without a web server, whose programs run at a moment of one's choice."""

    def at(self, moment, *command, **environment):
        log = (self.folder / "programs.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.clock", moment, *command], cwd=settings.BASE_DIR,
            env=self.environment | environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, moment, **environment):
        number = len(self.processes)
        return self.at(moment, "celery", "-A", "absolutt", "worker", "-B", "--pool", "solo", "--loglevel", "WARNING",
                       "--hostname", f"worker{number}.{self.port}@localhost",
                       "--schedule", str(self.folder / f"beat{number}"), **environment)  # fmt: skip

    def made(self):
        """How many reminders lie in envelopes now."""
        url = self.environment.get("DATABASE_URL")
        database = psycopg2.connect(url) if url else sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)
        cursor = database.cursor()
        cursor.execute(
            "SELECT count(*) FROM correspondence_letter WHERE rule = 'signup.reminder_14' AND envelope_id IS NOT NULL"
        )
        (count,) = cursor.fetchone()
        database.close()
        return count

    def stop(self):
        for process in self.processes:
            kill(process)


def kill(process):
    """With -9, and its scheduler with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(10)


@pytest.fixture
def office():
    office = Office()
    office.server.start()
    yield office
    office.server.stop()


@pytest.fixture
def round_(tmp_path, office):
    environment = {
        "SECRET_KEY": "reminder-tests-reminder-tests-reminder-tests",
        "EMAIL_URL": f"smtp://127.0.0.1:{office.server.port}",
        "MAIL_ONLY_TO": "example.no",
    }
    if postgres := os.environ.get("TEST_POSTGRES_URL"):
        environment["DATABASE_URL"] = new_database(postgres, f"reminders{next(NUMBERS)}")
        environment["REDIS_URL"] = os.environ["TEST_REDIS_URL"].rsplit("/", 1)[0] + "/8"
    site = Round(tmp_path, **environment)
    site.run("manage.py", "migrate")
    site.run("-m", "tests.browser.reminders")
    yield site
    site.stop()


def all_have_come(office):
    wait_for("every reminder", lambda: len(office.reminders()) == ORGANISATIONS)
    time.sleep(4)  # the scheduler goes on every second: whatever would come twice has had its chance
    return office.reminders()


def once_each(reminders):
    return len(reminders) == ORGANISATIONS and set(reminders.values()) == {1}


def test_the_scheduler_may_make_and_send_as_often_as_it_likes(round_, office):
    round_.worker(FIVE_PAST_NINE)

    assert once_each(all_have_come(office))
    assert round_.made() == ORGANISATIONS


def test_two_processes_and_two_workers_at_the_same_time_send_each_once(round_, office):
    for _ in range(2):
        round_.at(FIVE_PAST_NINE, "manage.py", "send_due")
        round_.worker(FIVE_PAST_NINE)

    assert once_each(all_have_come(office))
    assert round_.made() == ORGANISATIONS


def test_a_worker_killed_while_it_makes_letters_leaves_the_rest_to_the_next(round_, office):
    worker = round_.worker("2027-02-09T06:00:00+00:00", DIES_AT_LETTER="15")  # 07.00 in Norway: made now, sent at nine
    wait_for("the worker's end", lambda: worker.poll() is not None)
    made = round_.made()
    round_.worker(FIVE_PAST_NINE)

    assert once_each(all_have_come(office))
    assert made == 14  # each is a transaction of its own; the fifteenth was not committed


def test_a_worker_killed_while_it_hands_over_a_letter_loses_none(round_, office):
    office.victim = round_.worker(FIVE_PAST_NINE)
    wait_for("the worker's end", lambda: office.victim is None)
    sent = len(office.letters)
    round_.worker(TEN_PAST)  # when the lease of the letter it held has run out

    assert once_each(all_have_come(office))
    assert sent == 5


def test_a_worker_killed_between_the_servers_yes_and_its_own_mark_sends_one_letter_twice_and_loses_none(round_, office):
    """Nobody can tell the next worker that the server has said yes (docs/decisions/0004)."""
    office.takes_the_letter, office.victim = True, round_.worker(FIVE_PAST_NINE)
    wait_for("the worker's end", lambda: office.victim is None)
    round_.worker(TEN_PAST)

    came = all_have_come(office)

    twice = [address for address, times in came.items() if times > 1]
    marks = Counter(message["Message-ID"] for to, message in office.letters if to in twice)
    assert len(came) == ORGANISATIONS and sum(came.values()) == ORGANISATIONS + 1
    assert len(twice) == 1 and list(marks.values()) == [2]  # a mail program can tell that they are the same


def test_a_worker_that_was_away_all_day_sends_the_next_morning(round_, office):
    round_.worker(NEXT_MORNING)

    assert once_each(all_have_come(office))
