"""Rate limits, counted in the cache that all web processes share."""

import hashlib

from django.conf import settings
from django.core.cache import cache


def spend(what, who, *, most, seconds):
    """Count one try of ``what`` by ``who``. False when more than ``most`` came within ``seconds``."""
    key = "limit:" + hashlib.sha256(f"{what}:{who}".encode()).hexdigest()  # no address stands in the cache
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, timeout=seconds)
        return True


def client_address(request):
    """The client's address, behind as many proxies as settings.TRUSTED_PROXIES says may be believed."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")
