"""A group as plain values for its page: places, coordinators, those who were there before, and what waits."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings.answer_duty import gathering_of
from municipalities.duties import GROUP, every_duty
from municipalities.models import Seat
from municipalities.standing import DutyState, standing_of
from programmes import formats
from programmes.duties import Status
from programmes.models import Programme

_COLOURS = {
    Status.NOT_OWED: "neutral",
    Status.OPEN: "warning",
    Status.OVERDUE: "danger",
    Status.WAIVED: "info",
    Status.DONE: "success",
}


def waiting_rows(standing, programme):
    """«Dette venter på deg»: each open duty with its own day, in the programme's words. A group is not asked to be
    confirmed before it is registered."""
    keys = [state.duty.key for state in standing.waiting]
    early = "group.confirm" if GROUP.key in keys else ""
    return [
        {
            "key": state.duty.key,
            "task": state.duty.called(programme),
            "due": state.due,
            "days_left": (state.due - timezone.localdate()).days if state.due else None,
            "is_overdue": state.status == Status.OVERDUE,
            "is_extended": state.is_extended,
            "gathering": gathering_of(state.duty.key),
            "words": state.words,
        }
        for state in standing.waiting
        if state.duty.key != early
    ]


def answering_rows(standing):
    """How far the group has come with each gathering that it is asked about now, also when everybody has answered."""
    asked = [(gathering_of(state.duty.key), state) for state in standing.states.values()]
    return [
        {"pk": pk, "what": str(state.duty.column), "said": state.words, "deadline": state.due}
        for pk, state in asked
        if pk and state.status != Status.NOT_OWED
    ]


def duty_rows(participation):
    """Every duty that is owed, waived or done, or that an exception is given from, in words, for the adviser."""
    states = standing_of(participation).states
    is_over = participation.programme.state == Programme.State.ARCHIVED
    return [
        {
            "key": state.duty.key,
            "task": state.duty.called(participation.programme),
            "status": _("Ikke aktuelt") if is_over and state.status == Status.NOT_OWED else state.status.label,
            "colour": _COLOURS[state.status],
            "due": state.due,
            "exception": exception_in_words(state),
            "reason": state.reason,
        }
        for state in [*states.values(), *_excepted_early(participation, states)]
        if state.status != Status.NOT_OWED or state.reason
    ]


def _excepted_early(participation, states):
    """Exceptions from what is not asked for yet, as an answer about a gathering before anybody is invited to it."""
    held = [row for row in participation.exceptions.all() if row.ended_at is None and row.duty not in states]
    known = {duty.key: duty for duty in every_duty(participation.programme)} if held else {}
    return [
        DutyState(known[row.duty], Status.NOT_OWED, row.day, is_extended=row.day is not None, reason=row.reason)
        for row in held
        if row.duty in known
    ]


def exception_in_words(state):
    """«Utsatt frist», «Fritatt», or that it holds from when the duty is owed; empty without an exception."""
    if not state.reason:
        return ""
    if state.status == Status.NOT_OWED:
        return _("Utsatt frist når det blir aktuelt") if state.is_extended else _("Fritatt når det blir aktuelt")
    return _("Utsatt frist") if state.is_extended else _("Fritatt")


def seat_rows(seats, kind):
    return [_seat_row(seat) for seat in seats if seat.kind == kind]


def _seat_row(seat):
    holder = seat.holder
    title = seat.name
    return {
        "pk": seat.pk,
        "title": title[:1].upper() + title[1:],
        "level": seat.get_level_display() if seat.level else "",
        "is_youth": seat.is_youth,
        "name": holder.person.name if holder else "",
        "email": holder.person.email if holder else "",
        "since": holder.since if holder else None,
        "is_contact": holder.is_contact if holder else False,
        "is_responsible": seat.is_responsible,
    }


def coordinator_rows(seats):
    """The responsible one first; her place is shown also while nobody holds it."""
    rows = [_seat_row(seat) for seat in seats if seat.kind == Seat.Kind.COORDINATOR]
    return sorted(rows, key=lambda row: not row["is_responsible"])


def former_rows(seats):
    """Who held a place before, the last to leave first."""
    ended = [holding for seat in seats for holding in seat.holdings.all() if holding.until]
    return [former_row(holding) for holding in sorted(ended, key=lambda row: (row.until, row.pk), reverse=True)]


def former_row(holding):
    """«Kari Lien, ordfører, 3. mars 2026–5. april 2026»."""
    language = get_language() or "nb"
    since, until = (timezone.localtime(at).date() for at in (holding.since, holding.until))
    title = holding.seat.name if str(holding.seat.title) else holding.seat.name.lower()  # «koordinator» in a row
    return {
        "name": holding.person.name,
        "title": _("kontakt for %(title)s") % {"title": title} if holding.is_contact else title,
        "period": formats.day_range(since, until, language),
    }
