"""bin/check: what can be said about the project without running its tests."""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import libraries, portal
from .environment import DEVELOP, PYTHON, inside, set_up, tool
from .guard import guarded
from .processes import Failed, finish
from .say import ROOT, Fault

Check = tuple[str, Callable[[], object]]
_COMMANDS = ("serve", "test", "check", "lock", "healthy")
_LOCKS = ("requirements.txt", "requirements-dev.txt", "bin/house/uv.txt", "package-lock.json")


@guarded()
def check() -> int:
    """0 when every check passed. All run, whatever the first ones found."""
    libraries.ensure(libraries.SERVE, again="bin/check")
    set_up(DEVELOP)
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        results = {name: _one(name, work) for name, work in _checks(Path(folder))}
    failed = [name for name, passed in results.items() if not passed]
    print(f"\n{len(results) - len(failed)} of {len(results)} checks passed.")
    for name in failed:
        print(f"  failed: {name}")
    return 1 if failed else 0


def _one(name: str, work: Callable[[], object]) -> bool:
    began = time.monotonic()
    print(f"- {name} … ", end="", flush=True)
    try:
        said = work()
    except Fault as fault:
        print(f"FAILED, {time.monotonic() - began:.1f} s", flush=True)
        print(fault.output if isinstance(fault, Failed) else fault, flush=True)
        return False
    print(said if isinstance(said, Skipped) else f"{time.monotonic() - began:.1f} s", flush=True)
    return True


class Skipped(str):
    """Why a check did not run."""


def _checks(folder: Path) -> list[Check]:
    clean = inside(portal.without_settings(os.environ))
    demo = clean | {"DEMO": "1", "DATA_DIR": str(folder / "demo")}
    production = clean | production_settings(folder / "production")
    scripts = [f"bin/{name}" for name in (*_COMMANDS, "translations") if (ROOT / "bin" / name).exists()]
    return [
        ("Lint (ruff)", _runs(demo, tool("ruff"), "check", "--output-format", "concise", ".", *scripts)),
        ("Types (mypy)", _runs(demo, tool("mypy"))),
        ("Templates (djlint)", _runs(demo, tool("djlint"), "--lint", "--quiet", "templates")),
        ("Layers (import-linter)", _runs(demo, tool("lint-imports"))),
        ("Layers (foreign keys)", _runs(demo, PYTHON, "-m", "pytest", "-q", "tests/absolutt/test_architecture.py")),
        ("Migrations", _runs(demo, PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
        ("Translations", _runs(demo, PYTHON, "bin/translations", "check")),
        ("Deployment", _runs(production, PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING")),
        ("Lock files", _locks),
        ("Compose file", lambda: _compose(folder, clean)),
    ]


def _runs(env: dict[str, str], *argv: str | Path) -> Callable[[], object]:
    return lambda: finish(argv, env=env)


def production_settings(data_dir: Path) -> dict[str, str]:
    """Settings such as a real site has. Nothing here is reached: the check only reads them."""
    return {
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://absolutt.example.no",
        "DATABASE_URL": "postgres://absolutt@db/absolutt",
        "REDIS_URL": "redis://redis:6379/0",
        "EMAIL_URL": "smtp://mail:25",
        "TRUSTED_PROXIES": "1",
        "DATA_DIR": str(data_dir),
    }


def _locks() -> None:
    """An address in a lock file would tie every machine to one registry's host; the hashes say enough."""
    found = [line for name in _LOCKS for line in addresses(name, (ROOT / name).read_text())]
    if (ROOT / "uv.lock").exists() and _answers("git", "ls-files", "--error-unmatch", "uv.lock"):
        found.append("uv.lock is in git, and it names hosts")
    if found:
        raise Fault("\n".join([*found[:10], "bin/lock writes them without."]))


def addresses(name: str, text: str) -> list[str]:
    return [f"{name}:{number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if "://" in line]


def _compose(folder: Path, env: dict[str, str]) -> object:
    if shutil.which("docker", path=env["PATH"]) is None or not _answers("docker", "compose", "version"):
        return Skipped("skipped: this machine has no docker compose")
    shutil.copy(ROOT / "docker-compose.yml", folder)
    example = (ROOT / ".env.example").read_text()
    # The example leaves secrets empty; the throwaway file must not.
    filled = re.sub(r"^(SECRET_KEY|POSTGRES_PASSWORD)=$", r"\1=throwaway", example, flags=re.MULTILINE)
    (folder / ".env").write_text(filled)
    return finish(["docker", "compose", "--project-directory", str(folder), "config", "--quiet"], env=env)


def _answers(*argv: str) -> bool:
    return subprocess.run(argv, cwd=ROOT, capture_output=True).returncode == 0
