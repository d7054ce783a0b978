"""One exception for several municipalities at once: those on the board as it is filtered. Nothing is saved before
somebody has seen who gets a letter, who does not and why, and whose exception is replaced, and has said yes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages.board import Found
from absolutt.pages.board_filter import Asked
from absolutt.pages.board_rows import COLOURS
from absolutt.pages.invitations import versions
from absolutt.pages.meanwhile import ARCHIVED
from absolutt.pages.place_scope import left_out_of
from absolutt.pages.plan_saving import posted
from absolutt.pages.scope import living_programme_to_run, participations_of
from accounts.journal import Actor
from correspondence import rules
from municipalities import duty_actions
from municipalities.group_forms import ExceptionForm
from municipalities.models import ANSWER
from programmes import formats
from programmes.acting import Archived, ChangedMeanwhile


@require_http_methods(["GET", "HEAD", "POST"])
def several(request, key):
    programme = living_programme_to_run(request.user, key)
    seen = versions(request.POST.getlist("to"))
    rows = _rows(programme, Asked.read(request.GET), seen)
    if not rows or request.method != "POST":
        return _page(request, programme, rows, _form(rows))
    form = _form(rows, request.POST)
    chosen = [row for row in rows if row.organisation.organisation_number in seen]
    if gone := [row.shown_name for row in left_out_of(programme) if row.organisation.organisation_number in seen]:
        said = _("Ingenting er lagret: %(names)s er holdt utenfor nå. Se over og lagre på nytt.")
        form.add_error(None, said % {"names": ", ".join(gone)})
    elif not chosen:
        form.add_error(None, _("Velg minst én kommune."))
    if not form.is_valid():
        return _page(request, programme, rows, form, seen=seen, status=422)
    if "back" in request.POST:
        return _page(request, programme, rows, form, seen=seen)
    if "confirmed" not in request.POST:
        return _look_over(request, programme, chosen, form)
    for row in chosen:
        row.version = seen[row.organisation.organisation_number]
    return _give(request, programme, rows, chosen, form, seen)


def _rows(programme, asked, seen):
    """Those whom the filter finds, and those who were ticked: what somebody chose is acted on, or told about, although
    the filter finds it no more."""
    found = {row.pk for row in Found(programme, asked).rows}
    rows = participations_of(programme)
    shown = [row for row in rows if row.pk in found or row.organisation.organisation_number in seen]
    for row in shown:
        row.programme = programme
    return shown


def _form(rows, posted=None):
    """Its own version guards nothing here: each municipality has one beside its name."""
    data = posted.copy() if posted is not None else None
    if data is not None:
        data["version"] = 0
    return ExceptionForm(data, participation=rows[0]) if rows else None


def _look_over(request, programme, chosen, form):
    data = form.cleaned_data
    rows = [
        {"name": row.shown_name, "state": row.get_state_display(), "colour": COLOURS[row.state],
         "replaces": _in_words(row.exception(data["duty"])), **_letter(row, data)}
        for row in chosen
    ]  # fmt: skip
    context = {
        "section": "programmes",
        "programme": programme,
        "rows": rows,
        "letters": sum(bool(row["address"]) for row in rows),
        "replaced": sum(bool(row["replaces"]) for row in rows),
        "task": form.duties[data["duty"]].called(programme),
        "day": data["day"] if data["what"] == "extend" else None,
        "reason": data["reason"],
        "posted": posted(request),
        "address": Asked.read(request.GET).address,
    }
    return render(request, "pages/several_look_over.html", context)


def _letter(row, data):
    """The address that the letter goes to, or why none goes: as ``deadline.extended`` in correspondence/rules.py."""
    address = row.director_email or row.organisation.mailbox
    why_not = ""
    if data["what"] != "extend" or data["duty"] != ANSWER:
        why_not = _("Det sendes ikke brev om dette.")
    elif not rules.may_be_written(rules.BY_KEY["deadline.extended"], row.programme):
        why_not = _("Programmet sender ikke brev nå.")
    elif row.state in row.ANSWERED or row.state == row.State.WAITING:
        why_not = _("Har svart allerede.")
    elif not rules.is_asked(row):
        why_not = _("Er ikke invitert.")
    elif not address:
        why_not = _("Ingen adresse er kjent.")
    return {"address": "" if why_not else address, "why_not": why_not}


def _in_words(exception):
    """What the new exception takes the place of; empty where nothing holds."""
    if exception is None:
        return ""
    if exception.day is None:
        return _("Fritak («%(reason)s»)") % {"reason": exception.reason}
    day = formats.day(exception.day, get_language() or "nb")
    return _("Utsatt frist til %(day)s («%(reason)s»)") % {"day": day, "reason": exception.reason}


def _give(request, programme, rows, chosen, form, seen):
    data = form.cleaned_data
    day = data["day"] if data["what"] == "extend" else None
    letters = sum(bool(_letter(row, data)["address"]) for row in chosen)
    try:
        count = duty_actions.except_several(
            participations=chosen, duty=data["duty"], day=day, reason=data["reason"], by=Actor(user=request.user)
        )
    except ChangedMeanwhile:
        form.add_error(None, _("Noe er endret siden du åpnet siden, så ingenting er lagret. Se over og lagre på nytt."))
        fresh = {row.pk: row for row in participations_of(programme)}
        rows = [fresh[row.pk] for row in rows if row.pk in fresh]
        return _page(request, programme, rows, form, seen=seen, status=422)
    except Archived:
        form.add_error(None, ARCHIVED)
        return _page(request, programme, rows, form, seen=seen, status=422)
    given = ngettext("%(n)s har fått utsatt frist.", "%(n)s har fått utsatt frist.", count)
    waived = ngettext("%(n)s er fritatt.", "%(n)s er fritatt.", count)
    posted_now = ngettext("Ett brev er på vei.", "%(n)s brev er på vei.", letters) if letters else _("Ingen får brev.")
    messages.success(request, f"{(given if day else waived) % {'n': count}} {posted_now % {'n': letters}}")
    return redirect("board", programme.key)


def _page(request, programme, rows, form, *, seen=None, status=200):
    """Those whom a filter found are chosen from the start; of everybody, nobody is."""
    asked = Asked.read(request.GET)
    every = {row.organisation.organisation_number for row in rows} if asked.narrows else set()
    chosen = every if seen is None else set(seen)
    context = {
        "section": "programmes",
        "programme": programme,
        "rows": [_row(row, chosen) for row in rows],
        "form": form,
        "address": asked.address,
    }
    return render(request, "pages/several.html", context, status=status)


def _row(row, chosen):
    number = row.organisation.organisation_number
    return {
        "number": number, "version": row.version, "name": row.shown_name, "state": row.get_state_display(),
        "colour": COLOURS[row.state], "chosen": number in chosen,
    }  # fmt: skip
