from django.db import migrations, models
from django.db.models import F


def begin_where_the_files_are(apps, schema_editor):
    """Calendar files that are out there carry the version as their number: ours never falls below it."""
    apps.get_model("gatherings", "Gathering").objects.update(sequence=F("version"))


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0006_answers_to_gatherings'),
    ]

    operations = [
        migrations.AddField(
            model_name='gathering',
            name='sequence',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(begin_where_the_files_are, migrations.RunPython.noop, elidable=True),
    ]
