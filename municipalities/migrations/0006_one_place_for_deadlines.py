from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0005_longer_deadlines_are_exceptions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='participation',
            name='municipalities_participation_extension_has_reason',
        ),
        migrations.RemoveField(
            model_name='participation',
            name='extended_deadline',
        ),
        migrations.RemoveField(
            model_name='participation',
            name='extension_reason',
        ),
    ]
