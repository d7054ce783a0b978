from django.db import migrations, models


def number_the_headings(apps, schema_editor):
    sheets = apps.get_model("municipalities", "AnswerImport").objects
    sheets.filter(has_heading=False).update(heading_row=0)


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0012_comments"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerimport",
            name="heading_row",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.RunPython(number_the_headings, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name="answerimport",
            name="has_heading",
        ),
    ]
