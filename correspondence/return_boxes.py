"""Where mail that came back is read: a Maildir on this machine, or a folder of an IMAP server. Mail that nobody has
read is read once: it is deleted when it is done with, else marked as read and left."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import unquote, urlsplit

MOST = 500  # messages in one run
MOST_BYTES = 256 * 1024  # of one message: a report comes first, and the returned letter after it may be long
TIMEOUT = 20  # seconds


class Unreachable(Exception):
    """The mailbox cannot be opened or read now. Says where it lies, never its password."""


@dataclass(frozen=True, slots=True)
class Item:
    """``where`` is the box's own name for the message."""

    where: Any
    content: bytes


class Box(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *fault: object) -> None: ...
    def unread(self) -> Iterator[Item]: ...
    def remove(self, item: Item) -> None: ...
    def leave(self, item: Item) -> None: ...


def opened(url: str) -> Box:
    """``maildir:///path`` or ``imaps://user:password@host:port/folder``; ``imap://`` on this machine only."""
    return MaildirBox(Path(unquote(urlsplit(url).path))) if url.startswith("maildir:") else ImapBox(url)


class MaildirBox:
    """What is new lies in ``new/``; what is left moves to ``cur/`` with the flag S, as a mail program would do it.
    Another process may take a message in the middle: then it is that one's."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self) -> Self:
        if not all((self.path / name).is_dir() for name in ("new", "cur", "tmp")):
            raise Unreachable(f"there is no Maildir in {self.path}")
        return self

    def __exit__(self, *fault: object) -> None:
        pass

    def unread(self) -> Iterator[Item]:
        try:
            found = sorted(path for path in (self.path / "new").iterdir() if path.is_file())
            for path in found[:MOST]:
                content = _start_of(path)
                if content is not None:
                    yield Item(path, content)
        except OSError as fault:
            raise Unreachable(f"{self.path} cannot be read ({fault.strerror})") from fault

    def remove(self, item: Item) -> None:
        item.where.unlink(missing_ok=True)

    def leave(self, item: Item) -> None:
        name = item.where.name.partition(":")[0]
        with suppress(FileNotFoundError):
            item.where.rename(self.path / "cur" / f"{name}:2,S")


def _start_of(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError:
        return None


class ImapBox:
    def __init__(self, url: str):
        self.parts = urlsplit(url)
        self.folder = unquote(self.parts.path.lstrip("/")) or "INBOX"

    def __enter__(self) -> Self:
        with self._told_in_words():
            self.server = self._connection()
            self.server.login(unquote(self.parts.username or ""), unquote(self.parts.password or ""))
            self._ask(self.server.select(f'"{self.folder}"'))
        return self

    def __exit__(self, *fault: object) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self.server.close()  # also takes away what is marked as deleted
            self.server.logout()

    def unread(self) -> Iterator[Item]:
        with self._told_in_words():
            (found,) = self._ask(self.server.uid("SEARCH", "UNSEEN", "UNDELETED"))
        for number in (found or b"").split()[:MOST]:
            with self._told_in_words():
                answer = self._ask(self.server.uid("FETCH", number.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
            content = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if content is not None:
                yield Item(number.decode(), content)

    def remove(self, item: Item) -> None:
        self._mark(item, r"(\Seen \Deleted)")

    def leave(self, item: Item) -> None:
        self._mark(item, r"(\Seen)")

    def _mark(self, item: Item, flags: str) -> None:
        with self._told_in_words():
            self._ask(self.server.uid("STORE", item.where, "+FLAGS.SILENT", flags))

    def _connection(self) -> imaplib.IMAP4:
        host, port = self.parts.hostname or "", self.parts.port
        if self.parts.scheme == "imaps":
            return imaplib.IMAP4_SSL(host, port or imaplib.IMAP4_SSL_PORT, timeout=TIMEOUT)
        return imaplib.IMAP4(host, port or imaplib.IMAP4_PORT, timeout=TIMEOUT)

    @staticmethod
    def _ask(answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise imaplib.IMAP4.error("the server said no")
        return answer[1]

    @contextmanager
    def _told_in_words(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error, UnicodeError) as fault:  # a password that IMAP cannot carry
            where = f"{self.parts.hostname}/{self.folder}"
            raise Unreachable(f"{where} cannot be read ({type(fault).__name__})") from fault
