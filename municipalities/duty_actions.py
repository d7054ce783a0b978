"""Acts on duties: «utsatt frist» and «fritatt», with a reason and who gave it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from municipalities import signup_links
from municipalities.acting import ChangedMeanwhile, bump
from municipalities.duties import duty_with
from municipalities.models import ANSWER, DutyException, Participation


@transaction.atomic
def extend(*, participation: Participation, duty: str, day: date, reason: str, version: int, by: Actor) -> None:
    """«Utsatt frist»: the participation has until the end of ``day`` (Norwegian time). An earlier exception from the
    same duty ends. For the answer its links live as long, and who was invited and has not answered is written to.

    Raises ``ValueError`` for a day that has been or that is not after the programme's own day, and
    ``ChangedMeanwhile``.
    """
    own = duty_with(duty, participation.programme).due(participation.programme)
    if day < timezone.localdate() or (own.has_day and own.end is not None and day <= own.end):
        raise ValueError("an extension ends today or later, and after the programme's own day")
    _except(participation, duty, day, reason, version, by)
    if duty == ANSWER:
        signup_links.follow_deadline(participation)
    verb = "deadline.extended" if duty == ANSWER else "duty.extended"
    journal.append(
        verb=verb, by=by, subject=participation, scope=participation.programme, duty=duty, day=day.isoformat()
    )


@transaction.atomic
def waive(*, participation: Participation, duty: str, reason: str, version: int, by: Actor) -> None:
    """«Fritatt»: the participation does not owe this duty. Raises ``ChangedMeanwhile``."""
    _except(participation, duty, None, reason, version, by)
    journal.append(verb="duty.waived", by=by, subject=participation, scope=participation.programme, duty=duty)


@transaction.atomic
def except_several(
    *, participations: Iterable[Participation], duty: str, day: date | None, reason: str, by: Actor
) -> int:
    """The same for several: «utsatt frist» to ``day``, or «fritatt» where there is none. Returns how many.

    Raises ``ChangedMeanwhile`` when one is not as its ``version`` says, and ``ValueError`` as ``extend``; then nobody
    has got it.
    """
    count = 0
    for participation in participations:
        common: dict[str, Any] = {"participation": participation, "duty": duty, "reason": reason, "by": by}
        if day is None:
            waive(version=participation.version, **common)
        else:
            extend(day=day, version=participation.version, **common)
        count += 1
    return count


@transaction.atomic
def end_exception(*, participation: Participation, duty: str, version: int, by: Actor) -> None:
    """The programme's own day counts again. Raises ``ChangedMeanwhile`` when no exception holds."""
    bump(participation, version)
    if not _held(participation, duty).update(ended_at=timezone.now()):
        raise ChangedMeanwhile
    _forget_known(participation)
    if duty == ANSWER:
        signup_links.follow_deadline(participation)
    journal.append(verb="duty.exception_ended", by=by, subject=participation, scope=participation.programme, duty=duty)


def _except(participation: Participation, duty: str, day: date | None, reason: str, version: int, by: Actor) -> None:
    bump(participation, version)
    _held(participation, duty).update(ended_at=timezone.now())
    DutyException.objects.create(participation=participation, duty=duty, day=day, reason=reason, given_by=by.user)
    _forget_known(participation)


def _held(participation: Participation, duty: str) -> QuerySet[DutyException]:
    return DutyException.objects.filter(participation=participation, duty=duty, ended_at=None)


def _forget_known(participation: Participation) -> None:
    """Exceptions that were read before are read anew."""
    getattr(participation, "_prefetched_objects_cache", {}).pop("exceptions", None)
