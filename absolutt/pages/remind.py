"""«Send påminnelse nå»: who has not answered and gets a reminder, looked over before it is sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from absolutt.pages.board import Found
from absolutt.pages.board_filter import Asked
from absolutt.pages.invitations import versions
from absolutt.pages.scope import living_programme_to_run, participations_of, with_last_reminder
from accounts.journal import Actor
from correspondence.above import APART
from municipalities import actions


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request, key):
    programme = living_programme_to_run(request.user, key)
    if request.method == "POST":
        return _send(request, programme)
    return _page(request, programme)


def _page(request, programme, *, error="", status=200):
    """Those on the board as it is filtered, or the one that ``kommune`` names, who may still answer and have not."""
    asked, one = Asked.read(request.GET), request.GET.get("kommune", "")
    found = Found(programme, Asked() if one else asked)
    waiting = set(found.to_remind())
    rows = [row for row in with_last_reminder(participations_of(programme)) if row.pk in waiting]
    if one:
        rows = [row for row in rows if row.organisation.organisation_number == one]
    shown = [_row(row) for row in rows]
    context = {
        "section": "programmes",
        "programme": programme,
        "rows": shown,
        "count": sum(bool(row["address"]) and not row["is_recent"] for row in shown),
        "address": asked.address,
        "error": error,
    }
    return render(request, "pages/remind.html", context, status=status)


def _row(row):
    return {
        "number": row.organisation.organisation_number,
        "version": row.version,
        "name": row.shown_name,
        "itself": row.organisation.itself,
        "state": row.get_state_display(),
        "director": row.director_name or "",
        "address": row.director_email or row.organisation.mailbox,
        "to_mailbox": not row.director_email,
        "director_title": row.organisation.director_title,
        "invited_at": row.invited_at,
        "reminded_at": row.reminded_at,
        "is_today": _is_today(row),
        "is_recent": row.reminded_at is not None and timezone.now() - row.reminded_at < APART,
    }


def _is_today(row):
    return row.reminded_at is not None and timezone.localdate(row.reminded_at) == timezone.localdate()


def _send(request, programme):
    seen = versions(request.POST.getlist("to"))
    rows = with_last_reminder(participations_of(programme))
    chosen = [row for row in rows if row.organisation.organisation_number in seen]
    for row in chosen:
        row.programme, row.version = programme, seen[row.organisation.organisation_number]
    if not chosen:
        return _page(request, programme, error=_("Velg minst én kommune."), status=422)
    again = [row.shown_name for row in chosen if _is_today(row)]
    if again:  # the back button, with the same ticks
        said = _("Ingenting er sendt. Disse har fått en påminnelse i dag: %(names)s. Send til dem en annen dag.")
        return _page(request, programme, error=said % {"names": ", ".join(again)}, status=422)
    try:
        count = actions.remind(participations=chosen, by=Actor(user=request.user))
    except actions.Closed:
        closed = _(
            "Ingenting er sendt: Noen på lista kan ikke svare nå, har svart allerede eller er fritatt, "
            "eller så sender ikke programmet brev nå."
        )
        return _page(request, programme, error=closed, status=422)
    except actions.ChangedMeanwhile:
        changed = _("Noe er endret siden du åpnet siden, så ingenting er sendt. Se over og send på nytt.")
        return _page(request, programme, error=changed, status=422)
    messages.success(
        request, ngettext("%(n)s påminnelse er på vei.", "%(n)s påminnelser er på vei.", count) % {"n": count}
    )
    return redirect("letters", programme.key)
