"""Which workers answer, asked through the broker and with little patience: a page waits for it."""

from kombu.exceptions import OperationalError

from absolutt.celery import app

PATIENCE = 1.0  # seconds
_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}


class NobodyToAsk(Exception):
    """The broker is away: whether a worker lives, nobody can tell."""


def that_answer() -> list[str]:
    """The names of those who answer within a second. One who is busy may not. Raises ``NobodyToAsk``."""
    try:
        with app.connection_for_write(transport_options=_ONCE) as connection:
            return sorted(app.control.inspect(timeout=PATIENCE, connection=connection).ping() or {})
    except (OperationalError, OSError) as trouble:
        raise NobodyToAsk from trouble
