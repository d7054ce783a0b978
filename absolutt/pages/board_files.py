"""The board as a file: the same words, with numbers as numbers and days as days."""

import csv as csv_module
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from absolutt.pages import board_scope
from absolutt.pages.board_rows import Groups, board_rows
from municipalities.duties import DUTIES
from municipalities.models import ANSWER

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula (OWASP, «CSV injection»)

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8",
}  # fmt: skip


def table(programme, rows, standings) -> list[list]:
    """The heads, then one list a municipality: text, whole numbers, ``date`` or None."""
    groups = Groups(programme, rows)
    shown = board_rows(programme, rows, standings, standings.more, groups=groups)
    heads = [
        _("Navn"), _("Samisk eller kvensk navn"), _("Kommunenummer"), _("Organisasjonsnummer"),
        *(str(duty.column) for duty in [*DUTIES, *standings.more]),
        _("Svarfrist"), _("Plasser i gruppa"), _("Plasser uten navn"), _("Dagen gruppa ble bekreftet"),
        _("Sammensetning"),
        _("Neste oppgave"), _("Neste frist"), _("Koordinatorens e-postadresse"), _("Kommunedirektør"),
        _("Kommunedirektørens e-postadresse"),
    ]  # fmt: skip
    return [heads, *(_line(row, words, standings[row.pk], groups) for row, words in zip(rows, shown, strict=True))]


def _line(row, words, standing, groups) -> list:
    tally, (director, address) = groups.tallies[row.pk], groups.directors.get(row.pk, ("", ""))
    coordinators = groups.coordinators.get(row.pk, [])
    confirmed = row.confirmed_hour and board_scope.day_of(row.confirmed_hour)
    return [
        words["name"], words["sami_name"], words["municipality_number"], row.number,
        *(_in_words(cell, groups.is_archived) for cell in words["cells"]),
        standing.states[ANSWER].due, tally.members, tally.nameless, confirmed, _joined(words["composition"]),
        words["next"]["task"], words["next"]["due"], coordinators[0][1] if coordinators else "", director, address,
    ]  # fmt: skip


def _in_words(cell, is_archived) -> str:
    text = cell["text"] or (_("Ikke aktuelt") if is_archived else _("Ikke aktuelt ennå"))
    return f"{text}. {cell['note']}" if cell["note"] else text


def _joined(words) -> str:
    return " ".join(part for part in (words["text"], words["more"]) if part)


def xlsx(lines: list[list], title: str = "", heading: int = 1) -> bytes:
    """A workbook with one sheet, the board's where no title is given, headed by its row number ``heading``; 0: by none.
    Texts stay texts: no formula and no link is made
    of what somebody wrote."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title or _("Tavle"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    for across in range(len(lines[0])):
        widest = max((len(str(line[across] or "")) for line in lines[heading:]), default=0)
        sheet.set_column(across, across, min(max(widest, 12) + 1, 45))
    for down, line in enumerate(lines):
        for across, value in enumerate(line):
            if down == heading - 1:
                sheet.write_string(down, across, value, bold)
            elif isinstance(value, date):
                sheet.write_datetime(down, across, value, day)
            elif isinstance(value, int):
                sheet.write_number(down, across, value)
            elif value:
                sheet.write_string(down, across, str(value))
    sheet.freeze_panes(heading, 1)
    if heading:
        sheet.autofilter(heading - 1, 0, len(lines) - 1, len(lines[0]) - 1)
    book.close()
    return file.getvalue()


def csv(lines: list[list]) -> bytes:
    """For a Norwegian Excel: semicolons, and a mark first that says the text is UTF-8."""
    file = StringIO(newline="")
    csv_module.writer(file, delimiter=";").writerows([_harmless(value) for value in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def to_keep(content: bytes, name: str, ending: str) -> HttpResponse:
    """The file as an answer that the browser saves; ``ending`` is «xlsx» or «csv»."""
    response = HttpResponse(content, content_type=_KINDS[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _harmless(value) -> str:
    if value is None:
        return ""
    text = f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
