"""The steps from a bare checkout to one that can run: Python environment, packages, front end, translations."""

import fcntl
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .processes import Failed, finish
from .say import ROOT
from .stamps import Stamp, Step, do_all, fingerprint

VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"
THEME = BUILD / "theme/absolutt.css"
CATALOGUES = ROOT / "bin/translations"
UV_LOCK = ROOT / "bin/house/uv.txt"
_PLAIN = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
# Left alone, npm tries for minutes before it says that there is no network.
_BRIEF = ("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")

RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"  # has every package of RUN too


def set_up(requirements: str) -> None:
    """Does what is not done yet. Raises Failed with the name of the program that could not do its part."""
    with _alone():
        do_all([_environment(), _packages(requirements), _modules(), _theme(), *_translations()])


def lay_packages(requirements: str) -> None:
    """Only the Python side: enough to run the programs that lock the packages."""
    with _alone():
        do_all([_environment(), _packages(requirements)])


def inside(env: dict[str, str]) -> dict[str, str]:
    """``env`` as it must be for programs of the environment: its node and npm come first on the path."""
    changed = env | {"PATH": f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}", "VIRTUAL_ENV": str(VENV)}
    # Compiled modules are what makes the second start quick.
    changed.pop("PYTHONDONTWRITEBYTECODE", None)
    changed.pop("PYTHONHOME", None)
    return changed


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started at once must not write the same environment."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".setting-up").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("- Another command is setting up this checkout; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _environment() -> Step:
    # A virtual environment cannot be moved, nor outlive the Python that made it.
    made_from = fingerprint(str(VENV), sys.base_prefix, sys.version, platform.machine())
    return Step(
        "Python environment",
        Stamp(VENV / ".done-environment"),
        made_from,
        _running(sys.executable, "-m", "venv", "--clear", str(VENV)),
        makes=(PYTHON,),
    )


def _packages(requirements: str) -> Step:
    stamps = {name: (Stamp(VENV / f".done-{name}"), fingerprint(ROOT / name)) for name in (RUN, DEVELOP)}
    stamp, made_from = stamps[requirements]

    def work() -> None:
        _install(requirements)
        if requirements == DEVELOP:  # the larger set holds the smaller one
            run_stamp, run_made_from = stamps[RUN]
            run_stamp.write(run_made_from)

    return Step(f"Python packages of {requirements}", stamp, made_from, work, makes=(VENV / "bin/granian",))


def _install(requirements: str) -> None:
    """By uv, which took 9 s where pip alone took 30 s (44 s for the developers' set), or by pip if uv cannot."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    try:
        _run(*pip, "-r", str(UV_LOCK))
        uv = str(VENV / "bin/uv")
        _run(uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON), "-r", requirements)
    except Failed as failed:
        if failed.no_network:
            raise
        _run(*pip, "-r", requirements)


def _modules() -> Step:
    return Step(
        "Front-end packages",
        # npm empties the folder first, and the stamp goes with it.
        Stamp(MODULES / ".done"),
        fingerprint(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"),
        _running(str(VENV / "bin/npm"), "ci", *_PLAIN, *_BRIEF),
    )


def _theme() -> Step:
    return Step(
        "Theme",
        Stamp(BUILD / ".done-theme"),
        fingerprint(ROOT / "package-lock.json", ROOT / "package.json", ROOT / "designsystemet.config.json"),
        _running(str(VENV / "bin/npm"), "run", "theme"),
        makes=(THEME,),
    )


def _translations() -> list[Step]:
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    if not (CATALOGUES.exists() and catalogues):
        return []
    made_from = fingerprint(CATALOGUES, *(part for path in catalogues for part in (str(path), path)))
    compiled = tuple(path.with_suffix(".mo") for path in catalogues)
    work = _running(str(PYTHON), str(CATALOGUES), "compile")
    return [Step("Translations", Stamp(BUILD / ".done-translations"), made_from, work, makes=compiled)]


def _running(*argv: str) -> Callable[[], None]:
    return lambda: _run(*argv)


def _run(*argv: str) -> None:
    finish(argv, env=inside(dict(os.environ)))


def tool(name: str) -> Path:
    """A program of the environment."""
    return VENV / "bin" / name
