"""One gathering of the plan: added, changed, removed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import CHANGED, LOOK_AGAIN
from absolutt.pages.plan_rows import agenda
from absolutt.pages.plan_saving import Change, asked_first, word_of
from absolutt.pages.plan_words import change_rows
from absolutt.pages.scope import gathering_or_404, living_programme_to_run
from accounts.journal import Actor
from gatherings import actions, overview
from gatherings.forms import GatheringForm
from gatherings.models import Gathering
from gatherings.plan import plan_of
from municipalities.acting import Closed
from programmes.acting import ChangedMeanwhile

IN_USE = gettext_lazy(
    "Samlingen kan ikke fjernes, fordi noen er eller har vært meldt på den, eller har svart om de kommer. "
    "Blir den ikke noe av, lar du datoen stå tom. Da kan ingen melde seg på, og ingen blir spurt."
)


@require_http_methods(["GET", "HEAD", "POST"])
def add_gathering(request, key):
    programme = living_programme_to_run(request.user, key)
    plan = plan_of(programme)
    if request.method != "POST":
        known = {"version": programme.version, "kind": Gathering.Kind.JOINT}
        return _page(request, plan, GatheringForm(plan=plan, initial=known))
    form = GatheringForm(request.POST, plan=plan)

    def act():
        return actions.add_gathering(
            programme=living_programme_to_run(request.user, key), said=form.said(), by=Actor(user=request.user),
            version=form.cleaned_data["version"],
        )  # fmt: skip

    def look_over():
        what = overview.kind_text(Gathering(kind=form.said().kind, number=form.said().number))
        nothing = actions.Said(kind=form.said().kind)
        return {
            "title": _("Legg til %(what)s?") % {"what": _in_sentence(what)},
            "changes": change_rows(nothing, form.said(), is_new=True),
            "button": _("Legg til samlingen"),
        }

    change = Change(programme=programme, form=form, act=act, newest=lambda: programme.version, look_over=look_over)
    return change.save(
        request,
        again=lambda status: _page(request, plan, form, status=status),
        done=lambda row: _done(request, key, _("%(what)s er lagt til.") % {"what": overview.kind_text(row)}, row),
    )


def _in_sentence(what):
    """«fellessamling 2», inside a sentence."""
    return what[:1].lower() + what[1:]


@require_http_methods(["GET", "HEAD", "POST"])
def gathering(request, key, pk):
    programme = living_programme_to_run(request.user, key)
    row, plan = gathering_or_404(programme, pk), plan_of(programme)
    if request.method != "POST":
        return _page(request, plan, GatheringForm(plan=plan, gathering=row), row)
    form = GatheringForm(request.POST, plan=plan, gathering=row)

    def act():
        return actions.change_gathering(
            gathering=gathering_or_404(programme, pk), said=form.said(), by=Actor(user=request.user),
            version=form.cleaned_data["version"], word=word_of(request),
        )  # fmt: skip

    def look_over():
        return {
            "title": _("Endre %(what)s?") % {"what": _in_sentence(overview.kind_text(row))},
            "changes": change_rows(actions.said_of(row), form.said()),
            "button": _("Lagre endringen"),
        }

    change = Change(programme=programme, form=form, act=act, newest=lambda: row.version, look_over=look_over)
    return change.save(
        request,
        again=lambda status: _page(request, plan, form, row, status=status),
        done=lambda changes: _done(
            request, key, _("Samlingen er lagret.") if changes else _("Ingenting er endret."), row
        ),
    )


def _done(request, key, said, row):
    messages.success(request, said)
    return redirect(f"{reverse('plan', args=[key])}#samling-{row.pk}")


def _page(request, plan, form, row=None, *, status=200):
    """The form, and the entry as it is saved now for somebody who was overtaken."""
    programme = plan.programme
    overtaken = CHANGED in form.non_field_errors()
    saved = [entry for entry in agenda(plan, []) if entry["is_gathering"]] if overtaken else []
    context = {
        "section": "programmes",
        "programme": programme,
        "form": form,
        "gathering": row,
        "title": overview.kind_text(row) if row else _("Ny samling"),
        "saved": [entry for entry in saved if row is None or entry["anchor"] == f"samling-{row.pk}"],
        "is_told": programme.state != programme.State.SKETCH,
    }
    return render(request, "pages/plan_gathering.html", context, status=status)


@require_POST
def remove_gathering(request, key, pk):
    """At once in a sketch; where others know the plan, what follows is shown first."""
    programme = living_programme_to_run(request.user, key)
    try:
        row, version = gathering_or_404(programme, pk), seen_version(request)
    except Http404:  # a button that was pressed twice, or a colleague
        messages.warning(request, _("Samlingen er ikke i planen lenger."))
        return redirect("plan", key)

    def act():
        actions.remove_gathering(
            gathering=gathering_or_404(programme, pk), version=version, by=Actor(user=request.user),
            word=word_of(request),
        )  # fmt: skip

    what = overview.kind_text(row)

    def look_over():
        back = reverse("gathering", args=[key, pk])
        title = _("Fjern %(what)s?") % {"what": _in_sentence(what)}
        return {"title": title, "button": _("Fjern samlingen"), "is_removal": True, "back_url": back}

    try:
        asks = asked_first(request, programme, act, look_over)
        if asks:
            return asks
        act()
    except (ChangedMeanwhile, Closed):
        messages.warning(request, LOOK_AGAIN)
        return redirect("gathering", key, pk)
    except actions.InUse:
        messages.warning(request, IN_USE)
        return redirect("gathering", key, pk)
    messages.success(request, _("%(what)s er fjernet fra planen.") % {"what": what})
    return redirect("plan", key)
