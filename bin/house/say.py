"""How the commands speak: faults as one sentence, steps with their time, and one way to end."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Fault(Exception):
    """Something foreseeable went wrong. The text is what a person reads: what is wrong, and the remedy."""

    def __init__(self, text: str, *, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


@contextmanager
def step(name: str, *, chatty: bool = False) -> Iterator[None]:
    """Says what is being done, and how long it took. A chatty step prints lines of its own in between."""
    print(f"- {name} …", end="\n" if chatty else " ", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("  not finished" if chatty else "not finished", flush=True)
        raise
    took = f"{time.monotonic() - began:.1f} s"
    print(f"  done in {took}" if chatty else took, flush=True)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def run(command: Callable[[list[str]], int]) -> NoReturn:
    """Runs a command and leaves with its status. A foreseeable fault is a sentence, never a traceback."""
    # A shell that starts this in the background hands down an ignored SIGINT, so all three are set.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        status = command(sys.argv[1:])
    except Fault as fault:
        print(f"\n{fault}", file=sys.stderr)
        status = fault.status
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except OSError as error:
        print(f"\nThe system refused: {error.strerror} ({error.filename or 'no file named'}).", file=sys.stderr)
        status = 1
    sys.exit(status)
