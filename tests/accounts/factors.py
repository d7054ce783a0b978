"""Second factors in tests: codes as an app makes them (RFC 6238), and a session that has seen one."""

import base64
import hashlib
import hmac
import struct
import time

from accounts import second_factor
from tests import factories


def code_of(secret, at=None):
    """The six digits that an app shows for ``secret`` at a point in time (seconds since 1970), by RFC 6238."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_in_with_factor(client, user):
    """She is signed in, and this session has seen her app."""
    if not second_factor.of(user).exists():
        factories.with_factor(user)
    client.force_login(user)
    session = client.session
    session["second_factor"] = {"user": user.pk, "id": second_factor.of(user).first().pk, "at": time.time()}
    session.save()
