"""Reads the first sheet of a workbook in a process of its own, which may use only so much memory and time (0021).

``sheets.py`` runs it as a script with the file on standard input, so it imports nothing of the site. It prints the rows
as JSON. It ends with 1 when the file cannot be read; when it ends in another way, the file asked for too much.
"""

import io
import json
import resource
import sys
import zipfile

from python_calamine import CalamineWorkbook

MOST_MEMORY = 200 * 1024 * 1024  # a sheet of 1000 rows and 600 columns takes 95 MB, one of 20 columns 17 MB
MOST_SECONDS = 10
MOST_UNPACKED = 20 * 1024 * 1024  # a 356 kB file has been seen to unpack to 286 MB
UNREADABLE, TOO_FAR, TOO_LARGE = 1, 4, 5  # how it ends
_XLSX = "xl/workbook.xml"
# The reader would also take these, whose cells can be repeated a million times in a line
_OTHER_KINDS = {"content.xml", "mimetype", "xl/workbook.bin"}


def main(most_lines: int, most_columns: int, most_characters: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    file = io.BytesIO(sys.stdin.buffer.read())
    if wrong := _what_is_wrong(file):
        return wrong
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    down, across = sheet.end or (0, 0)
    if sheet.height > most_lines or down >= 2 * most_lines or across >= most_columns:
        return TOO_FAR
    # Also what is empty above and to the left, so that a row has the number that it has in the workbook
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    if sum(len(text) for row in rows for text in row) > most_characters:
        return TOO_LARGE
    json.dump(rows, sys.stdout)
    return 0


def _what_is_wrong(file: io.BytesIO) -> int:
    """What a zip says of its sizes cannot be trusted, so they are counted by unpacking."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(file) as archive:
        names = {name.lower() for name in archive.namelist()}
        if _XLSX not in names or names & _OTHER_KINDS:
            return UNREADABLE
        for member in archive.infolist():
            with archive.open(member) as stream:
                left -= len(stream.read(left + 1))
            if left < 0:
                return TOO_LARGE
    file.seek(0)
    return 0


def _text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer() and value < 1e10
    return f"{value:.0f}" if whole else str(value)


if __name__ == "__main__":
    try:
        sys.exit(main(*(int(limit) for limit in sys.argv[1:])))
    except MemoryError:
        sys.exit(TOO_LARGE)
