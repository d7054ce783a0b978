"""«Svar på fellessamling 2»: a duty for each gathering of the whole group, from the day its invitation goes to its last
day. Declared here as the duties of every programme are in municipalities/duties.py, which asks this room for them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from gatherings.answering import Answering, answering
from gatherings.attending import Tally, attendance_of, tally
from gatherings.models import Gathering
from gatherings.overview import kind_text
from municipalities.duties import Derived, Source, group_day
from municipalities.models import Participation, Seat
from programmes.duties import Duty
from programmes.models import Programme
from programmes.prepared import Prepared
from programmes.when import When

PREFIX = "gathering.answer:"


def key_of(gathering: Gathering) -> str:
    return f"{PREFIX}{gathering.pk}"


def gathering_of(key: str) -> int | None:
    """The key of the gathering that a duty is about; None for any other duty."""
    return int(key.removeprefix(PREFIX)) if key.startswith(PREFIX) else None


def _to_come(programme: Programme, today: date) -> list[tuple[Gathering, Answering]]:
    """Those that groups answer about and that are not over, the first first. One query."""
    day_of_groups = group_day(programme)
    rows = [Gathering.from_db(DEFAULT_DB_ALIAS, _columns(), row) for row in _rows(programme=programme.pk, today=today)]
    found = [(row, answering(row, day_of_groups)) for row in rows]
    return [(row, days) for row, days in found if days is not None]


def _columns() -> list[str]:
    return [field.attname for field in Gathering._meta.concrete_fields]


def _all_rows(*, programme: int, today: date) -> QuerySet:
    rows = Gathering.objects.filter(programme=programme).answered_by_groups(today)
    return rows.order_by("start", "order").values_list(*_columns())


_rows = Prepared(_all_rows)


def declared(programme: Programme) -> list[Duty]:
    return [_duty(row, days) for row, days in _to_come(programme, timezone.localdate())]


def derived(programme: Programme, participations: Sequence[int] | None, today: date) -> list[Derived]:
    """Those whose invitation's day has come. Two queries; one while there is none."""
    asked_now = [(row, days) for row, days in _to_come(programme, today) if days.invited <= today]
    attendance = attendance_of(programme, [row for row, _days in asked_now], participations)
    return [_derived(_duty(row, days), attendance[row.pk]) for row, days in asked_now]


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


def _derived(duty: Duty, groups: dict[int, list]) -> Derived:
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
