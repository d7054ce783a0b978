"""What the pages of answers to gatherings read, within the reader's reach."""

from django.http import Http404

from absolutt.pages.scope import gathering_or_404
from gatherings.attending import attendance_of
from gatherings.models import SeatAnswer
from municipalities.models import Participation


def answered_gathering_or_404(programme, pk):
    """One that groups answer about: for the whole group, and with a decided day. Of any other nothing is asked."""
    gathering = gathering_or_404(programme, pk)
    if not gathering.days_to_answer:
        raise Http404
    return gathering


def attendees_of(gathering, participation):
    """Who is asked in one group. One query."""
    return attendance_of(gathering.programme, [gathering], [participation.pk])[gathering.pk][participation.pk]


def history_of(gathering, participation):
    return SeatAnswer.objects.history(gathering, participation)


def groups_of(gathering):
    """(participation with its name, who is asked there) of everybody who is signed up, by name. Two queries."""
    programme = gathering.programme
    groups = attendance_of(programme, [gathering])[gathering.pk]
    rows = Participation.objects.filter(programme=programme, state=Participation.State.SIGNED_UP)
    rows = rows.named_on(programme.day_for_names).select_related("organisation")
    return [(row, groups.get(row.pk, [])) for row in rows.order_by("organisation__kind", "sort_key")]
