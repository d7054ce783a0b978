"""Personal links: signed, expiring, revocable. The token is told once, to the one who builds the letter."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from accounts.models import PersonalLink

AT_A_TIME = 500  # subjects in one statement: SQLite takes no more than a thousand
TOKEN_BYTES = 18  # 144 bits: cannot be guessed, and a QR code stays readable


class DeadLink(Exception):
    """The link opens nothing. ``reason`` is «unknown», «revoked» or «expired»; ``link`` is set for the last two."""

    def __init__(self, reason: str, link: PersonalLink | None = None):
        super().__init__(reason)
        self.reason = reason
        self.link = link


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"link.{purpose}", sep=".")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(*, purpose: str, subject: str, expires_at: datetime) -> str:
    """Make a link and return its token; only the hash is stored. ``expires_at`` is an aware point in time."""
    token = _signer(purpose).sign(secrets.token_urlsafe(TOKEN_BYTES))
    PersonalLink.objects.create(purpose=purpose, subject=subject, token_hash=_hash(token), expires_at=expires_at)
    return token


def issue_all(*, purpose: str, doors: Sequence[tuple[str, datetime]]) -> list[str]:
    """As ``issue``, for many (subject, point in time) in few statements. Returns the tokens in the same order."""
    tokens = [_signer(purpose).sign(secrets.token_urlsafe(TOKEN_BYTES)) for _ in doors]
    PersonalLink.objects.bulk_create(
        PersonalLink(purpose=purpose, subject=subject, token_hash=_hash(token), expires_at=expires_at)
        for token, (subject, expires_at) in zip(tokens, doors, strict=True)
    )
    return tokens


def find(*, purpose: str, token: str) -> PersonalLink:
    """The living link behind a token. Raises ``DeadLink``. Reads only: a mail scanner may open every link."""
    try:
        _signer(purpose).unsign(token)
    except BadSignature:
        raise DeadLink("unknown") from None
    link = PersonalLink.objects.filter(purpose=purpose, token_hash=_hash(token)).first()
    if link is None:
        raise DeadLink("unknown")
    if link.revoked_at:
        raise DeadLink("revoked", link)
    if link.expires_at <= timezone.now():
        raise DeadLink("expired", link)
    return link


def revoke(*, purpose: str, subject: str) -> int:
    """Close every open link to ``subject``; returns how many."""
    return PersonalLink.objects.about(purpose, subject).filter(revoked_at=None).update(revoked_at=timezone.now())


def revoke_under(*, purpose: str, prefix: str) -> int:
    """Close every open link whose subject starts with ``prefix``; returns how many."""
    opened = PersonalLink.objects.filter(purpose=purpose, subject__startswith=prefix, revoked_at=None)
    return opened.update(revoked_at=timezone.now())


def revoke_ending(*, purpose: str, ending: str) -> int:
    """Close every open link whose subject ends with ``ending``; returns how many."""
    opened = PersonalLink.objects.filter(purpose=purpose, subject__endswith=ending, revoked_at=None)
    return opened.update(revoked_at=timezone.now())


def prolong(*, purpose: str, prefix: str, expires_at: datetime) -> int:
    """Let the links whose subject starts with ``prefix`` live until ``expires_at``; revoked ones stay closed.

    Returns how many.
    """
    opened = PersonalLink.objects.filter(purpose=purpose, subject__startswith=prefix, revoked_at=None)
    return opened.update(expires_at=expires_at)


def open_subjects(*, purpose: str) -> set[str]:
    """What the links of a purpose that are not revoked lead to."""
    return set(PersonalLink.objects.filter(purpose=purpose, revoked_at=None).values_list("subject", flat=True))


def prolong_all(*, purpose: str, subjects: Iterable[str], expires_at: datetime) -> None:
    """As ``prolong``, for many whole subjects at a time."""
    wanted = sorted(subjects)
    for first in range(0, len(wanted), AT_A_TIME):
        opened = PersonalLink.objects.filter(purpose=purpose, revoked_at=None)
        opened.filter(subject__in=wanted[first : first + AT_A_TIME]).update(expires_at=expires_at)
