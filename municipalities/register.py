"""Reads the register (data/register/) into organisations and designations. Running it twice changes nothing."""

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import journal
from municipalities.models import Designation, Organisation

FOLDER = settings.BASE_DIR / "data" / "register"
REFORM_2020 = date(2020, 1, 1)
LAST_DAY_2023 = date(2023, 12, 31)
REFORM_2024 = date(2024, 1, 1)
NORMS = {"bokmål": "nb", "nynorsk": "nn", "nøytral": "neutral", "": ""}


def _rows(name):
    with Path(FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _domains(mailbox, website):
    """The mail domains an organisation owns: its mailbox's and its website's."""
    if settings.DEMO:
        return ["example.no"]
    found = [mailbox.rpartition("@")[2].lower(), website.lower().removeprefix("www.")]
    return list(dict.fromkeys(domain for domain in found if domain))


def _mailbox(address, number):
    """The official mailbox; in a demo always one at example.no."""
    return f"postmottak.{number}@example.no" if settings.DEMO else address


@transaction.atomic
def load(*, by):
    """Load the register. Returns {"organisations": new or changed, "designations": new or changed}."""
    changed = {"organisations": 0, "designations": 0}
    before_2024 = {row["organisation_number"]: row for row in _rows("kommuner_2020_2023.csv")}
    existing = _Existing()
    for row in _rows("kommuner.csv"):
        organisation = existing.organisation(_municipality(row, before_2024), changed)
        for designation in _designations(row, before_2024.get(row["organisation_number"])):
            existing.designation(organisation, designation, changed)
    for row in _rows("fylkeskommuner.csv"):
        if row["is_fylkeskommune"] == "yes":
            existing.designation(existing.organisation(_county(row), changed), _county_designation(row), changed)
    _load_ended(before_2024, existing, changed)
    if any(changed.values()):
        anchor = Organisation.objects.order_by("pk").first()
        journal.append(verb="register.loaded", by=by, subject=anchor, **changed)
    return changed


def _municipality(row, before_2024):
    known_since = REFORM_2020 if row["organisation_number"] in before_2024 else REFORM_2024
    return {
        "organisation_number": row["organisation_number"],
        "kind": Organisation.Kind.MUNICIPALITY,
        "written_norm": NORMS[row["language_form"]],
        "mailbox": _mailbox(row["email"], row["number"]),
        "mail_domains": _domains(row["email"], row["website_domain"]),
        "valid_from": known_since,
        "valid_to": None,
    }


def _designations(row, earlier):
    """Today's number and names; and those of 2020–2023 where they were others."""
    today = {
        "number": row["number"],
        "name": row["name"],
        "sami_name": row["name_sami_or_other"],
        "county_number": row["county_number"],
        "county_name": row["county_name"],
        "valid_from": REFORM_2024,
        "valid_to": None,
    }
    if earlier is None:
        return [today]
    same = earlier["name_official_full_2023"] == row["name_official_full"] and earlier["number"] == row["number"]
    if same:
        return [today | {"valid_from": REFORM_2020}]
    old = today | {"number": earlier["number"], "name": earlier["name"], "sami_name": ""}
    return [old | {"valid_from": REFORM_2020, "valid_to": LAST_DAY_2023}, today]


def _county(row):
    return {
        "organisation_number": row["organisation_number"],
        "kind": Organisation.Kind.COUNTY_MUNICIPALITY,
        "written_norm": NORMS[row["language_form"]],
        "mailbox": _mailbox(row["email"], row["county_number"]),
        "mail_domains": _domains(row["email"], row["website_domain"]),
        "valid_from": REFORM_2020 if row["county_number"] in ("15", "34", "50") else REFORM_2024,
        "valid_to": None,
    }


def _county_designation(row):
    return {
        "number": row["county_number"],
        "name": row["name"],
        "sami_name": row["county_name_sami_or_other"],
        "county_number": row["county_number"],
        "county_name": row["county_name"],
        "valid_from": REFORM_2020 if row["county_number"] in ("15", "34", "50") else REFORM_2024,
        "valid_to": None,
    }


def _load_ended(before_2024, existing, changed):
    """Bodies of 2020–2023 that are no more, with their successors: Ålesund 1507 became Ålesund 1508 and Haram 1580."""
    for number, row in before_2024.items():
        successors = row["organisation_number_today"].split(";")
        if successors == [number]:
            continue
        first = Organisation.objects.get(organisation_number=successors[0])
        ended = existing.organisation(
            {
                "organisation_number": number,
                "kind": Organisation.Kind.MUNICIPALITY,
                "written_norm": first.written_norm,
                "mailbox": "",
                "mail_domains": first.mail_domains,
                "valid_from": REFORM_2020,
                "valid_to": LAST_DAY_2023,
            },
            changed,
        )
        existing.designation(ended, _ended_designation(row), changed)
        ended.successors.set(Organisation.objects.filter(organisation_number__in=successors))


def _ended_designation(row):
    return {
        "number": row["number"],
        "name": row["name"],
        "sami_name": "",
        "county_number": row["county_number"],
        "county_name": row["county_name"],
        "valid_from": REFORM_2020,
        "valid_to": LAST_DAY_2023,
    }


class _Existing:
    """What stands already, read once, so that a second run writes nothing."""

    def __init__(self):
        self.organisations = {row.organisation_number: row for row in Organisation.objects.all()}
        self.designations = {(row.organisation_id, row.valid_from): row for row in Designation.objects.all()}

    def organisation(self, values, changed):
        row = self.organisations.get(values["organisation_number"]) or Organisation()
        self.organisations[values["organisation_number"]] = row
        changed["organisations"] += _write(row, values)
        return row

    def designation(self, organisation, values, changed):
        row = self.designations.get((organisation.pk, values["valid_from"])) or Designation(organisation=organisation)
        changed["designations"] += _write(row, values)


def _write(row, values):
    """Save ``row`` with ``values`` if anything differs. Returns whether it did."""
    if row.pk and all(getattr(row, field) == value for field, value in values.items()):
        return False
    for field, value in values.items():
        setattr(row, field, value)
    row.clean_fields(exclude=["organisation"])
    row.save()
    return True
