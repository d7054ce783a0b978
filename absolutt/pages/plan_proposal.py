"""Gatherings by the programme's cadence: a proposal to look over. Nothing is saved before the adviser says so."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from absolutt.pages.meanwhile import ARCHIVED, CHANGED
from absolutt.pages.plan_saving import posted
from absolutt.pages.scope import living_programme_to_run
from accounts.journal import Actor
from gatherings import actions, generating, overview
from gatherings.models import Gathering
from gatherings.plan import plan_of
from gatherings.proposal_forms import ProposalForm, rhythm_of
from municipalities.acting import Closed
from programmes import consequences, formats
from programmes.acting import ChangedMeanwhile
from programmes.consequences import Topic


@require_http_methods(["GET", "HEAD", "POST"])
def propose_gatherings(request, key):
    programme = living_programme_to_run(request.user, key)
    plan = plan_of(programme)
    if request.method != "POST":
        return _page(request, plan, ProposalForm(initial=_initial(plan)))
    form = ProposalForm(request.POST, initial={})
    if not form.is_valid():
        return _page(request, plan, form, status=422)
    if "back" in request.POST:
        return _page(request, plan, form)
    said = form.proposed(plan)

    def act():
        return actions.add_gatherings(
            programme=living_programme_to_run(request.user, key), said=said, by=Actor(user=request.user),
            version=form.cleaned_data["version"],
        )  # fmt: skip

    try:
        if "confirmed" not in request.POST:
            return _look_over(request, plan, said, consequences.preview(programme=programme, act=act))
        count = len(act())
    except (ChangedMeanwhile, actions.NumberTaken):
        form.data = form.data.copy()
        form.data["version"] = programme.version
        form.add_error(None, CHANGED)
        return _page(request, plan, form, status=422)
    except Closed:
        form.add_error(None, ARCHIVED)
        return _page(request, plan, form, status=422)
    text = ngettext("%(n)s samling er lagt til.", "%(n)s samlinger er lagt til.", count) % {"n": count}
    messages.success(request, text)
    return redirect("plan", key)


def _initial(plan):
    start = generating.follows(plan.gatherings, plan.programme.when, plan.today)
    return {
        "version": plan.programme.version,
        "rhythm": rhythm_of(plan),
        "start": generating.semester(start),
        "coordinators": next((row.kind for row in plan.gatherings if row.is_for_coordinators), ""),
    }


def _page(request, plan, form, *, status=200):
    context = {
        "section": "programmes",
        "programme": plan.programme,
        "form": form,
        "cadence": plan.programme.cadence,
        "is_understood": bool(rhythm_of(plan)),
    }
    return render(request, "pages/plan_proposal.html", context, status=status)


def _look_over(request, plan, said, found):
    """The proposed gatherings, and whom they are about where others know the plan. That their dates are still to be
    decided is nothing new: a proposal is so."""
    if not consequences.must_be_shown(plan.programme, found):
        found = []
    people = [told for told in found if told.topic in (Topic.PEOPLE, Topic.FOLLOWS, Topic.LETTERS)]
    context = {
        "section": "programmes",
        "programme": plan.programme,
        "rows": [_row(one) for one in said],
        "told": people,
        "posted": posted(request),
    }
    return render(request, "pages/plan_proposed.html", context)


def _row(said):
    row = Gathering(
        kind=said.kind, number=said.number, after_number=said.after_number, before_number=said.before_number
    )
    return {"title": overview.kind_text(row), "date": capfirst(formats.when(said.when, get_language() or "nb"))}
