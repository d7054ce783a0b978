import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from correspondence import timetable
from programmes.models import Programme


class Command(BaseCommand):
    help = "Show every letter that a programme's plan gives: from which day, when it goes, to whom, and why it moved."

    def add_arguments(self, parser):
        parser.add_argument("programme", metavar="PROGRAMME", help="the programme's key, as in its address")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, programme, format, **options):
        found = Programme.objects.filter(key=programme).prefetch_related("deadlines", "composition").first()
        if found is None:
            known = ", ".join(Programme.objects.order_by("key").values_list("key", flat=True))
            raise CommandError(f"There is no programme «{programme}». These are there: {known or 'none'}.")
        with translation.override("nb"):
            rows = [_row(entry) for entry in timetable.of_programme(found)]
        if format == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            day = row["send_on"] or "-"
            state = row["state"] + (f" ({row['reason']})" if row["reason"] else "")
            built = "" if row["is_built"] else "  [not sent yet: the portal has no such thing]"
            self.stdout.write(f"{day:10}  {row['key']:24}  {row['anchor']}  → {row['audience']}  {state}{built}")


def _row(entry):
    return {
        "key": entry.rule.key,
        "anchor": entry.anchor.label,
        "anchor_date": _iso(entry.anchor.day),
        "planned_on": _iso(entry.planned_on),
        "send_on": _iso(entry.send_on),
        "audience": str(entry.rule.audience),
        "state": str(entry.state),
        "reason": str(entry.reason),
        "is_built": entry.is_built,
        "sent": entry.sent,
        "ready": entry.ready,
    }


def _iso(day):
    return day.isoformat() if day else None
