"""Private servers for the tests, on free ports and in folders that are gone afterwards."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .processes import finish, start, stop
from .say import Fault

_PATIENCE = 30  # seconds for a server to answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that keeps nothing."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with _server("Redis", ["redis-server", *options], folder / "redis.log", lambda: _listens(port)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that trusts this machine and never waits for the disk."""
    programs = _newest(Path("/usr/lib/postgresql"))
    owner = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="portal-postgres-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        if owner:
            shutil.chown(folder, **owner)
        identity: dict[str, Any] = {**owner, "extra_groups": []} if owner else {}
        make = ["--auth=trust", "--username=absolutt", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        finish([programs / "initdb", "-D", folder / "data", *make], **identity)
        quick = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=127.0.0.1",
                 "max_connections=300")  # two hundred who sign up at once, beside the suite's own  # fmt: skip
        options = [part for option in (*quick, f"unix_socket_directories={folder}") for part in ("-c", option)]
        asking = [str(programs / "pg_isready"), "--quiet", "-h", "127.0.0.1", "-p", str(port)]
        command = [programs / "postgres", "-D", folder / "data", "-p", str(port), *options]
        with _server("PostgreSQL", command, folder / "log", lambda: subprocess.run(asking).returncode == 0, **identity):
            finish([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "absolutt", "absolutt"])
            yield f"postgres://absolutt@127.0.0.1:{port}/absolutt"


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
def _server(name: str, argv: list[Any], log: Path, is_ready: Callable[[], bool], **more: Any) -> Iterator[None]:
    # SIGINT is PostgreSQL's fast end: SIGTERM would wait for every client to leave.
    with log.open("w") as written:
        child = start(argv, ask=signal.SIGINT, stdout=written, stderr=subprocess.STDOUT, **more)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not is_ready():
            if child.poll() is not None or time.monotonic() > deadline:
                raise Fault(f"{name} did not start. The last it said:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        stop([child], ask=signal.SIGINT)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
