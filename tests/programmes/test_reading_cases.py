"""Every wording of the source documents (data/date_cases.yaml)."""

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from programmes.when import Cadence, parse

CASES = YAML(typ="safe").load(settings.BASE_DIR / "data" / "date_cases.yaml")
OF_THE_DATE = ("precision", "start", "end", "days", "tentative")


def said(reading, name):
    return getattr(reading.when, name) if name in OF_THE_DATE else getattr(reading, name)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['doc']} {case['raw']}" for case in CASES])
def test_a_wording_of_the_documents_is_read_as_it_is_meant(case):
    expected = dict(case["expect"])
    same_as = expected.pop("same_as", None)
    if "cadence" in expected:
        expected["cadence"] = Cadence(**expected["cadence"])

    reading = parse(case["raw"], case.get("default_year"))

    assert {name: said(reading, name) for name in expected} == expected
    assert reading.understood and reading.text == case["raw"]
    if same_as:
        other = next(row for row in CASES if row["doc"] == same_as)
        assert parse(case["raw"], 2020).when.start == parse(other["raw"], 2020).when.start
