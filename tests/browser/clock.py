"""Runs the portal's programs at another time of another day, with the scheduler's pauses made short.

python -m tests.browser.clock 2027-02-09T08:05:00+00:00 celery -A absolutt worker …
python -m tests.browser.clock 2027-02-09T08:05:00+00:00 manage.py send_due

DIES_AT_LETTER=15 kills the program with -9, and its scheduler with it, while it puts its fifteenth letter into an
envelope: at the same place however fast the machine is.
"""

import os
import signal
import sys
from datetime import datetime

import time_machine


def main():
    moment, *sys.argv = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")
    time_machine.travel(datetime.fromisoformat(moment), tick=True).start()
    if number := os.environ.get("DIES_AT_LETTER"):
        _die_at_letter(int(number))
    if sys.argv[0] == "celery":
        from celery.__main__ import main as program

        _in_a_hurry()
        program()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


def _die_at_letter(number):
    """The letter is put into its envelope, and that is not yet committed."""
    import django

    django.setup()
    from correspondence import making

    put_into, seen = making.put_into, []

    def count(envelope, letter):
        is_put = put_into(envelope, letter)
        seen.extend([1] if is_put else [])
        if len(seen) == number:
            os.killpg(0, signal.SIGKILL)
        return is_put

    making.put_into = count


def _in_a_hurry():
    """The same scheduler and the same tasks, every second instead of every minute and every five. With PAUSE=2 every
    two seconds and every ten. None is too old, since the worker's clock may be another than the scheduler's."""
    from django.conf import settings

    import absolutt.celery  # noqa: F401  (names the settings)

    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        pause = os.environ.get("PAUSE")
        entry["schedule"] = float(pause) * min(entry["schedule"] / 60, 5) if pause else 1.0
        entry.get("options", {}).pop("expires", None)


if __name__ == "__main__":
    main()
