"""Rate limits, counted in the cache that all web processes share."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache


def spend(what, who, *, most, seconds):
    """Take one of ``most`` places for ``what`` by ``who``, each free again after ``seconds``. False when all are taken.

    ``add`` is the one step that every cache does at once, and with its own time: the database cache's ``incr`` is
    neither, and would forget an hour's limit after five minutes.
    """
    name = hashlib.sha256(f"{what}:{who}".encode()).hexdigest()  # no address stands in the cache
    return any(cache.add(f"limit:{name}:{place}", 1, timeout=seconds) for place in range(most))


def client_address(request):
    """The client's address, behind as many proxies as settings.TRUSTED_PROXIES says may be believed.

    An IPv6 client owns a whole /64 network, so that is what is counted.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        address = forwarded[-settings.TRUSTED_PROXIES]
    return f"{ipaddress.ip_network((address, 64), strict=False)}" if ":" in address else address
