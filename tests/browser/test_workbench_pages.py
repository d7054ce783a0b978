"""The pages of the workbench that are about a whole programme: accessible, and within the screen."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.faults import faults_of
from tests.browser.test_content import SKETCH
from tests.browser.ways import programme_url


@pytest.fixture(scope="module")
def world(demo, chromium, national):
    """The key of a round in sign-up, with an information meeting and a spreadsheet in it: see workbench_world.py."""
    context = chromium.new_context(locale="nb-NO", storage_state=national)
    page = context.new_page()
    page.goto(demo.url + "/om/")
    hrefs = [link.get_attribute("href").strip("/") for link in page.locator("main .cards a").all()]
    context.close()
    key = next(href.split("/")[-1] for href in hrefs if "innlandet" in href)
    return {"key": key, **json.loads(demo.run("-m", "tests.browser.workbench_world", key))}


def pages_of(demo, page, *, key, meeting, token, sheet):
    """(name, how to get there)."""
    go, programme, sketch = page.goto, f"{demo.url}/program/{key}/", f"{demo.url}/program/{SKETCH}/"
    public = f"{demo.url}/infomote/{key}/{meeting}/"
    return [
        ("new programme", lambda: go(f"{demo.url}/program/nytt/")),
        ("new programme, a form with faults", lambda: _faulty(page, f"{demo.url}/program/nytt/")),
        ("new programme, a copy looked over", lambda: _copy(page, f"{demo.url}/program/nytt/")),
        ("new region", lambda: go(f"{demo.url}/regioner/ny/")),
        ("every region", lambda: go(f"{demo.url}/regioner/")),
        ("operations", lambda: go(f"{demo.url}/drift/")),
        ("set-up", lambda: go(programme + "oppsett/")),
        ("set-up, facts", lambda: go(programme + "oppsett/om/")),
        ("set-up, facts of a sketch", lambda: go(sketch + "oppsett/om/")),
        ("state", lambda: go(programme + "tilstand/")),
        ("state of a sketch", lambda: go(sketch + "tilstand/")),
        ("map", lambda: go(programme + "kart/")),
        ("several at once", lambda: go(programme + "tavle/flere/")),
        ("interest", lambda: go(sketch + "interesse/")),
        ("import", lambda: go(programme + "import/")),
        ("import, rows with faults", lambda: go(programme + f"import/{sheet}/")),
        ("who comes to the meeting", lambda: go(programme + f"infomote/{meeting}/")),
        ("information meeting", lambda: go(public)),
        ("information meeting, a form with faults", lambda: _faulty(page, public)),
        ("information meeting, thanks", lambda: go(public + "takk/")),
        ("information meeting, cancel", lambda: go(f"{demo.url}/infomote/avmeld/{token}/")),
        ("texts of the framework", lambda: go(f"{demo.url}/rammeverk/tekster/")),
    ]


def _faulty(page, address):
    page.goto(address)
    page.locator("main form.form button[type=submit]").first.click()
    page.locator("#errors").wait_for()


def _copy(page, address):
    page.goto(address)
    page.locator("#id_region").select_option(index=1)
    page.locator("#id_title_nb").fill("ABSOLUTT en gang til")
    page.locator("input[name=begins_as][value=copy]").check()
    page.locator("#id_source").select_option(
        page.locator("#id_source option", has_text="Innlandet").last.get_attribute("value")
    )
    page.locator("#id_first_day").fill("2030-02-05")
    page.locator("main form.form button[type=submit]").first.click()
    page.locator("button[value=save]").wait_for()


@pytest.mark.parametrize(("width", "language"), [(1280, "nb"), (390, "nb"), (320, "nb"), (320, "nn")])
def test_no_page_of_a_whole_programme_has_an_accessibility_fault_or_runs_off_the_screen(
    demo, national, window, world, width, language
):
    page, faults = window(width, storage_state=national), {}
    page.context.add_cookies([{"name": "django_language", "value": language, "url": demo.url}])
    assert programme_url(demo, page)

    for name, visit in pages_of(demo, page, **world):
        visit()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("h1").count() == 1, name
        faults[name] = faults_of(page, width)

    assert {name: found for name, found in faults.items() if found} == {}
