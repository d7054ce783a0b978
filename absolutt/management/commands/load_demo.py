from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from absolutt import demo


class Command(BaseCommand):
    help = "Load the demo: a round in sign-up for Innlandet, with invented people. Refuses on a site that is no demo."

    def handle(self, *args, **options):
        if not settings.DEMO or settings.MAIL_SERVER:
            raise CommandError("This site is no demo (DEMO=1, no EMAIL_URL): demo people are not loaded here.")
        self.stdout.write("The demo is loaded." if demo.load() else "The demo is there already.")
