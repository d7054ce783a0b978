"""A programme's state: where it stands, what the next step demands, and the last step taken back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import LOOK_AGAIN
from absolutt.pages.scope import programme_or_404, programme_to_run
from accounts.journal import Actor
from programmes import lifecycle, lifecycle_actions
from programmes.acting import ChangedMeanwhile
from programmes.models import Programme


@require_safe
def lifecycle_page(request, key):
    programme = programme_or_404(request.user, key)
    step = lifecycle.next_step(programme)
    context = {
        "section": "programmes",
        "programme": programme,
        "states": states(programme),
        "step": step,
        "refusal": lifecycle.refusal(programme, step) if step else "",
        "way_back": lifecycle.way_back(programme),
        "runs": programme.may_run,
    }
    return render(request, "pages/lifecycle.html", context)


def states(programme):
    """Every state in order; ``here`` is the programme's own, ``past`` those before it."""
    values = list(Programme.State)
    now = values.index(Programme.State(programme.state))
    return [
        {"number": number + 1, "text": value.label, "here": number == now, "past": number < now}
        for number, value in enumerate(values)
    ]


@require_POST
def take_step(request, key):
    programme = programme_to_run(request.user, key)
    step = lifecycle.next_step(programme)
    return _act(
        request, programme, step.said if step else "", lifecycle_actions.take_step, to=request.POST.get("to", "")
    )


@require_POST
def step_back(request, key):
    programme = programme_to_run(request.user, key)
    return _act(request, programme, _("Steget er tatt tilbake."), lifecycle_actions.step_back)


def _act(request, programme, said, action, **more):
    try:
        action(programme=programme, version=seen_version(request), by=Actor(user=request.user), **more)
    except lifecycle_actions.NotYet as refused:
        messages.warning(request, refused.text)
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    else:
        messages.success(request, said)
    return redirect("lifecycle", programme.key)
