"""The list, the waiting list, a withdrawal and the interest in a sketch, in a real browser with real letters."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import body, link_in, sign_in
from tests.browser.places_world import ROUND, SKETCH
from tests.browser.world import address_of

ADVISER = "ingrid.solbakken@example.no"


@pytest.fixture(scope="module")
def few_places(site):
    site.run("-m", "tests.browser.places_world")
    return f"{site.url}/program/{ROUND}/"


@pytest.fixture(scope="module")
def adviser(site, post_office, chromium, few_places):
    """A browser's state after the adviser has signed in once: codes are few an hour, by design."""

    def code():
        return re.search(r"\d{6}", post_office.to(ADVISER, subject="koden din")["Subject"]).group(0)

    context = chromium.new_context(locale="nb-NO")
    sign_in(context.new_page(), site, code, ADVISER, lands_on=re.compile("."))
    state = context.storage_state()
    context.close()
    return state


def director(municipality):
    return address_of(f"Odd {municipality}")


def open_invitation(post_office, window, municipality, **options):
    page = window(390, **options)
    page.goto(link_in(post_office.to(director(municipality), subject="Invitasjon"), "svar"))
    return page


def say_yes(page):
    page.get_by_label("Ja, vi melder oss på").check()
    page.get_by_role("button", name="Send svaret").click()


def test_the_whole_way_from_a_yes_without_a_place_to_the_place(post_office, window, few_places, adviser):
    """Two take the places, the third waits; the first withdraws; the third is offered the place, and takes it."""
    first, second, third = (open_invitation(post_office, window, name) for name in ("Alvdal", "Folldal", "Os"))
    for page, municipality in ((first, "Alvdal"), (second, "Folldal")):
        say_yes(page)
        expect(page.get_by_role("heading", name=f"{municipality} kommune er påmeldt")).to_be_visible()

    expect(third.get_by_text("Alle plassene er tatt nå.")).to_have_count(0)  # it was opened before they were
    third.reload()
    expect(third.get_by_text("Svarer dere ja, kommer dere på venteliste")).to_be_visible()
    say_yes(third)
    expect(third.get_by_text("Dere står som nummer 1 på ventelista.")).to_be_visible()
    receipt = post_office.to(director("Os"), subject="står på venteliste")
    assert "som nummer 1 på ventelista" in " ".join(body(receipt).split())
    assert [part.get_content_type() for part in receipt.iter_attachments()] == ["application/pdf"]

    first.get_by_role("link", name="Trekk påmeldingen").click()
    first.get_by_label("Hvorfor trekker dere dere?").fill("Ingen kapasitet i år.")
    first.get_by_role("button", name="Trekk påmeldingen").click()
    expect(first.get_by_role("heading", name="Påmeldingen er trukket", level=1)).to_be_visible()
    first.reload()
    expect(first.get_by_text("Alvdal kommune har trukket seg")).to_be_visible()
    assert "/svar/" not in body(post_office.to(director("Alvdal"), subject="Påmeldingen er trukket"))

    desk = window(1280, storage_state=adviser)
    desk.goto(few_places)
    desk.get_by_role("link", name="Ledig plass til den neste på ventelista").click()
    expect(desk.get_by_role("region", name="Det er ledig plass til den neste")).to_contain_text("Os står for tur.")
    desk.get_by_role("button", name="Gi plass til neste").click()
    expect(desk.get_by_text("1 tilbud om plass er på vei.")).to_be_visible()
    expect(desk.get_by_role("region", name="Tilbud som venter på svar")).to_contain_text("Odd Os")

    phone = window(390, java_script_enabled=False)
    phone.goto(link_in(post_office.to(director("Os"), subject="Tilbud om plass"), "tilbud"))
    phone.get_by_role("button", name="Ja, vi tar plassen").click()
    expect(phone.get_by_role("heading", name="Os kommune er påmeldt")).to_be_visible()
    post_office.to(director("Os"), subject="er påmeldt")
    desk.goto(few_places + "tavle/?sorter=svar")
    expect(desk.locator("#board tbody tr").filter(has_text="Alvdal")).to_contain_text("Har trukket seg")
    expect(desk.locator("#board tbody tr").filter(has=desk.get_by_role("link", name="Os", exact=True))).to_contain_text(
        "Påmeldt"
    )


def test_the_adviser_withdraws_a_municipality_and_takes_it_back(post_office, window, few_places, adviser):
    tynset = open_invitation(post_office, window, "Tynset")
    desk = window(1280, storage_state=adviser)
    desk.goto(few_places + "hvem/")
    desk.get_by_label("Plasser i alt").fill("9")
    desk.get_by_role("button", name="Lagre antall plasser").click()
    expect(desk.get_by_text("Antall plasser er lagret.")).to_be_visible()
    say_yes(tynset)
    expect(tynset.get_by_role("heading", name="Tynset kommune er påmeldt")).to_be_visible()

    desk.goto(few_places + "tavle/?q=tynset")
    desk.get_by_role("link", name="Tynset", exact=True).click()
    desk.get_by_text("Trekk påmeldingen", exact=True).first.click()
    form = desk.locator("details[open] form").filter(has=desk.get_by_label("Hvem ga beskjed?"))
    form.get_by_label("Telefon").check()
    form.get_by_label("Hvem ga beskjed?").fill("Odd Tynset")
    form.get_by_role("textbox", name="Grunn").fill("Ringte i dag.")
    form.get_by_role("button", name="Trekk påmeldingen").click()
    expect(desk.get_by_text("Har trukket seg", exact=True)).to_be_visible()
    post_office.to(director("Tynset"), subject="Påmeldingen er trukket")
    desk.get_by_role("button", name="Angre at påmeldingen ble trukket").click()

    expect(desk.get_by_text("De er påmeldt igjen, og gruppa er som før.")).to_be_visible()
    told = " ".join(body(post_office.to(director("Tynset"), subject="Dere har plass")).split())
    assert "er med i To plasser igjen" in told


def test_one_is_left_out_taken_in_and_another_added_without_javascript(window, few_places, adviser):
    desk = window(390, storage_state=adviser, java_script_enabled=False)
    desk.goto(few_places + "hvem/")

    desk.get_by_label("Vang", exact=True).check()
    desk.get_by_label("Hvorfor skal de ikke inviteres?").fill("Vil vente til neste runde")
    desk.get_by_role("button", name="Hold de valgte utenfor").click()
    expect(desk.get_by_text("Én er holdt utenfor.")).to_be_visible()
    desk.get_by_role("button", name="Ta inn igjen Vang").click()
    expect(desk.get_by_text("Vang står på lista igjen.")).to_be_visible()
    desk.get_by_label("Navn eller nummer").fill("GJERDRUM kommune")
    desk.get_by_role("button", name="Søk").click()
    desk.get_by_label(re.compile("^Gjerdrum kommune, 3230")).check()
    desk.get_by_label("Hvorfor skal de være med?").fill("Samarbeider med Eidskog")
    desk.get_by_role("button", name="Legg til på lista").click()

    expect(desk.get_by_text("Lagt til på lista.")).to_be_visible()
    row = desk.locator("tbody tr").filter(has_text="Gjerdrum")
    expect(row).to_contain_text("Fra et annet fylke: Akershus.")


def test_interest_is_given_on_a_phone_and_told_when_the_programme_is_announced(
    site, post_office, window, few_places, adviser
):
    phone = window(390)
    phone.goto(f"{site.url}/om/{SKETCH}/")
    phone.get_by_role("link", name="Meld interesse").click()
    phone.get_by_role("button", name="Meld interesse").click()
    expect(phone.locator("#errors")).to_be_focused()
    phone.get_by_label("Navnet ditt").fill("Gro Selbu")
    phone.get_by_label("Stillingen din").fill("ordfører")
    expect(phone.get_by_role("textbox", name="Et annet sted")).to_be_hidden()
    phone.get_by_label("Hvor jobber du?").select_option("Et annet sted")
    phone.get_by_role("textbox", name="Et annet sted").fill("Fylkeslaget")
    phone.get_by_label("E-postadressen din").fill("gro.selbu@example.no")
    phone.get_by_role("button", name="Meld interesse").click()
    expect(phone.get_by_role("heading", name="Takk for interessen")).to_be_visible()

    site.run("-m", "tests.browser.places_world", "open", SKETCH)
    desk = window(1280, storage_state=adviser)
    desk.goto(f"{site.url}/program/{SKETCH}/interesse/")
    expect(desk.locator("tbody tr")).to_contain_text("Fylkeslaget")
    desk.get_by_role("link", name="Fortell dem som har meldt interesse").click()
    expect(desk.get_by_label("Gro Selbu")).to_be_checked()
    desk.get_by_role("button", name="Send til de valgte").click()

    expect(desk.get_by_text("1 brev er på vei.")).to_be_visible()
    letter = post_office.to("gro.selbu@example.no", subject="er kunngjort")
    assert "Hei, Gro Selbu!" in body(letter) and "Dette er ikke en påmelding" in " ".join(body(letter).split())
    phone.goto(f"{site.url}/interesse/{SKETCH}/")
    expect(phone.get_by_role("heading", name="Programmet er kunngjort")).to_be_visible()
