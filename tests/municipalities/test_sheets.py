"""Files that people send: what is read, and what is refused with a sentence before it costs anything."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from municipalities import sheet_apart, sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ONE = "<c><v>1</v></c>"  # a cell that does not say where it stands


def rows_of(content, name="fil.xlsx"):
    return sheets.rows_of(SimpleUploadedFile(name, content))


def written(*cells):
    """A workbook as people make it: {(row, column): value} from nought."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    for (down, across), value in cells:
        page.write(down, across, value)
    book.close()
    return file.getvalue()


def packed(members, kind=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(*kinds):
    lines = [f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(kinds)]
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(lines)}</Relationships>'


def workbook(rows, *, strings="", before=""):
    """The least workbook that can be read, with ``rows`` and shared ``strings`` as XML, written by hand."""
    sheets_in_it = '<sheets><sheet name="Ark1" sheetId="1" r:id="r0"/></sheets>'
    parts = ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    return packed({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets_in_it}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(*parts),
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    })  # fmt: skip


def inline(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def shared(rows, columns):
    return ("<row>" + '<c t="s"><v>0</v></c>' * columns + "</row>") * rows


def test_cells_that_do_not_say_where_they_stand_are_read_in_their_order():
    rows = f"<row>{inline('Kommune')}{inline('Svar')}</row><row>{inline('Hamar')}{inline('ja')}</row>"

    assert rows_of(workbook(rows)) == [["Kommune", "Svar"], ["Hamar", "ja"]]


def test_a_thousand_rows_of_honest_words_are_read():
    rows = rows_of(workbook(shared(1000, 20), strings="<si><t>Nord-Aurdal kommune, påmeldt</t></si>"))

    assert (len(rows), {tuple(row) for row in rows}) == (1000, {("Nord-Aurdal kommune, påmeldt",) * 20})


def test_colour_far_outside_the_list_is_not_content():
    rows = f'<row r="1">{inline("Hamar")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert rows_of(workbook(rows)) == [["Hamar"]]


def test_what_a_sheet_says_of_its_size_is_not_believed():
    rows = f'<row r="1">{inline("Hamar")}</row>'

    assert rows_of(workbook(f'{rows}</sheetData><dimension ref="A1:XFD1048576"/><sheetData>')) == [["Hamar"]]


@pytest.mark.parametrize("last", [(0, 16383), (1048575, 0), (1000, 0), (0, 702)])
def test_a_small_sheet_with_cells_far_apart_is_refused(last):
    with pytest.raises(sheets.UnreadableFile, match="langt utenfor lista"):
        rows_of(written(((0, 0), "Hamar"), (last, "x")))


@pytest.mark.parametrize("content", [
    written(((0, 0), "Hamar"), ((1048575, 16383), "x")),
    workbook(f"<row>{ONE * 3000}</row>" + f"<row>{ONE}</row>" * 3000),
    workbook(f"<row>{ONE * 30000}</row>" + f"<row>{ONE}</row>" * 30000),
    workbook(shared(33, 30), strings=f"<si><t>{'x' * 1_000_000}</t></si>"),
    workbook(shared(600, 600), strings=f"<si><t>{'x' * 4000}</t></si>"),
    workbook(shared(3, 1), strings=f"<si><t>{'x' * 1_000_000}</t></si>"),
    workbook(shared(1, 1), strings="<si>" + "<r><t>xxxxxxxxxx</t></r>" * 300_000 + "</si>"),
    workbook(f"<row>{inline('x' * 5_000_000)}</row>"),
    packed({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b"0" * (sheet_apart.MOST_UNPACKED + 1)}),
    packed({f"xl/{n}.xml": b"0" * 1_000_000 for n in range(21)} | {"xl/workbook.xml": ""}),
], ids=[
    "a corner", "a box of 3000", "a box of 30000", "one string in many cells", "shorter in more", "in three",
    "a string in parts", "one long cell", "unpacked", "in many members",
])  # fmt: skip
def test_a_small_file_that_asks_for_much_is_refused_and_the_process_lives(content):
    assert len(content) < 60_000

    with pytest.raises(sheets.UnreadableFile, match=r"for stor når den pakkes ut|langt utenfor lista"):
        rows_of(content)


def test_words_of_its_own_in_the_xml_stand_for_nothing():
    many = "".join(f'<!ENTITY {name} "{f"&{of};" * 10}">' for name, of in zip("bcdefgh", "abcdefg", strict=True))
    before = f'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY file SYSTEM "file:///etc/passwd">{many}]>'

    for name in ("h", "file"):
        with pytest.raises(sheets.UnreadableFile):
            rows_of(workbook(f"<row>{inline(f'&{name};')}</row>", before=before))


@pytest.mark.parametrize("content", [
    workbook(shared(1, 1), strings=f"<si><t>{'x' * (sheets.MOST_IN_A_CELL + 1)}</t></si>"),
    b"Hamar;ja;" + b"x" * (sheets.MOST_IN_A_CELL + 1),
    b'Hamar;ja;"' + b"x" * 140_000 + b'"',
])  # fmt: skip
def test_a_cell_has_room_for_a_remark_and_not_for_a_book(content):
    with pytest.raises(sheets.UnreadableFile, match="Bruk høyst 5000 tegn"):
        rows_of(content)


def zip_with_unknown_compression():
    content = bytearray(packed({"xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(signature) + offset] = 77
    return bytes(content)


def zip_cut_short():
    content = bytearray(packed({"xl/workbook.xml": b"<workbook/>"}))
    for signature, offset in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        content[content.index(signature) + offset] -= 3  # of the packed bytes
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "kan ikke lese filen"),
        (packed({"xl/workbook.xml": "<workbook/>", "content.xml": "<a/>"}), "kan ikke lese filen"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "kan ikke lese filen"),
        (b";" * 1000 + b"x", "for mange kolonner"),
        (zip_with_unknown_compression(), "kan ikke lese filen"),
        (zip_cut_short(), "kan ikke lese filen"),
        (b"PK not a sheet", "kan ikke lese filen"),
        (b"\x00\x01\x02", "kan ikke lese filen"),
        (b"x" * (sheets.MOST_BYTES + 1), "for stor"),
        (b"", "tom"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_politely(content, sentence):
    with pytest.raises(sheets.UnreadableFile, match=sentence):
        rows_of(content)


@pytest.mark.parametrize("text", [
    "Hamar;ja;ringte først\nLom;nei;\n",
    "Hamar\tja\tringte først\r\nLom\tnei\t\r\n",
    "Hamar,ja,ringte først\rLom,nei,\r",
    'Hamar;ja;"ringte\nførst"\nLom;nei;',
    '"Hamar";"ja";"ringte\r\n\r\nførst"\r\n\r\n"Lom";"nei";""\r\n',
])  # fmt: skip
def test_a_csv_file_has_the_rows_that_its_writer_saw(text):
    assert rows_of(text.encode(), "fil.csv") == [["Hamar", "ja", "ringte først"], ["Lom", "nei", ""]]


@pytest.mark.parametrize("content", [
    written(((2, 0), "Hamar"), ((4, 1), "ja")),
    written(((2, 0), "Hamar"), ((4, 1), "ja"), ((6, 0), " ")),
    b"\n;\nHamar;\n\n;ja\n\n",
])  # fmt: skip
def test_a_row_stands_where_its_writer_sees_it(content):
    rows = sheets.lines_of(SimpleUploadedFile("fil.xlsx", content))

    assert [row[:2] for row in rows] == [[], [], ["Hamar", ""], [], ["", "ja"]]


def test_rows_that_are_pasted_are_read_as_a_file_is():
    assert sheets.lines_of_text("Kommune\tSvar\r\n\r\nHamar\tja\r\n") == [["Kommune", "Svar"], [], ["Hamar", "ja"]]

    with pytest.raises(sheets.UnreadableFile, match="for mange kolonner"):
        sheets.lines_of_text(";" * 1000 + "x")


def test_a_mark_in_a_remark_does_not_part_a_file_that_another_mark_parts():
    text = 'Kommune,Svar,Merknad\nHamar,ja,"først; så"\nLom,nei,'

    assert rows_of(text.encode(), "fil.csv")[1:] == [["Hamar", "ja", "først; så"], ["Lom", "nei", ""]]


@pytest.mark.parametrize("quoted", ['"Kari" Lien', '"Kari Lien'])
def test_a_quotation_mark_without_its_other_half_swallows_no_rows(quoted):
    text = f"Hamar;ja;{quoted}\nLom;nei;Ola Moen\nVågå;ja;"

    assert [row[:2] for row in rows_of(text.encode(), "fil.csv")] == [["Hamar", "ja"], ["Lom", "nei"], ["Vågå", "ja"]]


def test_no_character_is_kept_that_a_database_cannot_hold():
    assert rows_of("Ham\0ar;ja".encode("utf-16"), "fil.csv") == [["Hamar", "ja"]]
    assert rows_of(workbook(f"<row>{inline('Ham_x0000_ar')}</row>")) in ([["Hamar"]], [["Ham_x0000_ar"]])
