"""What only one rule's letter tells of, by the rule's key: lists and places, where a duty stands, what comes next."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings import overview
from municipalities import placing
from municipalities.duties import APPOINT, GROUP
from municipalities.models import Participation
from municipalities.standing import standing_of
from programmes import formats


def closed_list(programme, participation=None):
    """For ``signup.closed``: (label, names) for each answer, and the page where the adviser works on with them."""
    states = Participation.State
    labels = {
        states.SIGNED_UP: _("Påmeldt"),
        states.OFFERED: _("Tilbudt plass, ikke svart"),
        states.QUEUED: _("På venteliste, i rekkefølge"),
        states.DECLINED: _("Takket nei"),
        states.WITHDRAWN: _("Har trukket seg"),
        states.UNDECIDED: _("Ikke bestemt ennå"),
        states.INVITED: _("Ikke svart"),
        states.WAITING: _("Svar som venter på deg"),
    }
    rows = list(Participation.objects.filter(programme=programme).for_list(programme.day_for_names))
    rows.sort(key=lambda row: row.queue_number or 0)  # by name, and who stands in line by number
    seldom = (states.OFFERED, states.QUEUED, states.WITHDRAWN)  # told where there are any
    groups = [
        (state, label, [_with_extension(row) for row in rows if row.state == state]) for state, label in labels.items()
    ]
    return {
        "groups": [(label, names) for state, label, names in groups if names or state not in seldom],
        "link": settings.SITE_URL + reverse("programme", args=[programme.key]),
    }


def _with_extension(row):
    if row.extended_deadline is None or row.state in Participation.ANSWERED:
        return row.shown_name
    day = formats.day(row.extended_deadline, get_language() or "nb")
    return _("%(name)s (utsatt frist til %(day)s)") % {"name": row.shown_name, "day": day}


def group_duty(programme, participation):
    """For ``coordinator.welcome``: where this participation stands with its group, its own day included."""
    return standing_of(participation).states[GROUP.key]


def group_asked_for(programme, participation):
    """For ``group.due``: the same, and how the programme asks for a reference group: with a rule's strength, in words
    that are quoted, or not at all (empty)."""
    asked = (rule.strength for rule in programme.composition.all() if rule.group == "reference")
    quoted = "quoted" if programme.reference_group_rule else ""
    found = group_duty(programme, participation)
    return {"status": found.status, "due": found.due, "reference": next(asked, quoted)}


def coordinator_duty(programme, participation):
    """For ``coordinator.due``: where this participation stands with its coordinator."""
    return standing_of(participation).states[APPOINT.key]


def next_gathering(programme, participation):
    """For ``seat.welcome``: the first gathering with a day that is still to come, if there is one."""
    return {"first": next((row for row in overview.schedule(programme) if row["next"]), None)}


def after_the_place(programme, participation):
    """For ``signup.place`` and ``place.given``: whether a coordinator and a group are still asked for; ``position`` of
    one who stands in line."""
    states = standing_of(participation).states
    return {
        "asks_coordinator": states["coordinator.appoint"].waits,
        "asks_group": states[GROUP.key].waits,
        "position": placing.position(participation),
    }


def open_offer(programme, participation):
    """For ``place.offer``: the last day to answer."""
    return {"until": participation.offered_until}


MORE = {
    "signup.closed": closed_list,
    "signup.place": after_the_place,
    "place.given": after_the_place,
    "place.offer": open_offer,
    "coordinator.welcome": group_duty,
    "group.due": group_asked_for,
    "coordinator.due": coordinator_duty,
    "seat.welcome": next_gathering,
}
