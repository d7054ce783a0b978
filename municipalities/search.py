"""Finding an organisation in the whole register, by what it is or was called or numbered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from municipalities import names
from municipalities.models import Designation, Organisation

MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation as it is called on the day asked about, or was called last before it ended (``ended``). ``was``
    is the other name, or number, by which it was found; empty when it is found by today's."""

    organisation: Organisation
    name: str
    number: str
    county_name: str
    county_number: str
    was: str = ""
    ended: date | None = None

    @property
    def full_name(self) -> str:
        return names.full_name(self.name, is_county=self.organisation.is_county)


def find(query: str, day: date) -> list[Hit]:
    """At most ``MOST``, by name. «østre toten», «OSTRE TOTEN», «3442» and an organisation number find the same. One
    query, whatever is found."""
    words, digits = names.folded(query), "".join(query.split())
    if not words and not digits.isdecimal():
        return []
    periods: defaultdict[int, list[Designation]] = defaultdict(list)
    for row in Designation.objects.select_related("organisation").order_by("valid_from", "pk"):
        periods[row.organisation_id].append(row)
    found = [hit for rows in periods.values() if (hit := _hit(rows, words, digits, day))]
    return sorted(found, key=lambda hit: (names.sort_key(hit.name), hit.organisation.kind))[:MOST]


def _hit(rows: list[Designation], words: str, digits: str, day: date) -> Hit | None:
    organisation = rows[0].organisation
    shown = next((row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)), None)
    shown = shown or rows[-1]
    by_number = digits.isdecimal() and organisation.organisation_number.startswith(digits) and len(digits) > 4
    matching = [row for row in rows if by_number or _matches(row, words, digits)]
    if not matching:
        return None
    was = "" if shown in matching else f"{matching[-1].number} {matching[-1].name}"
    ended = organisation.valid_to if organisation.valid_to and organisation.valid_to < day else None
    return Hit(organisation, shown.name, shown.number, shown.county_name, shown.county_number, was, ended)


def _matches(row: Designation, words: str, digits: str) -> bool:
    if digits.isdecimal():
        return row.number.startswith(digits)
    spellings = (names.folded(row.name), names.folded(row.sami_name))
    return all(any(word in text for text in spellings) for word in words.split())
