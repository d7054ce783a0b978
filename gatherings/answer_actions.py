"""Acts on what groups answer about gatherings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from accounts.personal import AFTER_GATHERING
from gatherings.answer_duty import closes_at, deadline_of
from gatherings.attending import Attendee, attendance_of
from gatherings.models import Gathering, SeatAnswer
from municipalities.models import Participation, Person, Seat
from programmes.acting import ChangedMeanwhile, Closed, refuse_archived

Choice, Via = SeatAnswer.Choice, SeatAnswer.Via


class NotAsked(Closed):
    """Nobody is asked: the gathering has no decided day, or the participation is not signed up."""


class TooLate(Closed):
    """The answer deadline has passed: the adviser can still write the answer down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said about one day. The deputy's name and address belong to the choice ``deputy``, and to no other."""

    day: date
    choice: str
    deputy_name: str = ""
    deputy_email: str = ""

    def __post_init__(self) -> None:
        sends = self.choice == Choice.DEPUTY
        if self.choice not in Choice.values or bool(self.deputy_name) != sends or bool(self.deputy_email) != sends:
            raise ValueError("a deputy has a name and an address, and nobody else is named")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSaid:
    """What is said for one seat, about every day of the gathering. ``person`` is the key of its holder and ``seen`` its
    newest answer's, 0 for none, as the page showed them: an answer for Kari is none for who took over from her."""

    seat: int
    person: int
    days: tuple[Said, ...]
    seen: int = 0


@transaction.atomic
def answer_own(
    *, gathering: Gathering, participation: Participation, person: Person, said: Iterable[SeatSaid], version: int
) -> int:
    """She answers by her link, for the seats she holds. Returns for how many seats something was new.

    ``version`` is the gathering's: whoever has seen another date answers about nothing. Raises ``TooLate`` after the
    answer deadline's midnight (Norwegian time), ``NotAsked``, ``ChangedMeanwhile``, also when a seat is not hers any
    more, and ``Archived`` (``Closed``).
    """
    source = {"via": Via.LINK, "person": person}
    return _answer(gathering, participation, list(said), version, Actor(ref=person.reference), lambda seat: source)


@transaction.atomic
def answer_for_group(
    *,
    gathering: Gathering,
    participation: Participation,
    said: Iterable[SeatSaid],
    version: int,
    by: Actor,
    as_adviser: bool = False,
) -> int:
    """The coordinator answers for one or several of the group, or the adviser does (``as_adviser``), who may do so also
    after the deadline. Returns and raises as ``answer_own``."""  # fmt: skip
    user = by.user
    if user is None:
        raise ValueError("somebody who has signed in answers for a group")

    def source(seat: Attendee) -> dict[str, Any]:
        herself = seat.address.lower() == user.email.lower()
        via = Via.ADVISER if as_adviser else Via.SIGNED_IN if herself else Via.COORDINATOR
        return {"via": via, "registered_by": user}

    return _answer(gathering, participation, list(said), version, by, source, is_late_allowed=as_adviser)


def _answer(gathering, participation, said, version, by, source, *, is_late_allowed=False) -> int:
    """One seat at a time, and one line about all of them. The gathering's row is held, so that two who answer for the
    same seat come one after the other, and neither over an answer that she has not seen."""
    programme = participation.programme
    refuse_archived(programme)
    held = Gathering.objects.select_for_update(no_key=True).filter(pk=gathering.pk, programme=programme).first()
    if held is None or held.version != version:
        raise ChangedMeanwhile
    held.programme = programme
    if not held.days_to_answer or not _is_signed_up(participation):
        raise NotAsked
    if not is_late_allowed and timezone.now() >= closes_at(deadline_of(held, participation)):
        raise TooLate
    # A seat that changes hands now waits, and so nobody's answer is dated after another has come to her seat
    seats = Seat.objects.select_for_update(no_key=True).filter(pk__in=[one.seat for one in said])
    list(seats.order_by("pk").values_list("pk"))
    asked = {row.seat: row for row in attendance_of(programme, [held], [participation.pk])[held.pk][participation.pk]}
    written = {one.seat: one for one in said if _is_new(_asked_for(one, asked, source), one)}
    for one in written.values():
        _write(held, one, asked[one.seat], source(asked[one.seat]))
    if written:
        _say(held, participation, written, source(asked[next(iter(written))])["via"], by)
    return len(written)


def _is_signed_up(participation: Participation) -> bool:
    rows = Participation.objects.filter(pk=participation.pk, state=Participation.State.SIGNED_UP)
    return rows.exists()


def _asked_for(one: SeatSaid, asked: Mapping[int, Attendee], source) -> Attendee:
    """The seat as it is now. Somebody else's, or one that nobody holds any more: the page is old."""
    seat = asked.get(one.seat)
    if seat is None or seat.person != one.person:
        raise ChangedMeanwhile
    person = source(seat).get("person")
    if person is not None and seat.person != person.pk:
        raise ChangedMeanwhile
    if tuple(each.day for each in one.days) != seat.days:
        raise ValueError("every day of the gathering is answered, in order")
    return seat


def _is_new(seat: Attendee, one: SeatSaid) -> bool:
    """Saying what holds already, as by a second press, changes nothing, whatever was seen."""
    now = {day: (given.choice, given.deputy_name, given.deputy_address) for day, given in seat.answers.items()}
    if now == {each.day: (each.choice, each.deputy_name, each.deputy_email) for each in one.days}:
        return False
    if seat.newest != one.seen:
        raise ChangedMeanwhile
    return True


def _write(gathering: Gathering, one: SeatSaid, seat: Attendee, source: dict[str, Any]) -> None:
    """The new answers take the place of all that held, also of one about a day that the gathering has no more."""
    now = timezone.now()
    SeatAnswer.objects.holding().filter(gathering=gathering, seat=seat.seat).update(replaced_at=now)
    SeatAnswer.objects.bulk_create(
        SeatAnswer(
            gathering=gathering, seat_id=seat.seat, day=each.day, choice=each.choice, deputy_name=each.deputy_name,
            deputy_email=each.deputy_email, at=now, **source,
        )
        for each in one.days
    )  # fmt: skip


def _say(gathering, participation, written: Mapping[int, SeatSaid], via: str, by: Actor) -> None:
    """Which seats, and what each chose: no name and no address."""
    journal.append(
        verb="gathering.answered", by=by, subject=participation, scope=participation.programme, gathering=gathering.pk,
        via=via, choices={str(seat): [each.choice for each in one.days] for seat, one in written.items()},
    )  # fmt: skip


def erase_old_deputies() -> int:
    """Forget the deputies of gatherings that ended longer ago than the privacy page says; of one without a day any
    more, from the day that was answered about. Returns how many answers named one."""
    limit = timezone.localdate() - AFTER_GATHERING.time
    old = SeatAnswer.objects.filter(choice=Choice.DEPUTY, erased_at=None, day__lt=limit)
    old = old.exclude(gathering__precision__in=("day", "range"), gathering__end__gte=limit)
    return old.update(deputy_name="", deputy_email="", erased_at=timezone.now())
