"""Sign-ups from a spreadsheet: sent, looked over until every row is understood or set aside, then registered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from xlsxwriter.utility import xl_col_to_name

from absolutt.pages.board_files import to_keep, xlsx
from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN
from absolutt.pages.scope import import_or_404, index_of, programme_to_run
from accounts.journal import Actor
from municipalities import import_actions, sheets
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.answer_list import understand
from municipalities.answer_words import COLUMNS
from municipalities.models import Answer, Participation

MOST_TO_MEND = 50  # rows that are put right on one page: more would be a form that no browser sends whole
ROWS = 50
MENDED = ("organisation", "choice")  # of every row that is not understood, and the column that is at fault
LONGEST = {"organisation": 120, "choice": 20}  # characters of what is typed instead, in other columns ``MOST_TYPED``
MOST_TYPED = 300
MOST_NAMED = 8  # columns that are not read


@require_http_methods(["GET", "HEAD", "POST"])
def import_answers(request, key):
    """Where a file is sent, or rows are pasted. Nothing is registered yet."""
    programme = programme_to_run(request.user, key)
    if request.method != "POST":
        return _first_page(request, programme)
    upload, text = request.FILES.get("file"), request.POST.get("text", "")
    if upload is None and not text.strip():
        return _first_page(request, programme, error=_("Velg filen med påmeldinger, eller lim inn radene."))
    try:
        cells = sheets.lines_of(upload) if upload else sheets.lines_of_text(text)
    except sheets.UnreadableFile as fault:
        return _first_page(request, programme, error=str(fault))
    if sum(map(any, cells)) > sheets.MOST_LINES or len(cells) > 2 * sheets.MOST_LINES:
        return _first_page(request, programme, error=_("Lista har for mange rader. Bruk høyst 1000 om gangen."))
    if not cells:
        return _first_page(request, programme, error=_("Filen har ingen rader. Velg en annen fil."))
    by, name = Actor(user=request.user), upload.name if upload else _("Innlimte rader")
    try:
        sheet = import_actions.take_in(programme=programme, file_name=name, cells=cells, by=by)
    except Closed:
        return _first_page(request, programme, error=str(ARCHIVED))
    return redirect("import_rows", programme.key, sheet.pk)


def _first_page(request, programme, *, error=""):
    context = {
        "section": "programmes",
        "programme": programme,
        "error": error,
        "text": request.POST.get("text", ""),
        "columns": COLUMNS.values(),
        "earlier": programme.imports.select_related("by").defer("cells", "columns", "edits"),
    }
    return render(request, "pages/import.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_rows(request, key, sheet):
    """Its rows as they are understood; those that are not are put right or set aside here."""
    sheet = import_or_404(programme_to_run(request.user, key), sheet)
    if request.method != "POST":
        return _rows_page(request, sheet)
    by, index = Actor(user=request.user), index_of(sheet.programme)
    try:
        import_actions.put_right(
            sheet=sheet, columns=request.POST.getlist("column"), edits=_edits(request.POST, _understood(sheet, index)),
            version=seen_version(request), by=by,
        )  # fmt: skip
    except ChangedMeanwhile:
        return _rows_page(request, sheet, error=LOOK_AGAIN)
    except Closed:
        is_archived = sheet.saved_at is None
        return _rows_page(request, sheet, error=ARCHIVED) if is_archived else redirect("import_rows", key, sheet.pk)
    rows = _understood(sheet, index)
    if request.POST.get("act") != "save" or any(row.problem for row in rows):
        return _rows_page(request, sheet, rows=rows)
    return _save(request, sheet, rows, by)


def _edits(posted, rows):
    """{row's number: what it should say}, only where that is not what the page showed: a browser sends every field."""
    shown = {str(row.number): row_words(row) for row in rows}
    edits = {number: {"set_aside": False} for number in posted.getlist("back") if number in shown}
    for number in posted.getlist("row"):
        if number in shown:
            said = _said(posted, number, shown[number])
            said |= {"set_aside": True} if f"aside-{number}" in posted else {}
            edits |= {number: said} if said else {}
    return edits


def _said(posted, number, shown):
    """What is typed in a row's fields instead of what they showed. The column at fault may be emptied: a dash says so,
    since no value at all means what the file says."""
    said = {}
    for name in (*MENDED, *([shown["faulty"]] if shown["faulty"] else [])):
        most = LONGEST.get(name, MOST_TYPED)
        typed = " ".join(posted.get(f"{name}-{number}", shown[name]).split())[:most]
        if typed != shown[name][:most]:
            said[name] = typed or ("" if name in MENDED else "–")
    return said


def _understood(sheet, index=None):
    return understand(import_actions.rows_of(sheet), index or index_of(sheet.programme))


def _save(request, sheet, rows, by):
    try:
        counts = import_actions.register(sheet=sheet, rows=rows, version=sheet.version, by=by)
    except ChangedMeanwhile:
        return _rows_page(request, sheet, error=LOOK_AGAIN)
    except Closed:
        return _rows_page(request, sheet, error=str(ARCHIVED))
    total = sum(counts.values())
    said = ngettext("%(n)s svar er registrert.", "%(n)s svar er registrert.", total) % {"n": total}
    parts = [f"{Participation.State(state).label}: {count}" for state, count in counts.items()]
    messages.success(request, " ".join([said, *([", ".join(parts) + "."] if parts else [])]))
    return redirect("import_rows", sheet.programme.key, sheet.pk)


def _rows_page(request, sheet, *, rows=None, error=""):
    index, left_out = index_of(sheet.programme), Participation.State.LEFT_OUT
    rows = _understood(sheet, index) if rows is None else rows
    faulty = [row for row in rows if row.problem and not sheet.saved_at]
    columns = _columns(sheet)
    good = [row for row in rows if (not row.set_aside if sheet.saved_at else row.is_good)]
    context = {
        "section": "programmes",
        "programme": sheet.programme,
        "sheet": sheet,
        "error": error,
        "columns": columns,
        **_about_columns(sheet, columns),
        "kinds": COLUMNS.items(),
        "faulty": [row_words(row) for row in faulty[:MOST_TO_MEND]],
        "more_faulty": len(faulty) - MOST_TO_MEND,
        "count_faulty": len(faulty),
        "set_aside": [row_words(row) for row in rows if row.set_aside],
        "count_good": len(good),
        "names_coordinators": any(row.values.get("coordinator_email") for row in good),
        "to_appoint": _to_appoint(sheet, good) if sheet.saved_at else (),
        "page": Paginator([row_words(row) for row in good], ROWS).get_page(request.GET.get("side")),
        "choices": [(value, value.label) for value in Answer.TO_INVITATION],
        "names": sorted({row.shown_name for row in index.rows if row.state != left_out}) if faulty else (),
    }
    return render(request, "pages/import_rows.html", context, status=422 if error or request.method == "POST" else 200)


def _to_appoint(sheet, registered):
    """(number, name of the organisation) of who has a place and no coordinator, and whose row names one."""
    waiting = set(sheet.programme.participations.without_coordinator().values_list("pk", flat=True))
    named = [row.participation for row in registered if row.participation and row.values.get("coordinator_email")]
    return [(row.organisation.organisation_number, row.shown_name) for row in named if row.pk in waiting]


def _columns(sheet):
    """Each column with its heading, or its letter, what it is read as, and an example of what stands in it."""
    found = []
    for across, key in enumerate(sheet.columns):
        cells = [row[across] if across < len(row) else "" for row in sheet.cells]
        heading = cells[sheet.heading_row - 1] if sheet.heading_row else ""
        example = next((cell for cell in cells[sheet.heading_row :] if cell), "")
        found.append({"heading": heading or xl_col_to_name(across), "key": key, "example": example[:40]})
    return found


def _about_columns(sheet, columns):
    """What the reader must know of how the columns are read, before she looks at the rows."""
    unread = [f"«{column['heading'][:40]}»" for column in columns if column["example"] and not column["key"]]
    more = len(unread) - MOST_NAMED
    named = [*unread[:MOST_NAMED], *([_("%(n)s til") % {"n": more}] if more > 0 else [])]
    return {
        "count_unread": len(unread),
        "unread": " og ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named),
        "has_no_columns": not any(sheet.columns),
        "lacks_organisation": not {"organisation", "number"} & set(sheet.columns),
        "lacks_choice": "choice" not in sheet.columns,
        "is_dated": "date" in sheet.columns,
    }


def row_words(row):
    return {
        "number": row.number,
        "name": row.participation.shown_name if row.participation else row.organisation,
        # Where the two disagree neither is proposed: she says which it is
        "organisation": "" if row.disagrees else row.organisation,
        "choice": row.answer,
        "answer": Answer.Choice(row.answer).label if row.answer else row.values.get("choice", ""),
        "said_by": row.values.get("said_by", ""),
        "came": row.came,
        "problem": row.problem,
        "faulty": row.faulty,
        **({row.faulty: row.values[row.faulty], "at_fault": _at_fault(row)} if row.faulty else {}),
    }


def _at_fault(row):
    """The field in which the column at fault is put right."""
    return {"name": row.faulty, "words": COLUMNS[row.faulty], "value": row.values[row.faulty]}


@require_safe
def import_file(request, key, sheet):
    """The file as it was sent, with a remark for each row."""
    sheet = import_or_404(programme_to_run(request.user, key), sheet)
    content = xlsx(remarked(sheet, _understood(sheet)), _("Påmeldinger"), heading=sheet.heading_row)
    return to_keep(content, f"pameldinger-{sheet.programme.key}-merknader", "xlsx")


def remarked(sheet, rows):
    """The rows of the file with one column more, each where it stands in the file."""
    width = len(sheet.columns)
    remarks = {row.number: _remark(row, sheet.saved_at) for row in rows}
    if sheet.heading_row:
        remarks[sheet.heading_row] = _("Merknad fra portalen")
    return [
        [*cells, *[""] * (width - len(cells)), remarks.get(number, "")]
        for number, cells in enumerate(sheet.cells, start=1)
    ]


def _remark(row, is_saved):
    if row.set_aside:
        return _("Satt til side")
    if is_saved:
        return _("Registrert")
    return row.problem or _("Forstått")
