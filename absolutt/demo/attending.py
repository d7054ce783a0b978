"""What the groups of Møre og Romsdal have answered about their first gathering: everybody, half of them, and one seat
that changed hands afterwards. All on the day the groups were asked for, when the invitation may go."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from absolutt.demo import people
from absolutt.demo.rounds import Act, Round
from gatherings import answer_actions
from gatherings.answer_actions import Said, SeatSaid
from gatherings.answer_duty import closes_at, deadline_of
from gatherings.attending import Attendee, attendance_of
from gatherings.models import Gathering, SeatAnswer
from municipalities.models import Participation, Person

COMES, CANNOT, NOTHING = SeatAnswer.Choice.COMES, SeatAnswer.Choice.CANNOT, ""
DEPUTY = SeatAnswer.Choice.DEPUTY
DEPUTIES = {"Ålesund": "Signe Vassbotn", "Molde": "Torkel Hagset"}

BY_COORDINATORS = (
    # organisation, what each seat answers in the order the group was registered, the coordinator last
    ("Møre og Romsdal fylkeskommune", (COMES, COMES, COMES, CANNOT, COMES, COMES)),
    ("Ålesund", (COMES, DEPUTY, COMES, COMES, NOTHING, COMES, COMES, COMES, COMES)),
    ("Volda", (COMES, NOTHING, COMES, COMES)),
)
BY_LINK = (
    # organisation, the seat's place in the order, what she answers
    ("Molde", 0, COMES),
    ("Molde", 2, DEPUTY),
    ("Hareid", 1, CANNOT),
)
# She answered before another took over her place: what she said is a question to the new one.
REPLACED = ("Volda", "Vebjørn Osvoll", "Ingeborg Velsvik")


def script(story: Round, day: int) -> Iterator[Act]:
    for number, (name, choices) in enumerate(BY_COORDINATORS):
        yield story.on(day, _for_group, story, name, choices, hour=14, minute=number * 10)
    for number, (name, place, choice) in enumerate(BY_LINK):
        yield story.on(day, _own, story, name, place, choice, hour=15, minute=number * 10)
    yield story.on(day, story.replace, *REPLACED, hour=16)


def _for_group(story: Round, name: str, choices: Sequence[str]) -> None:
    row, gathering = story.row(name), _first(story)
    asked = zip(_asked(gathering, row), choices, strict=True)
    said = [_said(seat, choice, name) for seat, choice in asked if choice]
    is_late = _is_late(gathering, row)
    answer_actions.answer_for_group(
        gathering=gathering, participation=row, said=said, version=gathering.version, as_adviser=is_late,
        by=story.adviser if is_late else story.coordinator_of(row),
    )  # fmt: skip


def _own(story: Round, name: str, place: int, choice: str) -> None:
    """From her letter; in summer and at Christmas the deadline may have passed, and the adviser wrote it down."""
    row, gathering = story.row(name), _first(story)
    seat = _asked(gathering, row)[place]
    if _is_late(gathering, row):
        answer_actions.answer_for_group(
            gathering=gathering, participation=row, said=[_said(seat, choice, name)], version=gathering.version,
            by=story.adviser, as_adviser=True,
        )  # fmt: skip
        return
    answer_actions.answer_own(
        gathering=gathering, participation=row, person=Person.objects.get(pk=seat.person),
        said=[_said(seat, choice, name)], version=gathering.version,
    )  # fmt: skip


def _first(story: Round) -> Gathering:
    row = story.programme.gatherings.get(kind=Gathering.Kind.JOINT, number=1)
    row.programme = story.programme
    return row


def _asked(gathering: Gathering, row: Participation) -> list[Attendee]:
    return attendance_of(gathering.programme, [gathering], [row.pk])[gathering.pk][row.pk]


def _said(seat: Attendee, choice: str, name: str) -> SeatSaid:
    who = DEPUTIES[name] if choice == DEPUTY else ""
    deputy = {"deputy_name": who, "deputy_email": people.address(who)} if who else {}
    days = tuple(Said(day=day, choice=choice, **deputy) for day in seat.days)
    return SeatSaid(seat=seat.seat, person=seat.person, days=days)


def _is_late(gathering: Gathering, row: Participation) -> bool:
    deadline = deadline_of(gathering, row)
    return deadline is None or timezone.now() >= closes_at(deadline)
