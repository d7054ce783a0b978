"""What we start never outlives us, and a failure is told in a sentence."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bin.house import processes
from bin.house.say import ROOT

GRANDCHILD = """
import sys
sys.path.insert(0, "bin")
from house.guard import guarded
from house.processes import start
with guarded():
    start(["sh", "-c", "sleep 600 & echo $! $$; wait"]).wait()
"""


def ended(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state in "ZX"


def wait_until_ended(numbers, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not all(ended(number) for number in numbers):
        time.sleep(0.05)
    return [number for number in numbers if not ended(number)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_and_theirs_end_with_us_however_we_end(how):
    ours = subprocess.Popen([sys.executable, "-c", GRANDCHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    numbers = [int(number) for number in ours.stdout.readline().split()]
    assert not any(ended(number) for number in numbers)

    ours.send_signal(how)
    ours.wait()

    assert wait_until_ended(numbers) == []


def test_stop_insists_when_asking_does_not_help():
    deaf = processes.start(["sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait"], stdout=subprocess.PIPE, text=True)
    child = int(deaf.stdout.readline())

    processes.stop([deaf], patience=0.2)

    assert deaf.returncode == -signal.SIGKILL
    assert wait_until_ended([child]) == []


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "Traceback (most recent call last):\n  File …\n"
            "django.core.exceptions.ImproperlyConfigured: SECRET_KEY is missing. Give one.\n",
            "SECRET_KEY is missing. Give one.",
        ),
        ("CommandError: This site is no demo.\n", "This site is no demo."),
    ],
)
def test_a_refusal_of_ours_is_passed_on_as_it_is(output, sentence):
    assert str(processes.Failed(["python", "manage.py", "prepare"], 1, output)) == sentence


def test_a_missing_network_is_called_by_its_name():
    failed = processes.Failed(["npm", "ci"], 1, "npm error code EAI_AGAIN\n")

    assert failed.no_network
    assert str(failed).startswith("«npm ci …» failed. The network could not be reached.")


def test_what_a_program_printed_comes_back():
    assert processes.finish(["sh", "-c", "echo out; echo err >&2"]) == "out\nerr\n"
