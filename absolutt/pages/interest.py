"""«Meld interesse» for a programme that is a public sketch: no account, no sign-up, a confirmation on the screen."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages.place_scope import living_public_programme_or_404, regions_own
from accounts import limits
from municipalities import interest_actions
from municipalities.acting import Closed
from municipalities.place_forms import InterestForm
from municipalities.self_told import Said
from programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def interest(request, key):
    programme = living_public_programme_or_404(key)
    if programme.state != Programme.State.SKETCH:
        return _announced(request, programme)
    posted = request.POST if request.method == "POST" else None
    form = InterestForm(posted, organisations=regions_own(programme))
    if posted is not None and form.is_valid() and _within_limits(request, form):
        try:
            interest_actions.give_interest(programme=programme, said=_said(form))
        except Closed:  # announced while she wrote
            return _announced(request, living_public_programme_or_404(key))
        return redirect("interest_given", key)
    context = {"public_page": True, "programme": programme, "form": form}
    return render(request, "pages/interest.html", context, status=422 if form.errors else 200)


def _announced(request, programme):
    """The programme has come further: who wants to take part asks her municipality."""
    return render(request, "pages/interest_closed.html", {"public_page": True, "programme": programme}, status=410)


def _within_limits(request, form):
    """As the public sign-up: so many from one place and to one address an hour."""
    within = limits.spend("interest of", form.cleaned_data["email"].lower(), most=5, seconds=3600) and limits.spend(
        "interest from", limits.client_address(request), most=20, seconds=3600
    )
    if not within:
        form.add_error(None, _("Det er meldt interesse mange ganger herfra. Vent en time og prøv igjen."))
    return within


def _said(form):
    said = {field: form.cleaned_data[field] for field in ("name", "role", "email")}
    return Said(**said, **form.where(), language="nn" if get_language() == "nn" else "nb")


@require_safe
@login_not_required
def interest_given(request, key):
    """The same for everybody, also for an address that had been given before."""
    programme = living_public_programme_or_404(key)
    return render(request, "pages/interest_given.html", {"public_page": True, "programme": programme})
