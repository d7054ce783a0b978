from django.core.management.base import BaseCommand

from accounts import journal_guard


class Command(BaseCommand):
    help = "Put back the triggers that keep journal lines from being changed or deleted."
    requires_system_checks = []

    def handle(self, *args, **options):
        missing = journal_guard.missing()
        journal_guard.install()
        self.stdout.write(f"Put back: {', '.join(missing)}" if missing else "Nothing was missing.")
