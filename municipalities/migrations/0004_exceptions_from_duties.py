import django.utils.timezone
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0003_one_responsible_coordinator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=40)),
                ('day', models.DateField(blank=True, null=True, verbose_name='ny frist')),
                ('reason', models.CharField(max_length=200, verbose_name='grunn')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='dutyexception',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutyexception',
            name='participation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='municipalities.participation'),
        ),
        migrations.AddConstraint(
            model_name='dutyexception',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('participation', 'duty'), name='municipalities_exception_one_holds'),
        ),
        migrations.AddConstraint(
            model_name='dutyexception',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='municipalities_exception_has_reason'),
        ),
    ]
