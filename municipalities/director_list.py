"""Reads a list of directors as people have it: pasted from a spreadsheet, or a file. Nothing is guessed."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from municipalities import sheets
from municipalities.matching import Index, which_of
from municipalities.names import folded
from municipalities.sheets import MOST_LINES, UnreadableFile

# Words that head the columns of such a list; a line of nothing else is its heading
_COLUMNS = (
    "kommune kommuner kommunenummer kommunenr nr nummer organisasjon organisasjonsnummer navn namn kommunedirektør "
    "direktør rådmann e-post epost e-postadresse mail"
)
HEADINGS = {folded(word) for word in _COLUMNS.split()}


@dataclass
class Line:
    """One line of the list. ``number``: which it is there, from 1. ``problem`` is a sentence; empty when everything is
    understood."""

    text: str
    number: int = 0
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
    return "\n".join("\t".join(row) for row in sheets.rows_of(upload))


def read(text, participations, saved=None):
    """Match each line to a participation of the programme by number or name; say what is not understood. ``saved``:
    {organisation number: the line} of those that have been saved already from this list, of which this is the rest."""
    index = Index(participations)
    result, seen, saved = DirectorList(), {}, saved or {}
    lines = [(n, line) for n, line in enumerate(text.replace("\0", "").splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise UnreadableFile(_("Lista er for lang. Bruk høyst %(n)s linjer om gangen.") % {"n": MOST_LINES})
    for number, line in lines:
        cells = [cell for cell in sheets.cells_of(line) if cell]
        if not result.lines and cells and all(folded(cell) in HEADINGS for cell in cells):
            continue
        understood = _understand(line, cells, index)
        understood.number = number
        if not understood.problem:
            understood.problem = _stands_twice(understood, seen, saved)
        result.lines.append(understood)
    return result


def _stands_twice(line, seen, saved):
    """Two lines about one organisation: the second never replaces the first, not even when that has been saved."""
    name = line.participation.shown_name
    if number := saved.get(line.participation.organisation.organisation_number):
        return _("%(name)s står også i linje %(n)s, som er lagret. Ta bort denne linja, eller rett navnet på kommunens "
                 "side.") % {"name": name, "n": number}  # fmt: skip
    first = seen.setdefault(line.participation.pk, line)
    if first is line:
        return ""
    return _("%(name)s står også i linje %(n)s. Behold bare én av linjene.") % {"name": name, "n": first.number}


def _understand(line, cells, index):
    understood = Line(line)
    rest, after_email, candidates, written = [], 0, [], ""
    for cell in cells:
        found = index.candidates(cell)
        narrowed = [hit for hit in found if hit in candidates] if candidates else found
        if narrowed:
            candidates, written = narrowed, written or cell
        elif "@" in cell and not understood.email:
            understood.email = cell.lower()
        else:
            rest.append(cell)
            after_email += bool(understood.email) and cells[0].lower() != understood.email
    understood.participation = candidates[0] if len(candidates) == 1 else None
    understood.name = " ".join(rest) if understood.participation else ""
    understood.problem = which_of(written, candidates) if candidates[1:] else _problem(understood, rest, index)
    if not understood.problem and (after_email or len(rest) > 2):
        understood.problem = _("Linja har flere kolonner enn kommune, navn og e-postadresse. Ta bort de andre.")
    return understood


def _problem(line, rest, index):
    if line.participation is None:
        if rest and (name := index.nearest(rest[0])):
            return _("Fant ikke kommunen. Mente du %(name)s?") % {"name": name}
        return _("Fant ikke kommunen. Skriv navnet eller kommunenummeret slik det står i lista over inviterte.")
    if not any(c.isalpha() for c in line.name):
        return _("Navnet mangler. Skriv kommune, navn og e-postadresse på samme linje.")
    try:
        validate_email(line.email)
    except ValidationError:
        return _("E-postadressen mangler eller er ikke fullstendig. Skriv hele adressen.")
    return "" if len(line.name) <= 120 else _("Navnet er for langt. Bruk høyst 120 tegn.")
