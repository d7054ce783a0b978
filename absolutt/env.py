"""Reads settings from the environment. A bad value stops the start and names the variable."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


def _refuse(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is «{value}», but must be {wanted}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in _FLAGS:
        raise _refuse(name, value, "1 or 0")
    return _FLAGS[value]


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdigit() or int(value) < least:
        raise _refuse(name, value, f"a whole number, {least} or more")
    return int(value)


def address(name: str, default: str) -> str:
    """One plain e-mail address, without a name before it."""
    value = text(name) or default
    try:
        validate_email(value)
    except ValidationError:
        raise _refuse(name, value, "an e-mail address such as absolutt@example.no") from None
    return value


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    path = Path(text(name) or default).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise _refuse(name, str(path), "a folder")
    return path


def site_url(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise _refuse(name, value, "an address such as https://absolutt.example.no, without a path")
    return value


def secret(name: str, *, demo_file: Path | None) -> str:
    """The secret key. A demo makes one and keeps it in ``demo_file``; anything else must be given one."""
    value = text(name)
    if value:
        if len(value) < 40:
            raise _refuse(name, "…", "at least 40 characters")
        return value
    if demo_file is None:
        raise ImproperlyConfigured(f"{name} is missing. Give the site a secret of at least 40 random characters.")
    return _kept_secret(demo_file)


def _kept_secret(path: Path) -> str:
    from django.core.management.utils import get_random_secret_key

    path.parent.mkdir(parents=True, exist_ok=True)
    if not (path.exists() and path.read_text().strip()):
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


def _url(name: str, default: str, schemes: set[str], example: str) -> str:
    value = text(name) or default
    if value and urlsplit(value).scheme not in schemes:
        raise _refuse(name, value.split("@")[-1], f"an address such as {example}")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """``sqlite:///path`` or ``postgres://user:password@host:port/name``."""
    value = _url(name, default, {"sqlite", "postgres", "postgresql"}, "postgres://user@host:5432/absolutt")
    config: dict[str, Any] = environ.Env.db_url_config(value)
    if config["ENGINE"].endswith("sqlite3"):
        return config | {"OPTIONS": SQLITE_OPTIONS}
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


# Measured: without IMMEDIATE four writing processes met «database is locked» 20,506 times, with it never.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def sqlite(path: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}


def redis(name: str) -> str:
    return _url(name, "", {"redis", "rediss", "unix"}, "redis://host:6379/0")


def mail_server(name: str) -> dict[str, Any]:
    value = _url(name, "", {"smtp", "smtp+tls", "smtp+ssl"}, "smtp+tls://user:password@host:587")
    return environ.Env.email_url_config(value) if value else {}


def return_address(name: str) -> str:
    """An e-mail address before whose «@» there is room for «+» and a key of 32 characters (RFC 5321: 64 in all)."""
    value = text(name)
    local = (address(name, "") if value else "").rpartition("@")[0]
    if len(local) > 31 or "+" in local:
        raise _refuse(name, value, "an address such as retur@example.no, with at most 31 characters before the @, no +")
    return value.lower()


def mail_folder(name: str) -> str:
    """Where mail is read: a Maildir on this machine, or a folder of an IMAP server."""
    example = "maildir:///path or imaps://user:password@host/INBOX"
    value = _url(name, "", {"maildir", "imap", "imaps"}, example)
    parts = urlsplit(value)
    if value and not (parts.path.startswith("/") and not parts.netloc if parts.scheme == "maildir" else parts.hostname):
        raise _refuse(name, value.split("@")[-1], f"an address such as {example}")
    return value
