"""bin/lock: the lock files, made anew by a maintainer."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import libraries
from .environment import DEVELOP, RUN, UV_LOCK, inside, lay_packages, tool
from .guard import guarded
from .processes import finish
from .say import ROOT, step

_NPM_LOCK = ROOT / "package-lock.json"


@guarded()
def lock(*, upgrade: bool) -> int:
    libraries.ensure(libraries.SERVE[:2], again="bin/lock")
    more = ["--upgrade"] if upgrade else []
    with _uv() as uv:
        for source, target, options in (
            ("bin/house/uv.in", str(UV_LOCK.relative_to(ROOT)), []),
            ("pyproject.toml", RUN, []),
            ("pyproject.toml", DEVELOP, ["--extra", "dev", "-c", RUN]),
        ):
            with step(target):
                plain = ["--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate"]
                finish([uv, "pip", "compile", *plain, *more, *options, source, "-o", target])
    lay_packages(RUN)
    with step(_NPM_LOCK.name):
        finish([tool("npm"), "install", "--package-lock-only", "--ignore-scripts"], env=inside(dict(os.environ)))
        content = without_addresses(json.loads(_NPM_LOCK.read_text()))
        _NPM_LOCK.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return 0


def without_addresses(part: Any) -> Any:
    """npm notes where it found each package and who takes money for it. Name, version and hash are enough."""
    if isinstance(part, list):
        return [without_addresses(each) for each in part]
    if isinstance(part, dict):
        return {key: without_addresses(value) for key, value in part.items() if key not in ("resolved", "funding")}
    return part


@contextmanager
def _uv() -> Iterator[Path | str]:
    """uv from the environment or the path, else from an environment that is thrown away."""
    own, on_path = tool("uv"), shutil.which("uv")
    if own.exists() or on_path:
        yield own if own.exists() else str(on_path)
        return
    with tempfile.TemporaryDirectory(prefix="portal-lock-") as folder:
        with step("uv"):
            finish([sys.executable, "-m", "venv", folder])
            finish([f"{folder}/bin/pip", "install", "--quiet", "--require-hashes", "-r", UV_LOCK])
        yield Path(folder) / "bin/uv"
