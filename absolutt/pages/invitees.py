"""«Hvem vi inviterer»: the region's organisations as they stand when the programme begins, the exceptions, and how many
there are places for."""

from babel.lists import format_list
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.board_rows import COLOURS
from absolutt.pages.invitations import versions
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN, try_again
from absolutt.pages.place_scope import (
    day_of,
    interests_of,
    left_out_of,
    listed_with_lifetimes,
    not_listed,
    organisation_or_404,
    states_in,
)
from absolutt.pages.scope import living_programme_or_404, living_programme_to_run
from accounts.journal import Actor
from municipalities import lifetimes, list_actions, names, place_actions, placing, search
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.models import Participation
from municipalities.place_forms import AddForm, LeaveOutForm, LimitsForm

State = Participation.State


@require_safe
def invitees(request, key):
    programme = living_programme_or_404(request.user, key)
    return _page(request, programme, query=request.GET.get("sok", ""))


def _page(request, programme, *, query="", status=200, chosen=(), **bound):
    """``bound``: the form that failed, as it was filled in; the others are fresh."""
    request.page_address = reverse("invitees", args=[programme.key])
    listed = listed_with_lifetimes(programme)
    rows, hits = [_row(programme, row, chosen) for row in listed], _hits(programme, query)
    context = {
        "section": "programmes",
        "programme": programme,
        "may_run": programme.may_run,
        "day": day_of(programme),
        "begins": programme.when,
        "said": _how_many(listed),
        "rows": rows,
        "some_can_be_left_out": any(row["may_be_left_out"] for row in rows),
        "left_out": [_left_out_row(row) for row in left_out_of(programme)],
        "not_listed": [_not_listed_row(programme, row) for row in not_listed(programme)],
        "places": placing.places_of(programme),
        "interested": interests_of(programme).count(),
        "query": query,
        "hits": hits,
        "cannot_be_added": [hit for hit in hits or () if not hit["can_be_added"]],
        "limits_form": LimitsForm(initial=_limits(programme), prefix="limits"),
        "leave_out_form": LeaveOutForm(prefix="out"),
        "add_form": _add_form(None, hits),
        "failed": next(iter(bound.values()), None),
        **bound,
    }
    return render(request, "pages/invitees.html", context, status=status)


def _limits(programme):
    return {
        "version": programme.version, "total": programme.places_total,
        "per_organisation": programme.places_per_organisation,
    }  # fmt: skip


def _how_many(listed):
    """«46 kommuner og én fylkeskommune»."""
    counties = sum(row.organisation.is_county for row in listed)
    municipalities = len(listed) - counties
    parts = [
        ngettext("én kommune", "%(n)s kommuner", municipalities) % {"n": municipalities} if municipalities else "",
        ngettext("én fylkeskommune", "%(n)s fylkeskommuner", counties) % {"n": counties} if counties else "",
    ]
    return format_list([part for part in parts if part], locale=get_language() or "nb") or _("ingen ennå")


def _row(programme, row, chosen):
    organisation = row.organisation
    return {
        "number": organisation.organisation_number,
        "version": row.version,
        "name": row.shown_name or _last_name(organisation),
        "sami_name": row.shown_sami_name or "",
        "municipality_number": row.shown_number or "",
        "state": row.get_state_display(),
        "colour": COLOURS[row.state],
        "notes": _notes(programme, organisation),
        "may_be_left_out": row.state == State.LISTED and row.invited_at is None,
        "chosen": organisation.organisation_number in chosen,
    }


def _last_name(organisation):
    """A body that is no more on the programme's first day, by what it was called last."""
    rows = sorted(organisation.designations.all(), key=lambda row: row.valid_from)
    return rows[-1].name if rows else organisation.organisation_number


def _notes(programme, organisation):
    """What happens to the body while the programme lasts, and that it comes from another county."""
    first = day_of(programme)
    told = lifetimes.changes(organisation, first, max(programme.end or first, first))
    counties = programme.region.county_numbers
    at_first = [row for row in organisation.designations.all() if row.valid_from <= first]
    newest = max(at_first, key=lambda row: row.valid_from, default=None)
    if newest and newest.county_number not in counties:
        told.append(_("Fra et annet fylke: %(name)s.") % {"name": newest.county_name})
    return told


def _left_out_row(row):
    return {
        "number": row.organisation.organisation_number,
        "version": row.version,
        "name": row.shown_name or row.organisation.organisation_number,
        "reason": row.reason or "",
        "at": row.left_out_at,
        "by": row.left_out_by or "",
    }


def _not_listed_row(programme, organisation):
    designations = sorted(organisation.designations.all(), key=lambda row: row.valid_from)
    name = names.full_name(designations[-1].name, is_county=organisation.is_county)
    return {
        "number": organisation.organisation_number,
        "name": name,
        "notes": _notes(programme, organisation),
    }


def _hits(programme, query):
    """What a search found, each with the state it has in the programme already; None when nothing was asked for."""
    if not query.strip():
        return None
    found = search.find(query.replace("\0", "")[:100], day_of(programme))
    states = states_in(programme, [hit.organisation.pk for hit in found])
    return [_hit(programme, hit, states.get(hit.organisation.pk)) for hit in found]


def _hit(programme, hit, state):
    return {
        "number": hit.organisation.organisation_number,
        "words": _hit_in_words(hit),
        "ended": hit.ended,
        "state": State(state).label if state else "",
        "can_be_added": hit.ended is None and state in (None, State.LEFT_OUT),
        "is_own": list_actions.is_the_regions_own(programme, hit.organisation, hit.county_number),
    }


def _hit_in_words(hit):
    """«Gjerdrum kommune, 3230, Akershus (var 3032 Gjerdrum)»."""
    words = f"{hit.full_name}, {hit.number}, {hit.county_name}"
    return _("%(words)s (var %(was)s)") % {"words": words, "was": hit.was} if hit.was else words


def _add_form(posted, hits):
    can = [hit for hit in hits or () if hit["can_be_added"]]
    found = [(hit["number"], hit["words"]) for hit in can]
    must = [hit["number"] for hit in can if not hit["is_own"]]
    return AddForm(posted, prefix="add", found=found, must_say_why=must) if found else None


# --- acts


@require_POST
def set_limits(request, key):
    programme = living_programme_to_run(request.user, key)
    form = LimitsForm(request.POST, prefix="limits")
    if form.is_valid():
        try:
            place_actions.set_limits(programme=programme, by=Actor(user=request.user), **form.cleaned_data)
        except place_actions.TooFew as few:
            form.add_error("total", _taken(few.taken))
        except ChangedMeanwhile:
            programme.refresh_from_db()
            try_again(form, programme.version)
        except Closed:
            form.add_error(None, ARCHIVED)
        else:
            messages.success(request, _("Antall plasser er lagret."))
            return redirect("invitees", key)
    return _page(request, programme, status=422, limits_form=form)


def _taken(count):
    said = ngettext("Én har plass eller tilbud om plass.", "%(n)s har plass eller tilbud om plass.", count)
    return said % {"n": count} + " " + _("Skriv %(n)s eller mer.") % {"n": count}


@require_POST
def leave_out(request, key):
    programme = living_programme_to_run(request.user, key)
    seen = versions(request.POST.getlist("to"))
    form = LeaveOutForm(request.POST, prefix="out")
    rows = [row for row in listed_with_lifetimes(programme) if row.organisation.organisation_number in seen]
    if form.is_valid() and not rows:
        form.add_error(None, _("Velg minst én kommune som skal holdes utenfor."))
    if form.is_valid():
        for row in rows:
            row.programme, row.version = programme, seen[row.organisation.organisation_number]
        try:
            count = list_actions.leave_out(
                participations=rows, reason=form.cleaned_data["reason"], by=Actor(user=request.user)
            )
        except ChangedMeanwhile:
            form.add_error(None, _("Noe er endret siden du åpnet siden, så ingen er holdt utenfor. Velg på nytt."))
        except Closed:
            form.add_error(None, ARCHIVED)
        else:
            said = ngettext("Én er holdt utenfor.", "%(n)s er holdt utenfor.", count) % {"n": count}
            messages.success(request, said)
            return redirect("invitees", key)
    return _page(request, programme, status=422, chosen=seen, leave_out_form=form)


@require_POST
def take_in(request, key):
    programme = living_programme_to_run(request.user, key)
    seen = versions(request.POST.getlist("to"))
    rows = [row for row in left_out_of(programme) if row.organisation.organisation_number in seen]
    if not rows:
        messages.warning(request, _("Den er ikke holdt utenfor lenger. Se over lista."))
        return redirect("invitees", key)
    row = rows[0]
    row.programme = programme
    try:
        list_actions.take_in(
            participation=row, version=seen[row.organisation.organisation_number], by=Actor(user=request.user)
        )
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    except Closed:
        messages.warning(request, ARCHIVED)
        return redirect("programme", key)
    else:
        messages.success(request, _("%(name)s står på lista igjen.") % {"name": row.shown_name})
    return redirect("invitees", key)


@require_POST
def add_organisation(request, key):
    """One that a search found; or, without a reason, one of the region's own that is not on the list yet."""
    programme = living_programme_to_run(request.user, key)
    query = request.POST.get("sok", "")
    if not query:
        return _add_own(request, programme)
    form = _add_form(request.POST, _hits(programme, query))
    if form is None:
        messages.warning(request, _("Ingen av dem kan legges til. Søk på nytt."))
        return redirect("invitees", key)
    if form.is_valid():
        number, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
        return _add(request, programme, organisation_or_404(number), reason)
    return _page(request, programme, query=query, status=422, add_form=form)


def _add_own(request, programme):
    own = {row.organisation_number: row for row in not_listed(programme)}
    chosen = own.get(request.POST.get("own", ""))
    if chosen is None:
        messages.warning(request, _("Den står på lista allerede, eller hører ikke til regionen. Se over lista."))
        return redirect("invitees", programme.key)
    return _add(request, programme, chosen, "")


def _add(request, programme, organisation, reason):
    try:
        list_actions.add_organisation(
            programme=programme, organisation=organisation, reason=reason, by=Actor(user=request.user)
        )
    except list_actions.AlreadyListed:
        messages.warning(request, _("Den står på lista allerede."))
    except list_actions.NoSuchBody:
        messages.warning(request, _("Den finnes ikke lenger når programmet begynner, og kan ikke legges til."))
    except Closed:
        messages.warning(request, ARCHIVED)
        return redirect("programme", programme.key)
    except list_actions.ReasonMissing:
        messages.warning(request, _("Skriv hvorfor den skal være med, siden den ikke er en av regionens egne."))
    else:
        messages.success(request, _("Lagt til på lista. Nå kan den få invitasjon."))
    return redirect("invitees", programme.key)
