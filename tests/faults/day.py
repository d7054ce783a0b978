"""One day of letters during which everything is killed with -9: worker, scheduler, web, Redis and PostgreSQL.

All is real but the clock: private servers (bin/house/servers.py), processes as in production (PostgreSQL and Redis) or
as bin/serve runs them (SQLite, no broker), and a mail server that writes down what it has taken. Time passes faster:
the scheduler asks every second or two, and a worker that comes back after a kill does so six minutes later, when the
lease of what it held has run out.
"""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from itertools import pairwise
from pathlib import Path

import psycopg2

from bin.house import servers
from tests.faults.sink import Sink
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
FIVE_PAST_NINE = datetime.fromisoformat("2027-02-09T08:05:00+00:00")
AFTER_THE_LEASE = timedelta(minutes=6)
PATIENCE = 240  # seconds without a single new letter
VICTIMS = {"sqlite": ("worker", "beat", "web"), "postgres": ("worker", "beat", "web", "redis", "postgres")}
HOLDS_LETTERS = ("worker", "postgres")  # killed, they may cost the mark of a letter that has left
# A second letter that is made when the day's mail to her has left goes with the next day's: that is a rule, no fault.
TODAYS = "(day IS NULL OR day <= '2027-02-09')"
UNSENT = f"SELECT state, count(*) FROM correspondence_envelope WHERE state <> 'sent' AND {TODAYS} GROUP BY state"  # noqa: S608
REMINDERS = """SELECT count(*), count(DISTINCT participation_id) FROM correspondence_letter
               WHERE rule = 'signup.reminder_14'"""
UNTOUCHED = f"""SELECT count(*) FROM correspondence_envelope
                WHERE state NOT IN ('sent', 'sending') AND attempts = 0 AND {TODAYS}"""  # noqa: S608
SENT_KEYS = f"SELECT key, address FROM correspondence_envelope WHERE {TODAYS}"  # noqa: S608
CONFIRMED = """SELECT envelope.address FROM correspondence_letter letter
               JOIN correspondence_envelope envelope ON envelope.id = letter.envelope_id
               WHERE letter.rule = 'info.confirmation'"""


@dataclass(frozen=True, slots=True)
class Kill:
    victim: str
    manner: str
    at: float


@dataclass
class Found:
    """What a day came to. ``twice`` has each letter that came once more, with the kills that may have caused it."""

    seed: int
    database: str
    kills: list[Kill]
    envelopes: int
    registered: int
    seconds: float
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @property
    def is_right(self):
        return not (self.lost or self.unexplained or self.wrong)

    def __str__(self):
        by = Counter(kill.victim for kill in self.kills)
        killed = ", ".join(f"{victim} {count}" for victim, count in sorted(by.items()))
        return (
            f"seed {self.seed:>6} {self.database:8} {len(self.kills)} kills ({killed}): {self.envelopes} e-mails, "
            f"{self.registered} from the web; lost {len(self.lost)}, twice {len(self.twice)}, of these unexplained "
            f"{len(self.unexplained)}; {self.seconds:.0f} s"
            + "".join(f"; {what}" for what in self.wrong)
            + (f"; ended by themselves: {', '.join(self.ended)}" if self.ended else "")
        )


class Day:
    def __init__(
        self, *, seed, database, letters, kills, visitors, stack, pace=1.0, say=lambda told: None
    ):  # fmt: skip
        """``pace`` is how long everything takes that is waited for: the scheduler's pause, what comes before the first
        kill, when time is let pass, and how long at the end whatever would come twice has its chance."""
        self.random, self.seed, self.database = random.Random(seed), seed, database  # noqa: S311  (repeatable)
        self.letters, self.count, self.visitors, self.say = letters, kills, visitors, say
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-faults-")))
        self.ended = []
        self.kills, self.programs, self.shift = [], {}, timedelta()
        self.began = time.monotonic()
        self.sink = Sink()
        self.sink.server.start()
        stack.callback(self.sink.server.stop)
        self.port = free_port()
        self.servers, self.pace = {}, pace
        self.environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATA_DIR": str(self.folder), "SITE_URL": f"http://localhost:{self.port}", "ALLOWED_HOSTS": "localhost",
            "SECRET_KEY": "fault-tests-" * 5, "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.server.port}",
            "MAIL_ONLY_TO": "example.no", "TRUSTED_PROXIES": "1", "LOG_LEVEL": "WARNING", "PAUSE": str(2 * pace),
        }  # fmt: skip
        if database == "postgres":
            self.servers["postgres"] = stack.enter_context(servers.postgres_server())
            self.servers["redis"] = stack.enter_context(servers.redis_server(self.folder))
            self.environment["DATABASE_URL"] = self.servers["postgres"].address
            self.environment["REDIS_URL"] = self.servers["redis"].address
        stack.callback(self.end)

    def _tell(self, what):
        self.say(f"  {time.monotonic() - self.began:6.1f} s, {len(self.sink.taken):5} taken: {what}")

    # --- programs

    def run(self, *command):
        command = [sys.executable, *command]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def start(self, name):
        if name in self.servers:
            self.servers[name].start()
            return
        log = (self.folder / f"{name}.log").open("ab")
        self.programs[name] = subprocess.Popen(
            self._command(name), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def _command(self, name):
        if name == "web":
            return ["granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
                    "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning",
                    "absolutt.wsgi:application"]  # fmt: skip
        now = FIVE_PAST_NINE + timedelta(seconds=time.monotonic() - self.began) + self.shift
        clock = [sys.executable, "-m", "tests.browser.clock", now.isoformat(), "celery", "--quiet", "-A", "absolutt"]
        if name.startswith("send_due"):
            return [*clock[:4], "manage.py", "send_due"]
        if name == "beat":
            return [*clock, "beat", "--schedule", str(self.folder / "beat"), "--pidfile", "", "--loglevel", "WARNING"]
        pool = ["--pool", "solo"] if self.database == "sqlite" else ["--concurrency", "1"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"] if self.database == "sqlite" else []
        return [*clock, "worker", *pool, *quiet, "--hostname", f"{name}.{self.port}@localhost", "-l", "WARNING"]

    def kill(self, name, manner="anywhere"):
        self.kills.append(Kill(name, manner, time.monotonic()))
        self._tell(f"{name} is killed {manner}")
        if name in self.servers:
            self.servers[name].kill()
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.programs[name].pid, signal.SIGKILL)
        self.programs[name].wait(20)

    def come_back(self, name):
        """A worker comes back when the lease of what it held has run out."""
        if name == "worker":
            self.shift += AFTER_THE_LEASE
        self.start(name)
        self._tell(f"{name} is back")

    def end(self):
        for program in self.programs.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait(20)

    # --- what the database says

    def ask(self, statement):
        """The rows; None while the database is away."""
        try:
            if self.database == "postgres":
                connection = psycopg2.connect(self.environment["DATABASE_URL"], connect_timeout=3)
            else:
                connection = sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)
            with contextlib.closing(connection):
                cursor = connection.cursor()
                cursor.execute(statement)
                return cursor.fetchall()
        except (psycopg2.Error, sqlite3.Error):
            return None

    def is_done(self):
        made, unsent = self.ask(REMINDERS), self.ask(UNSENT)
        return made == [(self.letters, self.letters)] and unsent == []

    # --- the day

    def live(self):
        where = self.run("-m", "tests.faults.world", str(self.letters))
        self.began = time.monotonic()
        for name in ("web", "worker", "beat") if self.visitors else ("worker", "beat"):
            self.start(name)
        visitors = Visitors(self, where, self.visitors)
        visitors.start()
        for number, victim in enumerate(self._victims()):
            self._kill_one(victim, number)
        visitors.join()
        self._tell(f"nobody is killed any more; {len(visitors.told)} have registered")
        self._await("the day's end", self.is_done)
        self._tell("all is sent")
        time.sleep(6 * self.pace)
        return self._judged(visitors.told)

    def live_together(self):
        """Nobody is killed: two workers, and two who run the command twice over, all at once."""
        self.run("-m", "tests.faults.world", str(self.letters))
        self.began = time.monotonic()
        for name in ("worker", "worker2", "beat"):
            self.start(name)
        for number in range(2):
            names = [f"send_due {number}{one}" for one in "ab"]
            for name in names:
                self.start(name)
            for name in names:
                assert self.programs[name].wait(PATIENCE) == 0, self.logs()
        self._await("the day's end", self.is_done)
        time.sleep(6 * self.pace)
        return self._judged([])

    def _victims(self):
        """Each of them once, if there are kills enough, and then whoever."""
        known = [name for name in VICTIMS[self.database] if name in self.programs or name in self.servers]
        chosen = [known[number] if number < len(known) else self.random.choice(known) for number in range(self.count)]
        self.random.shuffle(chosen)
        return chosen

    def _kill_one(self, victim, number):
        """The first while letters are made, the others each in its part of the day."""
        if number == 0:
            time.sleep(self.random.uniform(3, 12) * self.pace)
        else:
            part = self.letters // (self.count + 1)
            mark = min(number * part + self.random.randrange(max(1, part)), self.letters * 0.8)
            self._await(f"letter {mark:.0f}", lambda: len(self.sink.taken) >= mark or self.is_done())
        ways = ("anywhere", "before the yes", "after the yes") if victim in HOLDS_LETTERS and number else ("anywhere",)
        manner = self.random.choice(ways)
        if manner == "anywhere":
            time.sleep(self.random.uniform(0, 0.5))
            self.kill(victim)
        else:
            self.sink.ambush(lambda: self.kill(victim, manner), after_the_yes=manner == "after the yes")
            ends = time.monotonic() + 20
            while self.sink.is_waiting and time.monotonic() < ends:
                time.sleep(0.02)
            if self.sink.call_off():  # nobody came by
                self.kill(victim)
            time.sleep(0.05)
        time.sleep(self.random.uniform(0, 2))
        self.come_back(victim)

    def _await(self, what, found):
        """Nothing that was not killed is started again: whatever is left must go on by itself. What was in the hands of
        one that lost its database waits for the lease, and what the mail server put off for the next try: so much time
        is let pass."""
        last, since, is_shifted = -1, time.monotonic(), False
        while not found():
            self._restart_what_ended()
            count = len(self.sink.taken)
            if count != last:
                last, since, is_shifted = count, time.monotonic(), False
            still = time.monotonic() - since
            if still > 15 * self.pace and not is_shifted and self._only_waits_for_time():
                is_shifted = True
                self._let_time_pass()
            if still > PATIENCE:
                state = f"{self.ask(UNSENT)}, made {self.ask(REMINDERS)}, taken {count}"
                raise AssertionError(f"seed {self.seed}: waited for {what}; {state}\n{self.logs()}")
            time.sleep(0.2)

    def _restart_what_ended(self):
        """As Docker does with «restart: unless-stopped»; it is told in the end."""
        for name in ("web", "worker", "beat"):
            if name in self.programs and self.programs[name].poll() is not None:
                self.ended.append(name)
                self._tell(f"{name} has ended by itself")
                self.come_back(name)

    def _only_waits_for_time(self):
        made = self.ask(REMINDERS)
        return made == [(self.letters, self.letters)] and self.ask(UNTOUCHED) == [(0,)]

    def _let_time_pass(self):
        worker = self.programs["worker"]
        self._tell("six minutes pass")
        os.kill(worker.pid, signal.SIGTERM)  # asked to end, not killed
        try:
            worker.wait(30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
        self.come_back("worker")

    def _judged(self, told):
        keys = {str(key).replace("-", ""): address for key, address in self.ask(SENT_KEYS)}
        times = {}
        for taken in self.sink.taken:
            times.setdefault(taken.key.replace("-", ""), []).append(taken.at)
        found = Found(self.seed, self.database, self.kills, len(keys), len(told), time.monotonic() - self.began)
        found.ended = self.ended
        found.lost = [address for key, address in keys.items() if key not in times]
        self._explain(found, {key: at for key, at in times.items() if len(at) > 1}, keys)
        confirmed = Counter(address for (address,) in self.ask(CONFIRMED))
        found.lost += [address for address in told if not confirmed[address]]
        if odd := [address for address, count in confirmed.items() if count > 1]:
            found.wrong.append(f"confirmed twice: {odd}")
        if unknown := times.keys() - keys.keys():
            found.wrong.append(f"of no envelope: {unknown}")
        return found

    def _explain(self, found, several, keys):
        """One that came once more must have been taken shortly before somebody was killed who held it, and no kill
        explains more than one. Before the server's yes nothing is taken, so nothing can come twice."""
        unused = [kill for kill in self.kills if kill.victim in HOLDS_LETTERS and kill.manner != "before the yes"]
        for key, moments in several.items():
            for taken, again in pairwise(moments):
                found.twice.append(keys[key])
                cause = next((kill for kill in unused if taken - 0.5 <= kill.at <= min(again, taken + 5)), None)
                if cause:
                    unused.remove(cause)
                else:
                    found.unexplained.append(keys[key])

    def logs(self):
        return "\n".join(f"--- {path.name}\n{path.read_text()[-4000:]}" for path in sorted(self.folder.glob("*.log")))


class Visitors(threading.Thread):
    """People who register for the information meeting while everything falls over, and who try again when it does.
    ``told`` are those whom the portal has said yes to."""

    def __init__(self, day, where, count):
        super().__init__(daemon=True)
        self.day, self.count, self.told = day, count, []
        self.address = f"http://localhost:{day.port}{where}"

    def run(self):
        ends = time.monotonic() + 120
        number = 0
        while len(self.told) < self.count and time.monotonic() < ends:
            number += 1
            address = f"besok{number}@example.no"
            if self._registers(number, address):
                self.told.append(address)
            time.sleep(0.3)

    def _registers(self, number, address):
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar := CookieJar()))
        browser.addheaders = [("X-Forwarded-For", f"10.0.{number // 250}.{number % 250}")]
        fields = {"name": "Kari Lien", "role": "rektor", "email": address, "organisation": "other",
                  "other_title": "Lillevik kommune"}  # fmt: skip
        try:
            browser.open(self.address, timeout=10).read()
            token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
            sent = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
            answer = browser.open(self.address, sent, timeout=10)
            return answer.geturl().endswith("/takk/")
        except urllib.error.HTTPError as refused:
            if refused.code == 422:
                raise AssertionError(refused.read().decode()[-3000:]) from None
            return False
        except (OSError, StopIteration):
            return False
