from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """A letter belongs to the programme of its envelope. One in a cancelled envelope was dropped."""
    Envelope = apps.get_model("correspondence", "Envelope")
    Letter = apps.get_model("correspondence", "Letter")
    own = Envelope.objects.filter(pk=OuterRef("envelope"))
    Letter.objects.update(programme=Subquery(own.values("programme")[:1]))
    Letter.objects.filter(envelope__state="cancelled").update(is_dropped=True)


class Migration(migrations.Migration):

    dependencies = [("correspondence", "0003_letter_and_envelope_grow")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
