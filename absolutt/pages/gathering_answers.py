"""Every group's answers about one gathering, as the adviser sees them: counts and names, and a file to keep."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from absolutt.pages import board_files
from absolutt.pages.answer_rows import title_of, too_many
from absolutt.pages.attendance_scope import answered_gathering_or_404, groups_of
from absolutt.pages.scope import programme_or_404
from gatherings import overview
from gatherings.answer_duty import deadline_of, in_words
from gatherings.attending import tally
from gatherings.models import SeatAnswer

ROWS = 50


@require_safe
def gathering_answers(request, key, pk):
    programme = programme_or_404(request.user, key)
    gathering = answered_gathering_or_404(programme, pk)
    groups = groups_of(gathering)
    everybody = tally(row for _participation, attendees in groups for row in attendees)
    page = Paginator(groups, ROWS).get_page(request.GET.get("side"))
    context = {
        "section": "programmes",
        "programme": programme,
        "gathering": gathering,
        "facts": overview.gathering_facts(gathering),
        "deadline": deadline_of(gathering),
        "said": in_words(everybody) if everybody.asked else "",
        "found": everybody,
        "is_full": gathering.places_total is not None and everybody.taken > gathering.places_total,
        "page": page,
        "rows": [_row(gathering, participation, attendees) for participation, attendees in page],
    }
    return render(request, "pages/gathering_answers.html", context)


def _row(gathering, participation, attendees):
    found = tally(attendees)
    return {
        "number": participation.organisation.organisation_number,
        "name": participation.full_name,
        "said": in_words(found) if attendees else "",
        "is_done": bool(attendees) and not found.unanswered,
        "coming": [one.name for row in attendees for one in row.who_come],
        "unanswered": [row.name for row in attendees if not row.has_answered],
        "too_many": too_many(gathering, found),
    }


@require_safe
def answers_xlsx(request, key, pk):
    return _file(request, key, pk, lambda lines: board_files.xlsx(lines, _("Svar")), "xlsx")


@require_safe
def answers_csv(request, key, pk):
    return _file(request, key, pk, board_files.csv, "csv")


def _file(request, key, pk, write, ending):
    gathering = answered_gathering_or_404(programme_or_404(request.user, key), pk)
    heads = [
        _("Kommune"), _("Organisasjonsnummer"), _("Rolle"), _("Navn"), _("E-postadresse"), _("Dag"), _("Svar"),
        _("Varaens navn"), _("Varaens e-postadresse"),
    ]  # fmt: skip
    lines = [line for participation, attendees in groups_of(gathering) for line in _lines(participation, attendees)]
    return board_files.to_keep(write([heads, *lines]), f"svar-{key}-{gathering.key}", ending)


def _lines(participation, attendees):
    """One line for each seat and day."""
    number = participation.organisation.organisation_number
    for row in attendees:
        for day in row.days:
            given = row.answers.get(day)
            said = str(SeatAnswer.Choice(given.choice).label) if given else _("Ikke svart")
            deputy = (given.deputy_name, given.deputy_address) if given else ("", "")
            yield [participation.full_name, number, title_of(row), row.name, row.address, day, said, *deputy]
