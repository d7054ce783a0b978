"""What a programme says of itself: written by an adviser, read by anybody, on a screen, a phone and paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import faults_of

SKETCH = "trondelag-skisse"
PAPER = 680  # px: what A4 leaves between its margins
PARTS = ("ambisjoner", "kompetansemal", "ansvar", "utfordringsbilde", "lokal-innretning", "tilnerminger", "tilbud",
         "tjenester", "nivaer", "forankring", "kostnader", "ressurser", "refleksjon", "kontakter")  # fmt: skip


def public_pages(demo, page):
    """{key: address} of the programmes that anybody may read about."""
    page.goto(demo.url + "/om/")
    hrefs = [link.get_attribute("href") for link in page.locator("main .cards a").all()]
    return {href.strip("/").split("/")[-1]: demo.url + href for href in hrefs}


def matrix_round(demo, page):
    return next(url for key, url in public_pages(demo, page).items() if key.startswith("more-og-romsdal"))


@pytest.mark.parametrize(("width", "language"), [(1280, "nb"), (390, "nb"), (320, "nb"), (390, "nn")])
def test_no_public_page_has_an_accessibility_fault_or_runs_off_the_screen(demo, window, width, language):
    page, faults = window(width), {}
    pages = public_pages(demo, page)
    assert len(pages) == 3 and SKETCH in pages

    for url in (demo.url + "/om/", *pages.values()):
        page.goto(f"{url}?malform={language}")
        assert page.evaluate("document.documentElement.lang") == language
        faults[url] = faults_of(page, width)

    assert {url: found for url, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_of_the_workbench_for_content_has_one_either(demo, national, window, width):
    page, faults = window(width, storage_state=national), {}
    keys = [next(key for key in public_pages(demo, page) if key.startswith(start)) for start in ("more", "trond")]
    for key in keys:
        page.goto(f"{demo.url}/program/{key}/innhold/")
        faults[key] = faults_of(page, width)
        for part in PARTS:
            at = f"{demo.url}/program/{key}/innhold/{part}/"
            page.goto(at)
            faults[key + part] = faults_of(page, width)
            row = page.get_by_role("link", name=re.compile("^Endre (?!nivåene)")).first
            page.goto(at + "ny/" if not row.count() else demo.url + row.get_attribute("href"))
            faults[key + part + " form"] = faults_of(page, width)
    page.goto(f"{demo.url}/program/{SKETCH}/innhold/utfordringsbilde/ny/")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator("#errors").wait_for()
    faults["a form with faults"] = faults_of(page, width)

    assert {name: found for name, found in faults.items() if found} == {}


def test_the_matrix_is_a_table_on_a_laptop_and_a_list_by_level_on_a_phone(demo, window):
    laptop, phone = window(1280), window(390)
    url = matrix_round(demo, laptop)

    laptop.goto(url)
    expect(laptop.get_by_role("columnheader", name="Regional stat")).to_be_visible()
    expect(laptop.get_by_role("cell", name="OT-rådgivning (usikkert)")).to_be_visible()
    expect(laptop.get_by_role("heading", name="Regional stat")).to_be_hidden()

    phone.goto(url)
    expect(phone.get_by_role("heading", name="Regional stat")).to_be_visible()
    level = phone.locator(".matrix__levels > div").filter(has=phone.get_by_role("heading", name="Kommune", exact=True))
    expect(level.get_by_role("listitem")).to_have_count(8)
    expect(level.get_by_role("listitem").filter(has_text="OT-rådgivning")).to_contain_text("(usikkert)")
    expect(phone.locator(".matrix__levels")).to_contain_text("3 av 8 tjenester har ingen på dette nivået.")
    expect(phone.get_by_role("columnheader", name="Regional stat")).to_be_hidden()


def test_an_adviser_writes_content_and_a_stranger_reads_it_without_scripts_or_cookies(demo, national, window):
    page = window(1280, storage_state=national)
    page.goto(f"{demo.url}/program/{SKETCH}/")
    page.get_by_role("link", name="Innhold", exact=True).click()
    page.get_by_role("link", name="Endre Utfordringsbildet").click()
    page.get_by_role("link", name="Nytt tall").click()
    page.get_by_label("Tall", exact=True).fill("1 200")
    page.get_by_label("Omtrentlig tall").check()
    page.get_by_role("group", name="Hva tallet viser").get_by_label("Bokmål").fill("unge venter på hjelp")
    page.get_by_role("button", name="Lagre", exact=True).click()

    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("Skriv hvor tallet kommer fra")
    page.get_by_role("link", name="Skriv hvor tallet kommer fra").click()
    assert page.evaluate("document.activeElement.name") == "source_nb"
    page.keyboard.type("Prøvekilden")
    page.get_by_label("Året tallet gjelder").fill("2025")
    page.get_by_role("button", name="Lagre", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("Det er lagt til.")
    rows = page.locator(".ordered__row")
    expect(rows.last).to_contain_text("ca. 1200 unge venter på hjelp")
    page.get_by_role("button", name="Flytt opp: unge venter på hjelp").click()
    expect(page.get_by_role("status")).to_contain_text("Rekkefølgen er endret.")
    expect(rows.last).not_to_contain_text("unge venter på hjelp")

    stranger = window(390, java_script_enabled=False)
    stranger.goto(f"{demo.url}/om/{SKETCH}/")
    expect(stranger.locator(".tile").filter(has_text="unge venter på hjelp")).to_contain_text(
        "Kilde: Prøvekilden, 2025"
    )
    expect(stranger.get_by_text("Dette er en skisse.")).to_be_visible()
    assert stranger.context.cookies() == []
    stranger.get_by_role("link", name="Nynorsk").click()
    expect(stranger.get_by_role("heading", name="Kva kostar det?")).to_be_visible()
    assert stranger.context.cookies() == []

    page.get_by_role("link", name="Endre unge venter på hjelp").click()
    page.get_by_text("Fjern", exact=True).first.click()
    page.get_by_role("button", name="Fjern").click()
    expect(page.get_by_role("status")).to_contain_text("Det er fjernet.")


def test_a_film_without_captions_is_warned_about_and_the_question_is_asked_of_films_only(demo, national, window):
    page = window(1280, storage_state=national)
    page.goto(f"{demo.url}/program/{SKETCH}/innhold/ressurser/ny/")
    captions = page.get_by_role("group", name="Er filmen tekstet?")
    expect(captions).to_be_hidden()
    page.get_by_label("Hva er det?").select_option("Film")
    expect(captions).to_be_visible()
    page.get_by_role("group", name="Tittel").get_by_label("Bokmål").fill("En stum film")
    page.get_by_label("Nettadresse").fill("https://example.no/film/")
    captions.get_by_label("Nei").check()
    page.get_by_role("button", name="Lagre", exact=True).click()

    expect(page.locator(".ds-alert").filter(has_text="Filmen mangler teksting.")).to_be_visible()
    expect(page.locator(".ordered__row").last).to_contain_text("Filmen mangler teksting")
    page.get_by_role("link", name="Endre En stum film").click()
    page.get_by_text("Fjern", exact=True).first.click()
    page.get_by_role("button", name="Fjern").click()


def test_what_was_typed_survives_that_a_colleague_was_quicker(demo, national, window):
    mine, hers = window(1280, storage_state=national), window(1280, storage_state=national)
    for page in (mine, hers):
        page.goto(f"{demo.url}/program/{SKETCH}/innhold/utfordringsbilde/")
        page.get_by_role("link", name=re.compile("^Endre ")).first.click()
    hers.get_by_role("group", name="Kilde").get_by_label("Nynorsk").fill("Utdanningsspegelen")
    hers.get_by_role("button", name="Lagre", exact=True).click()
    mine.get_by_role("group", name="Hva tallet viser").get_by_label("Nynorsk").fill("barn i fylket")
    mine.get_by_role("button", name="Lagre", exact=True).click()

    expect(mine.locator("#errors")).to_contain_text("Dette er endret etter at du åpnet siden")
    expect(mine.get_by_role("group", name="Hva tallet viser").get_by_label("Nynorsk")).to_have_value("barn i fylket")


def test_on_paper_there_is_no_navigation_links_say_where_they_lead_and_nothing_is_cut(demo, window):
    page = window(PAPER + 120)
    pages = public_pages(demo, page)
    page.emulate_media(media="print")
    for key, url in pages.items():
        page.set_viewport_size({"width": PAPER, "height": 960})
        page.goto(url)
        for hidden in (".top", ".foot", ".contents", ".ds-breadcrumbs", ".matrix__levels"):
            for element in page.locator(hidden).all():
                assert not element.is_visible(), f"{key}: {hidden} is printed"
        expect(page.get_by_text(f"Skrevet ut fra {url}")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER, key
        cut = (
            """() => [...document.querySelectorAll('.table-frame')].filter(f => f.scrollWidth > f.clientWidth).length"""
        )
        assert page.evaluate(cut) == 0, f"{key}: a table is cut"
    page.goto(pages[SKETCH])
    link = page.get_by_role("link", name="ABSOLUTT (KS)")
    said = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert "attr(href)" in said or "https://www.ks.no" in said
    assert page.locator(".tile").first.evaluate("element => getComputedStyle(element).breakInside") == "avoid"
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


def test_the_public_page_is_light_and_may_be_kept(demo, window):
    page = window(390)
    url = matrix_round(demo, page)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    arrived = []
    network.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    network.send("Network.clearBrowserCache")

    response = page.goto(url)
    page.wait_for_load_state("networkidle")

    assert 10_000 < sum(arrived) < 125_000
    assert response.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in response.headers
