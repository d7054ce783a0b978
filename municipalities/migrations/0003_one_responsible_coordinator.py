from django.db import migrations


def make_responsible(apps, schema_editor):
    """Until now a participation had at most one coordinator: she is the responsible one."""
    apps.get_model("municipalities", "Seat").objects.filter(kind="coordinator").update(is_responsible=True)


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0002_seats_of_the_group"),
    ]

    operations = [
        migrations.RunPython(make_responsible, migrations.RunPython.noop),
    ]
