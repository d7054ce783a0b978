"""The whole of it: ten days of 2,000 letters, each with its printed seed.

    python -m tests.faults [--days 10] [--letters 2000] [--kills 10] [--database sqlite|postgres] [--seed N]

Every other day runs embedded on SQLite, the rest on PostgreSQL with Redis. Needs postgresql and redis-server, as
bin/test does. ``--seed`` repeats one day (with ``--database``). Exits with 1 if a letter was lost, or came twice and no
kill says why.
"""

import argparse
import random
import sys
from contextlib import ExitStack

from bin.house.guard import guarded
from tests.faults.day import VICTIMS, Day


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__, formatter_class=layout)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--database", choices=VICTIMS, default=None)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--tell", action="store_true", help="what happens, as it happens")
    parser.add_argument("--together", action="store_true", help="instead: several makers and senders, and no kills")
    options = parser.parse_args()
    seeds = [options.seed] if options.seed is not None else random.sample(range(100_000), options.days)
    databases = [options.database] if options.database else list(VICTIMS)
    found = []
    for number, seed in enumerate(seeds):
        with guarded(), ExitStack() as stack:
            day = Day(
                seed=seed, database=databases[number % len(databases)], letters=options.letters, kills=options.kills,
                visitors=options.visitors, stack=stack,
                **({"say": tell} if options.tell else {}),
            )  # fmt: skip
            found.append(day.live_together() if options.together else day.live())
        sys.stdout.write(f"{found[-1]}\n")
        sys.stdout.flush()
    kills = sum(len(one.kills) for one in found)
    lost, twice = sum(len(one.lost) for one in found), sum(len(one.twice) for one in found)
    sys.stdout.write(f"{len(found)} days, {kills} kills: {lost} lost, {twice} twice\n")
    return 0 if all(one.is_right for one in found) else 1


def tell(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
