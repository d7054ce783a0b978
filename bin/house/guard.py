"""Ends what we started when we end without a word, for example by kill -9.

The kernel can pass such an end on to our children, but not to theirs, and npm and the web server have children. So a
small process holds the other end of a pipe. When the pipe closes, it ends the groups that it was told about.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_PATIENCE = 4.0  # seconds between asking and insisting
_telling: int | None = None


@contextmanager
def guarded() -> Iterator[None]:
    """While this lasts, nothing that is watched outlives us. The guard keeps the locks that were held when it began."""
    global _telling
    reading, _telling = os.pipe()
    guard = os.fork()
    if guard == 0:
        os.close(_telling)
        _stand_by(reading)
    os.close(reading)
    try:
        yield
    finally:
        os.close(_telling)
        _telling = None
        os.waitpid(guard, 0)


def watch(target: int, ask: int) -> None:
    """``target`` is a process, or with a minus sign a process group; ``ask`` is the signal that asks it to end."""
    _tell(f"{target} {ask}\n")


def forget(target: int) -> None:
    _tell(f"{target} 0\n")


def _tell(line: str) -> None:
    if _telling is not None:
        with contextlib.suppress(BrokenPipeError):
            os.write(_telling, line.encode())


def _stand_by(reading: int) -> NoReturn:
    os.setsid()  # so that neither Ctrl-C nor the end of the terminal takes the guard along
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    targets: dict[int, int] = {}
    with os.fdopen(reading) as lines:
        for line in lines:
            target, ask = map(int, line.split())
            if ask:
                targets[target] = ask
            else:
                targets.pop(target, None)
    _end(targets)
    os._exit(0)


def _end(targets: dict[int, int]) -> None:
    left = [target for target, ask in targets.items() if send(target, ask)]
    deadline = time.monotonic() + _PATIENCE
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [target for target in left if send(target, 0)]
    for target in left:
        send(target, signal.SIGKILL)


def send(target: int, number: int) -> bool:
    """Whether there was anybody to receive it."""
    try:
        os.kill(target, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
