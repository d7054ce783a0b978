"""The workbench in a real browser: a programme for a region that was not there, and a spreadsheet of sign-ups."""

import re

import pytest
import xlsxwriter
from playwright.sync_api import expect

FAULTS = (
    # what the row says, what is said about it, and what puts it right: (municipality, answer), or None to set it aside
    (("Bodøø", "ja"), "Mente du Bodø?", ("Bodø", None)),
    (("Oslo", "ja"), "«Oslo» står ikke på lista", None),
    (("Vadsøy i nord", "nei"), "står ikke på lista", None),
    (("Alstahaug", ""), "Svaret mangler", (None, "yes")),
    (("Andøy", "tja"), "Vi forstår ikke svaret «tja»", (None, "undecided")),
    (("Narvik", "ja", "kari@"), "E-postadressen «kari@» er ikke fullstendig", None),
    (("Sortland", "ja", "", "9999"), "Navnet «Sortland» og nummeret «9999» hører ikke til samme", ("Sortland", None)),
    (("Rana", "nei"), "Rana står også i rad", None),
)


@pytest.fixture(scope="module")
def northern(demo, national, chromium):
    """The address of a programme that has gone from sketch to open, by the screens alone."""
    context = chromium.new_context(locale="nb-NO", storage_state=national)
    page = context.new_page()
    page.set_default_timeout(30_000)
    _add_region(page, demo)
    address = _begin(page, demo)
    _decide_what_is_asked_for(page, address)
    yield address, page
    context.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def _add_region(page, demo):
    page.goto(f"{demo.url}/program/nytt/")
    page.get_by_role("link", name="Legg til en region").click()
    page.get_by_label("Regionens navn").fill("KS Nord")
    for county in ("Nordland", "Troms"):
        page.get_by_label(county, exact=True).check()
    press(page, "Lagre")
    expect(page.get_by_text("Regionen er lagret.")).to_be_visible()


def _begin(page, demo):
    page.get_by_label("Region", exact=True).select_option(label="KS Nord")
    page.get_by_label("Tittel på bokmål").fill("ABSOLUTT Nord")
    page.get_by_label("Periode").fill("2029–2031")
    press(page, "Gå videre")
    expect(page.get_by_text("Programmet er laget som en skisse.")).to_be_visible()
    return page.url


def _decide_what_is_asked_for(page, address):
    """The steps say what is lacking; each thing is filled in on the page where it belongs."""
    page.goto(address + "tilstand/")
    expect(
        page.get_by_text("Kan ikke kunngjøres: kontaktadresse mangler, ingen samlinger er lagt inn.")
    ).to_be_visible()
    page.goto(address + "oppsett/om/")
    page.get_by_label("Kontaktadresse").fill("absolutt.nord@example.no")
    press(page, "Lagre")
    page.goto(address + "plan/ny/")
    page.get_by_role("textbox", name="Dato", exact=True).fill("27.–28. april 2029")
    expect(page.get_by_text("Forstått som:")).to_be_visible()
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("Fellessamling 1 er lagt til.")).to_be_visible()
    page.goto(address + "tilstand/")
    press(page, "Kunngjør programmet")
    expect(page.get_by_text("Kan ikke åpnes: påmeldingsfrist mangler.")).to_be_visible()
    page.goto(address + "plan/frist/pamelding/")
    page.get_by_role("textbox").first.fill("15. desember 2028")
    page.locator("main form button[type=submit]").first.click()
    if page.get_by_role("button", name="Lagre endringen").count():  # looked over first: the programme is announced
        press(page, "Lagre endringen")
    page.goto(address + "tilstand/")
    press(page, "Åpne for påmelding")
    expect(page.get_by_text("Programmet er åpent for påmelding.")).to_be_visible()


def test_a_programme_for_a_region_that_was_not_there_goes_from_sketch_to_open(northern):
    address, page = northern

    page.goto(address)
    expect(page.get_by_text("0 av 64 er påmeldt")).to_be_visible()  # 41 municipalities and 21, and two counties
    expect(page.get_by_text("Påmelding til 15. desember 2028.")).to_be_visible()
    page.goto(address + "kart/")
    expect(page.get_by_text("Vi har ikke kart over fylket.")).to_be_visible()
    page.goto(re.sub("/program/", "/om/", address))
    expect(page.get_by_role("heading", name="ABSOLUTT Nord", level=1)).to_be_visible()


def municipalities(page, address):
    """Every municipality on the list, as the page names them."""
    page.goto(address + "kommunedirektorer/")
    names = page.locator("tbody th").all_inner_texts()
    return [name.strip() for name in names if "fylke" not in name and name.strip() not in ("Nordland", "Troms")]


def write_sheet(path, rows):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for down, row in enumerate([("Kommune", "Svar", "E-post", "Kommunenummer"), *rows]):
        sheet.write_row(down, 0, row)
    book.close()


def test_sixty_rows_with_eight_faults_are_put_right_and_registered(northern, tmp_path):
    address, page = northern
    names = municipalities(page, address)
    faulty = {row[0] for row, _said, _mend in FAULTS} | {"Bodø"}
    good = [(name, "ja" if number % 3 else "nei") for number, name in enumerate(n for n in names if n not in faulty)]
    good = [("Rana", "ja"), *good][:52]
    write_sheet(tmp_path / "pameldinger.xlsx", [*good, *(row for row, _said, _mend in FAULTS)])
    page.goto(address + "import/")
    page.get_by_label("Fil med påmeldinger").set_input_files(tmp_path / "pameldinger.xlsx")

    press(page, "Se over radene")

    expect(page.get_by_text("52 rader er forstått. 8 rader må rettes eller settes til side.")).to_be_visible()
    for number, (_row, said, mend) in enumerate(FAULTS, start=54):
        row = page.locator(f"#rad-{number}")
        expect(row).to_contain_text(said)
        if mend is None:
            row.get_by_label("Sett til side").check()
            continue
        municipality, answer = mend
        if municipality:
            row.get_by_label("Kommune").fill(municipality)
        if answer:
            row.get_by_label("Svar").select_option(answer)
    press(page, "Se over på nytt")
    press(page, "Registrer 56 svar")

    expect(page.get_by_text("56 svar er registrert.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent filen med merknader").click()
    assert download.value.suggested_filename.endswith("merknader.xlsx")
    page.goto(address + "tavle/?svar=undecided")
    expect(page.locator("#board tbody th")).to_have_count(1)
