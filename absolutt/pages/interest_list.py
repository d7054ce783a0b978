"""Who has given her interest in a sketch: the list, its files, and the letter when the programme is announced."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages import board_files
from absolutt.pages.place_scope import interest_or_404, interests_of
from absolutt.pages.scope import living_programme_to_run, programme_or_404, programme_to_run
from accounts.journal import Actor
from municipalities import interest_actions, names
from municipalities.acting import Closed
from programmes.models import Programme

ROWS = 50


@require_safe
def interest_list(request, key):
    programme = programme_or_404(request.user, key)
    interests = interests_of(programme)
    page = Paginator(interests, ROWS).get_page(request.GET.get("side"))
    context = {
        **_frame(request, programme),
        "page": page,
        "rows": [_row(row) for row in page],
        "total": page.paginator.count,
        "untold": interests.filter(told_at=None).count(),
        "address": request.build_absolute_uri(reverse("interest", args=[key])),
        "takes_interest": programme.state == Programme.State.SKETCH and programme.is_public,
    }
    return render(request, "pages/interest_list.html", context)


def _frame(request, programme):
    return {
        "section": "programmes",
        "programme": programme,
        "may_run": programme.may_run and programme.state != Programme.State.ARCHIVED,
        "may_erase": programme.may_run,
        "can_tell": programme.takes_answers and programme.sends_letters,
    }


def _row(row):
    return {
        "pk": row.pk,
        "name": row.name,
        "role": row.role,
        "where": names.where(row),
        "email": row.email,
        "at": row.registered_at,
        "told_at": row.told_at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def tell_the_interested(request, key):
    """Whom the letter goes to, looked over before it is sent."""
    programme = living_programme_to_run(request.user, key)
    untold = list(interests_of(programme).filter(told_at=None))
    if request.method != "POST":
        return _tell_page(request, programme, untold)
    seen = set(request.POST.getlist("to"))
    chosen = [row for row in untold if str(row.pk) in seen]
    if not chosen:
        return _tell_page(request, programme, untold, error=_("Velg minst én som skal få brevet."), status=422)
    try:
        count = interest_actions.tell(programme=programme, interests=chosen, by=Actor(user=request.user))
    except Closed:
        closed = _("Ingenting er sendt: Programmet er ikke åpnet for påmelding, eller det sender ikke brev nå.")
        return _tell_page(request, programme, untold, error=closed, status=422)
    messages.success(request, ngettext("%(n)s brev er på vei.", "%(n)s brev er på vei.", count) % {"n": count})
    return redirect("interest_list", key)


def _tell_page(request, programme, untold, *, error="", status=200):
    context = {**_frame(request, programme), "rows": [_row(row) for row in untold], "error": error}
    return render(request, "pages/interest_tell.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_interest(request, key, pk):
    """For good: a page asks first. In an archived programme too: what is stored about somebody can always be erased."""
    programme = programme_to_run(request.user, key)
    row = interest_or_404(programme, pk)
    if request.method != "POST":
        return render(request, "pages/interest_erase.html", _frame(request, programme) | {"row": _row(row)})
    interest_actions.erase(interest=row, by=Actor(user=request.user))
    messages.success(request, _("Opplysningene er slettet."))
    return redirect("interest_list", key)


@require_safe
def interest_xlsx(request, key):
    return _file(request, key, lambda lines: board_files.xlsx(lines, _("Interesse")), "xlsx")


@require_safe
def interest_csv(request, key):
    return _file(request, key, board_files.csv, "csv")


def _file(request, key, write, ending):
    programme = programme_or_404(request.user, key)
    heads = [
        _("Navn"), _("Stilling"), _("Hvor de jobber"), _("Organisasjonsnummer"), _("E-postadresse"),
        _("Meldt interesse"), _("Fått beskjed"),
    ]  # fmt: skip
    lines = [heads, *(_line(row) for row in interests_of(programme))]
    return board_files.to_keep(write(lines), f"interesse-{key}", ending)


def _line(row):
    number = row.organisation.organisation_number if row.organisation else ""
    told = timezone.localdate(row.told_at) if row.told_at else None
    return [row.name, row.role, names.where(row), number, row.email, timezone.localdate(row.registered_at), told]
