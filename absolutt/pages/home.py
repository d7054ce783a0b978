from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from absolutt.pages.access_rows import notes
from absolutt.pages.group_rows import waiting_rows
from absolutt.pages.scope import (
    coordinated_by,
    programmes_with_counts,
    reaches_everything,
    regions_run_by,
    withdrawn_from,
)
from municipalities.standing import standings
from programmes.models import Programme


@require_safe
def home(request):
    """What the reader has here: an adviser's programmes, those alive first; a coordinator's municipalities.

    Somebody who coordinates one municipality and nothing else is taken straight to it.
    """
    programmes = programmes_with_counts(request.user)
    mine = coordinated_by(request.user)
    everywhere = reaches_everything(request.user)
    may_begin = everywhere or regions_run_by(request.user).exists()
    if not programmes and not may_begin and sum(len(rows) for _programme, rows in mine) == 1:
        programme, (only,) = mine[0]
        return redirect("group", programme.key, only.organisation.organisation_number)
    context = {
        "section": "programmes",
        "living": [row for row in programmes if row.state != Programme.State.ARCHIVED],
        "archived": [row for row in programmes if row.state == Programme.State.ARCHIVED],
        "advises": bool(programmes) or may_begin,
        "withdrawn": [] if programmes or may_begin or mine else withdrawn_from(request.user),
        "may_begin": may_begin,
        "reaches_everything": everywhere,
        "notes": notes(request.user) if request.held.any else [],
        "mine": [card for programme, rows in mine for card in _cards(programme, rows)],
    }
    return render(request, "pages/home.html", context)


def _cards(programme, rows):
    """One card a municipality, with the first thing that waits on it."""
    standing = standings(programme, [row.pk for row in rows])
    return [
        {
            "key": programme.key,
            "number": row.organisation.organisation_number,
            "name": row.full_name,
            "programme": programme.title,
            "next": next(iter(waiting_rows(standing[row.pk], programme)), None),
        }
        for row in rows
    ]
