"""Every page: accessible, within the screen, light, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, AXE_RULES, wait_for

HEAVIEST = 125_000  # bytes of one page on a cold cache


def programme_url(demo, page):
    page.goto(demo.url)
    return demo.url + page.locator("main .cards a").first.get_attribute("href")


def letter_links(demo, page):
    """(address of a letter's page, personal link of an invited director who has not answered)."""

    def enough():
        page.goto(f"{demo.url}/demo/postkasse/?q=Invitasjon")
        return page.locator("tbody tr").count() > 20

    wait_for("the demo's letters", enough)
    for row in page.locator("tbody tr").all():
        if "postmottak" not in row.inner_text():
            page.goto(demo.url + row.locator("a").get_attribute("href"))
            return page.url, re.search(r"http\S+/svar/\S+", page.inner_text(".letter")).group(0)
    raise AssertionError("no letter to a person")


def pages_of(demo, page):
    """(name, how to get there) for every screen, signed in as an adviser."""
    programme = programme_url(demo, page)
    letter, answer = letter_links(demo, page)
    page.goto(programme + "?svar=waiting")
    waiting = demo.url + page.locator("tbody a").first.get_attribute("href")
    page.goto(programme + "?svar=invited")
    number = page.locator("tbody a").first.get_attribute("href").rstrip("/").split("/")[-1]
    public = f"{demo.url}/pamelding/{programme.rstrip('/').split('/')[-1]}/{number}/"
    go = page.goto
    return [
        ("home", lambda: go(demo.url)),
        ("programme", lambda: go(programme)),
        ("programme without hits", lambda: go(programme + "?q=zz")),
        ("archived programme", lambda: go(demo.url + "/program/innlandet-2021/")),
        ("directors", lambda: go(programme + "kommunedirektorer/")),
        ("directors, a list with a fault", lambda: _fault_in_list(page, programme)),
        ("invitations", lambda: go(programme + "invitasjoner/")),
        ("letters", lambda: go(programme + "brev/")),
        ("organisation with a waiting answer", lambda: go(waiting)),
        ("organisation, a form with faults", lambda: _faulty_form(page, waiting)),
        ("answer", lambda: go(answer)),
        ("answer form", lambda: go(answer + "?endre=1")),
        ("answer on behalf", lambda: go(answer + "?vegne=1")),
        ("answer with a fault", lambda: _faulty_answer(page, answer)),
        ("public sign-up", lambda: go(public)),
        (
            "public sign-up with faults",
            lambda: (go(public), page.get_by_role("button", name="Send meg en kode").click()),
        ),
        ("public sign-up, code", lambda: _to_the_code(page, public)),
        ("dead link", lambda: go(demo.url + "/svar/feil/")),
        ("not found", lambda: go(demo.url + "/finnes-ikke/")),
        ("demo mailbox", lambda: go(demo.url + "/demo/postkasse/")),
        ("a letter", lambda: go(letter)),
        ("a letter as mail programs show it", lambda: go(letter + "html/")),
    ]


def _fault_in_list(page, programme):
    page.goto(programme + "kommunedirektorer/")
    page.get_by_label("Lim inn lista").fill("Hamr;Kari;kari@example.no\nLom;Ola;ola@example.no")
    page.get_by_role("button", name="Se over lista").click()


def _faulty_form(page, organisation):
    page.goto(organisation)
    page.get_by_text("Registrer et svar som kom").click()
    page.get_by_role("button", name="Registrer svaret").click()


def _faulty_answer(page, answer):
    page.goto(answer + "?endre=1")
    page.get_by_label("Koordinatorens navn").fill("Mona")
    page.get_by_label("Koordinatorens e-postadresse").fill("mona@")
    page.get_by_role("button", name="Send svaret").click()


def _to_the_code(page, public):
    page.goto(public)
    page.get_by_label("Navnet ditt").fill("Kari Lien")
    page.get_by_label("Stillingen din").fill("rådgiver")
    page.get_by_label("E-postadressen din på jobben").fill("kari.lien@example.no")
    page.get_by_role("button", name="Send meg en kode").click()


def faults_of(page, width):
    page.evaluate(AXE.read_text() + ";0")
    result = page.evaluate(f"axe.run(document, {{runOnly: {AXE_RULES}}})")
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in result["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth") - width
    return faults + ([f"{over} px wider than the screen"] if over > 0 else [])


@pytest.mark.parametrize(("width", "language"), [(1280, "nb"), (390, "nb"), (320, "nb"), (320, "nn")])
def test_no_page_has_an_accessibility_fault_or_runs_off_the_screen(demo, signed_in, window, width, language):
    page = window(width, storage_state=signed_in)
    complaints, faults = [], {}
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    stranger = window(width)
    stranger.goto(demo.url + "/logg-inn/")
    faults["sign in"] = faults_of(stranger, width)
    steps = pages_of(demo, page)
    if language == "nn":
        page.context.add_cookies([{"name": "django_language", "value": "nn", "url": demo.url}])
        steps = [step for step in steps if "fault" not in step[0] and "code" not in step[0]]

    for name, visit in steps:
        visit()
        faults[name] = faults_of(page, width)

    assert {name: found for name, found in faults.items() if found} == {}
    assert [text for text in complaints if "404" not in text and "410" not in text and "422" not in text] == []


def test_no_page_weighs_more_than_it_may_on_a_cold_cache(demo, signed_in, window):
    page = window(390, storage_state=signed_in)
    steps = pages_of(demo, page)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    weights = {}

    for name, visit in steps:
        arrived = []
        network.on("Network.loadingFinished", lambda event, arrived=arrived: arrived.append(event["encodedDataLength"]))
        network.send("Network.clearBrowserCache")
        visit()
        page.wait_for_load_state("networkidle")
        weights[name] = sum(arrived)

    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST} == {}
    assert max(weights.values()) > 10_000, "the weights were not measured"


def test_the_director_answers_by_keyboard_alone(demo, window):
    page = window(1280)
    _, answer = letter_links(demo, page)
    page.goto(answer + "?endre=1")

    page.keyboard.press("Tab")
    skip_link_first = page.evaluate("document.activeElement.className")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "choice":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    assert skip_link_first == "ds-skip-link"
    expect(page.locator(".ds-alert").first).to_be_visible()


def test_a_fault_is_where_the_reader_lands(demo, window):
    page = window(390)
    _, answer = letter_links(demo, page)

    _faulty_answer(page, answer)

    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("link", name="Skriv en fullstendig e-postadresse").click()
    assert page.evaluate("document.activeElement.id") == "id_coordinator_email"


def test_everything_works_without_javascript(demo, signed_in, window):
    page = window(390, java_script_enabled=False, storage_state=signed_in)

    page.goto(demo.url)
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("link", name="Demo-postkasse")).to_be_visible()
    page.goto(programme_url(demo, page))
    page.get_by_label("Søk etter navn eller nummer").fill("toten")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Viser 2 av")).to_be_visible()


def test_a_strict_policy_guards_every_page(demo, window):
    page = window(1280)

    policy = page.goto(demo.url + "/logg-inn/").headers["content-security-policy"]

    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
