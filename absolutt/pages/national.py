"""Every living programme of every region on one page, for who reaches them all: where each stands, and what comes."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from absolutt.pages.scope import living_programmes_by_region, reaches_everything
from programmes import formats

COUNTS = ("listed", "signed_up", "unanswered", "undecided")


@require_safe
def national(request):
    if not reaches_everything(request.user):
        raise PermissionDenied
    language = get_language() or "nb"
    rows = [_row(programme, language) for programme in living_programmes_by_region(request.user)]
    totals = {name: sum(row[name] for row in rows) for name in COUNTS}
    return render(request, "pages/national.html", {"section": "programmes", "rows": rows, "totals": totals})


def _row(programme, language):
    """``undecided`` counts gatherings of the whole group without a day or a form."""
    day = programme.next_gathering
    return {
        "programme": programme,
        "state": programme.get_state_display(),
        "deadline": formats.when(programme.sign_up_deadline, language),
        "next": formats.day(day, language) if day else "",
        **{name: getattr(programme, name) for name in COUNTS},
    }
