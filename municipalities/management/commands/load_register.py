from django.core.management.base import BaseCommand

from accounts import journal
from municipalities import register


class Command(BaseCommand):
    help = "Load the municipalities and county municipalities of data/register/, today's and those of 2020–2023."

    def handle(self, *args, **options):
        changed = register.load(by=journal.SYSTEM)
        self.stdout.write(
            f"{changed['organisations']} organisations and {changed['designations']} names and numbers new or changed."
        )
