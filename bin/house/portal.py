"""What the portal is started with: its environment, its port and its folder. Faults here come before anything slow."""

import fcntl
import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from .say import ROOT, Fault

# Every variable that absolutt/settings.py reads; a test compares the two.
SETTINGS = (
    "ALLOWED_HOSTS",
    "BOUNCE_ADDRESS",
    "BOUNCE_MAILBOX",
    "CONTACT_EMAIL",
    "DATABASE_URL",
    "DATA_DIR",
    "DEBUG",
    "DEMO",
    "EMAIL_URL",
    "LOG_LEVEL",
    "MAIL_FROM",
    "MAIL_ONLY_TO",
    "MAIL_PER_MINUTE",
    "REDIS_URL",
    "REQUIRE_SECOND_FACTOR",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "TRUSTED_PROXIES",
)
_CLEANING = 10.0  # seconds that the guard of a killed start may take at most
_OFF = {"0", "false", "no", ""}


def without_settings(env: Mapping[str, str]) -> dict[str, str]:
    """The environment with none of the portal's own variables: tests and checks must not inherit a developer's."""
    return {name: value for name, value in env.items() if name not in SETTINGS}


def is_demo(env: Mapping[str, str]) -> bool:
    return env.get("DEMO", "1").strip().lower() not in _OFF


def environment(env: Mapping[str, str], *, port: int, data_dir: Path) -> dict[str, str]:
    """A demo on this machine unless the caller says otherwise; with DEMO=0 the caller says everything."""
    given = dict(env) | {"PORT": str(port), "DATA_DIR": str(data_dir)}
    if not is_demo(env):
        return given
    return {"DEMO": "1", "SITE_URL": f"http://localhost:{port}", "ALLOWED_HOSTS": "localhost,127.0.0.1"} | given


def port_of(env: Mapping[str, str]) -> int:
    value = env.get("PORT", "").strip() or "8000"
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise Fault(f"PORT is «{value}», but must be a number from 1 to 65535, for example PORT=8001 bin/serve.")
    return int(value)


def host_of(env: Mapping[str, str]) -> str:
    return env.get("HOST", "").strip() or "127.0.0.1"


def data_dir_of(env: Mapping[str, str]) -> Path:
    """The folder for all state, made if need be."""
    path = Path(env.get("DATA_DIR", "").strip() or ROOT / "var").expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Fault(f"DATA_DIR is «{path}», but something that is no folder lies there. Name another.") from None
    except OSError as error:
        raise Fault(f"DATA_DIR is «{path}», but it cannot be made ({error.strerror}). Name another.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise Fault(f"DATA_DIR is «{path}», but you may not write there. Name another.")
    return path


def refuse_taken(host: str, port: int) -> None:
    """Looks before the long set-up whether the port is free. Granian shares ports, so it would not notice itself."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Fault(f"HOST is «{host}», which is no address of this machine. Leave it out, or give 0.0.0.0.") from None
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise Fault(f"Port {port} is for the system's own services. Take another: PORT=8000 bin/serve") from None
        except OSError as error:
            raise Fault(_taken(port, error)) from None


def _taken(port: int, error: OSError) -> str:
    another = port + 1 if port < 65535 else port - 1
    return f"Port {port} cannot be used ({error.strerror}). Start on another one: PORT={another} bin/serve"


def hold(data_dir: Path, address: str) -> IO[str]:
    """Keeps a second start out of the same folder. The lock lasts as long as the file returned stays open."""
    lock = (data_dir / "serve.lock").open("a+")
    try:
        _take(lock)
    except BlockingIOError:
        lock.seek(0)
        running = lock.read().strip() or "another process"
        raise Fault(
            f"The portal already runs in {data_dir} ({running}). Stop it first, or give this one "
            f"a folder and a port of its own: DATA_DIR=/tmp/portal PORT=8001 bin/serve"
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(f"{address}, process {os.getpid()}\n")
    lock.flush()
    return lock


def _take(lock: IO[str]) -> None:
    """Raises BlockingIOError when another start holds it. The guard of one that was killed is awaited."""
    deadline, waiting = time.monotonic() + _CLEANING, False
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            if _lives(lock.read().strip().rpartition(" ")[2]) or time.monotonic() > deadline:
                raise
            if not waiting:
                print("An earlier start was killed; waiting until the last of it has ended.", flush=True)
            waiting = True
            time.sleep(0.1)


def _lives(process: str) -> bool:
    try:
        state = Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"  # a process that has ended may stay listed until somebody asks


def host_header(env: Mapping[str, str], port: int) -> str:
    """The name that the portal answers to, for asking it on this machine."""
    return urlsplit(env.get("SITE_URL", "")).netloc or f"localhost:{port}"
