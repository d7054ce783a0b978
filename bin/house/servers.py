"""Private servers for the tests, on free ports and in folders that are gone afterwards."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .processes import finish, start, stop
from .say import Fault

_PATIENCE = 30  # seconds for a server to answer
# For tests: two hundred who sign up at once, beside the suite's own
_QUICK = ("full_page_writes=off", "synchronous_commit=off", "max_connections=300")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that keeps nothing."""
    with redis_server(folder) as server:
        yield server.address


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that trusts this machine and never waits for the disk."""
    with postgres_server(_QUICK) as server:
        yield server.address


@dataclass
class Server:
    """One that can be killed in the middle, and be started again where it was. ``address`` is where it answers."""

    name: str
    argv: list[Any]
    log: Path
    is_ready: Callable[[], bool]
    address: str
    identity: dict[str, Any] = field(default_factory=dict)
    child: subprocess.Popen[Any] | None = None

    def start(self) -> None:
        # SIGINT is PostgreSQL's fast end: SIGTERM would wait for every client to leave.
        with self.log.open("a") as written:
            self.child = start(
                self.argv, ask=signal.SIGINT, stdout=written, stderr=subprocess.STDOUT, **self.identity
            )  # fmt: skip
        deadline = time.monotonic() + _PATIENCE
        while not self.is_ready():
            if self.child.poll() is not None or time.monotonic() > deadline:
                raise Fault(f"{self.name} did not start. The last it said:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """With -9, and the processes that it has started: PostgreSQL's are groups of their own."""
        assert self.child  # noqa: S101
        pids = [self.child.pid, *_children_of(self.child.pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.child.wait()

    def stop(self) -> None:
        if self.child:
            stop([self.child], ask=signal.SIGINT)


def _children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def redis_server(folder: Path) -> Iterator[Server]:
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    command, address = ["redis-server", *options], f"redis://127.0.0.1:{port}/0"
    with _running(Server("Redis", command, folder / "redis.log", lambda: _listens(port), address)) as server:
        yield server


@contextmanager
def postgres_server(more: Sequence[str] = ()) -> Iterator[Server]:
    """A PostgreSQL that trusts this machine. Killed, it has everything that was committed, as long as the machine
    itself lives on; not so with ``_QUICK``."""
    programs = _newest(Path("/usr/lib/postgresql"))
    owner = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="portal-postgres-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        if owner:
            shutil.chown(folder, **owner)
        identity: dict[str, Any] = {**owner, "extra_groups": []} if owner else {}
        make = ["--auth=trust", "--username=absolutt", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        finish([programs / "initdb", "-D", folder / "data", *make], **identity)
        own = ("fsync=off", "listen_addresses=127.0.0.1", *more)
        options = [part for option in (*own, f"unix_socket_directories={folder}") for part in ("-c", option)]
        asking = [str(programs / "pg_isready"), "--quiet", "-h", "127.0.0.1", "-p", str(port)]
        command = [programs / "postgres", "-D", folder / "data", "-p", str(port), *options]
        address = f"postgres://absolutt@127.0.0.1:{port}/absolutt"
        made = Server(
            "PostgreSQL", command, folder / "log", lambda: subprocess.run(asking).returncode == 0, address, identity
        )  # fmt: skip
        with _running(made) as server:
            finish([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "absolutt", "absolutt"])
            yield server


def _newest(root: Path) -> Path:
    versions = [path.parent for path in root.glob("*/bin/initdb")]
    return max(versions, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.name)])


def _unprivileged() -> dict[str, str]:
    """PostgreSQL refuses to run as root; its package brings a user of its own."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_name, "group": "postgres"}


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
