"""What it costs to deliver many due letters, beside Django's send_mail one by one.

    python benchmarks/letters.py [--letters 10000] [--two 4] [--database URL] [--profile]

A reminder to the directors of many programmes, delivered by the outbox to a mail server in a process of its own (the
aiosmtpd sink): claim, last check, words, personal link, sending, and one mark for each envelope. Every ``--two``-th
director has two letters, which leave in one envelope. In turn with it, in the same process and to the same server:

- the plain loop that one writes first: each letter is looked up, checked and written by itself and goes by
  ``send_mail``, with no claim and no mark. The aim is at least 1.5 times as fast, and at most one query a letter.
- ``send_mail`` alone, with words made beforehand: nothing is looked up, checked, written or marked. No aim; what
  the words themselves cost shows here.

Makes a database of its own; only the ratios are worth something elsewhere.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FASTER, QUERIES = 1.5, 1.0
ORGANISATIONS = 357  # in each programme
AT_A_TIME = 500  # envelopes by the outbox, then some by the others: a busy machine slows all alike
SAMPLE = {"plain loop": 50, "send_mail alone": 250}  # e-mails in each turn of the others
INVITED, DAY = datetime(2027, 1, 18, 9, tzinfo=UTC), date(2027, 2, 9)
NOW = datetime(2027, 2, 9, 8, 5, tzinfo=UTC)  # five past nine in Norway


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--two", type=int, default=4, help="one director in so many has two letters; 0: nobody")
    parser.add_argument("--database", default="", help="postgres://user@host:port/name, which must be empty")
    parser.add_argument("--profile", action="store_true", help="where the outbox spends its time, instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder, mail_server() as port:
        set_up(folder, port, options.database)
        import time_machine

        with time_machine.travel(NOW, tick=True):
            build(options.letters, options.two)
            return profile() if options.profile else compare(options.letters)


@contextmanager
def mail_server():
    """The port of a mail server that says yes to everything."""
    sys.path.insert(0, str(ROOT))
    from tests.servers import free_port

    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen(command)
    try:
        time.sleep(1.5)
        yield port
    finally:
        server.kill()
        server.wait()


def set_up(folder, port, database):
    os.environ.pop("REDIS_URL", None)
    os.environ.update(
        DEMO="0", DATA_DIR=folder, LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="absolutt.settings",
        SECRET_KEY="only-for-a-benchmark-" * 3, MAIL_ONLY_TO="example.no",
        EMAIL_URL=f"smtp://127.0.0.1:{port}", DATABASE_URL=database,
    )  # fmt: skip
    if not database:
        del os.environ["DATABASE_URL"]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)


def build(letters, two):
    """The reminder to the director of each participation, made and due: as making.py leaves it, in few statements."""
    from municipalities.models import Participation
    from tests import factories

    organisations = [factories.OrganisationFactory() for _ in range(min(ORGANISATIONS, letters))]
    rows = []
    while len(rows) < letters:
        programme = factories.round_with_deadline(DAY + timedelta(days=14))
        rows += [
            Participation(programme=programme, organisation=one, state="invited", invited_at=INVITED)
            for one in organisations[: letters - len(rows)]
        ]
    rows = Participation.objects.bulk_create(rows)
    seat_directors(rows, two)


def seat_directors(rows, two):
    from correspondence import quiet
    from correspondence.models import Envelope, Letter
    from municipalities.models import Holding, Person, Seat

    seats = Seat.objects.bulk_create(Seat(participation=row, kind=Seat.Kind.DIRECTOR) for row in rows)
    spare = len(rows) // (two + 1) if two else 0  # so many direct a second municipality, in a later programme
    whose = [*range(len(rows) - spare), *(number * two for number in range(spare))]
    people = Person.objects.bulk_create(
        Person(name=f"Anders Bakke {number}", email=f"direktor{number}@kommune.example.no")
        for number in range(len(rows) - spare)
    )
    Holding.objects.bulk_create(
        Holding(seat=seat, person=people[number], since=INVITED) for seat, number in zip(seats, whose, strict=True)
    )
    due = quiet.sending_time(DAY)
    envelopes = Envelope.objects.bulk_create(
        Envelope(person=person, address=person.email, day=DAY, language="nb", due_at=due) for person in people
    )
    Letter.objects.bulk_create(
        Letter(envelope=envelopes[number], rule="signup.reminder_14", programme=row.programme, participation=row,
               person=people[number])
        for row, number in zip(rows, whose, strict=True)
    )  # fmt: skip


def compare(letters):
    """In turn, so that a busy machine slows all alike."""
    from correspondence.models import Envelope

    envelopes, words, queries = Envelope.objects.count(), a_letter(), Queries()
    taken, count = Counter(), Counter()
    while count["outbox"] < envelopes:
        measure(taken, count, "outbox", lambda: by_outbox(queries))
        measure(taken, count, "plain loop", lambda: by_plain_loop(SAMPLE["plain loop"]))
        measure(taken, count, "send_mail alone", lambda: by_send_mail(words, SAMPLE["send_mail alone"]))
    assert not Envelope.objects.exclude(state="sent").exists()
    print(f"{letters} letters in {envelopes} envelopes, {len(words['html_message']) / 1000:.1f} kB of HTML each")
    each = {name: taken[name] / count[name] for name in taken}
    for name, seconds in each.items():
        print(f"{name:16}  {seconds * 1000:6.2f} ms an e-mail, {1 / seconds:5.0f} a second")
    faster, asked = each["plain loop"] / each["outbox"], queries.count / letters
    print(f"times as fast as the plain loop: {faster:.2f} (aim: {FASTER} or more)")
    print(f"times as fast as send_mail alone: {each['send_mail alone'] / each['outbox']:.2f}")
    print(f"queries a letter: {asked:.2f} (aim: {QUERIES} or less); an envelope: {queries.count / envelopes:.2f}")
    return 0 if faster >= FASTER and asked <= QUERIES else 1


def measure(taken, count, name, send):
    began = time.perf_counter()
    count[name] += send()
    taken[name] += time.perf_counter() - began


def by_outbox(queries):
    from django.db import connection

    from correspondence import outbox

    with connection.execute_wrapper(queries):
        counts = outbox.send_due(most=AT_A_TIME)
    assert counts["sent"] and sum(counts.values()) == counts["sent"], counts
    return counts["sent"]


def by_plain_loop(count):
    from correspondence import catalogue, letters
    from correspondence.models import Letter

    for pk in Letter.objects.values_list("pk", flat=True)[:count]:
        letter = Letter.objects.select_related("envelope", "person", "programme", "participation").get(pk=pk)
        assert catalogue.still_wanted(letter)
        by_send_mail(words_of(letters.compose(letter.envelope, [letter])), 1)
    return count


def by_send_mail(words, count):
    from django.core.mail import send_mail

    for number in range(count):
        send_mail(from_email=None, recipient_list=[f"direktor{number}@kommune.example.no"], **words)
    return count


class Queries:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def a_letter():
    from correspondence import letters
    from correspondence.models import Envelope

    envelope = Envelope.objects.last()
    return words_of(letters.compose(envelope, list(envelope.letters.all())))


def words_of(message):
    return {"subject": message.subject, "message": message.body, "html_message": message.alternatives[0].content}


def profile():
    import cProfile
    import pstats

    from correspondence import outbox

    outbox.send_due(most=20)
    with cProfile.Profile() as found:
        outbox.send_due(most=AT_A_TIME)
    pstats.Stats(found).sort_stats("cumulative").print_stats(60)
    pstats.Stats(found).sort_stats("tottime").print_stats(25)
    return 0


if __name__ == "__main__":
    sys.exit(main())
