"""The waiting list: who stands in line, offers of a place, and a place given at once."""

from datetime import date

from babel.lists import format_list
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.invitations import versions
from absolutt.pages.place_scope import ended_offers, in_line
from absolutt.pages.scope import living_programme_or_404, living_programme_to_run
from accounts.journal import Actor
from municipalities import place_actions, placing
from municipalities.acting import ChangedMeanwhile, Closed, ReasonMissing
from municipalities.models import Participation
from municipalities.place_forms import ChosenForm

State = Participation.State


@require_safe
def waiting_list(request, key):
    return _page(request, living_programme_or_404(request.user, key))


def _page(request, programme, *, error="", chosen_form=None, status=200):
    request.page_address = reverse("waiting_list", args=[programme.key])
    rows, places = in_line(programme), placing.places_of(programme)
    waiting = [row for row in rows if _waits(row)]
    ended = ended_offers(programme) if rows else {}
    next_ones = waiting[: places.can_be_given]
    context = {
        "section": "programmes",
        "programme": programme,
        "may_run": programme.may_run,
        "places": places,
        "offered": [_row(row, ended) for row in rows if not _waits(row)],
        "waiting": [_row(row, ended) | {"position": n} for n, row in enumerate(waiting, 1)],
        "next_ones": [_row(row, ended) for row in next_ones],
        "next_names": format_list([row.shown_name for row in next_ones], locale=get_language() or "nb"),
        "until": placing.last_day_to_answer(),
        "can_offer": programme.takes_answers and programme.sends_letters,
        "chosen_form": chosen_form or ChosenForm(prefix="chosen", waiting=_choices(rows)),
        "error": error,
    }
    return render(request, "pages/waiting_list.html", context, status=status)


def _waits(row):
    """Without an offer, or with one whose last day has passed: the scheduler may not have said so yet."""
    return row.state == State.QUEUED or row.offer_has_ended


def _row(row, ended):
    until = ended.get(row.pk)
    return {
        "number": row.organisation.organisation_number,
        "version": row.version,
        "name": row.shown_name,
        "said_yes_at": row.said_yes_at,
        "is_registered": row.yes_registered_by is not None,
        "director": row.director_name or "",
        "address": row.director_email or row.organisation.mailbox,
        "until": row.offered_until,
        "days_left": (row.offered_until - timezone.localdate()).days if row.offered_until else None,
        "did_not_answer_by": date.fromisoformat(until) if until else None,
    }


def _choices(rows):
    return [(f"{row.organisation.organisation_number}:{row.version}", row.shown_name) for row in rows]


@require_POST
def offer_next(request, key):
    """To the first in line, as many as there are places for: those whom the page showed."""
    programme = living_programme_to_run(request.user, key)
    chosen = _seen(programme, versions(request.POST.getlist("to")))
    try:
        count = place_actions.offer(
            participations=chosen, until=placing.last_day_to_answer(), by=Actor(user=request.user)
        )
    except (ChangedMeanwhile, ReasonMissing):
        return _page(request, programme, error=_(
            "Ventelista er endret siden du åpnet siden, så ingen har fått tilbud. Se over og prøv på nytt."
        ), status=422)  # fmt: skip
    except place_actions.NoPlace:
        return _page(request, programme, error=NO_PLACE(), status=422)
    except Closed:
        return _page(request, programme, error=_("Programmet sender ikke brev nå. Gi plass direkte."), status=422)
    _say_offered(request, count)
    return redirect("waiting_list", key)


def NO_PLACE():
    return _("Alle plassene er tatt. Øk antall plasser først, eller vent til en plass blir ledig.")


def _seen(programme, seen):
    """The rows in line that the page showed, in their order, with the versions it showed."""
    rows = [row for row in in_line(programme) if row.organisation.organisation_number in seen]
    for row in rows:
        row.version = seen[row.organisation.organisation_number]
    return rows


def _say_offered(request, count):
    said = ngettext("%(n)s tilbud om plass er på vei.", "%(n)s tilbud om plass er på vei.", count)
    messages.success(request, said % {"n": count})


@require_POST
def take_out_of_turn(request, key):
    """One who is not the next: offered a place, or given one at once. The reason is kept."""
    programme = living_programme_to_run(request.user, key)
    form = ChosenForm(request.POST, prefix="chosen", waiting=_choices(in_line(programme)))
    if form.is_valid():
        (row,) = _seen(programme, versions([form.cleaned_data["number"]]))
        act = _give if request.POST.get("act") == "give" else _offer
        if act(request, form, row):
            return redirect("waiting_list", key)
    return _page(request, programme, chosen_form=form, status=422)


def _offer(request, form, row):
    def act(by, reason):
        place_actions.offer(participations=[row], until=placing.last_day_to_answer(), by=by, reason=reason)
        _say_offered(request, 1)

    return _try(request, form, act)


def _give(request, form, row):
    def act(by, reason):
        place_actions.give_place(participation=row, reason=reason, version=row.version, by=by)
        messages.success(request, _("%(name)s har fått plass.") % {"name": row.shown_name})

    return _try(request, form, act)


def _try(request, form, act):
    """Act, or write on the form why not: what was typed stands there still."""
    try:
        act(Actor(user=request.user), form.cleaned_data["reason"])
    except ChangedMeanwhile:
        form.add_error("number", _("Den er endret siden du åpnet siden, eller har tilbud om plass. Velg på nytt."))
    except place_actions.NoPlace:
        form.add_error(None, NO_PLACE())
    except Closed:
        form.add_error(None, _("Programmet sender ikke brev nå. Gi plass direkte."))
    else:
        return True
    return False
