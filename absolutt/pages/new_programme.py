"""A new programme: from the national framework, or as a copy of an earlier round with its dates moved."""

from babel.lists import format_list
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.copying import copy_programme, first_of, mark_of, moved_dates, places_left_out, weeks_to
from absolutt.creating import KeyTaken, MadeBefore, create_programme, free_key
from absolutt.pages.meanwhile import CHANGED
from absolutt.pages.scope import (
    counties,
    frameworks,
    may_begin_programmes,
    reaches_everything,
    region_names,
    regions_run_by,
    rounds_to_copy,
)
from accounts.journal import Actor
from programmes.acting import ChangedMeanwhile
from programmes.actions import NameTaken, create_region
from programmes.models import Programme
from programmes.programme_forms import REGION_TAKEN, NewProgrammeForm, RegionForm
from programmes.when import When


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request):
    """A copy is looked over before it is made: every date, where it moves, and the holidays it would fall on."""
    if not may_begin_programmes(request.user):
        raise PermissionDenied
    framework = frameworks().first()
    if framework is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "pages/no_framework.html", {"section": "programmes"}, status=status)
    form = NewProgrammeForm(
        request.POST if request.method == "POST" else None,
        regions=regions_run_by(request.user),
        sources=rounds_to_copy(request.user),
        weeks_to=weeks_to,
    )
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    is_copy = form.cleaned_data["begins_as"] == "copy"
    if is_copy and not (request.POST.get("act") == "save" and form.is_looked_over):
        return _look_over(request, form)
    try:
        programme = _made(lambda: _copied(request.user, form) if is_copy else _created(request.user, form, framework))
    except MadeBefore as before:
        messages.info(request, _("Skjemaet er sendt før. Her er programmet som ble laget da."))
        return redirect("programme", before.programme.key)
    except ChangedMeanwhile:
        form.add_error(None, CHANGED)
        return _look_over(request, form, status=422)
    messages.success(request, _("Programmet er laget som en skisse. Bare rådgiverne i regionen ser det ennå."))
    return redirect("programme", programme.key)


def _made(act):
    """Once more, at the next free address, where another programme with this title came at the same moment."""
    try:
        return act()
    except KeyTaken:
        return act()


def _created(user, form, framework):
    return create_programme(
        framework=framework, region=form.cleaned_data["region"], key=free_key(form.title), title=form.title,
        when=form.period, by=Actor(user=user), once=form.cleaned_data["once"],
    )  # fmt: skip


def _copied(user, form):
    return copy_programme(
        source=form.cleaned_data["source"], region=form.cleaned_data["region"], key=free_key(form.title),
        title=form.title, weeks=form.weeks, state=Programme.State.SKETCH, letters_from=None, by=Actor(user=user),
        once=form.cleaned_data["once"], mark=form.cleaned_data["mark"],
    )  # fmt: skip


def _look_over(request, form, *, status=200):
    source, region = form.cleaned_data["source"], form.cleaned_data["region"]
    form.look_over(mark_of(source))
    return _page(
        request, form, status=status, moved=moved_dates(source, form.weeks), counted=_counted(source, form.weeks),
        leaves_endorsements=source.endorsements.exists(), places=places_left_out(source, region),
    )  # fmt: skip


def _counted(source, weeks):
    """What the first day was counted from, and what it becomes: a day as one day, also where something lasts."""
    first = first_of(source)
    if weeks is None or first is None:
        return None
    dates = (first.when, first.when.shifted(7 * weeks))
    before, after = (When.day(when.start) if when.has_day else when for when in dates)
    return {"what": first.what, "before": before, "after": after}


def _page(request, form, *, moved=(), counted=None, leaves_endorsements=False, places=(), status=200):
    context = {
        "section": "programmes",
        "form": form,
        "moved": moved,
        "counted": counted,
        "leaves_endorsements": leaves_endorsements,
        "places": format_list(places, locale=get_language() or "nb"),
        "weeks": form.weeks if moved else None,
        "may_add_region": reaches_everything(request.user),
    }
    return render(request, "pages/new_programme.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_region(request):
    """For who reaches every region: a region that has no programme yet."""
    if not reaches_everything(request.user):
        raise PermissionDenied
    form = RegionForm(request.POST if request.method == "POST" else None, counties=counties(), taken=region_names())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            create_region(name=data["name"], county_numbers=data["counties"], by=Actor(user=request.user))
        except NameTaken:
            form.add_error("name", REGION_TAKEN)
        else:
            messages.success(request, _("Regionen er lagret. Nå kan den få programmer."))
            return redirect("new_programme")
    context = {"section": "programmes", "form": form}
    return render(request, "pages/new_region.html", context, status=422 if form.is_bound else 200)
