"""A part of what is told about a programme: rows in an order, edited one by one. They are listed in content.py and
setup.py."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from programmes.models import Programme
from programmes.norm_forms import ContentForm


@dataclass(frozen=True, slots=True)
class Part:
    """``key`` is what the journal calls it, ``slug`` stands in addresses. ``kinds`` are those of a table that holds
    several parts. ``title`` heads the part, ``new`` and ``change`` the page of one row; ``about`` says what it is.
    ``home`` is the address by name of the page that all such parts stand on."""

    key: str
    slug: str
    model: type[models.Model]
    form: type[ContentForm]
    title: Any
    new: Any
    change: Any
    about: Any
    kinds: tuple[str, ...] = ()
    home: str = "content"

    @property
    def home_title(self) -> str:
        return _("Oppsett") if self.home == "setup" else _("Innhold")

    def rows(self, programme: Programme) -> models.QuerySet:
        """The part's rows in their order."""
        rows = self.model._default_manager.filter(programme=programme)
        if self.kinds:
            return rows.filter(kind__in=self.kinds).order_by(_in_the_order_of(self.kinds), "order")
        return rows.order_by("order")

    def beside(self, row: models.Model) -> models.QuerySet:
        """The rows that ``row`` has its place among, itself with them: those of the same kind."""
        rows = self.model._default_manager.filter(programme=row.programme_id)  # type: ignore[attr-defined]
        return rows.filter(kind=row.kind) if self.kinds else rows  # type: ignore[attr-defined]


def _in_the_order_of(kinds: tuple[str, ...]) -> models.Case:
    return models.Case(*(models.When(kind=kind, then=place) for place, kind in enumerate(kinds)))
