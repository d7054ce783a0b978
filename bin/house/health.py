"""Asks the portal on this machine how it is."""

import http.client

# Behind any address (0.0.0.0 and :: included) the portal also listens on this one; another HOST is asked itself.
_EVERY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound here


def status(host: str, port: int, host_header: str, *, patience: float = 5.0) -> int | None:
    """The status of GET /health, or None when nothing answers within ``patience`` seconds."""
    connection = http.client.HTTPConnection(_EVERY.get(host, host), port, timeout=patience)
    try:
        connection.request("GET", "/health", headers={"Host": host_header})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
