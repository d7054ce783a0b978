"""What «Tilganger» reads, within what its reader gives: her regions, or all of them; and whom to ask for more."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from accounts import second_factor
from accounts.models import User
from programmes.models import Adviser


def giver(request):
    """What the reader's roles let her do. Raises ``PermissionDenied`` for who gives nothing."""
    if not request.held.gives:
        raise PermissionDenied
    return request.held


def reaches(held):
    """Every reach that she may see, ended ones too: in her regions, and the national ones, whom everybody may ask."""
    return Adviser.objects.filter(Q(region__in=held.regions()) | Q(region=None)).for_list()


def reach_or_404(held, pk):
    return get_object_or_404(reaches(held), pk=pk)


def region_or_404(held, pk):
    return get_object_or_404(held.regions(), pk=pk)


def administrators():
    factors = second_factor.of(OuterRef("pk"))
    found = User.objects.filter(is_superuser=True, is_active=True).annotate(has_factor=Exists(factors))
    return found.order_by("name", "pk")


def administrator_or_404(pk):
    return get_object_or_404(administrators(), pk=pk)


def holder_or_404(pk):
    """Somebody who has a role now, or is to have it."""
    now = Adviser.objects.not_over().filter(user=OuterRef("pk"))
    return get_object_or_404(User.objects.filter(Q(is_superuser=True) | Exists(now)), pk=pk)


def may_be_away(held):
    """Those for whom she may choose a stand-in: herself, or whomever she might give the role."""
    if held.is_administrator:
        found = Adviser.objects.all()
    elif held.is_national:
        found = Adviser.objects.exclude(region=None) | Adviser.objects.filter(user=held.user)
    else:
        found = Adviser.objects.filter(user=held.user)
    own = found.not_over().in_her_own_right().filter(role=Adviser.Role.ADVISER, user__is_active=True)
    return User.objects.filter(pk__in=own.values("user")).order_by("name", "pk")


def stand_ins_of(user):
    """Times, now or to come, in which she stands in for somebody or somebody for her."""
    found = Adviser.objects.not_over().stand_ins().filter(Q(user=user) | Q(stands_in_for=user))
    return found.select_related("user", "region", "stands_in_for").order_by("from_day", "pk")
