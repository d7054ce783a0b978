"""What it costs to bring many planned letters to what is true.

    python benchmarks/reconciling.py [--letters 100000]

Programmes with 357 organisations each, whose directors have two reminders planned. All of it is planned, then looked
at again with nothing changed, then moved by a week. For each: queries per 1,000 letters in the first tenth of the
programmes and in the last, which are to be the same, and the memory of the process after the first tenth and at the
end, whose ratio is to stay near 1.

Makes a database of its own; only the ratios are worth something elsewhere.
"""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from letters import DAY, INVITED, ORGANISATIONS, ROOT, Queries, set_up

EACH = 2  # letters planned for each organisation


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=100_000)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder:
        set_up(folder, 1, "")
        from programmes.models import Deadline

        programmes = build(options.letters)
        today = DAY - timedelta(days=5)
        planned = run("planned", programmes, today)
        kept = run("nothing changed", programmes, today)
        week = timedelta(days=7)
        for row in Deadline.objects.all():
            Deadline.objects.filter(pk=row.pk).update(start=row.start + week, end=row.end + week)
        moved = run("moved", programmes, today)
    return int(not (planned["created"] == kept["kept"] == moved["moved"] >= options.letters))


def build(letters):
    from municipalities.models import Holding, Participation, Person, Seat
    from tests import factories

    organisations = [factories.OrganisationFactory() for _ in range(ORGANISATIONS)]
    programmes, made = [], 0
    while made * EACH < letters:
        programme = factories.round_with_deadline(DAY + timedelta(days=14))
        rows = Participation.objects.bulk_create(
            Participation(programme=programme, organisation=one, state="invited", invited_at=INVITED)
            for one in organisations
        )
        seats = Seat.objects.bulk_create(Seat(participation=row, kind=Seat.Kind.DIRECTOR) for row in rows)
        people = Person.objects.bulk_create(
            Person(name="Anders Bakke", email=f"direktor{made + number}@kommune.example.no")
            for number in range(len(rows))
        )
        Holding.objects.bulk_create(
            Holding(seat=seat, person=person, since=INVITED) for seat, person in zip(seats, people, strict=True)
        )
        programmes.append(programme)
        made += len(rows)
    return programmes


def run(name, programmes, today):
    from django.db import connection

    from correspondence import reconciling

    tenth, counts, queries, memory = max(len(programmes) // 10, 1), {}, [], []
    for programme in programmes:
        counted = Queries()
        with connection.execute_wrapper(counted):
            for what, count in reconciling.reconcile(programme, today).items():
                counts[what] = counts.get(what, 0) + count
        queries.append(counted.count)
        memory.append(resident())
    letters = ORGANISATIONS * EACH / 1000
    first, last = (sum(part) / len(part) / letters for part in (queries[:tenth], queries[-tenth:]))
    print(
        f"{name}: {counts}; queries per 1,000 letters {first:.0f} at first, {last:.0f} at last; "
        f"memory {memory[tenth - 1]:.0f} MB, {memory[-1]:.0f} MB ({memory[-1] / memory[tenth - 1]:.2f})"
    )
    return counts


def resident():
    """Megabytes of this process now."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    raise SystemExit(main())
