"""bin/test: the suite on both databases, each run with a private Redis."""

import os
import signal
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from . import libraries, portal, servers
from .environment import DEVELOP, PYTHON, inside, set_up
from .guard import guarded
from .processes import start, stop
from .say import ROOT, step

DATABASES = ("sqlite", "postgres")
_NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@guarded()
def test(databases: Sequence[str], arguments: Sequence[str]) -> int:
    """The worst status of the runs. Prints nothing after the last one, so that pytest's closing lines end it."""
    libraries.ensure(libraries.TEST, again="bin/test")
    set_up(DEVELOP)
    worst = 0
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="portal-test-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        with step("Private servers: Redis" + (", PostgreSQL" if "postgres" in databases else "")):
            redis = stack.enter_context(servers.redis(folder))
            postgres = stack.enter_context(servers.postgres()) if "postgres" in databases else ""
        for database in databases:
            said = f" (so far: status {worst})" if worst else ""
            print(f"\n=== The tests on {_NAMES[database]}{said}", flush=True)
            own = folder / database
            own.mkdir()
            env = environment(os.environ, own, redis=redis, postgres=postgres if database == "postgres" else "")
            worst = max(worst, _pytest([*spread(arguments), *arguments], env))
    return worst


def environment(env: os._Environ[str] | dict[str, str], folder: Path, *, redis: str, postgres: str) -> dict[str, str]:
    """What the settings read under test. Empty TEST_ addresses tell the browser tests to run the embedded way."""
    settings = {
        "DEMO": "0",
        "SECRET_KEY": "only-for-tests-" * 4,
        "DATA_DIR": str(folder),
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "MAIL_ONLY_TO": "example.no",
        "EMAIL_URL": "smtp://127.0.0.1:1",  # a port where nothing listens: a test that mails by mistake fails
        "REDIS_URL": redis,
        "DATABASE_URL": postgres or f"sqlite:///{folder / 'test.sqlite3'}",
        "TEST_POSTGRES_URL": postgres,
        "TEST_REDIS_URL": redis if postgres else "",
    }
    return inside(portal.without_settings(env) | settings)


def spread(arguments: Sequence[str]) -> list[str]:
    """Two processes for the suite; none extra for one file, one test, or whoever decides herself."""
    if any(part.startswith(("-n", "--numprocesses")) or part.endswith("no:xdist") for part in arguments):
        return []
    files = [part for part in arguments if (ROOT / part.split("::")[0]).is_file()]
    narrow = len(files) == 1 or any(part == "--pdb" or part.startswith("-k") for part in arguments)
    return ["-n", "0" if narrow else "2"]


def _pytest(arguments: Sequence[str], env: dict[str, str]) -> int:
    # In our own process group, so that a debugger has the terminal and Ctrl-C reaches pytest, which sums up and ends.
    child = start([PYTHON, "-m", "pytest", *arguments], env=env, own_group=False, ask=signal.SIGINT)
    try:
        return child.wait()
    finally:
        # An interrupted pytest still ends what its fixtures started, which a browser test may take a while to do.
        stop([child], ask=signal.SIGINT, patience=20)
