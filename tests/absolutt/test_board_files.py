"""The board as a workbook and as CSV, read back."""

from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from absolutt.pages.board_files import csv
from tests import factories
from tests.absolutt.boards import confirmed, coordinated, member, named, requires

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


def sheet(client, programme, query=""):
    response = client.get(f"/program/{programme.key}/tavle.xlsx{query}")
    assert response["Content-Disposition"] == f'attachment; filename="tavle-{programme.key}.xlsx"'
    return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()


def lines(client, programme, query=""):
    response = client.get(f"/program/{programme.key}/tavle.csv{query}")
    assert response.content.startswith(b"\xef\xbb\xbf") and "attachment" in response["Content-Disposition"]
    return [line.split(";") for line in response.content.decode("utf-8-sig").splitlines()]


def a_whole_group(programme):
    requires(programme, "political")
    participation = named("Østre Toten", programme, factories.signed_up)
    participation.organisation.designations.update(sami_name="=1+1")
    person = factories.PersonFactory(name='=HYPERLINK("http://x.example.no")', email="anders@example.no")
    factories.with_director(participation, person)
    coordinated(participation)
    member(participation, "political", "Kari", "kari@example.no")
    member(participation, "political")
    confirmed(participation)
    return participation


def test_the_workbook_holds_every_column_with_days_as_days_and_numbers_as_numbers(client, programme):
    participation = a_whole_group(programme)

    heads, row = sheet(client, programme)
    found = dict(zip(heads, row, strict=True))

    assert found["Navn"] == "Østre Toten"
    assert found["Organisasjonsnummer"] == participation.organisation.organisation_number
    assert (found["Påmelding"], found["Koordinator"]) == ("Påmeldt", "Mona Lunde")
    assert found["Gruppe"] == "2 plasser, 1 uten navn"
    assert (found["Plasser i gruppa"], found["Plasser uten navn"]) == (2, 1)
    assert found["Svarfrist"] == factories.in_days(21)
    assert found["Dagen gruppa ble bekreftet"] == timezone.localdate()
    assert found["Sammensetning"] == "Alle er med"
    assert found["Koordinatorens e-postadresse"] == "mona@example.no"
    assert found["Kommunedirektør"] == '=HYPERLINK("http://x.example.no")'  # a text, as it was written
    assert found["Samisk eller kvensk navn"] == "=1+1"


def test_the_csv_is_for_a_norwegian_excel_and_starts_no_formula(client, programme):
    a_whole_group(programme)

    heads, row = lines(client, programme)
    found = dict(zip(heads, row, strict=True))

    assert found["Navn"] == "Østre Toten"
    assert found["Samisk eller kvensk navn"] == "'=1+1"
    assert found["Kommunedirektør"].startswith("\"'=HYPERLINK")
    assert found["Svarfrist"] == f"{factories.in_days(21):%d.%m.%Y}"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_begins_as_a_formula_does(first):
    assert csv([[f"{first}1"]]).decode("utf-8-sig").strip('"\r\n').startswith("'")


def test_the_files_hold_what_was_asked_for_every_page_of_it(client, programme):
    for _ in range(51):
        factories.ParticipationFactory(programme=programme)
    named("Hamar", programme, factories.invited)

    assert len(sheet(client, programme)) == len(lines(client, programme)) == 53
    assert [row[0] for row in sheet(client, programme, "?q=hamar")] == ["Navn", "Hamar"]
    assert len(sheet(client, programme, "?q=finnes+ikke")) == 1
