"""Reads a list of directors as people have it: pasted from a spreadsheet, or a file. Nothing is guessed."""

import csv
import io
import re
import zipfile
import zlib
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
# A cell's address in a sheet: column letters and a row of at most seven digits
_FAR_CELLS = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,4})([0-9]{1,8})"')


# Words that head the columns of such a list; a line of nothing else is its heading
_COLUMNS = (
    "kommune kommuner kommunenummer kommunenr nr nummer organisasjon organisasjonsnummer navn namn kommunedirektør "
    "direktør rådmann e-post epost e-postadresse mail"
)
HEADINGS = {folded(word) for word in _COLUMNS.split()}


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
        _refuse_dangerous(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python()]
    except (zipfile.BadZipFile, CalamineError, IndexError, RuntimeError, zlib.error) as error:
        raise UnreadableFile(_("Vi kan ikke lese filen. Lagre den som XLSX eller CSV og prøv på nytt.")) from error


def _refuse_dangerous(content):
    """A reader makes room for everything between the first cell and the last, and trusts what a zip says of its sizes.
    A file of 1 kB with two cells far apart has been seen to ask for 549 GB: so the sizes are counted by unpacking, and
    the cells by their addresses. Raises ``UnreadableFile``."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            with archive.open(member) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise UnreadableFile(_("Filen er for stor når den pakkes ut. Lim inn radene i stedet."))
            if any(len(column) > 2 or int(row) > MOST_LINES for column, row in _FAR_CELLS.findall(part)):
                raise UnreadableFile(_("Regnearket har celler langt utenfor lista. Lim inn radene i stedet."))


def _cell(value):
    whole = isinstance(value, float) and value.is_integer() and value < 1e10
    return " ".join((f"{value:.0f}" if whole else str(value)).split())


def _csv(content):
    if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile(_("Vi kan ikke lese filen. Lagre den som XLSX eller CSV og prøv på nytt."))
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older Excel writes
    return [_cells(line) for line in text.splitlines()]


def _cells(line):
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a quoted cell without end, or one of 130,000 characters
        cells = line.split(delimiter)
    return [" ".join(cell.split()) for cell in cells]


def read(text, participations):
    """Match each line to a participation of the programme by number or name; say what is not understood."""
    index = _index(participations)
    result, seen = DirectorList(), {}
    lines = [line for line in text.replace("\0", "").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise UnreadableFile(_("Lista er for lang. Bruk høyst %(n)s linjer om gangen.") % {"n": MOST_LINES})
    for line in lines:
        cells = [cell for cell in _cells(line) if cell]
        if not result.lines and cells and all(folded(cell) in HEADINGS for cell in cells):
            continue
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
    rest, after_email = [], 0
    for cell in cells:
        hit = _organisation(cell, index)
        if hit and understood.participation in (None, hit):
            understood.participation = hit
        elif "@" in cell and not understood.email:
            understood.email = cell.lower()
        else:
            rest.append(cell)
            after_email += bool(understood.email) and cells[0].lower() != understood.email
    understood.name = " ".join(rest) if understood.participation else ""
    understood.problem = _problem(understood, rest, index)
    if not understood.problem and (after_email or len(rest) > 2):
        understood.problem = _("Linja har flere kolonner enn kommune, navn og e-postadresse. Ta bort de andre.")
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
    if not any(c.isalpha() for c in line.name):
        return _("Navnet mangler. Skriv kommune, navn og e-postadresse på samme linje.")
    try:
        validate_email(line.email)
    except ValidationError:
        return _("E-postadressen mangler eller er ikke fullstendig. Skriv hele adressen.")
    return "" if len(line.name) <= 120 else _("Navnet er for langt. Bruk høyst 120 tegn.")
