import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0004_programme_of_each_letter'),
        ('municipalities', '0001_initial'),
        ('programmes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='envelope',
            name='correspondence_envelope_copy_has_no_person',
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='correspondence_letter_to_mailbox_once',
        ),
        migrations.RemoveField(
            model_name='envelope',
            name='is_copy',
        ),
        migrations.RemoveField(
            model_name='envelope',
            name='participation',
        ),
        migrations.RemoveField(
            model_name='envelope',
            name='programme',
        ),
        migrations.AlterField(
            model_name='letter',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='programmes.programme'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.UniqueConstraint(condition=models.Q(('day__isnull', False)), fields=('address', 'day'), name='correspondence_envelope_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('participation__isnull', False), ('person', None), ('user', None)), fields=('rule', 'participation', 'is_copy', 'occasion'), name='correspondence_letter_to_mailbox_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('rule', 'participation', 'user', 'occasion'), name='correspondence_letter_to_user_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('participation', None)), fields=('rule', 'programme', 'person', 'occasion'), name='correspondence_letter_of_programme_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('participation', None)), fields=('rule', 'programme', 'user', 'occasion'), name='correspondence_letter_of_programme_to_user_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('participation__isnull', False), ('person', None), ('user', None)), models.Q(('is_copy', False), ('person', None), ('user__isnull', False)), models.Q(('is_copy', False), ('person__isnull', False), ('user', None)), _connector='OR'), name='correspondence_letter_has_one_reader'),
        ),
    ]
