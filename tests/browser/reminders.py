"""Fills a site's database with a round whose first reminder is due on 9 February 2027. Run as a module in its place."""

import os
from datetime import UTC, date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")
django.setup()

from tests import factories  # noqa: E402

ORGANISATIONS = 40


def build():
    programme = factories.round_with_deadline(date(2027, 2, 23))
    for _ in range(ORGANISATIONS):
        factories.invited_to(programme, at=datetime(2027, 1, 18, 9, tzinfo=UTC))


if __name__ == "__main__":
    build()
