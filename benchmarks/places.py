"""How many sign-ups a second a programme with too few places takes, all of them at once, and whether each finds its
place.

    python benchmarks/places.py [--sign-ups 200] [--places 50] [--processes 4] [--threads 1] [--database URL] [--json]

Real processes with real connections, one a thread, wait behind one gate and then answer yes through the action that the
director's page calls: journal line and letters included. Without --database it runs on SQLite in a folder of its own,
with one thread a process as the portal does there; with the address of a PostgreSQL server it makes a database there
and drops it again, with twenty threads a process. Exits with 1 unless exactly so many have a place, everybody else
stands in line in the order of the answers, and none is lost.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sign-ups", type=int, default=200)
    parser.add_argument("--places", type=int, default=50)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, help="connections in each process")
    parser.add_argument("--database", default="", help="postgres://user@host:port/name of a server that may be used")
    parser.add_argument("--json", action="store_true", help="the figures for a program to read")
    options = parser.parse_args()
    options.threads = options.threads or (20 if options.database else 1)
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder, a_database(options.database) as address:
        set_up(folder, address)
        found = run(options)
    print(json.dumps(found) if options.json else in_words(found, options))
    return 0 if is_right(found, options) else 1


@contextmanager
def a_database(server):
    """The address of a new database on the server; nothing for SQLite."""
    if not server:
        yield ""
        return
    import psycopg2

    name, base = f"places_{os.getpid()}", server.rpartition("/")[0]

    def tell(statement):
        connection = psycopg2.connect(server)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    tell(f"CREATE DATABASE {name}")
    try:
        yield f"{base}/{name}"
    finally:
        tell(f"DROP DATABASE {name} WITH (FORCE)")


def set_up(folder, address):
    """Also for the processes that are started later: they read the same environment."""
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ.update(DEMO="1", DATA_DIR=folder, LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="absolutt.settings")
    if address:
        os.environ["DATABASE_URL"] = address
    begin_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)


def begin_django():
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def run(options):
    pairs, programme = invited(options)
    gates = options.processes * options.threads
    seconds, errors = at_once(pairs, options.processes, options.threads)
    return result(programme) | {
        "connections": gates, "seconds": round(max(seconds, default=0), 2), "errors": errors,
        "median": round(statistics.median(seconds), 3) if seconds else None,
    }  # fmt: skip


def invited(options):
    """[(participation's key, its director's)] of so many invited, and the key of their programme."""
    from django.db import connections

    from tests import factories

    programme = factories.OpenProgrammeFactory(places_total=options.places)
    pairs = []
    for number in range(options.sign_ups):
        row = factories.invited(programme=programme)
        director = factories.PersonFactory(email=f"direktor{number}@kommune.example.no")
        pairs.append((row.pk, factories.with_director(row, director).pk))
    connections.close_all()
    return pairs, programme.pk


def at_once(pairs, processes, threads):
    """(seconds from the gate to each answer, what went wrong)."""
    context = multiprocessing.get_context("spawn")
    gate, told = context.Barrier(processes * threads), context.Queue()
    shares = [pairs[number::processes] for number in range(processes)]
    started = [context.Process(target=one_process, args=(share, threads, gate, told)) for share in shares]
    for process in started:
        process.start()
    answers = [told.get(timeout=300) for _ in range(processes * threads)]
    for process in started:
        process.join(60)
    return [took for part, _ in answers for took in part], [fault for _, part in answers for fault in part]


def one_process(pairs, threads, gate, told):
    begin_django()
    shares = [pairs[number::threads] for number in range(threads)]
    running = [threading.Thread(target=one_connection, args=(share, gate, told)) for share in shares]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def one_connection(pairs, gate, told):
    """Waits until everybody is ready, and answers yes for each of its directors."""
    from django.db import connection

    from municipalities import actions
    from municipalities.models import Participation, Person

    took, faults = [], []
    rows = Participation.objects.select_related("programme", "organisation").prefetch_related("programme__deadlines")
    ready = [(rows.get(pk=row), Person.objects.get(pk=person)) for row, person in pairs]
    gate.wait(120)
    begun = time.monotonic()
    for row, person in ready:
        try:
            sign_up = actions.SignUp(choice="yes", version=row.version)
            actions.answer(participation=row, person=person, sign_up=sign_up)
            took.append(time.monotonic() - begun)
        except Exception as fault:  # whatever it is, it is told, and the next one is not stopped
            faults.append(f"{type(fault).__name__}: {fault}")
    connection.close()
    told.put((took, faults))


def result(programme):
    """How it stands now, read from the database alone."""
    from accounts.models import JournalEntry
    from correspondence.models import Letter
    from municipalities.models import Answer, Participation

    rows = Participation.objects.filter(programme=programme)
    placed = set(rows.filter(state="signed_up").values_list("pk", flat=True))
    line = list(rows.filter(state="queued").order_by("queue_number").values_list("pk", flat=True))
    given = Answer.objects.filter(participation__programme=programme, status="accepted").order_by("pk")
    in_order = list(given.values_list("participation_id", flat=True))
    said = JournalEntry.objects.filter(verb="participation.answered").order_by("pk").values_list("details", flat=True)
    return {
        "placed": len(placed),
        "waiting": len(line),
        "answers": len(in_order),
        "others": rows.exclude(state__in=("signed_up", "queued")).count(),
        # Answers are written behind the lock: their keys are the order in which they were counted
        "first_come_first_placed": set(in_order[: len(placed)]) == placed,
        "in_order": in_order[len(placed) :] == line,
        "told_in_order": [row["queue"] for row in said if "queue" in row] == list(range(1, len(line) + 1)),
        "letters": Letter.objects.filter(rule="signup.receipt", is_copy=False).count(),
    }


def is_right(found, options):
    whole = found["placed"] == options.places and found["waiting"] == options.sign_ups - options.places
    none_lost = found["answers"] == found["letters"] == options.sign_ups and not found["errors"]
    order = found["first_come_first_placed"] and found["in_order"] and found["told_in_order"]
    return whole and none_lost and order and not found["others"]


def in_words(found, options):
    database = "PostgreSQL" if options.database else "SQLite"
    answers, seconds = found["answers"], found["seconds"] or 1
    lines = [
        f"{database}: {options.sign_ups} sign-ups at once over {found['connections']} connections, "
        f"{options.places} places",
        f"  placed {found['placed']}, waiting {found['waiting']}, other {found['others']}, "
        f"errors {len(found['errors'])}",
        f"  the first to be counted are placed: {found['first_come_first_placed']}; "
        f"the others wait in order: {found['in_order']}; their receipts say so: {found['told_in_order']}",
        f"  {seconds} s in all, {answers / seconds:.0f} sign-ups a second, median wait {found['median']} s",
        *found["errors"][:5],
        "Right." if is_right(found, options) else "WRONG.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
