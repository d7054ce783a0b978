import io
import zipfile

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


def test_a_municipality_named_twice_is_asked_about(rows):
    result = director_list.read("Hamar;Kari;kari@example.no\nHamar;Ola;ola@example.no", rows)

    assert (len(result.good), "to ganger" in result.bad[0].problem) == (1, True)


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


@pytest.mark.parametrize("last", [(0, 16383), (1048575, 0), (20000, 700)])
def test_a_small_sheet_with_cells_far_apart_is_refused_before_it_is_read(last):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "Hamar")
    page.write(*last, "x")
    book.close()

    with pytest.raises(director_list.UnreadableFile, match="langt utenfor lista"):
        director_list.text_from_file(SimpleUploadedFile("liste.xlsx", file.getvalue()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_the_encodings_that_excel_writes(encoding):
    upload = SimpleUploadedFile("liste.csv", "Vågå;Åse;ase@example.no".encode(encoding))

    assert director_list.text_from_file(upload) == "Vågå\tÅse\tase@example.no"


def zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (director_list.MOST_UNPACKED + 1))
    return file.getvalue()


def zip_with_unknown_compression():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<c/>")
    content = bytearray(file.getvalue())
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(signature) + offset] = 77
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zip_with_unknown_compression(), "kan ikke lese filen"),
        (b"PK not a sheet", "kan ikke lese filen"),
        (b"\x00\x01\x02", "kan ikke lese filen"),
        (b"x" * (director_list.MOST_BYTES + 1), "for stor"),
        (zip_bomb(), "for stor når den pakkes ut"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_politely(content, sentence):
    with pytest.raises(director_list.UnreadableFile, match=sentence):
        director_list.text_from_file(SimpleUploadedFile("fil.xlsx", content))
