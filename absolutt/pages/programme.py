"""The programme's page: phases, schedule, costs, deadline, how many answered what, and what waits."""

from collections import Counter

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from absolutt.pages.board_filter import LACKS
from absolutt.pages.comment_rows import thread
from absolutt.pages.place_scope import interests_of
from absolutt.pages.scope import participations_of, programme_or_404
from gatherings import overview
from municipalities import placing
from municipalities.duties import BY_KEY
from municipalities.models import Participation
from municipalities.standing import standings
from programmes import lifecycle

ORDER = (
    "signed_up", "offered", "queued", "declined", "withdrawn", "waiting", "undecided", "invited", "listed",
)  # fmt: skip


@require_safe
def programme_page(request, key):
    return show(request, programme_or_404(request.user, key))


def show(request, programme, *, status=200, **bound):
    """The page; ``bound`` is a form that failed, as it was filled in."""
    request.page_address = reverse("programme", args=[programme.key])
    facts, answers = overview.facts(programme), answer_counts(programme)
    context = {
        **facts,
        "section": "programmes",
        "main_steps": [row for row in facts["schedule"] if row["is_joint"]],
        "other_meetings": [row for row in facts["schedule"] if not row["is_joint"]],
        "answers": answers,
        "deadline": programme.sign_up_deadline,
        "days_left": days_left(programme.sign_up_deadline),
        "todo": todo(participations_of(programme)),
        "waits": waits(programme),
        "places": answers["places"],
        "interested": interests_of(programme).count() if programme.state == programme.State.SKETCH else 0,
        "step": next_step(programme),
        **thread(request.user, programme),
        "failed": next(iter(bound.values()), None),
        **bound,
    }
    return render(request, "pages/programme.html", context, status=status)


def next_step(programme):
    """The button of the next step, with what it lacks; None for the archive."""
    step = lifecycle.next_step(programme)
    if step is None:
        return None
    return {"act": step.act, "refusal": lifecycle.refusal(programme, step)}


def waits(programme):
    """How many a duty waits for, duty by duty, with the way to them on the board. Duties that wait for nobody are
    left out."""
    found = standings(programme)
    waiting = Counter(state.duty.key for row in found.values() for state in row.waiting)
    entries = []
    for value, (words, duty) in LACKS.items():
        if waiting[duty]:
            entries.append({"value": value, "text": words, "count": waiting[duty], "due": BY_KEY[duty].due(programme)})
    for own in found.more:
        if waiting[own.key]:
            text, due = own.called(programme), own.due(programme)
            entries.append({"value": "samling", "text": text, "count": waiting[own.key], "due": due})
    return entries


def answer_counts(programme):
    """One entry a state, in the order of the figure, with its share of the whole as percent and where it begins."""
    counted = dict(programme.participations.on_the_list().values_list("state").annotate(Count("pk")))
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
    held = {state: counted.get(state, 0) for state in ("signed_up", "offered", "queued")}
    return {"entries": entries, "total": total, "places": placing.Places(programme.places_total, **held), **held}


def days_left(deadline):
    return (deadline.end - timezone.localdate()).days if deadline.has_day else None


def todo(rows):
    """What waits on the adviser before and during the sign-up. One query."""
    new = Q(state__in=("invited", "undecided"), director_id__isnull=False, invited_person=False)
    return rows.order_by().aggregate(
        waiting=Count("pk", filter=Q(has_waiting_answer=True)),
        not_invited=Count("pk", filter=Q(state="listed")),
        new_directors=Count("pk", filter=new),
    )
