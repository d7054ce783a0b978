"""Reads a spreadsheet or a CSV file that somebody sends, as rows of texts. What is dangerous or unreadable is refused
with a sentence for the sender."""

import csv
import io
import json
import subprocess
import sys

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities import sheet_apart

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 1000
MOST_COLUMNS = 702  # ZZ
MOST_IN_A_CELL = 5000
MOST_CHARACTERS = MOST_BYTES  # in all the cells of a workbook: as many as a CSV file can have
MOST_WAITING = 60  # seconds, where the machine has much else to do
_MARKS = ("\t", ";", ",")  # between cells, the rarest in ordinary words first
_UNREADABLE = gettext_lazy("Vi kan ikke lese filen. Lagre den som XLSX eller CSV og prøv på nytt.")
_TOO_FAR = gettext_lazy("Regnearket har celler langt utenfor lista. Lim inn radene i stedet.")
_TOO_LARGE = gettext_lazy("Filen er for stor når den pakkes ut. Lim inn radene i stedet.")


class UnreadableFile(Exception):
    """A sentence for the person who sent the file: what is wrong, and what to do."""


def rows_of(upload: UploadedFile) -> list[list[str]]:
    """The rows of an XLSX or CSV file that have something in them. Raises ``UnreadableFile``."""
    return [row for row in lines_of(upload) if any(row)]


def lines_of(upload: UploadedFile) -> list[list[str]]:
    """All rows of an XLSX or CSV file down to the last that has something in it, blank ones in their places: the number
    of each is the one that its writer sees.

    Raises ``UnreadableFile``; of a file that is too large nothing is read.
    """
    if not upload.size or upload.size > MOST_BYTES:
        raise UnreadableFile(
            _("Filen er for stor. Bruk en fil på høyst 2 MB, eller lim inn radene.") if upload.size
            else _("Filen er tom. Velg en annen fil.")
        )  # fmt: skip
    content = upload.read()
    return _checked(_sheet(content) if content[:2] == b"PK" else _csv(content))


def lines_of_text(text: str) -> list[list[str]]:
    """The same of rows that are pasted, from a workbook or an e-mail. Raises ``UnreadableFile``."""
    return _checked(_narrow(_parted(text)))


def _checked(rows: list[list[str]]) -> list[list[str]]:
    if any(len(cell) > MOST_IN_A_CELL for row in rows for cell in row):
        raise UnreadableFile(_("En celle i filen er for lang. Bruk høyst %(n)s tegn i hver.") % {"n": MOST_IN_A_CELL})
    last = max((number for number, row in enumerate(rows, start=1) if any(row)), default=0)
    return [row if any(row) else [] for row in rows[:last]]


def _sheet(content: bytes) -> list[list[str]]:
    """Read in a process of its own: a file of 4 kB has been seen to ask for 28 GB, and then the reader takes its whole
    process down (0021)."""
    limits = [str(limit) for limit in (MOST_LINES, MOST_COLUMNS, MOST_CHARACTERS)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", sheet_apart.__file__, *limits],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, check=False,
            timeout=MOST_WAITING,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(_TOO_LARGE) from error
    if done.returncode:
        said = {sheet_apart.UNREADABLE: _UNREADABLE, sheet_apart.TOO_FAR: _TOO_FAR}
        raise UnreadableFile(said.get(done.returncode, _TOO_LARGE))
    return [[_cleaned(cell) for cell in row] for row in json.loads(done.stdout)]


def _cleaned(cell: str) -> str:
    return " ".join(cell.replace("\0", "").split())  # PostgreSQL keeps no NUL


def _csv(content: bytes) -> list[list[str]]:
    if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile(_UNREADABLE)
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older Excel writes
    return _narrow(_parted(text))


def _narrow(rows: list[list[str]]) -> list[list[str]]:
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise UnreadableFile(_("Filen har for mange kolonner. Lim inn radene i stedet."))
    return rows


def _parted(text: str) -> list[list[str]]:
    """By the mark that most lines have. A cell in quotation marks may have several lines."""
    lines = text.splitlines()
    mark = max(_MARKS, key=lambda mark: sum(mark in line for line in lines))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:  # a quotation mark without its other half: it must not swallow the rows below
        return [cells_of(line) for line in lines]
    return [[_cleaned(cell) for cell in row] for row in rows]


def cells_of(line: str) -> list[str]:
    """The cells of one line, parted by tabs, semicolons or commas, whichever it has first in that order."""
    delimiter = next((mark for mark in _MARKS if mark in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a quoted cell without end, or one of 130,000 characters
        cells = line.split(delimiter)
    return [_cleaned(cell) for cell in cells]
