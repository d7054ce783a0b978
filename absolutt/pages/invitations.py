"""Sending the invitation: to whom it goes, what it says, and the act itself."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from absolutt.pages.scope import is_new_director, living_programme_to_run, participations_of
from absolutt.pages.text_desk import what_invitations_lack
from accounts.journal import Actor
from correspondence.documents import missing_in
from municipalities import actions


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request, key):
    programme = living_programme_to_run(request.user, key)
    if request.method == "POST":
        return _send(request, programme)
    return _page(request, programme)


def _page(request, programme, *, error="", chosen=None, status=200):
    rows = sorted(
        participations_of(programme), key=lambda row: row.state != "listed" and not is_new_director(row)
    )  # those still to invite first
    context = {
        "section": "programmes",
        "programme": programme,
        "rows": [_row(row, chosen) for row in rows],
        "not_invited": sum(row.state == "listed" or is_new_director(row) for row in rows),
        "without_address": sum(not row.director_email and not row.organisation.mailbox for row in rows),
        "missing_nynorsk": missing_in(programme, "nn") if any(r.organisation.language == "nn" for r in rows) else [],
        "lacking_texts": what_invitations_lack(programme),
        "can_send": programme.takes_answers and programme.sends_letters,
        "is_before_sign_up": programme.state in programme.BEFORE_SIGN_UP,
        "error": error,
    }
    return render(request, "pages/invitations.html", context, status=status)


def _row(row, chosen):
    return {
        "number": row.organisation.organisation_number,
        "version": row.version,
        "name": row.shown_name,
        "language": row.organisation.language,
        "director": row.director_name or "",
        "address": row.director_email or row.organisation.mailbox,
        "to_mailbox": not row.director_email,
        "director_title": row.organisation.director_title,
        "invited_at": row.invited_at,
        "is_new": is_new_director(row),
        "chosen": row.organisation.organisation_number in chosen
        if chosen is not None
        else row.state == "listed" or is_new_director(row),
    }


def versions(pairs):
    """{organisation number: version} of what a page showed, from its «number:version» values; others are left out."""
    found = (re.fullmatch(r"([0-9]{9}):([0-9]{1,9})", pair) for pair in pairs)
    return {match[1]: int(match[2]) for match in found if match}


def _send(request, programme):
    seen = versions(request.POST.getlist("to"))
    numbers = set(seen)
    chosen = [row for row in participations_of(programme) if row.organisation.organisation_number in numbers]
    for row in chosen:
        row.programme, row.version = programme, seen[row.organisation.organisation_number]
    if not chosen:
        return _page(request, programme, error=_("Velg minst én kommune."), chosen=numbers, status=422)
    try:
        count = actions.invite(participations=chosen, by=Actor(user=request.user))
    except actions.Closed:
        closed = _("Programmet tar ikke imot svar nå, eller fristen er ute. Utsett fristen før du inviterer.")
        return _page(request, programme, error=closed, chosen=numbers, status=422)
    except actions.ChangedMeanwhile:
        changed = _("Noe er endret siden du åpnet siden, så ingenting er sendt. Se over og send på nytt.")
        return _page(request, programme, error=changed, chosen=numbers, status=422)
    messages.success(
        request,
        ngettext("%(n)s invitasjon er på vei.", "%(n)s invitasjoner er på vei.", count) % {"n": count},
    )
    return redirect("letters", programme.key)
