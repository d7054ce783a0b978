"""«Innhold»: what a programme says of itself, part by part, and whether everybody may read it.

One list and one form serve every part (``programmes.content.PARTS``). A process adviser reads; an archived programme
is read by everybody who reaches it and changed by nobody.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from absolutt.pages.content_rows import content_rows, sector_rows
from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN, try_again
from absolutt.pages.scope import content_row_or_404, programme_or_404, programme_to_run
from accounts.journal import Actor
from programmes import content_actions, matrix
from programmes.acting import Archived, ChangedMeanwhile
from programmes.content import BY_KEY, PARTS, content_of
from programmes.models import Programme
from programmes.words import NORMS

NO_CAPTIONS = gettext_lazy("Filmen mangler teksting. Finn en som er tekstet, eller be om at den blir tekstet.")
SECTOR, LEVELS = BY_KEY["sector"], BY_KEY["sector_level"]


@require_safe
def content(request, key):
    programme = programme_or_404(request.user, key)
    found = content_of(programme)
    sections = [_section(part, found) for part in PARTS if part is not LEVELS]
    context = frame(request, programme) | {
        "sections": sections,
        "matrix": found.matrix,
        "films_without_captions": sum(film.lacks_captions for film in found.resources),
        "lacking_nynorsk": sum(section["lacking_nn"] for section in sections),
        "lacking_bokmal": sum(section["lacking_nb"] for section in sections),
    }
    return render(request, "pages/content.html", context)


def _section(part, found):
    rows = sector_rows(found.matrix) if part is SECTOR else content_rows(part, found.of(part))
    lacking = {norm: sum(norm in row["lacks"] for row in rows) for norm in NORMS}
    return {"part": part, "rows": rows, "lacking_nn": lacking["nn"], "lacking_nb": lacking["nb"]}


def frame(request, programme):
    """What every page about content shows around itself."""
    archived = programme.state == Programme.State.ARCHIVED
    return {
        "section": "programmes",
        "programme": programme,
        "is_archived": archived,
        "runs": (may := programme.may_run),
        "edits": may and not archived,
    }


@require_POST
def show_publicly(request, key):
    """«Vis programmet offentlig», and taking it away again."""
    programme, public = programme_to_run(request.user, key), request.POST.get("public") == "yes"
    try:
        content_actions.show_publicly(
            programme=programme, public=public, version=seen_version(request), by=Actor(user=request.user)
        )
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    else:
        shown = _("Alle kan nå lese siden om programmet.")
        messages.success(request, shown if public else _("Siden om programmet er ikke lenger åpen for alle."))
    return redirect("content", programme.key)


@require_safe
def content_part(request, key, part):
    """The part's rows in their order."""
    programme = programme_or_404(request.user, key)
    context = frame(request, programme) | {"part": part}
    if part is SECTOR:
        whole = matrix.whole(programme)
        return render(request, "pages/content_matrix.html", context | {
            "matrix": whole, "rows": sector_rows(whole), "levels": LEVELS
        })  # fmt: skip
    context["rows"] = content_rows(part, _with_phases(part.rows(programme)))
    return render(request, "pages/content_part.html", context)


def _with_phases(rows):
    return rows.select_related("phase") if rows.model._meta.model_name == "resource" else rows


@require_http_methods(["GET", "HEAD", "POST"])
def add_content(request, key, part):
    programme = programme_to_run(request.user, key)
    if programme.state == Programme.State.ARCHIVED:
        return _refuse(request, programme, part)
    newest = content_actions.newest_of(part, programme)
    form = part.form(
        request.POST if request.method == "POST" else None, programme=programme, initial={"version": newest}
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = content_actions.add(
                programme=programme, part=part, values=form.values(), newest=form.cleaned_data["version"],
                by=Actor(user=request.user),
            )  # fmt: skip
        except ChangedMeanwhile:
            try_again(form, content_actions.newest_of(part, programme))
            form.add_error(None, _("Sist lagt til: %(text)s. Er det den samme, trenger du ikke å lagre.") % {
                "text": _name_of_the_newest(part, programme)
            })  # fmt: skip
        except Archived:
            return _refuse(request, programme, part)
        else:
            _say_saved(request, row, _("Det er lagt til."))
            return redirect(request.path) if "more" in request.POST else redirect("content_part", key, part)
    return _form_page(request, programme, part, form)


@require_http_methods(["GET", "HEAD", "POST"])
def content_row(request, key, part, row):
    """One row, to change or remove."""
    programme = programme_to_run(request.user, key)
    row = content_row_or_404(programme, part, row)
    form = part.form(
        request.POST if request.method == "POST" else None,
        programme=programme,
        row=row,
        initial={"version": row.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            content_actions.change(
                row=row, part=part, values=form.values(), version=form.cleaned_data["version"],
                by=Actor(user=request.user),
            )  # fmt: skip
        except ChangedMeanwhile:
            row.refresh_from_db(fields=["version"])
            try_again(form, row.version)
        except Archived:
            return _refuse(request, programme, part)
        else:
            _say_saved(request, row, _("Endringen er lagret."))
            return redirect("content_part", key, part)
    return _form_page(request, programme, part, form, row=row)


def _form_page(request, programme, part, form, row=None):
    context = frame(request, programme) | {"part": part, "form": form, "row": row, "levels": LEVELS}
    return render(request, "pages/content_row.html", context, status=422 if request.method == "POST" else 200)


def _name_of_the_newest(part, programme):
    newest = part.rows(programme).order_by("-pk").first()
    return str(newest) if newest else ""


def _say_saved(request, row, said):
    messages.success(request, said)
    if getattr(row, "lacks_captions", False):
        messages.warning(request, NO_CAPTIONS)


def _refuse(request, programme, part):
    messages.warning(request, ARCHIVED)
    return redirect("content_part", programme.key, part)


@require_POST
def move_content(request, key, part, row):
    """One place up, or down."""
    programme = programme_to_run(request.user, key)
    row, up = content_row_or_404(programme, part, row), request.POST.get("way") == "up"
    return _act(request, programme, part, content_actions.move, _("Rekkefølgen er endret."), row=row, up=up)


@require_POST
def remove_content(request, key, part, row):
    programme = programme_to_run(request.user, key)
    row = content_row_or_404(programme, part, row)
    return _act(request, programme, part, content_actions.remove, _("Det er fjernet."), row=row)


def _act(request, programme, part, action, said, **what):
    try:
        action(part=part, version=seen_version(request), by=Actor(user=request.user), **what)
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    except Archived:
        messages.warning(request, ARCHIVED)
    else:
        messages.success(request, said)
    return redirect("content_part", programme.key, part)
