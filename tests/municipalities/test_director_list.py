import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from municipalities import director_list
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    programme = factories.OpenProgrammeFactory()
    for name in ("Hamar", "Østre Toten", "Vågå"):
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name=name))
    return list(Participation.objects.filter(programme=programme).for_list(programme.day_for_names))


def understood(line):
    return (line.participation.shown_name if line.participation else None, line.name, line.email, line.problem)


@pytest.mark.parametrize("text", [
    "Hamar\tKari Lien\tkari@example.no",
    "Hamar; Kari Lien; kari@example.no",
    "hamar kommune, Kari Lien, KARI@example.no",
    "3400;Hamar;Kari Lien;kari@example.no",
    "Kommune;Navn;E-post\nHamar;Kari Lien;kari@example.no",
    "kari@example.no;Kari Lien;Hamar",
])  # fmt: skip
def test_a_line_is_understood_as_people_write_it(rows, text):
    result = director_list.read(text, rows)

    assert [understood(line) for line in result.lines] == [("Hamar", "Kari Lien", "kari@example.no", "")]


def test_a_place_without_norwegian_letters_is_found(rows):
    result = director_list.read("ostre toten;Kari;kari@example.no", rows)

    assert result.good[0].participation.shown_name == "Østre Toten"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hamr;Kari;kari@example.no", "Mente du Hamar?"),
        ("Bergen;Kari;kari@example.no", "Fant ikke kommunen"),
        ("Hamar;;kari@example.no", "Navnet mangler"),
        ("Hamar;12345;kari@example.no", "Navnet mangler"),
        ("Hamar;Kari Lien", "E-postadressen mangler"),
        ("Hamar;Kari;kari@example.no;ekstra", "flere kolonner"),
        ("Hamar;Kari;Lien;rådgiver;kari@example.no", "flere kolonner"),
        ("Hamar;Kari;kari@", "E-postadressen mangler eller er ikke fullstendig"),
        ("Hamar;Kari Lien;x@", "E-postadressen"),
        ("Hamar;" + "x" * 121 + ";kari@example.no", "for langt"),
    ],
)
def test_what_is_not_understood_is_said_and_the_line_kept(rows, text, problem):
    result = director_list.read(text, rows)

    assert problem in result.bad[0].problem
    assert result.bad[0].text == text


def test_a_name_that_two_have_is_asked_about_and_a_number_beside_it_answers(rows):
    programme = rows[0].programme
    for _ in range(2):
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name="Våler"))
    rows = list(Participation.objects.filter(programme=programme).for_list(programme.day_for_names))
    first, second = (row for row in rows if row.shown_name == "Våler")

    asked, answered, turned = director_list.read(
        f"Våler;Kari Lien;kari@example.no\n{second.shown_number};Våler;Kari Lien;kari@example.no\n"
        f"kari@example.no;Kari Lien;Våler;{first.shown_number}",
        rows,
    ).lines

    assert understood(asked) == (
        None, "", "kari@example.no",
        f"«Våler» kan være Våler ({first.shown_number}) eller Våler ({second.shown_number}). Skriv kommunenummeret.",
    )  # fmt: skip
    assert (answered.participation, turned.participation) == (second, first)
    assert understood(answered) == understood(turned) == ("Våler", "Kari Lien", "kari@example.no", "")


def test_a_municipality_named_twice_is_asked_about(rows):
    result = director_list.read("Hamar;Kari;kari@example.no\nHamar;Ola;ola@example.no", rows)

    assert [line.problem for line in result.lines] == ["", "Hamar står også i linje 1. Behold bare én av linjene."]


def test_what_is_left_of_a_list_replaces_nobody_who_was_saved_from_it(rows):
    saved = {rows[0].organisation.organisation_number: "3"}

    result = director_list.read(f"{rows[0].shown_name};Ola;ola@example.no", rows, saved=saved)

    assert result.bad[0].problem == (
        f"{rows[0].shown_name} står også i linje 3, som er lagret. Ta bort denne linja, eller rett navnet på kommunens "
        "side."
    )


def test_a_line_has_the_number_that_it_has_in_the_field(rows):
    result = director_list.read("Kommune;Navn;E-post\n\nHamar;Kari;kari@example.no", rows)

    assert [line.number for line in result.lines] == [3]


def sheet(*lines):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate(lines):
        page.write_row(number, 0, line)
    book.close()
    return SimpleUploadedFile("liste.xlsx", file.getvalue())


def test_a_spreadsheet_becomes_lines_with_numbers_whole():
    upload = sheet(["Nr", "Kommune", "Navn", "E-post"], [3403, "Hamar", "Kari", "kari@example.no"])

    assert director_list.text_from_file(upload).splitlines()[1] == "3403\tHamar\tKari\tkari@example.no"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_the_encodings_that_excel_writes(encoding):
    upload = SimpleUploadedFile("liste.csv", "Vågå;Åse;ase@example.no".encode(encoding))

    assert director_list.text_from_file(upload) == "Vågå\tÅse\tase@example.no"
