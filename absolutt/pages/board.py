"""The board: where every municipality stands with every duty, to be filtered, sorted, searched and taken along."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from absolutt.pages import board_files, progress
from absolutt.pages.board_filter import Asked, narrowed, options
from absolutt.pages.board_rows import board_rows, listed, said, sends_reminders
from absolutt.pages.board_scope import board_programme_or_404
from municipalities.models import ANSWER, Participation
from municipalities.standing import standings
from programmes.models import Programme

ROWS = 50
UNANSWERED = {str(state) for state in Participation.OPEN}


class Found:
    """The board's rows as they were asked for: all of them in ``rows``, those of the page in ``page``, where the
    latter stand in ``standings``, and how many there are in ``total``."""

    def __init__(self, programme, asked, *, whole=False):
        """``whole``: every row is shown, as in a file."""
        everybody = listed(programme)
        self.programme, self.total = programme, len(everybody)
        self.rows, found, self.groups = narrowed(programme, everybody, asked)
        self.page = Paginator(self.rows, max(len(self.rows), 1) if whole else ROWS).get_page(asked.page)
        self.standings = standings(programme, [row.pk for row in self.page]) if found is None else found

    def to_remind(self):
        """The keys of the rows that owe an answer that can still be given."""
        if not sends_reminders(self.programme):
            return []
        unanswered = [row.pk for row in self.rows if row.state in UNANSWERED]
        return self.standings.still_open(unanswered, ANSWER)


@require_safe
def board(request, key):
    programme = board_programme_or_404(request.user, key)
    asked = Asked.read(request.GET)
    context = board_context(programme, asked)
    if request.htmx:
        response = push_url(
            render(request, "pages/_board.html", context | {"is_fragment": True}),
            reverse("board", args=[key]) + asked.address,
        )
    else:
        context |= {"progress": progress.plotted(programme, total=context["total"])}
        response = render(request, "pages/board.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def board_context(programme, asked):
    found, language = Found(programme, asked), get_language() or "nb"
    own = found.standings.more[:1]  # the first gathering to come: a file has room for all
    return {
        "section": "programmes",
        "programme": programme,
        "columns": [*said(language)["columns"].values(), *(str(duty.column) for duty in own)],
        "rows": board_rows(programme, list(found.page), found.standings, own, groups=found.groups),
        "page": found.page,
        "hits": len(found.rows),
        "total": found.total,
        "to_remind": len(found.to_remind()),
        "asked": asked,
        "address": asked.address,
        **options(language),
        "acts": programme.may_run and programme.state != Programme.State.ARCHIVED,
        "is_fragment": False,
    }


@require_safe
def board_xlsx(request, key):
    return _file(request, key, board_files.xlsx, "xlsx")


@require_safe
def board_csv(request, key):
    return _file(request, key, board_files.csv, "csv")


def _file(request, key, write, ending):
    """The board as it is filtered, every page of it, as a file to keep."""
    programme = board_programme_or_404(request.user, key)
    found = Found(programme, Asked.read(request.GET), whole=True)
    content = write(board_files.table(programme, found.rows, found.standings))
    return board_files.to_keep(content, f"tavle-{programme.key}", ending)
