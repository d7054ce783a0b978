"""The system libraries: what is missing, and how apt puts it right."""

import ctypes
import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .processes import Failed, finish
from .say import ROOT, Fault, step

# There while apt is at work: a library can be loaded before apt has finished with its package.
_UNFINISHED = ROOT / "build/.installing"
NEEDS_A_HUMAN = 3  # the exit status when something must be installed and we may not


def _loads(name: str) -> Callable[[], bool]:
    def probe() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return probe


def _on_path(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _somewhere(folder: str, pattern: str) -> Callable[[], bool]:
    return lambda: next(Path(folder).glob(pattern), None) is not None


def _makes_environments() -> bool:
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


@dataclass(frozen=True)
class Library:
    package: str
    is_there: Callable[[], bool]
    required: bool = True  # not every Debian has every package; one that is only wanted never stops the start


SERVE = (
    Library("python3-venv", _makes_environments),
    Library("ca-certificates", _somewhere("/etc/ssl/certs", "ca-certificates.crt")),
    Library("libpango-1.0-0", _loads("libpango-1.0.so.0")),
    Library("libpangoft2-1.0-0", _loads("libpangoft2-1.0.so.0")),
    Library("libharfbuzz-subset0", _loads("libharfbuzz-subset.so.0"), required=False),
    Library("fonts-dejavu-core", _somewhere("/usr/share/fonts", "**/*.[to]tf")),
)
TEST = (
    *SERVE,
    Library("postgresql", _somewhere("/usr/lib/postgresql", "*/bin/initdb")),
    Library("redis-server", _on_path("redis-server")),
    Library("chromium", _on_path("chromium")),
    Library("qpdf", _on_path("qpdf")),
    Library("poppler-utils", _on_path("pdftotext")),
)


def missing(libraries: Sequence[Library]) -> list[Library]:
    return [library for library in libraries if not library.is_there()]


def _prefix() -> list[str] | None:
    """What to put before apt's commands to be allowed to run them, or None when we are not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    try:
        finish(["sudo", "-n", "true"])
    except (Failed, FileNotFoundError):
        return None
    return ["sudo", "-n"]


def ensure(libraries: Sequence[Library], *, again: str, allowed: Callable[[], list[str] | None] = _prefix) -> None:
    """Installs what is missing, or says what to install and stops. ``again`` is the command to give afterwards."""
    lacking = missing(libraries)
    is_short = any(library.required for library in lacking)
    if not is_short and not _UNFINISHED.exists():
        return
    names = [library.package for library in lacking if library.required or _may_exist(library.package)]
    prefix = allowed()
    if prefix is None:
        if not is_short:
            return
        raise Fault(by_hand(names, again=again), status=NEEDS_A_HUMAN)
    try:
        with step(f"System libraries: {', '.join(names) or 'finishing what was cut short'}"):
            _install(lacking, prefix)
    except Failed as failed:
        remedy = f"Start {again} again when that is put right."
        raise Fault(f"The system libraries are not installed. {failed}\n{remedy}") from failed
    left = [library.package for library in missing(libraries) if library.required]
    if left:
        raise Fault(
            f"apt installed {', '.join(left)}, but {sys.executable} still does not find it. "
            "Is this Python, or the library path, Debian's own?"
        )


def by_hand(names: Sequence[str], *, again: str) -> str:
    command = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(names)}"
    return f"Missing on this machine: {', '.join(names)}. Install, then start {again} again:\n\n    {command}"


def _install(libraries: Sequence[Library], prefix: Sequence[str]) -> None:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    _UNFINISHED.parent.mkdir(exist_ok=True)
    _UNFINISHED.touch()
    # An earlier start that was cut short in the middle of apt leaves packages half configured; this finishes them.
    finish([*apt, "dpkg", "--configure", "-a"])
    said = finish([*apt, "apt-get", "update"])
    names = [library.package for library in libraries if library.required or _may_exist(library.package)]
    options = ["-y", "--no-install-recommends", "--fix-broken", "-o", "DPkg::Lock::Timeout=120"]
    try:
        finish([*apt, "apt-get", "install", *options, *names])
    except Failed as failed:
        # apt-get update ends well even when it reached nothing, so its words are needed to explain the failure.
        raise Failed(["apt-get", "install", *names], 100, said + failed.output) from None
    _UNFINISHED.unlink()


def _may_exist(package: str) -> bool:
    """False only when apt has its lists, knows the libraries that we require, and does not know this one."""
    return _is_offered(package) or not _is_offered("libpango-1.0-0")


def _is_offered(package: str) -> bool:
    if shutil.which("apt-cache") is None:
        return False
    return bool(finish(["apt-cache", "--quiet", "search", "--names-only", f"^{package}$"]).strip())
