"""Every page: accessible, within the screen, light, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import faults_of
from tests.browser.pages import pages_of
from tests.browser.ways import faulty_answer, letter_links, programme_url

HEAVIEST = 125_000  # bytes of one page on a cold cache


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

    faulty_answer(page, answer)

    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="Skriv en fullstendig e-postadresse").click()
    assert page.evaluate("document.activeElement.id") == "id_coordinator_email"


# The height of a panel when it has just been opened, and half a second later
HEIGHTS = """async () => {
    const panel = document.querySelector(".acts > .ds-details:not([open])");
    panel.open = true;
    const atOnce = panel.offsetHeight;
    await new Promise(later => setTimeout(later, 500));
    return [atOnce, panel.offsetHeight];
}"""


def test_what_unfolds_stands_still_at_once_so_that_no_click_misses_it(demo, signed_in, window):
    page = window(1280, storage_state=signed_in)
    page.goto(programme_url(demo, page) + "tavle/?svar=invited")
    page.goto(demo.url + page.locator("#board tbody th a").first.get_attribute("href"))

    at_once, later = page.evaluate(HEIGHTS)

    assert at_once == later


def test_everything_works_without_javascript(demo, signed_in, window):
    page = window(390, java_script_enabled=False, storage_state=signed_in)

    page.goto(demo.url)
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("link", name="Demo-postkasse")).to_be_visible()
    board = programme_url(demo, page) + "tavle/"
    page.goto(board)
    page.get_by_label("Søk etter navn eller nummer").fill("toten")
    page.get_by_label("Sorter etter").select_option("Kommunenummer")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Viser 2 av")).to_be_visible()
    expect(page.locator("#board tbody th a")).to_have_text(["Østre Toten", "Vestre Toten"])
    page.get_by_label("Søk etter navn eller nummer").fill("")
    page.get_by_label("Dette mangler").select_option("Mangler koordinator")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page).to_have_url(re.compile("mangler=koordinator"))
    expect(page.locator("#board tbody tr").first).to_contain_text("Mangler")


def test_the_board_is_filtered_as_one_types_and_its_address_follows(demo, signed_in, window):
    page = window(1280, storage_state=signed_in)
    board = programme_url(demo, page) + "tavle/"
    page.goto(board)
    page.evaluate("window.isTheSamePage = true")

    page.get_by_label("Søk etter navn eller nummer").press_sequentially("toten")
    expect(page.locator("#board tbody th a")).to_have_text(["Vestre Toten", "Østre Toten"])
    expect(page.get_by_role("status").filter(has_text="Viser 2 av")).to_be_visible()
    expect(page).to_have_url(board + "?q=toten")
    assert page.evaluate("document.activeElement.id") == "q"
    page.get_by_label("Sorter etter").select_option("Kommunenummer")
    expect(page.locator("#board tbody th a")).to_have_text(["Østre Toten", "Vestre Toten"])
    expect(page).to_have_url(board + "?q=toten&sorter=nummer")

    assert page.evaluate("window.isTheSamePage")
    page.reload()
    expect(page.locator("#board tbody th a")).to_have_text(["Østre Toten", "Vestre Toten"])
    page.go_back()
    expect(page.locator("#board tbody th a")).to_have_text(["Vestre Toten", "Østre Toten"])


def test_a_board_whose_session_ended_goes_to_sign_in_and_one_that_fails_says_so(demo, signed_in, window):
    page = window(1280, storage_state=signed_in)
    board = programme_url(demo, page) + "tavle/"
    page.goto(board)

    page.route("**/tavle/?*", lambda route: route.fulfill(
        status=500, content_type="text/html", body='<html><main id="content"><h1>Noe gikk galt</h1></main></html>'
    ))  # fmt: skip
    page.get_by_label("Søk etter navn eller nummer").fill("toten")
    expect(page.locator("main h1")).to_have_text("Noe gikk galt")
    expect(page.locator("#board")).to_have_count(0)

    page.unroute("**/tavle/?*")
    page.goto(board)
    page.context.clear_cookies()
    page.get_by_label("Søk etter navn eller nummer").fill("toten")
    expect(page).to_have_url(re.compile("/logg-inn/\\?next=.*toten"))
    expect(page.locator("#board")).to_have_count(0)


def test_a_strict_policy_guards_every_page(demo, window):
    page = window(1280)

    policy = page.goto(demo.url + "/logg-inn/").headers["content-security-policy"]

    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
