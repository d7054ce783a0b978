"""By when a gathering is answered: it follows from the gathering's day and from when the group is asked for, unless
somebody has set another day (letters.md: gathering.invite, gathering.deadline, and rule 3 above the table)."""

from dataclasses import dataclass
from datetime import date, timedelta

from gatherings.models import Gathering
from programmes import calendar
from programmes.when import When

INVITED_BEFORE = timedelta(days=42)
ANSWERED_BEFORE = timedelta(days=14)
ANSWERED_LATE = timedelta(days=7)  # where fewer than ``TO_ANSWER`` days would be left
TO_ANSWER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answering:
    """Days in Norway, the deadline to its last minute. ``planned`` is the invitation's day if nothing stood in the way,
    ``invited`` the one it can have; ``follows`` is the deadline that follows from these, ``deadline`` the one that
    holds. ``is_late``: the group is asked for so late that the deadline that follows was moved."""

    planned: date
    invited: date
    follows: date
    deadline: date
    is_set: bool
    is_late: bool

    @property
    def days(self) -> int:
        """How many days there are from the invitation to the deadline; less than 0 when it comes after."""
        return (self.deadline - self.invited).days


def answering(gathering: Gathering, group_day: When) -> Answering | None:
    """None for a gathering without a day, and for one that no group is invited to: nothing follows then, also where a
    deadline is set. ``group_day`` is when the programme asks for the groups (municipalities/duties.py)."""
    if not gathering.is_joint or not gathering.first_day:
        return None
    planned = calendar.back(gathering.first_day - INVITED_BEFORE)
    asked = calendar.forward(group_day.end) if group_day.has_day and group_day.end else planned
    invited = max(planned, asked)
    follows = calendar.back(gathering.first_day - ANSWERED_BEFORE)
    is_late = follows - invited < TO_ANSWER
    if is_late:
        follows = calendar.back(gathering.first_day - ANSWERED_LATE)
    deadline = gathering.answer_deadline or follows
    return Answering(planned, invited, follows, deadline, gathering.answer_deadline is not None, is_late)


def form_is_decided_by(gathering: Gathering) -> date | None:
    """The day its form must be decided, 56 days before; None without a day (letters.md, form.decide)."""
    return calendar.back(gathering.first_day - timedelta(days=56)) if gathering.first_day else None


def place_is_decided_by(gathering: Gathering) -> date | None:
    """The day its place or link must be known, 7 days before; None without a day (letters.md, gathering.practical)."""
    return calendar.back(gathering.first_day - timedelta(days=7)) if gathering.first_day else None
