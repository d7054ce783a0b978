"""A stamp says that a step was finished, and from what. It is written last, so a step cut short is done again."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .processes import Failed
from .say import Fault, step


def fingerprint(*parts: str | Path) -> str:
    """One hash over texts and the contents of files. A file that is not there counts as itself, absent."""
    digest = hashlib.sha256()
    for part in parts:
        name = part.name if isinstance(part, Path) else part
        content = part.read_bytes() if isinstance(part, Path) and part.is_file() else b""
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamp:
    path: Path

    def says(self, print_: str) -> bool:
        return self.path.is_file() and self.path.read_text() == print_

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self, print_: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_name(f"{self.path.name}.half")
        half.write_text(print_)
        half.replace(self.path)


@dataclass(frozen=True)
class Step:
    """A step of the set-up: done when its stamp carries ``made_from`` and everything it ``makes`` is there."""

    name: str
    stamp: Stamp
    made_from: str
    work: Callable[[], object]
    makes: tuple[Path, ...] = ()
    chatty: bool = False

    def is_done(self) -> bool:
        return self.stamp.says(self.made_from) and all(path.exists() for path in self.makes)

    def do(self) -> None:
        if self.is_done():
            return
        with step(self.name, chatty=self.chatty):
            self.stamp.clear()
            try:
                self.work()
            except Failed as failed:
                again = "Give the command again when that is put right: it goes on from this step."
                raise Fault(f"«{self.name}» is not done. {failed}\n{again}") from failed
            self.stamp.write(self.made_from)


def do_all(steps: Iterable[Step]) -> None:
    for each in steps:
        each.do()
