"""Reads a list of directors as people have it: pasted from a spreadsheet, or a file. Nothing is guessed."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from municipalities.names import folded

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024  # a 356 kB file has been seen to unpack to 286 MB
MOST_LINES = 1000


class UnreadableFile(Exception):
    """A sentence for the person who sent the file: what is wrong, and what to do."""


@dataclass
class Line:
    """One line of the list. ``problem`` is a sentence; empty when everything is understood."""

    text: str
    participation: object = None
    name: str = ""
    email: str = ""
    problem: str = ""


@dataclass
class DirectorList:
    lines: list[Line] = field(default_factory=list)

    @property
    def good(self):
        return [line for line in self.lines if not line.problem]

    @property
    def bad(self):
        return [line for line in self.lines if line.problem]


def text_from_file(upload):
    """The rows of an XLSX or CSV file as tab-separated lines. Raises ``UnreadableFile``."""
    if upload.size > MOST_BYTES:
        raise UnreadableFile(_("Filen er for stor. Bruk en fil på høyst 2 MB, eller lim inn radene."))
    content = upload.read()
    rows = _sheet(content) if content[:2] == b"PK" else _csv(content)
    return "\n".join("\t".join(cell.strip() for cell in row) for row in rows if any(cell.strip() for cell in row))


def _sheet(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableFile(_("Filen er for stor når den pakkes ut. Lim inn radene i stedet."))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python()]
    except (zipfile.BadZipFile, CalamineError, IndexError) as error:
        raise UnreadableFile(_("Vi kan ikke lese filen. Lagre den som XLSX eller CSV og prøv på nytt.")) from error


def _cell(value):
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and value < 1e6 else str(value)


def _csv(content):
    if b"\x00" in content:
        raise UnreadableFile(_("Vi kan ikke lese filen. Lagre den som XLSX eller CSV og prøv på nytt."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older Excel writes
    return [_cells(line) for line in text.splitlines()]


def _cells(line):
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def read(text, participations):
    """Match each line to a participation of the programme by number or name; say what is not understood."""
    index = _index(participations)
    result, seen = DirectorList(), {}
    for line in [line for line in text.splitlines() if line.strip()][:MOST_LINES]:
        cells = [cell for cell in _cells(line) if cell]
        if not result.lines and not any("@" in cell for cell in cells):
            continue  # the heading
        understood = _understand(line, cells, index)
        first = seen.setdefault(getattr(understood.participation, "pk", None), understood)
        if not understood.problem and first is not understood:
            understood.problem = _("Kommunen står to ganger i lista. Behold bare én av linjene.")
        result.lines.append(understood)
    return result


def _index(participations):
    index = {}
    for row in participations:
        keys = [row.organisation.organisation_number, row.shown_number, row.shown_number.lstrip("0")]
        keys += [folded(name) for name in (row.shown_name, row.shown_sami_name) if name]
        if row.organisation.is_county:
            keys = [row.organisation.organisation_number, row.shown_number, row.shown_name.lower()]
        for key in keys:
            index.setdefault(key, row)
    return index


def _understand(line, cells, index):
    understood = Line(line)
    rest = []
    for cell in cells:
        hit = _organisation(cell, index)
        if hit and understood.participation in (None, hit):
            understood.participation = hit
        elif "@" in cell and not understood.email:
            understood.email = cell.lower()
        else:
            rest.append(cell)
    understood.name = " ".join(rest)
    understood.problem = _problem(understood, rest, index)
    return understood


def _organisation(cell, index):
    digits = cell.replace(" ", "").replace("\u00a0", "")
    if digits.isdigit():
        return index.get(digits)
    return index.get(cell.lower()) or index.get(folded(cell))


def _problem(line, rest, index):
    if line.participation is None:
        close = get_close_matches(folded(rest[0]), [key for key in index if not key.isdigit()], n=1) if rest else []
        if close:
            name = index[close[0]].shown_name
            return _("Fant ikke kommunen. Mente du %(name)s?") % {"name": name}
        return _("Fant ikke kommunen. Skriv navnet eller kommunenummeret slik det står i lista over inviterte.")
    if not line.name:
        return _("Navnet mangler. Skriv kommune, navn og e-postadresse på samme linje.")
    try:
        validate_email(line.email)
    except ValidationError:
        return _("E-postadressen mangler eller er ikke fullstendig. Skriv hele adressen.")
    return "" if len(line.name) <= 120 else _("Navnet er for langt. Bruk høyst 120 tegn.")
