"""Fills a site's database with a day: reminders due on 9 February 2027, and an information meeting to register for.

    python -m tests.faults.world 2000

One director in ten has two municipalities, whose letters leave in one envelope. Prints the meeting's address.
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402

from municipalities.models import Holding, Participation, Person, Seat  # noqa: E402
from programmes.when import When  # noqa: E402
from tests import factories  # noqa: E402
from tests.gatherings.meetings import meeting  # noqa: E402

DAY, INVITED = date(2027, 2, 9), datetime(2027, 1, 18, 9, tzinfo=UTC)
ORGANISATIONS = 350  # in each programme


def prepare():
    """As manage.py prepare, without the register."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if "cache" in settings.DATABASES:
        call_command("createcachetable", database="cache", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)


def build(letters):
    organisations = [factories.OrganisationFactory() for _ in range(min(letters, ORGANISATIONS))]
    rows = []
    while len(rows) < letters:
        programme = factories.round_with_deadline(DAY + timedelta(days=14))
        rows += [
            Participation(programme=programme, organisation=one, state="invited", invited_at=INVITED)
            for one in organisations[: letters - len(rows)]
        ]
    rows = Participation.objects.bulk_create(rows)
    seats = Seat.objects.bulk_create(Seat(participation=row, kind=Seat.Kind.DIRECTOR) for row in rows)
    two = letters // 11
    people = Person.objects.bulk_create(
        Person(name=f"Anders Bakke {number}", email=f"direktor{number}@kommune.example.no")
        for number in range(letters - two)
    )
    whose = [*people, *people[::10][:two]]
    Holding.objects.bulk_create(
        Holding(seat=seat, person=person, since=INVITED) for seat, person in zip(seats, whose, strict=True)
    )
    return meeting(when=When.day(date(2027, 3, 1)))


if __name__ == "__main__":
    prepare()
    held = build(int(sys.argv[1]))
    sys.stdout.write(reverse("information_meeting", args=[held.programme.key, held.pk]))
