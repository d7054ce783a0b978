from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from correspondence import bounces, return_boxes


class Command(BaseCommand):
    help = "Read what came back to BOUNCE_ADDRESS from BOUNCE_MAILBOX, and note it on the letters that it is about."

    def handle(self, *args, **options):
        if not settings.BOUNCE_MAILBOX:
            raise CommandError("BOUNCE_MAILBOX is not set: there is no mailbox to read (docs/operations.md).")
        try:
            counts = bounces.read_mailbox()
        except return_boxes.Unreachable as trouble:
            raise CommandError(f"The mailbox cannot be read: {trouble}.") from trouble
        self.stdout.write(f"Read {sum(counts.values())}.")
        for outcome, count in counts.items():
            if count:
                self.stdout.write(f"  {count} {outcome}: {bounces.OUTCOMES[outcome]}")
