"""Acts on who reaches what: giving, ending, standing in; and where a region is answered. Who may do which: reach.py."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts import journal
from accounts.actions import account_for, make_administrator
from accounts.journal import Actor
from accounts.models import User
from programmes.acting import ChangedMeanwhile
from programmes.models import Adviser, Region
from programmes.reach import Given

LONGEST_STAND_IN = timedelta(days=366)
Role = Adviser.Role


class Refused(Exception):
    """The reach cannot be given so."""


class HasMore(Refused):
    """She advises the region already, and may do all that a process adviser may."""


class StandsInForHerself(Refused):
    """Nobody stands in for herself."""


class NothingToStandInFor(Refused):
    """Whoever is away advises nothing in that time."""


class ClosedAccount(Refused):
    """The account with this address is closed, and nobody can sign in with it."""


@transaction.atomic
def let_in(*, email: str, name: str, given: str, region: Region | None, by: Actor) -> tuple[User, bool]:
    """Give a role (``Given``) to whoever has the address; she gets an account when she has none. ``region`` counts for
    the roles that have one. Returns her and whether anything is new. Raises ``Refused``."""
    user = _open_account(email, name, by)
    if given == Given.ADMINISTRATOR:
        return user, make_administrator(user=user, by=by)
    role = Role.PROCESS if given == Given.PROCESS else Role.ADVISER
    region = None if given == Given.NATIONAL else region
    held = Adviser.objects.filter(user=user, region=region, role=role, until=None).exists()
    give_reach(user=user, region=region, role=role, by=by)
    return user, not held


@transaction.atomic
def let_stand_in(*, email: str, name: str, absent: User, from_day: date, until: date, by: Actor) -> tuple[User, bool]:
    """``stand_in`` for whoever has the address, with an account made when she has none. Returns her and whether
    anything is new. Raises as ``stand_in``, and ``ClosedAccount``."""
    user = _open_account(email, name, by)
    return user, bool(stand_in(user=user, absent=absent, from_day=from_day, until=until, by=by))


def _open_account(email: str, name: str, by: Actor) -> User:
    user = account_for(email=email, name=name, by=by)
    if not user.is_active:
        raise ClosedAccount
    return user


@transaction.atomic
def give_reach(*, user: User, region: Region | None, by: Actor, role: str = Role.ADVISER) -> Adviser:
    """Let ``user`` advise ``region`` from today, or follow it as a process adviser; ``None`` is every region. Giving it
    twice changes nothing; a process adviser who becomes adviser is that instead. Raises ``HasMore``."""
    held = Adviser.objects.filter(user=user, region=region, until=None).first()
    if held and held.role == role:
        return held
    if held and role == Role.PROCESS:
        raise HasMore
    if held:
        end_reach(reach=held, by=by)
    today = timezone.localdate()
    try:
        with transaction.atomic():
            adviser = Adviser.objects.create(user=user, region=region, role=role, from_day=today)
    except IntegrityError:  # another window was quicker
        return Adviser.objects.get(user=user, region=region, until=None)
    journal.append(
        verb="adviser.reach_given", by=by, subject=user, scope=region, region=region.pk if region else None, role=role,
        reach=adviser.pk,
    )  # fmt: skip
    return adviser


@transaction.atomic
def end_reach(*, reach: Adviser, by: Actor) -> None:
    """From this moment she reaches nothing by it, and nobody stands in for her there. Raises ``ChangedMeanwhile`` when
    it has ended."""
    if not _end(reach):
        raise ChangedMeanwhile
    _say_ended(reach, by)
    if reach.stands_in_for_id:
        return
    stand_ins = Adviser.objects.not_over().filter(stands_in_for=reach.user_id, region=reach.region_id)
    for stand_in in stand_ins.select_related("user", "region").order_by("pk"):
        if _end(stand_in):
            _say_ended(stand_in, by)


def _end(reach: Adviser) -> bool:
    """Its last day becomes today, or its first where it has not begun; one that was over stays as it was."""
    today = timezone.localdate()
    last = max(today, reach.from_day or today)
    rows = Adviser.objects.not_over().filter(pk=reach.pk)
    return bool(rows.update(until=last, ended_at=timezone.now()))


def _say_ended(reach: Adviser, by: Actor) -> None:
    journal.append(
        verb="adviser.reach_ended", by=by, subject=reach.user, scope=reach.region, region=reach.region_id,
        role=reach.role, reach=reach.pk,
    )  # fmt: skip


@transaction.atomic
def stand_in(*, user: User, absent: User, from_day: date, until: date, by: Actor) -> list[Adviser]:
    """Let ``user`` do what ``absent`` does, in each of her regions, from the first to the last day (Norwegian, both
    included). Days that overlap another time of the same two are not given twice.

    Raises ``ValueError`` for days in the wrong order, over a year apart or all past; ``StandsInForHerself`` and
    ``NothingToStandInFor``.
    """
    if until < from_day or until < timezone.localdate() or until - from_day > LONGEST_STAND_IN:
        raise ValueError("a stand-in's days are in order, at most a year, and not all past")
    if user.pk == absent.pk:
        raise StandsInForHerself
    own = Adviser.objects.not_over().in_her_own_right().filter(user=absent, role=Role.ADVISER)
    reaches = list(own.select_related("region").order_by("pk"))
    if not reaches:
        raise NothingToStandInFor
    there = Adviser.objects.not_over().filter(user=user, stands_in_for=absent, from_day__lte=until, until__gte=from_day)
    taken = set(there.values_list("region_id", flat=True))
    made = [
        Adviser.objects.create(
            user=user, region=reach.region, role=Role.ADVISER, from_day=from_day, until=until, stands_in_for=absent
        )
        for reach in reaches
        if reach.region_id not in taken
    ]  # fmt: skip
    if made:
        journal.append(
            verb="adviser.stand_in_given", by=by, subject=user, absent=absent.pk, reaches=[row.pk for row in made],
            from_day=from_day.isoformat(), until=until.isoformat(),
        )  # fmt: skip
    return made


@transaction.atomic
def answer_region(*, region: Region, reply_to: str, sender_name: str, version: int, by: Actor) -> None:
    """Where letters of the region's programmes are answered, and whose name stands as their sender; empty: the site's.
    Raises ``ChangedMeanwhile``."""
    rows = Region.objects.filter(pk=region.pk, version=version)
    if not rows.update(reply_to=reply_to, sender_name=sender_name, version=F("version") + 1):
        raise ChangedMeanwhile
    journal.append(
        verb="region.answered", by=by, subject=region, scope=region, reply_to=bool(reply_to), sender=bool(sender_name)
    )
