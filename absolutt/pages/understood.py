"""How a typed date is understood, for the field that shows it at once. Nothing is kept."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.understanding import understand
from programmes.when import FIRST_YEAR, LAST_YEAR


@require_safe
@login_not_required
def understood(request):
    """``felt`` is the name of the field that is asked about, ``ar`` the year of days that have none.

    Whoever was signed out while she typed is told so beside the field: to send the page to signing in would lose
    what she has written.
    """
    if not request.user.is_authenticated:
        if not request.htmx:
            return redirect_to_login(request.get_full_path())
        return render(request, "ds/understood.html", {"signed_out": True})
    text, year = request.GET.get(request.GET.get("felt", ""), ""), request.GET.get("ar", "")
    default_year = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    if default_year is not None and not FIRST_YEAR <= default_year <= LAST_YEAR:
        default_year = None
    return render(request, "ds/understood.html", {"understood": understand(text, default_year)})
