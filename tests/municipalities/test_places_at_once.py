"""Two hundred directors say yes at the same moment, and there are fifty places: with real processes and connections, on
the database that the suite runs on."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.xdist_group("places at once")  # one run for all of them
SIGN_UPS, PLACES = 200, 50
PATIENCE = 600  # seconds; it takes a few on a machine with nothing else to do


@pytest.fixture(scope="module")
def found():
    server = os.environ.get("TEST_POSTGRES_URL", "")
    command = [sys.executable, "benchmarks/places.py", "--json", "--sign-ups", str(SIGN_UPS), "--places", str(PLACES)]
    done = subprocess.run(
        [*command, "--database", server], cwd=settings.BASE_DIR, capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.stdout, done.stderr.decode()
    return json.loads(done.stdout)


def test_exactly_so_many_have_a_place_and_everybody_else_waits(found):
    assert (found["placed"], found["waiting"], found["others"]) == (PLACES, SIGN_UPS - PLACES, 0)


def test_no_answer_and_no_receipt_is_lost(found):
    assert (found["answers"], found["letters"], found["errors"]) == (SIGN_UPS, SIGN_UPS, [])


def test_the_first_to_be_counted_are_placed_and_the_others_wait_in_their_order(found):
    assert found["first_come_first_placed"] and found["in_order"]
    assert found["told_in_order"], "a receipt tells another number than the line has"


def test_the_rate_is_reported(found, capsys):
    rate = SIGN_UPS / found["seconds"]

    with capsys.disabled():
        print(f"\n{SIGN_UPS} sign-ups over {found['connections']} connections: {rate:.0f} a second")  # noqa: T201

    assert rate > 1
