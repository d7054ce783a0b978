from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from correspondence import making, outbox, planning, quiet, tasks
from correspondence.models import Envelope


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"«{text}» is no day. Write it as YYYY-MM-DD, for example 2027-01-25.") from None


class Command(BaseCommand):
    help = "Show which dated letters a day has, to whom, why, and what is held back; then make and send them."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=_day, metavar="DATE", help="YYYY-MM-DD; without it, today")
        parser.add_argument("--dry-run", action="store_true", help="only show; writes and sends nothing")

    def handle(self, *args, on, dry_run, **options):
        self._refuse_an_empty_folder()
        today = timezone.localdate()
        day = on or today
        if day != today and not dry_run:
            raise CommandError(f"Only today's letters can be sent. Add --dry-run to see what {day} has.")
        self._show(day)
        if dry_run:
            return
        made = making.make(day)
        sent = outbox.send_due(most=tasks.MOST)
        self.stdout.write(f"Made {made}. " + ", ".join(f"{what} {count}" for what, count in sent.items()) + ".")
        held = Envelope.objects.held().count()
        if held:
            self.stdout.write(f"Sending stands still: {held} e-mails wait for a pause to end.")
        if made and not quiet.lets_dated_letters_go(timezone.now()):
            self.stdout.write("Dated letters leave from 09.00 on ordinary days: the worker sends them then.")

    def _refuse_an_empty_folder(self):
        if Envelope._meta.db_table not in connection.introspection.table_names():
            raise CommandError(
                f"There is no portal in {connection.settings_dict['NAME']}. Start it first, and give this command the "
                "same DATA_DIR (or DATABASE_URL) that bin/serve was given."
            )

    def _show(self, day):
        if quiet.is_quiet(day):
            self.stdout.write(f"{day} is a quiet day: no dated letters. The next ordinary day is {quiet.forward(day)}.")
        found = planning.due(day)
        first = day if day > timezone.localdate() else date.min  # today has what was missed before, too
        going = [row for row in found if not row.held_back and row.day >= first]
        missed = [row for row in found if not row.held_back and row.day < first]
        self.stdout.write(f"{day}: {len(going)} letters in {len({row.address for row in going})} e-mails.")
        self._list(going, day)
        if missed:
            self.stdout.write(f"Only if it did not go on its day: {len(missed)}.")
            self._list(missed, day)
        held = [row for row in found if row.held_back]
        if held:
            self.stdout.write(f"Held back: {len(held)}.")
        for row in held:
            self.stdout.write(f"  {row.rule}  {_to(row)}  {row.held_back}")

    def _list(self, rows, day):
        hour = timezone.localtime(quiet.sending_time(day))
        for row in sorted(rows, key=lambda row: row.address):
            state = " [made]" if row.is_made else ""
            self.stdout.write(f"  {hour:%H.%M}  {row.day}  {row.rule}  {_to(row)}  {row.why}{state}")


def _to(row):
    """«anders@example.no (copy)  Lom kommune, ABSOLUTT Innlandet»; a letter without a reader names its programme."""
    address = f"{row.address} (copy)" if row.is_copy else row.address
    organisation = f"{row.participation.full_name}, " if row.participation else ""
    return "  ".join(part for part in (address, f"{organisation}{row.programme.title}") if part)
