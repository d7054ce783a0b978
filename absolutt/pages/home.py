from django.shortcuts import render
from django.views.decorators.http import require_safe

from absolutt.pages.scope import programmes_with_counts
from programmes.models import Programme


@require_safe
def home(request):
    """The adviser's programmes: those alive first, then the archive."""
    programmes = programmes_with_counts(request.user)
    living = [row for row in programmes if row.state != Programme.State.ARCHIVED]
    archived = [row for row in programmes if row.state == Programme.State.ARCHIVED]
    return render(request, "pages/home.html", {"living": living, "archived": archived, "section": "programmes"})
