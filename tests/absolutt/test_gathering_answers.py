"""The adviser's page of a gathering's answers, its files, and what the board says."""

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from gatherings.answer_duty import key_of
from gatherings.models import Gathering
from municipalities.models import Participation
from tests import factories
from tests.absolutt.boards import board, the_row
from tests.gatherings.answers import adviser as an_adviser
from tests.gatherings.answers import for_group, gathering, group, own

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def held():
    return gathering(number=2)


@pytest.fixture
def client(client):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def address(held, ending="/"):
    return f"/program/{held.programme.key}/samling/{held.pk}/svar{ending}"


def test_it_counts_and_names_municipality_by_municipality(client, held):
    row, beside = group(held, "Kari Lien", "Ola Moe"), group(held, "Liv Berg", coordinator="")
    for_group(held, row, {"Kari Lien": ["comes"], "Ola Moe": ["deputy"]})

    response = client.get(address(held))

    rows = {each["number"]: each for each in response.context["rows"]}
    ours, theirs = (rows[each.organisation.organisation_number] for each in (row, beside))
    assert (ours["said"], ours["coming"], ours["unanswered"]) == (
        "2 av 3 kommer, 1 har ikke svart", ["Kari Lien", "Siv Rud"], ["Mona Dalen"],
    )  # fmt: skip
    assert theirs["unanswered"] == ["Liv Berg"]
    assert "2 av 4 kommer, 2 har ikke svart." in text(response)


def test_more_than_there_are_places_for_in_all_is_said(client, held):
    Gathering.objects.filter(pk=held.pk).update(places_total=1)
    row = group(held, "Kari Lien", "Ola Moe")
    for_group(held, row, {"Kari Lien": ["comes"], "Ola Moe": ["comes"]})

    assert "2 kommer, og det er bare én plass." in text(client.get(address(held)))


def test_the_files_have_a_line_for_each_seat_and_day(client):
    held = gathering(number=2, days=40, last=41)
    row = group(held)
    own(held, row, "comes", "deputy")

    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(address(held, ".xlsx")).content)).get_sheet_by_index(0)
    kept = client.get(address(held, ".csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(kept), delimiter=";"))

    assert [line[3] for line in sheet.to_python()] == ["Navn", "Kari Lien", "Kari Lien", "Mona Dalen", "Mona Dalen"]
    assert [line[5:] for line in lines[1:3]] == [
        [f"{held.start:%d.%m.%Y}", "Kommer", "", ""],
        [f"{held.end:%d.%m.%Y}", "Sender vara", "Siv Rud", "siv.rud@example.no"],
    ]
    assert [line[6] for line in lines[3:]] == ["Ikke svart", "Ikke svart"]


def test_the_plan_leads_there(client, held):
    assert f'href="{address(held)}"' in text(client.get(f"/program/{held.programme.key}/plan/"))


def test_the_board_counts_them_in_a_column_of_their_own_and_so_do_its_files(client, held):
    row = group(held, "Kari Lien", "Ola Moe")
    own(held, row, "comes")

    response = board(client, held.programme)
    kept = client.get(f"/program/{held.programme.key}/tavle.csv").content.decode("utf-8-sig")
    heads, line = csv.reader(StringIO(kept), delimiter=";")

    cell = the_row(client, held.programme)["cells"][-1]
    assert "Fellessamling 2" in text(response)
    assert (cell["text"], cell["column"], cell["icon"]) == (
        "1 av 3 kommer, 2 har ikke svart", "Fellessamling 2", "Hourglass",
    )  # fmt: skip
    assert line[heads.index("Fellessamling 2")] == "1 av 3 kommer, 2 har ikke svart"
    assert len(heads) == len(line)


def test_the_board_finds_those_who_have_not_answered(client, held):
    row = group(held)
    for_group(held, row, {"Kari Lien": ["comes"], "Mona Dalen": ["comes"]})
    group(held, "Liv Berg", coordinator="")
    before = board(client, held.programme, "?mangler=samling").context["hits"]

    programme = text(client.get(f"/program/{held.programme.key}/"))

    assert before == 1
    assert "Svar på fellessamling 2" in programme and "?mangler=samling" in programme


def test_the_board_has_no_such_column_while_nobody_is_asked(client):
    held = gathering(number=2, days=200)
    group(held)

    assert "Fellessamling 2" not in board(client, held.programme).context["columns"]
    assert board(client, held.programme, "?mangler=samling").context["hits"] == 0


def test_who_is_excused_is_shown_so(client, held):
    from municipalities import duty_actions

    row = Participation.objects.get(pk=group(held).pk)
    duty_actions.waive(participation=row, duty=key_of(held), reason="Observatør", version=row.version, by=an_adviser())

    assert the_row(client, held.programme)["cells"][-1]["text"] == "Fritatt"


def test_an_exception_given_before_anybody_is_invited_is_shown_on_the_municipalitys_page(client):
    held = gathering(number=2, days=200)
    row = group(held)
    factories.extended(row, factories.in_days(195), key_of(held))

    page = text(client.get(f"/program/{held.programme.key}/{row.organisation.organisation_number}/"))

    assert "Utsatt frist når det blir aktuelt" in page and "Svar på fellessamling 2" in page


def test_it_costs_the_same_few_queries_however_many_take_part(client, held, django_assert_max_num_queries):
    for size in (1, 6):
        for number in range(size):
            own(held, group(held, f"Kari {size}{number}", coordinator=""), "comes", name=f"Kari {size}{number}")
        client.get(address(held))
        with django_assert_max_num_queries(12):
            client.get(address(held))
