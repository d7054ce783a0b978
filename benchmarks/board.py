"""What the board costs beyond writing its page: CPU time of the view against the same template from ready dicts.

    python benchmarks/board.py [--rounds 30] [--profile]

For 1, 46 and 357 municipalities with groups, coordinators, exceptions and a journal, in a database of its own. The two
are timed in turn in one process; printed are the medians of the rounds and of their ratios. The aim is 2.00 or less.
Printed too is how many queries the board makes as it opens, and at most for any filter and order.
"""

import argparse
import cProfile
import gc
import os
import pstats
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1, 46, 357)
AIM = 2.0
LEVELS = ("political", "administrative", "professional", "youth")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--profile", action="store_true", help="also show where the view's time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder:
        set_up(folder)
        from tests import factories

        adviser = factories.adviser()
        print(f"{'municipalities':>14}{'view, ms':>12}{'dicts, ms':>12}{'ratio':>8}{'queries':>9}{'at most':>9}")
        ratios = [measure(size, a_round(size), adviser, options) for size in SIZES]
    print(f"The aim is {AIM:.2f} or less: {'reached' if max(ratios) <= AIM else 'missed'}.")
    return 0 if max(ratios) <= AIM else 1


def set_up(folder):
    os.environ.update(DEMO="1", DATA_DIR=folder, LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="absolutt.settings")
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
    call_command("migrate", verbosity=0, skip_checks=True)
    translation.activate("nb")


def a_round(size):
    """Most are invited; two of three have answered; most of those have a coordinator and some of a group."""
    from programmes.models import CompositionRule
    from tests import factories

    programme = factories.OpenProgrammeFactory()
    rules = [("political", "required"), ("administrative", "required"), ("professional", "desired"), ("youth", "hint")]
    for order, (level, strength) in enumerate(rules):
        CompositionRule.objects.create(programme=programme, order=order, level=level, strength=strength)
    for number in range(size):
        one_municipality(factories.ParticipationFactory(programme=programme), number)
    return programme


def one_municipality(participation, number):
    import time_machine

    from tests import factories

    def day(ago):
        return time_machine.travel(factories.in_days(-ago), tick=False)

    with day(40 - number % 9):
        factories.with_director(participation)
        say(participation, "participation.invited", state="invited", first=True)
    if number % 10 == 9:
        except_from_a_duty(participation, "signup.answer")
    if number % 3 == 2:
        return
    with day(30 - number % 25):
        say(participation, "participation.answered", state="signed_up", choice="yes")
    if number % 7 == 6:
        return
    with day(20 - number % 18):
        seat_somebody(participation, number, factories)
        say(participation, "coordinator.appointed")
    if number % 4 == 0:
        with day(number % 3):
            from django.utils import timezone

            say(participation, "group.confirmed", group_confirmed_at=timezone.now())
    if number % 10 == 3:
        except_from_a_duty(participation, "group.register")


def say(participation, verb, *, state=None, group_confirmed_at=None, **details):
    """The participation's new state and the journal's line about it, without the letters that an act would make."""
    from django.utils import timezone

    from accounts.models import JournalEntry

    if state:
        participation.state, participation.invited_at = state, participation.invited_at or timezone.now()
    participation.group_confirmed_at = group_confirmed_at or participation.group_confirmed_at
    participation.save()
    reference = JournalEntry.objects.all().reference
    JournalEntry.objects.create(
        verb=verb, actor_ref="system", subject=reference(participation), scope=reference(participation.programme),
        details=details,
    )  # fmt: skip


def seat_somebody(participation, number, factories):
    from municipalities.models import Holding, Seat

    coordinator = Seat.objects.create(participation=participation, kind="coordinator", is_responsible=True)
    Holding.objects.create(seat=coordinator, person=factories.PersonFactory())
    for place in range(number % 9):
        seat = Seat.objects.create(participation=participation, kind="member", level=LEVELS[place % 4])
        if place % 3 != 2:
            Holding.objects.create(seat=seat, person=factories.PersonFactory())


def except_from_a_duty(participation, duty):
    from municipalities.models import DutyException
    from tests import factories

    DutyException.objects.create(participation=participation, duty=duty, day=factories.in_days(70), reason="Sak")


def measure(size, programme, user, options):
    """Prints one line; returns the ratio."""
    from unittest.mock import patch

    from django.shortcuts import render
    from django.test import RequestFactory
    from django_htmx.middleware import HtmxMiddleware

    from absolutt.pages import board

    request = RequestFactory().get(f"/program/{programme.key}/tavle/")
    request.user, request.session = user, {}
    view, kept = HtmxMiddleware(lambda request: board.board(request, programme.key)), []

    def keep(request, template, context):
        kept.append((template, dict(context)))
        return render(request, template, context)

    with patch.object(board, "render", keep):
        whole = view(request)
    template, context = kept[0]
    ready = ready_dicts(context)
    assert without_token(render(request, template, ready)) == without_token(whole)  # the same page
    ours, theirs = [], []
    gc.collect()
    gc.freeze()  # what the benchmark itself has made is no part of a page
    for _ in range(options.rounds):
        ours.append(cpu(lambda: view(request)))
        theirs.append(cpu(lambda: render(request, template, ready)))
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    plain, most = queries(programme, user)
    print(
        f"{size:>14}{statistics.median(ours):>12.1f}{statistics.median(theirs):>12.1f}{ratio:>8.2f}{plain:>9}{most:>9}"
    )
    if options.profile:
        profile(lambda: view(request))
    return ratio


def queries(programme, user):
    """(as the board opens, at most for any filter and order), signing in included."""
    from itertools import product

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from absolutt.pages.board_filter import LACKS, SORTS

    client = Client(headers={"host": "localhost"})
    client.force_login(user)

    def asked(query="", lacks="", sort=""):
        given = {"q": query, "mangler": lacks, "sorter": sort}
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"/program/{programme.key}/tavle/", given).status_code == 200
        return len(counted)

    return asked(), max(asked(*given) for given in product(("", "kommune 1"), ("", *LACKS), SORTS))


def ready_dicts(context):
    """The context with nothing left to compute: texts that are translated when they are written are written now."""
    from django.utils.functional import Promise

    def ready(value):
        if isinstance(value, Promise):
            return str(value)
        if isinstance(value, dict):
            return {key: ready(inner) for key, inner in value.items()}
        return [ready(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    return ready(context)


def without_token(response):
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", response.content)  # forms' tokens are new each time


def cpu(call):
    """Milliseconds of this process' CPU."""
    begun = time.process_time()
    call()
    return 1000 * (time.process_time() - begun)


def profile(call):
    profiler = cProfile.Profile()
    profiler.enable()
    call()
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    sys.exit(main())
