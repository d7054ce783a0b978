"""Who holds which role, and who may give and take it.

An administrator gives everything. A national adviser gives advisers and process advisers in any region. An adviser
gives process advisers in her own regions, and a stand-in for herself. Who stands in for somebody gives nothing.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from programmes.models import Adviser, Region
from programmes.prepared import Prepared

Role = Adviser.Role


class Given(TextChoices):
    """What can be given on «Tilganger». The first two are of one region."""

    ADVISER = "adviser", gettext_lazy("Rådgiver i en region")
    PROCESS = "process", gettext_lazy("Prosessveileder i en region (leser og kommenterer)")
    NATIONAL = "national", gettext_lazy("Nasjonal rådgiver (alle regionene)")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")


def _rows(*, user: int, day: date) -> QuerySet:
    mine = Adviser.objects.in_force(day).filter(user=user)
    return mine.values_list("role", "region_id", "stands_in_for_id")


_held = Prepared(_rows)


@dataclass(frozen=True)
class Held:
    """What a user may do by her roles today (Norwegian time). One query, asked when it is needed."""

    user: User

    @cached_property
    def rows(self) -> list[tuple[str, int | None, int | None]]:
        """(role, region or None for all, for whom she stands in or None) of each reach in force."""
        if not self.user.is_authenticated or not self.user.is_active:
            return []
        return [tuple(row) for row in _held(user=self.user.pk, day=timezone.localdate())]

    @property
    def is_administrator(self) -> bool:
        return bool(self.user.is_authenticated and self.user.is_active and self.user.is_superuser)

    @property
    def any(self) -> bool:
        """She has some role: adviser, process adviser, stand-in or administrator."""
        return self.is_administrator or bool(self.rows)

    @cached_property
    def advises(self) -> frozenset[int | None]:
        """The regions (None: all) in which she is an adviser in her own right."""
        return frozenset(region for role, region, stands_in in self.rows if role == Role.ADVISER and not stands_in)

    @property
    def reaches_everything(self) -> bool:
        """She does in every region what an adviser does: an administrator, a national adviser, and who stands in for
        one. What she may give is another matter."""
        everywhere = any(role == Role.ADVISER and region is None for role, region, _stands_in in self.rows)
        return self.is_administrator or everywhere

    @property
    def is_national(self) -> bool:
        """In her own right: for what she may give, and to whom."""
        return None in self.advises

    @property
    def gives(self) -> bool:
        return self.is_administrator or bool(self.advises)

    def may_give(self, role: str, region: Region | None) -> bool:
        """«Adviser» with no region is the national adviser."""
        if self.is_administrator:
            return True
        if region is None:
            return False
        return self.is_national or (role == Role.PROCESS and region.pk in self.advises)

    def may_be_given(self) -> list[Given]:
        """By her."""
        if self.is_administrator:
            return list(Given)
        if self.is_national:
            return [Given.ADVISER, Given.PROCESS]
        return [Given.PROCESS] if self.gives else []

    def may_end(self, reach: Adviser) -> bool:
        """As giving it; and a stand-in goes when whoever she stands in for says so."""
        if reach.stands_in_for_id:
            return self.may_send_away(reach)
        return self.may_give(reach.role, reach.region)

    def may_send_away(self, reach: Adviser) -> bool:
        """A stand-in's reach, or one that somebody is to stand in for: her own, or one that she might give."""
        own = (reach.stands_in_for_id or reach.user_id) == self.user.pk
        return (own and self.gives) or self.may_give(reach.role, reach.region)

    def may_edit(self, region: Region) -> bool:
        """Where letters are answered, and who sends them."""
        return self.is_administrator or self.is_national or region.pk in self.advises

    def regions(self) -> QuerySet[Region]:
        """Whose roles she may see and give."""
        found = Region.objects.order_by("name")
        if self.is_administrator or self.is_national:
            return found
        return found.filter(pk__in=[region for region in self.advises if region])


def held_by(user: User) -> Held:
    return Held(user)
