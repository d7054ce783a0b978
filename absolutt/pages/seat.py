"""One place in a municipality's group: who holds it, who held it, and what can be done with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.group import (
    REOPENED,
    attempt,
    back,
    frame,
    may_write,
    seen_version,
    too_many,
    warn_of_an_outside_address,
)
from absolutt.pages.group_rows import former_row
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN
from absolutt.pages.scope import (
    also_at,
    group_or_404,
    group_to_change,
    is_being_written_to,
    reaches_group,
    seat_or_404,
)
from accounts.journal import Actor
from municipalities import seat_actions
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.group_forms import PersonForm, RoleForm
from municipalities.models import Seat


@require_safe
def seat(request, key, number, seat):
    participation = group_or_404(request.user, key, number)
    return _page(request, participation, seat_or_404(participation, seat))


def _page(request, participation, place, *, status=200, **bound):
    key, number = participation.programme.key, participation.organisation.organisation_number
    version, holder = {"version": place.version}, place.holder
    known = {"name": holder.person.name, "email": holder.person.email} if holder else {}
    context = {
        **frame(request, participation),
        "seat": place,
        "title": place.name[:1].upper() + place.name[1:],
        "holder": holder,
        "loss": _loss(request, participation, place),
        "loses_own_way_in": _is_own(request, participation, place),
        "also_at": also_at(request.user, holder.person, participation) if holder else [],
        "former": [former_row(row) for row in place.holdings.all() if row.until],
        "fill_form": PersonForm(initial=version, prefix="fill"),
        "correct_form": PersonForm(initial=version | known, prefix="correct"),
        "role_form": _role_form(None, participation, place) if place.kind in Seat.GROUP else None,
        "failed": next(iter(bound.values()), None),
        **bound,
    }
    request.page_address = reverse("seat", args=[key, number, place.pk])
    return render(request, "pages/seat.html", context, status=status)


def _is_own(request, participation, place):
    """It is the reader's own coordinator's place, and she has no other way in."""
    holder = place.holder if place.kind == Seat.Kind.COORDINATOR else None
    return bool(holder) and holder.person.email == request.user.email and not participation.advised


def _loss(request, participation, place):
    """What is lost when nobody holds the coordinator's place any more; empty when it is not much."""
    if place.kind != Seat.Kind.COORDINATOR:
        return ""
    others = participation.seats.open().held().filter(kind=Seat.Kind.COORDINATOR).exclude(pk=place.pk)
    itself = participation.organisation.itself
    if _is_own(request, participation, place):
        if others.exists():
            return _("Du mister tilgangen.")
        return _("Du mister tilgangen, og %(itself)s står uten koordinator.") % {"itself": itself}
    if others.exists():
        return ""
    return _("%(itself)s står uten koordinator.") % {"itself": itself.capitalize()}


def _role_form(posted, participation, place):
    form = RoleForm(posted, prefix="role", participation=participation)
    form.initial = {"version": place.version, **form.initial_for(place)}
    return form


def _act(request, participation, place, name, form, act, said):
    """Bind, act, say so, go back; on any fault show the page again with everything that was typed."""
    if form.is_valid():
        if not may_write(request):
            return too_many(request)
        if attempt(form, place, lambda: act(form.cleaned_data)):
            messages.success(request, said() if callable(said) else said)
            if place.kind == Seat.Kind.COORDINATOR:
                warn_of_an_outside_address(request, participation, form.cleaned_data["email"])
            return _leave(request, participation)
    return _page(request, participation, seat_or_404(participation, place.pk), status=422, **{name: form})


def _leave(request, participation):
    """Back to the group; to the front page for somebody who has just handed over her own coordinator's place."""
    was_confirmed = participation.group_confirmed_at
    participation.refresh_from_db(fields=["group_confirmed_at"])
    if was_confirmed and not participation.group_confirmed_at:
        messages.warning(request, REOPENED)
    return back(participation) if reaches_group(request.user, participation) else redirect("home")


@require_POST
def fill_seat(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place, by = seat_or_404(participation, seat), Actor(user=request.user)
    form, before = PersonForm(request.POST, prefix="fill"), place.holder
    return _act(
        request, participation, place, "fill_form", form,
        lambda data: seat_actions.fill_seat(seat=place, by=by, **data), lambda: _filled(participation, place, before),
    )  # fmt: skip


def _filled(participation, place, before):
    """«Olav Moe er ute, og Petra Lien har plassen. Petra Lien får et brev.»"""
    person = seat_or_404(participation, place.pk).holder.person
    said = _("Navnet er lagret.")
    if before and before.person != person:
        said = _("%(old)s er ute, og %(new)s har plassen.") % {"old": before.person.name, "new": person.name}
    if is_being_written_to(participation, person):
        said += " " + _("%(name)s får et brev.") % {"name": person.name}
    return said


@require_POST
def correct_person(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place, by = seat_or_404(participation, seat), Actor(user=request.user)
    form = PersonForm(request.POST, prefix="correct")
    return _act(
        request, participation, place, "correct_form", form,
        lambda data: seat_actions.correct_person(seat=place, by=by, **data), _("Opplysningene er rettet."),
    )  # fmt: skip


@require_POST
def change_place(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place, by = seat_or_404(participation, seat, kinds=Seat.GROUP), Actor(user=request.user)
    form = _role_form(request.POST, participation, place)
    return _act(
        request, participation, place, "role_form", form,
        lambda data: seat_actions.change_place(seat=place, place=form.place(), version=data["version"], by=by),
        _("Rollen er endret."),
    )  # fmt: skip


def _act_at_once(request, participation, place, action, said):
    """An act of one button. ``version`` is the one that the page showed."""
    try:
        action(seat=place, version=seen_version(request), by=Actor(user=request.user))
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
        return redirect("seat", participation.programme.key, participation.organisation.organisation_number, place.pk)
    except Closed:
        messages.warning(request, ARCHIVED)
        return back(participation)
    messages.success(request, said)
    return _leave(request, participation)


@require_POST
def vacate_seat(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place = seat_or_404(participation, seat)
    closes = place.kind == Seat.Kind.COORDINATOR and not place.is_responsible
    said = _("Koordinatoren er tatt bort.") if closes else _("Plassen er ledig. Navn kan komme senere.")
    return _act_at_once(request, participation, place, seat_actions.vacate_seat, said)


@require_POST
def remove_seat(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place = seat_or_404(participation, seat, kinds=Seat.GROUP)
    return _act_at_once(request, participation, place, seat_actions.remove_seat, _("Plassen er fjernet."))


@require_POST
def make_responsible(request, key, number, seat):
    participation = group_to_change(request.user, key, number)
    place = seat_or_404(participation, seat, kinds=(Seat.Kind.COORDINATOR,))
    return _act_at_once(
        request, participation, place, seat_actions.make_responsible, _("Ansvarlig koordinator er byttet.")
    )
