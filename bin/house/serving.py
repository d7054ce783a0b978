"""bin/serve: sets up, prepares the data, and runs web server, worker and scheduler as one."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import health, libraries, portal
from .environment import BUILD, MODULES, PYTHON, RUN, inside, set_up, tool
from .guard import guarded
from .processes import finish, start, stop
from .say import ROOT, Fault
from .stamps import Stamp, Step, fingerprint

_PATIENCE = 90  # seconds from the start of the web server to its first answer, on a slow machine
# In a bare container everybody is root, and Celery's page about it would hide what matters.
_QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
Child = subprocess.Popen[Any]


def serve() -> int:
    """Until Ctrl-C, which is a good end: status 0."""
    began = time.monotonic()
    host, port, data_dir = portal.host_of(os.environ), portal.port_of(os.environ), portal.data_dir_of(os.environ)
    env = portal.environment(os.environ, port=port, data_dir=data_dir)
    address = env.get("SITE_URL", f"http://localhost:{port}").rstrip("/")
    with portal.hold(data_dir, address), guarded():
        portal.refuse_taken(host, port)
        print(f"The portal, with its data in {data_dir}", flush=True)
        libraries.ensure(libraries.SERVE, again="bin/serve")
        set_up(RUN)
        env = inside(env)
        prepare(env, data_dir).do()
        with _running(env, host, port) as children:
            print(_greeting(env, address))
            print(f"Ready after {time.monotonic() - began:.1f} s. Ctrl-C ends it.", flush=True)
            _watch(children)
    print("Stopped. Nothing is left running.", flush=True)
    return 0


def prepare(env: Mapping[str, str], data_dir: Path) -> Step:
    """The database, the static files and the data: done again when the code or the data it reads has changed."""
    made = [data_dir / "static/staticfiles.json"]
    if not env.get("DATABASE_URL"):
        made.append(data_dir / "portal.sqlite3")
    return Step(
        "Database, static files and data",
        Stamp(data_dir / ".prepared"),
        _prepared_from(env),
        lambda: finish([PYTHON, "manage.py", "prepare"], env=env, talks=True),
        makes=tuple(made),
        chatty=True,
    )


def _prepared_from(env: Mapping[str, str]) -> str:
    rooms = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
    code = [path for room in rooms for path in sorted(room.rglob("*")) if path.suffix in {".py", ".json"}]
    others = [path for folder in ("data", "static") for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    front_end = [MODULES / ".done", BUILD / ".done-theme", BUILD / ".done-translations"]
    files = [part for path in [*code, *others, *front_end] for part in (str(path.relative_to(ROOT)), path)]
    return fingerprint(*files, *(f"{name}={env.get(name, '')}" for name in ("DEMO", "DATABASE_URL", "REDIS_URL")))


def web_server(host: str, port: int) -> list[str | Path]:
    # One thread each: threads and SQLite do not mix. No access log: a path may hold a personal link.
    return [
        tool("granian"),
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "1",
        "--no-ws",
        "--http",
        "1",
        "--host",
        host,
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "warning",
        "--workers-kill-timeout",
        "5",
        "absolutt.wsgi:application",
    ]


def scheduler(env: Mapping[str, str]) -> list[str | Path]:
    """By itself, and not inside the worker: killed in there, nobody would notice, and no letter would leave."""
    folder = Path(env["DATA_DIR"])
    return [
        tool("celery"),
        "--quiet",
        "-A",
        "absolutt",
        "beat",
        "--schedule",
        folder / "beat-schedule",
        "-l",
        "WARNING",
    ]


def worker() -> list[str | Path]:
    """One for every queue."""
    return [
        tool("celery"),
        "--quiet",
        "-A",
        "absolutt",
        "worker",
        "--pool",
        "solo",
        "-l",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]


@contextmanager
def _running(env: Mapping[str, str], host: str, port: int) -> Iterator[dict[str, Child]]:
    """All parts, answering. They are gone again afterwards, however it ends."""
    children: dict[str, Child] = {}
    try:
        children["The web server"] = start(web_server(host, port), env=env)
        _await_answer(children, env, host, port)
        # Only now, so that the first page does not wait for both to load Django on the same two cores.
        children["The worker"] = start(worker(), env=dict(env) | _QUIET)
        children["The scheduler"] = start(scheduler(env), env=dict(env) | _QUIET)
        yield children
    finally:
        stop(list(children.values()))


def _watch(children: Mapping[str, Child]) -> None:
    try:
        while True:
            _refuse_dead(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping web server, worker and scheduler.", flush=True)


def _await_answer(children: Mapping[str, Child], env: Mapping[str, str], host: str, port: int) -> None:
    header = portal.host_header(env, port)
    deadline = time.monotonic() + _PATIENCE
    answer = None
    while time.monotonic() < deadline:
        _refuse_dead(children)
        answer = health.status(host, port, header)
        if answer == 200:
            return
        time.sleep(0.05)
    got = "nothing" if answer is None else f"status {answer}"
    raise Fault(f"The web server did not get well within {_PATIENCE} s: GET /health gave {got}. Its words are above.")


def _refuse_dead(children: Mapping[str, Child]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Fault(f"{name} ended by itself with status {child.returncode}; see above. The rest is stopped.")


def _greeting(env: Mapping[str, str], address: str) -> str:
    if not portal.is_demo(env):
        return f"\n{address}\nSign in with the e-mail address of a user; manage.py add_adviser makes the first one."
    mailbox = f"{address}/demo/postkasse/"
    return (
        f"\n{address}\nSign in as ingrid.solbakken@example.no, or as another of those on the sign-in page; "
        f"the code is in the demo mailbox, {mailbox}"
    )
