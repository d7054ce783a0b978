"""The programme's page: phases, schedule, costs, deadline, who is invited and what they answered."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from absolutt.pages.scope import participations_of, programme_or_404
from gatherings import overview
from municipalities import names
from municipalities.models import Participation

ROWS = 50
COLOURS = {
    "listed": "info",
    "invited": "warning",
    "undecided": "warning",
    "waiting": "support1",
    "signed_up": "success",
    "declined": "neutral",
}
ORDER = ("signed_up", "declined", "waiting", "undecided", "invited", "listed")


@require_safe
def programme_page(request, key):
    programme = programme_or_404(request.user, key)
    rows = participations_of(programme)
    query, state = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("svar", "")
    found = Paginator(search(rows, query, state), ROWS).get_page(request.GET.get("side"))
    facts = overview.facts(programme)
    context = {
        **facts,
        "section": "programmes",
        "main_steps": [row for row in facts["schedule"] if row["is_joint"]],
        "other_meetings": [row for row in facts["schedule"] if not row["is_joint"]],
        "answers": answer_counts(programme),
        "deadline": programme.sign_up_deadline,
        "days_left": days_left(programme.sign_up_deadline),
        "todo": todo(programme, rows),
        "page": found,
        "rows": [table_row(row) for row in found],
        "query": query,
        "state": state,
        "states": Participation.State.choices,
    }
    return render(request, "pages/programme.html", context)


def search(rows, query, state):
    """Narrow by part of a name or a number, and by answer. Unknown answers narrow nothing."""
    if query:
        rows = rows.filter(Q(sort_key__contains=names.sort_key(query)) | Q(shown_number__startswith=query))
    if state in Participation.State.values:
        rows = rows.filter(state=state)
    return rows


def table_row(row):
    return {
        "number": row.organisation.organisation_number,
        "name": row.shown_name,
        "sami_name": row.shown_sami_name,
        "municipality_number": row.shown_number,
        "state": row.get_state_display(),
        "colour": COLOURS[row.state],
        "has_waiting_answer": row.has_waiting_answer,
        "director": row.director_name or "",
        "email": row.director_email or "",
        "extended": row.extended_deadline,
    }


def answer_counts(programme):
    """One entry a state, in the order of the figure, with its share of the whole as percent and where it begins."""
    counted = dict(programme.participations.values_list("state").annotate(Count("pk")))
    total = sum(counted.values())
    begins, entries = 0.0, []
    for state in ORDER:
        count = counted.get(state, 0)
        share = 100 * count / total if total else 0
        entries.append({
            "state": state, "text": Participation.State(state).label, "count": count,
            "x": f"{begins:.3f}", "width": f"{share:.3f}",
        })  # fmt: skip
        begins += share
    return {"entries": entries, "total": total, "signed_up": counted.get("signed_up", 0)}


def days_left(deadline):
    return (deadline.end - timezone.localdate()).days if deadline.has_day else None


def todo(programme, rows):
    """What waits on the adviser before and during the sign-up. One query."""
    new = Q(state__in=("invited", "undecided"), director_id__isnull=False, invited_person=False)
    return rows.order_by().aggregate(
        waiting=Count("pk", filter=Q(has_waiting_answer=True)),
        not_invited=Count("pk", filter=Q(state="listed")),
        new_directors=Count("pk", filter=new),
    )
