"""«Tilganger»: who has which role where, given and taken; who stands in for whom; where each region is answered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages.access_forms import GiveForm, RegionForm, StandInForm
from absolutt.pages.access_rows import administrator_rows, groups, period, role_of
from absolutt.pages.access_scope import (
    administrator_or_404,
    giver,
    holder_or_404,
    may_be_away,
    reach_or_404,
    region_or_404,
)
from absolutt.pages.meanwhile import try_again
from accounts import actions as account_actions
from accounts import factor_actions
from accounts.journal import Actor
from programmes import reach_actions
from programmes.acting import ChangedMeanwhile
from programmes.reach import Given

FORM = ["GET", "HEAD", "POST"]
REFUSED = {
    reach_actions.HasMore: gettext_lazy(
        "Denne personen er rådgiver der fra før, og kan alt en prosessveileder kan. Avslutt den tilgangen først."
    ),
    reach_actions.ClosedAccount: gettext_lazy(
        "Tilgangen til denne e-postadressen er stengt. Velg en annen adresse, eller spør en administrator."
    ),
    reach_actions.StandsInForHerself: gettext_lazy("Velg en annen enn den som er borte."),
    reach_actions.NothingToStandInFor: gettext_lazy("Den som er borte, er ikke rådgiver lenger."),
}


@require_safe
def access(request):
    held = giver(request)
    context = {
        "section": "access",
        "groups": groups(held),
        "administrators": administrator_rows(held),
        "may_choose_stand_in": may_be_away(held).exists(),
    }
    return render(request, "pages/access.html", context)


@require_http_methods(FORM)
def give_access(request):
    held = giver(request)
    form = GiveForm(request.POST if request.method == "POST" else None, held=held)
    if request.method == "POST" and form.is_valid():
        outcome = _attempt(form, lambda: reach_actions.let_in(by=Actor(user=request.user), **form.cleaned_data))
        if outcome:
            _say_given(request, *outcome)
            return redirect("access")
    return _form_page(request, "pages/access_give.html", form, gives_all=Given.ADMINISTRATOR in held.may_be_given())


def _attempt(form, act):
    """What the act returned; None, with the reason on the form, where it was refused."""
    try:
        return act()
    except reach_actions.Refused as refused:
        form.add_error(None, REFUSED[type(refused)])
        return None


def _form_page(request, template, form, **more):
    context = {"section": "access", "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _say_given(request, user, is_new):
    if not is_new:
        messages.info(request, _("%(name)s har denne tilgangen fra før.") % {"name": user})
        return
    messages.success(
        request, _("%(name)s har fått tilgang, og får en e-post om hvordan man logger inn.") % {"name": user}
    )
    if user.email.partition("@")[2] != request.user.email.partition("@")[2]:
        messages.warning(
            request,
            _("%(email)s er på et annet domene enn din egen adresse. Er den feil, har en annen fått tilgang. Avslutt "
              "den da med en gang.") % {"email": user.email},
        )  # fmt: skip


@require_http_methods(FORM)
def choose_stand_in(request):
    held = giver(request)
    form = StandInForm(request.POST if request.method == "POST" else None, people=may_be_away(held))
    if request.method == "POST" and form.is_valid():
        outcome = _attempt(form, lambda: reach_actions.let_stand_in(by=Actor(user=request.user), **form.cleaned_data))
        if outcome:
            _say_given(request, *outcome)
            return redirect("access")
    return _form_page(request, "pages/access_stand_in.html", form)


@require_http_methods(FORM)
def end_access(request, reach):
    held = giver(request)
    found = reach_or_404(held, reach)
    if not held.may_end(found):
        raise PermissionDenied
    if found.is_over:
        return _was_over(request)
    if request.method != "POST":
        context = {"section": "access", "reach": found, "role": role_of(found), "period": period(found)}
        return render(request, "pages/access_end.html", context)
    try:
        reach_actions.end_reach(reach=found, by=Actor(user=request.user))
    except ChangedMeanwhile:
        return _was_over(request)
    messages.success(request, _("Tilgangen til %(name)s er avsluttet.") % {"name": found.user})
    return redirect("access")


def _was_over(request):
    messages.warning(request, _("Tilgangen var allerede avsluttet."))
    return redirect("access")


def _administers(request):
    """For what only an administrator does."""
    held = giver(request)
    if not held.is_administrator:
        raise PermissionDenied
    return held


@require_http_methods(FORM)
def end_administrator(request, user):
    _administers(request)
    found = administrator_or_404(user)
    if request.method != "POST":
        return render(request, "pages/access_end_administrator.html", {"section": "access", "person": found})
    try:
        account_actions.end_administrator(user=found, by=Actor(user=request.user))
    except account_actions.OwnRole:
        messages.warning(request, _("Du kan ikke avslutte din egen tilgang som administrator. Be en annen gjøre det."))
    except account_actions.LastAdministrator:
        messages.warning(request, _("Portalen må ha minst én administrator. Gi en annen tilgangen først."))
    else:
        messages.success(request, _("%(name)s er ikke lenger administrator.") % {"name": found})
    return redirect("access")


@require_http_methods(FORM)
def reset_factor(request, user):
    """Somebody has lost what she signs in with: she sets it up anew the next time."""
    _administers(request)
    found = holder_or_404(user)
    if found == request.user:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "pages/access_reset.html", {"section": "access", "person": found})
    try:
        factor_actions.reset_factors(user=found, by=Actor(user=request.user))
    except factor_actions.NothingSetUp:
        messages.warning(request, _("%(name)s har ikke satt opp totrinnsinnlogging.") % {"name": found})
    else:
        messages.success(
            request,
            _("Totrinnsinnloggingen til %(name)s er tilbakestilt. Personen får en e-post om det.") % {"name": found},
        )
    return redirect("access")


@require_http_methods(FORM)
def answer_region(request, region):
    held = giver(request)
    found = region_or_404(held, region)
    if not held.may_edit(found):
        raise PermissionDenied
    initial = {"reply_to": found.reply_to, "sender_name": found.sender_name, "version": found.version}
    form = RegionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and _answered(request, found, form):
        messages.success(request, _("Svaradressen til %(region)s er lagret.") % {"region": found})
        return redirect("access")
    return _form_page(request, "pages/access_region.html", form, region=found)


def _answered(request, region, form):
    try:
        reach_actions.answer_region(region=region, by=Actor(user=request.user), **form.cleaned_data)
    except ChangedMeanwhile:
        region.refresh_from_db()
        try_again(form, region.version)
        return False
    return True
