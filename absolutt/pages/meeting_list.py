"""Who comes to an information meeting, as its adviser sees it: the list, its files, taking somebody off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages import board_files
from absolutt.pages.meeting_scope import (
    meeting_or_404,
    registration_or_404,
    registrations_of,
    takes_registrations,
)
from absolutt.pages.scope import programme_or_404, programme_to_run
from accounts.journal import Actor
from gatherings import overview, registration_actions
from municipalities import names

ROWS = 50


@require_safe
def meeting_list(request, key, meeting):
    programme = programme_or_404(request.user, key)
    meeting = meeting_or_404(programme, meeting)
    page = Paginator(registrations_of(meeting), ROWS).get_page(request.GET.get("side"))
    context = {
        "section": "programmes",
        "programme": programme,
        "meeting": meeting,
        "facts": overview.gathering_facts(meeting),
        "page": page,
        "rows": [_row(row) for row in page],
        "runs": programme.may_run,
        "is_open": takes_registrations(meeting),
        "address": request.build_absolute_uri(reverse("information_meeting", args=[key, meeting.pk])),
    }
    return render(request, "pages/meeting_list.html", context)


def _row(row):
    return {
        "pk": row.pk, "name": row.name, "role": row.role, "where": names.where(row), "email": row.email,
        "at": row.registered_at, "cancelled_at": row.cancelled_at,
    }  # fmt: skip


@require_POST
def erase_registration(request, key, meeting, pk):
    """Whoever asks to be taken off is, with everything that was stored."""
    programme = programme_to_run(request.user, key)
    registration = registration_or_404(meeting_or_404(programme, meeting), pk)
    registration_actions.erase(registration=registration, by=Actor(user=request.user))
    messages.success(request, _("Påmeldingen og opplysningene er slettet."))
    return redirect("meeting_list", key, meeting)


@require_safe
def meeting_xlsx(request, key, meeting):
    return _file(request, key, meeting, lambda lines: board_files.xlsx(lines, _("Påmeldte")), "xlsx")


@require_safe
def meeting_csv(request, key, meeting):
    return _file(request, key, meeting, board_files.csv, "csv")


def _file(request, key, meeting, write, ending):
    meeting = meeting_or_404(programme_or_404(request.user, key), meeting)
    heads = [
        _("Navn"), _("Stilling"), _("Hvor de jobber"), _("Organisasjonsnummer"), _("E-postadresse"), _("Meldt på"),
        _("Meldt av"),
    ]  # fmt: skip
    content = write([heads, *(_line(row) for row in registrations_of(meeting))])
    return board_files.to_keep(content, f"informasjonsmote-{key}-{meeting.pk}", ending)


def _line(row):
    number = row.organisation.organisation_number if row.organisation else ""
    cancelled = timezone.localdate(row.cancelled_at) if row.cancelled_at else None
    return [row.name, row.role, names.where(row), number, row.email, timezone.localdate(row.registered_at), cancelled]
