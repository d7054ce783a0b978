"""Information meetings for tests, and people who come."""

from gatherings import registration_actions
from gatherings.models import Gathering
from municipalities.self_told import Said
from programmes.when import When
from tests import factories


def meeting(*, days=10, places=None, **fields):
    """An information meeting in so many days, of a programme that is announced and public."""
    programme = fields.pop("programme", None) or factories.OpenProgrammeFactory(
        state="announced", is_public=True, letters_from=None
    )
    when = fields.pop("when", When.day(factories.in_days(days)))
    return Gathering.objects.create(
        programme=programme, key=f"information-{Gathering.objects.count()}", order=90, kind="information_meeting",
        form="digital", places_total=places, **factories.when_fields(when), **fields,
    )  # fmt: skip


def said(email="kari@example.no", **given):
    values = {"name": "Kari Lien", "role": "rektor", "language": "nb", "organisation_name": "Hamar", **given}
    return Said(email=email, **values)


def registered(gathering, email="kari@example.no", **given):
    return registration_actions.register(gathering=gathering, said=said(email, **given))
