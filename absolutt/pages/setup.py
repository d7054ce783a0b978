"""«Oppsett»: what a programme has from the framework and where it deviates, and its own facts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages.content import frame
from absolutt.pages.content_rows import content_rows
from absolutt.pages.meanwhile import ARCHIVED, try_again
from absolutt.pages.scope import programme_or_404, programme_to_run
from accounts.journal import Actor
from municipalities import list_actions
from programmes.acting import Archived, ChangedMeanwhile
from programmes.deviations import deviations
from programmes.setup import SETUP
from programmes.setup_forms import FactsForm

TEXTS = tuple(pair for pair in FactsForm.pairs if pair.name != "title")


@require_safe
def setup(request, key):
    programme = programme_or_404(request.user, key)
    context = frame(request, programme) | {
        "facts": [{"label": pair.label, "text": getattr(programme, pair.name)} for pair in TEXTS],
        "sections": [{"part": part, "rows": content_rows(part, part.rows(programme))} for part in SETUP],
        "deviations": deviations(programme),
    }
    return render(request, "pages/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request, key):
    """The programme's own words and limits, on one form."""
    programme = programme_to_run(request.user, key)
    posted = request.POST if request.method == "POST" else None
    form = FactsForm(posted, programme=programme, row=programme, initial={"version": programme.version})
    if request.method == "POST" and form.is_valid():
        try:
            list_actions.change_facts(
                programme=programme, values=form.values(), version=form.cleaned_data["version"],
                by=Actor(user=request.user),
            )  # fmt: skip
        except ChangedMeanwhile:
            programme.refresh_from_db(fields=["version"])
            try_again(form, programme.version)
        except Archived:
            messages.warning(request, ARCHIVED)
            return redirect("setup", key)
        else:
            messages.success(request, _("Endringen er lagret."))
            return redirect("setup", key)
    context = frame(request, programme) | {"form": form}
    return render(request, "pages/facts.html", context, status=422 if request.method == "POST" else 200)
