from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from absolutt.loading.reader import BadFile, read
from absolutt.loading.writer import write
from accounts import journal


class Command(BaseCommand):
    help = "Load programmes from a YAML file (docs/programme-file.md). A bad file changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            outcome = write(read(file), by=journal.SYSTEM)
        except BadFile as bad:
            raise CommandError(f"{file} was not loaded:\n" + "\n".join(f"  {fault}" for fault in bad.faults)) from bad
        for key, what in outcome.items():
            self.stdout.write(f"{key}: {what}")
