"""Starting programs so that none of them outlives us, and telling what went wrong when one fails."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import guard
from .say import ROOT, Fault

_NO_NETWORK = re.compile(
    r"Temporary failure (in name resolution|resolving)|Could not resolve|Name or service not known|ENOTFOUND|EAI_AGAIN"
    r"|ECONNREFUSED|Network is unreachable|Failed to establish a new connection|dns error|error sending request",
)
# What Django prints when a setting is refused, or when a command of ours says no: the sentence is the message.
_SENTENCE = re.compile(r"^(?:[\w.]*ImproperlyConfigured|CommandError): (.+)$", re.MULTILINE)


class Failed(Fault):
    """A program that we started ended with an error. Carries what it printed."""

    def __init__(self, argv: Sequence[str], status: int, output: str) -> None:
        self.output = output
        self.no_network = bool(_NO_NETWORK.search(output))
        super().__init__(_explain(argv, status, output, self.no_network))


def _explain(argv: Sequence[str], status: int, output: str, no_network: bool) -> str:
    sentences = _SENTENCE.findall(output)
    if sentences:
        return str(sentences[-1])
    tail = "\n".join(f"    {line[:200]}" for line in output.strip().splitlines()[-3 if no_network else -12 :])
    why = "The network could not be reached." if no_network else f"It ended with status {status}."
    return f"«{Path(argv[0]).name} {' '.join(argv[1:4])} …» failed. {why} The last it said:\n{tail}"


def start(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    ask: int = signal.SIGTERM,
    own_group: bool = True,
    **more: Any,
) -> subprocess.Popen[Any]:
    """Starts a program that ends when we end; ``ask`` is the signal that it ends well by.

    In a group of its own, Ctrl-C reaches it only through us.
    """
    if own_group:
        more |= {"process_group": 0, "stdin": subprocess.DEVNULL}

    def announce() -> None:
        # The child tells the guard itself, before it becomes the program: told by us afterwards, there would be
        # a moment in which we could be killed and it live on.
        guard.watch(-os.getpid() if own_group else os.getpid(), ask)

    return subprocess.Popen([str(part) for part in argv], env=env, cwd=ROOT, preexec_fn=announce, **more)


def finish(
    argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None, talks: bool = False, **more: Any
) -> str:
    """Runs a program to its end and returns what it printed. One that ``talks`` prints to the screen itself.

    Raises Failed when it ends with an error.
    """
    out, err = (None, subprocess.PIPE) if talks else (subprocess.PIPE, subprocess.STDOUT)
    child = start(argv, env=env, stdout=out, stderr=err, text=True, errors="replace", **more)
    try:
        printed = "".join(part or "" for part in child.communicate())
    except BaseException:
        stop([child])
        raise
    _forget(child)
    if child.returncode:
        raise Failed([str(part) for part in argv], child.returncode, printed)
    return printed


def stop(children: Sequence[subprocess.Popen[Any]], *, ask: int = signal.SIGTERM, patience: float = 8.0) -> None:
    """Asks each to end, waits ``patience`` seconds in all, then ends whatever is left of their groups."""
    for child in children:
        if child.poll() is None:
            guard.send(child.pid, ask)
    deadline = time.monotonic() + patience
    try:
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
    finally:
        for child in children:
            guard.send(-child.pid, signal.SIGKILL)
            if child.poll() is None:
                guard.send(child.pid, signal.SIGKILL)
            child.wait()
            _forget(child)


def _forget(child: subprocess.Popen[Any]) -> None:
    guard.forget(-child.pid)
    guard.forget(child.pid)
