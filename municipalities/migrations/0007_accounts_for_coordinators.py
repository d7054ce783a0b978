from django.contrib.auth.hashers import make_password
from django.db import migrations


def give_accounts(apps, schema_editor):
    """Coordinators sign in now: those who were appointed before get an account too. It opens nothing by itself."""
    users = apps.get_model("accounts", "User").objects
    holdings = apps.get_model("municipalities", "Holding").objects.filter(until=None, seat__kind="coordinator")
    for holding in holdings.exclude(person__email="").select_related("person").iterator():
        person = holding.person
        if not users.filter(email__iexact=person.email).exists():
            users.create(email=person.email.lower(), name=person.name, password=make_password(None))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("municipalities", "0006_one_place_for_deadlines"),
    ]

    operations = [
        migrations.RunPython(give_accounts, migrations.RunPython.noop),
    ]
