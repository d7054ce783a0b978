"""How a model says which of its fields hold personal data, why, and when it is erased.

A model carries ``personal_data = PersonalData(…)``. The privacy page is written from these, and
tests/accounts/test_personal_data.py fails for a field that may name a person and is not in one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a value is kept at most: ``until`` follows «slettes senest». The job that erases goes by ``days``; None
    while that job is not built (SECURITY.md)."""

    until: Promise
    days: int | None = None

    @property
    def time(self) -> timedelta:
        """Raises ``ValueError`` where nothing erases yet: no job may go by a length that nobody has said."""
        if self.days is None:
            raise ValueError("no job erases this yet")
        return timedelta(days=self.days)


AFTER_PROGRAMME = Kept(gettext_lazy("24 måneder etter at det siste programmet du var med i, er avsluttet"))
AFTER_ITS_PROGRAMME = Kept(gettext_lazy("24 måneder etter at programmet er avsluttet"))
AFTER_INTEREST = Kept(
    gettext_lazy("ett år etter at du fikk beskjed om programmet, eller to år etter at du meldte interesse"), days=365
)
INTEREST_UNTOLD = timedelta(days=2 * 365)  # from when it was given
AFTER_IMPORT = Kept(gettext_lazy("sju dager etter at regnearket ble sendt inn"), days=7)
AFTER_MEETING = Kept(gettext_lazy("seks måneder etter møtet"), days=183)
AFTER_GATHERING = Kept(gettext_lazy("seks måneder etter samlingen"), days=183)
AFTER_ACCOUNT = Kept(gettext_lazy("ett år etter at tilgangen er avsluttet"))


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Whose data a model holds, why, and who gave it. ``fields`` says for each field how long it is kept; ``labels``
    what it is called, where its own name does not say it."""

    whose: Promise
    why: Promise
    source: Promise
    fields: Mapping[str, Kept]
    labels: Mapping[str, Promise] = field(default_factory=dict)


def label(model: type[Model], name: str) -> str | Promise:
    """What the privacy page calls a field that is declared."""
    data = of(model)
    if data and name in data.labels:
        return data.labels[name]
    found: Any = model._meta.get_field(name)
    return found.verbose_name


def of(model: type[Model]) -> PersonalData | None:
    return getattr(model, "personal_data", None)


def declared() -> Iterator[tuple[type[Model], PersonalData]]:
    """Every model that holds personal data, from the lowest room up."""
    for room in reversed(list(apps.get_app_configs())):
        for model in room.get_models():
            if data := of(model):
                yield model, data
