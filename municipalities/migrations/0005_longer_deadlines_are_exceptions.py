from django.db import migrations


def to_exceptions(apps, schema_editor):
    """A longer deadline becomes an exception from the duty to answer; the journal knows who gave it."""
    participations = apps.get_model("municipalities", "Participation").objects.filter(extended_deadline__isnull=False)
    exceptions = apps.get_model("municipalities", "DutyException").objects
    lines = apps.get_model("accounts", "JournalEntry").objects.filter(verb="deadline.extended")
    for row in participations.iterator():
        line = lines.filter(subject=f"participation:{row.pk}").order_by("-pk").first()
        exceptions.create(
            participation=row,
            duty="signup.answer",
            day=row.extended_deadline,
            reason=row.extension_reason,
            given_by_id=line.actor_id if line else None,
            **({"given_at": line.at} if line else {}),
        )


def to_fields(apps, schema_editor):
    held = apps.get_model("municipalities", "DutyException").objects.filter(duty="signup.answer", ended_at=None)
    for row in held.exclude(day=None).select_related("participation"):
        row.participation.extended_deadline, row.participation.extension_reason = row.day, row.reason
        row.participation.save(update_fields=["extended_deadline", "extension_reason"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("municipalities", "0004_exceptions_from_duties"),
    ]

    operations = [
        migrations.RunPython(to_exceptions, to_fields),
    ]
