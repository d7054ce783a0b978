from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities.models import Participation
from programmes.models import Programme


@require_safe
def home(request):
    """The adviser's programmes: those alive first, then the archive."""
    programmes = (
        Programme.objects.visible_to(request.user)
        .for_list()
        .prefetch_related("deadlines")
        .annotate(
            listed=Count("participations"),
            signed_up=Count("participations", filter=Q(participations__state=Participation.State.SIGNED_UP)),
            unanswered=Count("participations", filter=Q(participations__state__in=("invited", "undecided"))),
        )
    )
    living = [row for row in programmes if row.state != Programme.State.ARCHIVED]
    archived = [row for row in programmes if row.state == Programme.State.ARCHIVED]
    return render(
        request, "pages/home.html", {"living": living, "archived": archived, "section": "programmes"}
    )
