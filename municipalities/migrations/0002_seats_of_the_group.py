import programmes.words
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='holding',
            options={'ordering': ['-pk']},
        ),
        migrations.AlterModelOptions(
            name='seat',
            options={'ordering': ['pk']},
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='municipalities_seat_kind_once',
        ),
        migrations.AddField(
            model_name='holding',
            name='is_contact',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='participation',
            name='director_supports',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='participation',
            name='group_confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='participation',
            name='reference_body',
            field=models.CharField(blank=True, max_length=120, verbose_name='referansegruppe'),
        ),
        migrations.AddField(
            model_name='seat',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='is_responsible',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='seat',
            name='level',
            field=models.CharField(blank=True, choices=[('political', 'Folkevalgt'), ('administrative', 'Administrativ ledelse'), ('professional', 'Fag og tjenester'), ('youth', 'Barn og unge'), ('union', 'Tillitsvalgt')], max_length=20, verbose_name='nivå'),
        ),
        migrations.AddField(
            model_name='seat',
            name='role',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='seat',
            name='title',
            field=programmes.words.WordsField(blank=True, default=programmes.words.Words),
        ),
        migrations.AddField(
            model_name='seat',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='seat',
            name='kind',
            field=models.CharField(choices=[('director', 'Kommunedirektør'), ('coordinator', 'Koordinator'), ('member', 'Medlem'), ('reference', 'Referansegruppe')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'director')), fields=('participation',), name='municipalities_seat_one_director'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None), ('is_responsible', True)), fields=('participation',), name='municipalities_seat_one_responsible'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('is_responsible', False), ('kind', 'coordinator'), _connector='OR'), name='municipalities_seat_responsible_coordinates'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['member', 'reference']), models.Q(('level', ''), ('role', '')), _connector='OR'), name='municipalities_seat_role_in_group'),
        ),
    ]
