"""«Svar på fellessamling 2»: a duty for each gathering of the whole group, from the day its invitation goes to its last
day. Declared here as the duties of every programme are in municipalities/duties.py, which asks this room for them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from gatherings.answering import INVITED_BEFORE, Answering, answering
from gatherings.attending import Attendee, Tally, attendance_now, tally
from gatherings.models import Gathering
from gatherings.overview import kind_text
from municipalities.duties import Derived, Source, group_day
from municipalities.models import Participation, Seat
from programmes.duties import Duty
from programmes.models import Programme
from programmes.when import When

PREFIX = "gathering.answer:"


def key_of(gathering: Gathering) -> str:
    return f"{PREFIX}{gathering.pk}"


def gathering_of(key: str) -> int | None:
    """The key of the gathering that a duty is about; None for any other duty."""
    return int(key.removeprefix(PREFIX)) if key.startswith(PREFIX) else None


# No invitation goes earlier: quiet days before it move it by a month and a bit at most
LONG_BEFORE = INVITED_BEFORE + timedelta(days=45)


def declared(programme: Programme) -> list[Duty]:
    """Those to come, also before anybody is invited. One query."""
    rows = programme.gatherings.answered_by_groups(timezone.localdate()).order_by("start", "order")
    day_of_groups = group_day(programme)
    found = [(row, answering(row, day_of_groups)) for row in rows]
    return [_duty(row, days) for row, days in found if days is not None]


def derived(programme: Programme, participations: Sequence[int] | None, today: date) -> list[Derived]:
    """Those whose invitation's day has come. One query."""
    found, day_of_groups = [], group_day(programme)
    for row, groups in attendance_now(programme, today, today + LONG_BEFORE, participations):
        days = answering(row, day_of_groups)
        if days is not None and days.invited <= today:
            found.append(_derived(_duty(row, days), groups))
    return found


SOURCE = Source(declared=declared, derived=derived)


def _duty(gathering: Gathering, days: Answering) -> Duty:
    """Its words are found when they are read, in the language in force then."""
    return Duty(
        key=key_of(gathering), owner=Seat.Kind.COORDINATOR, column=_in_words(kind_text, gathering),
        task=_in_words(_task, gathering), due=lambda programme: When.day(days.deadline),
    )  # fmt: skip


def _task(gathering: Gathering) -> str:
    what = kind_text(gathering)
    return _("Svar på %(gathering)s") % {"gathering": what[:1].lower() + what[1:]}


_in_words: Any = lazy(lambda write, gathering: write(gathering), str)


def _derived(duty: Duty, groups: dict[int, list[Attendee]]) -> Derived:
    tallies = {pk: tally(attendees) for pk, attendees in groups.items()}
    stands = {pk: (found.asked > 0, found.unanswered == 0) for pk, found in tallies.items()}
    return Derived(duty, stands, lambda pk: in_words(tallies[pk]))


def in_words(found: Tally) -> str:
    """«5 av 7 kommer, 1 har ikke svart»."""
    text = _("%(n)s av %(all)s kommer") % {"n": found.coming, "all": found.asked}
    if not found.unanswered:
        return text
    return _("%(coming)s, %(n)s har ikke svart") % {"coming": text, "n": found.unanswered}


# --- until when


def deadline_of(gathering: Gathering, participation: Participation | None = None) -> date | None:
    """The last day to answer, the participation's own where it has «utsatt frist»; None for a gathering that nobody
    answers about. ``gathering.programme`` must be at hand."""
    days = answering(gathering, group_day(gathering.programme))
    if days is None:
        return None
    exception = participation.exception(key_of(gathering)) if participation else None
    return (exception.day if exception else None) or days.deadline


def closes_at(deadline: date) -> datetime:
    """The deadline's midnight in Norway: from then on only the adviser answers."""
    return timezone.make_aware(datetime.combine(deadline + timedelta(days=1), time.min))
