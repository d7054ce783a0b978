"""A programme with a plan, and its pages as an adviser walks them."""

from django.utils import timezone

from gatherings.models import Gathering
from programmes.models import Adviser, Programme
from programmes.when import When
from tests import factories


def sketch(**said):
    """A programme that nobody but its advisers knows."""
    programme = factories.OpenProgrammeFactory(**said)
    Programme.objects.filter(pk=programme.pk).update(state="sketch", letters_from=None)
    return Programme.objects.get(pk=programme.pk)


def process_adviser():
    user = factories.UserFactory()
    Adviser.objects.create(user=user, region=factories.RegionFactory(), role=Adviser.Role.PROCESS)
    return user


def path(programme, page=""):
    return f"/program/{programme.key}/plan/{page}"


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def shown(client, address):
    """What a form shows, as it would be posted back."""
    form = client.get(address).context["form"]
    found = {}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            found[name] = "on"
        elif value not in (None, False):
            found[name] = getattr(value, "pk", value)
    return found


def post(client, address, **said):
    """What the page shows, and what was filled in."""
    return client.post(address, shown(client, address) | said)


def many_gatherings(programme, count):
    for number in range(programme.gatherings.count() + 1, count + 1):
        row = Gathering(programme=programme, key=f"joint-{number}", order=number, kind="joint", number=number)
        row.when = When.day(timezone.localdate() + timezone.timedelta(days=30 * number))
        row.save()
