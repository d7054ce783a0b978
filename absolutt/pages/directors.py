"""Who the invitation is addressed to: directors' names entered, pasted or imported for the whole programme."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from absolutt.pages.invitations import versions
from absolutt.pages.meanwhile import ARCHIVED
from absolutt.pages.scope import living_programme_or_404, living_programme_to_run, participations_of
from accounts.journal import Actor
from municipalities import actions, director_list


@require_http_methods(["GET", "HEAD", "POST"])
def directors(request, key):
    find = living_programme_to_run if request.method == "POST" else living_programme_or_404
    programme = find(request.user, key)
    rows = list(participations_of(programme))
    if request.method != "POST":
        return _page(request, programme, rows)
    try:
        text = _text(request)
        understood = director_list.read(text, rows, saved=_saved(request))
    except director_list.UnreadableFile as fault:
        return _page(request, programme, rows, text=request.POST.get("text", ""), error=str(fault), status=422)
    if not understood.lines:
        error = (
            _("Filen har ingen linjer med kommune, navn og e-postadresse.")
            if "file" in request.FILES
            else _("Lim inn minst én linje med kommune, navn og e-postadresse, eller velg en fil.")
        )
        return _page(request, programme, rows, text=text, error=error, status=422)
    if request.POST.get("act") != "save":
        return _page(request, programme, rows, text=text, understood=understood)
    return _save(request, programme, rows, understood)


def _text(request):
    upload = request.FILES.get("file")
    return director_list.text_from_file(upload) if upload else request.POST.get("text", "")


def _saved(request):
    """{organisation number: line} of what was saved of the list before, when this is what is left of it."""
    known = (value.partition(":")[::2] for value in request.POST.getlist("saved"))
    return {} if "file" in request.FILES else {number: line for number, line in known if line.isdecimal()}


def _save(request, programme, rows, understood):
    """Save the lines that were understood; the others stay in the field with their reasons, so that nothing is lost."""
    by, seen = Actor(user=request.user), versions(request.POST.getlist("seen"))
    changed, saved = {}, _saved(request)
    for line in understood.good:
        try:
            _name(line, programme, seen, by)
        except actions.ChangedMeanwhile:
            line.problem = changed[line.text] = _("Dette er endret siden du så over lista. Se over på nytt.")
        except actions.Closed:
            line.problem = changed[line.text] = ARCHIVED
    saved |= {line.participation.organisation.organisation_number: str(line.number) for line in understood.good}
    count = len(understood.good)
    if count:
        said = ngettext("%(n)s kommunedirektør er lagret.", "%(n)s kommunedirektører er lagret.", count)
        messages.success(request, said % {"n": count})
    if not understood.bad:
        return redirect("directors", programme.key)
    left = "\n".join(line.text for line in understood.bad)
    rows = list(participations_of(programme))
    again = director_list.read(left, rows, saved=saved)
    for line in again.lines:
        line.problem = changed.get(line.text, line.problem)
    return _page(request, programme, rows, text=left, understood=again, saved=saved, status=422)


def _name(line, programme, seen, by):
    """Name one director. Raises ``ChangedMeanwhile`` when the row is not the one that the preview showed."""
    number = line.participation.organisation.organisation_number
    if number not in seen:
        raise actions.ChangedMeanwhile
    line.participation.programme = programme
    actions.name_director(
        participation=line.participation, name=line.name, email=line.email, by=by, version=seen[number]
    )


def _page(request, programme, rows, *, text="", understood=None, saved=None, error="", status=200):
    saved = _saved(request) if saved is None else saved
    context = {
        "section": "programmes",
        "programme": programme,
        "rows": rows,
        "named": sum(bool(row.director_email) for row in rows),
        "text": text,
        "understood": understood,
        "saved": [f"{number}:{line}" for number, line in saved.items()],
        "error": error,
    }
    return render(request, "pages/directors.html", context, status=status)
