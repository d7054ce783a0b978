"""The plan: every gathering, deadline and window of a programme in one agenda; what does not fit; what is undecided."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from absolutt.pages.plan_rows import agenda, caution_rows, decision_rows, lacking_deadlines
from absolutt.pages.scope import living_programme_or_404
from gatherings.cautions import Tone
from gatherings.plan import plan_of
from gatherings.warnings import cautions_of


@require_safe
def plan(request, key):
    programme = living_programme_or_404(request.user, key)
    the_plan = plan_of(programme)
    found = cautions_of(the_plan)
    context = {
        "section": "programmes",
        "programme": programme,
        "may_change": programme.may_run,
        "agenda": agenda(the_plan, found),
        "gathering_count": len(the_plan.gatherings),
        "conflicts": caution_rows(the_plan, found, Tone.CONFLICT),
        "looks": caution_rows(the_plan, found, Tone.LOOK),
        "decisions": decision_rows(the_plan, found),
        "lacking": lacking_deadlines(the_plan),
        "school_holidays": the_plan.school_holidays,
    }
    return render(request, "pages/plan.html", context)
