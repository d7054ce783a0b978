"""The region on a map, each municipality by what it has answered; and the same facts as a table."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from absolutt.pages.scope import programme_or_404, standing_on_map
from municipalities.models import Participation
from municipalities.shapes import drawing


@require_safe
def region_map(request, key):
    programme = programme_or_404(request.user, key)
    rows = standing_on_map(programme)
    picture = drawing(number for row in rows for number in row.numbers)
    context = {
        "section": "programmes",
        "programme": programme,
        "picture": picture,
        "shapes": shapes(rows, picture) if picture else (),
        "groups": groups(rows),
        "without_shape": [row.full_name for row in rows if picture and not _is_drawn(row, picture)],
    }
    return render(request, "pages/map.html", context)


def _is_drawn(row, picture):
    return any(number in picture.paths for number in row.numbers)


def shapes(rows, picture):
    """One a shape: its path, the state it is drawn in, and what the pointer is told."""
    return [
        {"path": picture.paths[number], "state": row.state, "title": f"{row.full_name}: {row.get_state_display()}"}
        for row in rows
        for number in row.numbers
        if picture.paths.get(number)
    ]


def groups(rows):
    """Every state that somebody is in, in the order of the states, with who is."""
    found = [{"state": state, "text": state.label, "rows": [row for row in rows if row.state == state]}
             for state in Participation.State]  # fmt: skip
    return [group for group in found if group["rows"]]
