"""The field for a date, as it stands in any page that has one: a page of the portal lends its frame."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

from programmes.fields import WhenField
from tests.browser.faults import faults_of
from tests.browser.ways import programme_url


class Plan(forms.Form):
    when = WhenField(label="Dato for samlingen", help_text="Skriv datoen som du vil, for eksempel «uke 43».")
    deadline = WhenField(label="Svarfrist", required=False, default_year=2027)


@pytest.fixture
def field(demo, signed_in, window):
    """Opens a page with the field; ``width`` as for ``window``."""

    def open_page(width=1280, **options):
        page = window(width, storage_state=signed_in, **options)
        frame = page.context.request.get(programme_url(demo, page) + "tavle/").text()
        page.route("**/skjema/", lambda route: route.fulfill(content_type="text/html", body=_with_form(frame)))
        page.goto(demo.url + "/skjema/")
        return page

    return open_page


def _with_form(frame):
    live = re.search("<meta.*?>", render_to_string("ds/live.html")).group(0)
    frame = re.sub('<meta name="htmx-config".*?>', lambda _: live, frame)
    with translation.override("nb"):
        form = f'<form class="form" method="post"><h1 class="ds-heading">Ny samling</h1>{Plan()}</form>'
    return re.sub(
        r"(<main.*?>).*</main>", lambda main: f'{main[1]}<div class="frame flow">{form}</div></main>', frame, flags=re.S
    )


def understood(page, label="Dato for samlingen"):
    return page.locator("#" + page.get_by_label(label).get_attribute("id") + "_understood")


def test_how_the_words_are_understood_is_shown_as_one_types(field):
    page = field()
    page.evaluate("window.isTheSamePage = true")
    words = page.get_by_label("Dato for samlingen")

    for typed, told in [
        ("5/2-21", "fredag 5. februar 2021"),
        ("27.-28.april 2021", "tirsdag 27. og onsdag 28. april 2021"),
        ("uke 43 2021", "uke 43, 2021 (25.–31. oktober 2021)"),
        ("APRIL 2022 (2 dagar, digitalt)", "april 2022 (2 dager)"),
        ("hausten 2020", "høsten 2020"),
        ("etter 15.desember 2020", "etter 15. desember 2020"),
    ]:
        words.fill("")
        words.press_sequentially(typed)
        expect(understood(page)).to_contain_text(f"Forstått som: {told}")
    words.fill("23. oktober")
    expect(understood(page)).to_contain_text("Hvilket år?")
    words.fill("23. oktober 2021, Hamar")
    expect(understood(page)).to_contain_text("Vi forsto ikke «Hamar».")
    words.fill("1. mai 2026 (fysisk?)")
    expect(understood(page)).to_contain_text("1. mai er en helligdag")
    expect(understood(page).get_by_role("listitem")).to_have_text(["Fysisk (foreløpig)"])
    words.fill("")
    expect(understood(page)).to_be_empty()

    expect(page.get_by_role("status")).to_have_count(2)  # there from the first, so that a change is read aloud
    expect(words).to_be_focused()
    assert page.evaluate("window.isTheSamePage")


def test_the_year_of_the_form_is_added_and_told(field):
    page = field()

    page.get_by_label("Svarfrist").fill("23. oktober")

    expect(understood(page, "Svarfrist")).to_contain_text("lørdag 23. oktober 2027")
    expect(understood(page, "Svarfrist").get_by_role("listitem")).to_have_text(["Året 2027 er lagt til"])
    expect(understood(page)).to_be_empty()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_field_is_accessible_and_within_the_screen(field, width):
    page = field(width)
    found = {}

    for typed in ("", "30. april–2. mai 2026 kl. 10.00–15.00 (fysisk?)", "hos oss på Hamar den dagen som passer best"):
        page.get_by_label("Dato for samlingen").fill(typed)
        (expect(understood(page)).not_to_be_empty if typed else expect(understood(page)).to_be_empty)()
        found[typed] = faults_of(page, width)

    assert {typed: faults for typed, faults in found.items() if faults} == {}


def test_what_was_typed_is_never_lost_when_the_portal_does_not_answer(field):
    page = field()
    words = page.get_by_label("Dato for samlingen")

    page.route("**/dato/?*", lambda route: route.fulfill(status=500, body="<main id='content'>Noe gikk galt</main>"))
    with page.expect_response("**/dato/?*"):
        words.fill("5. februar 2021")
    expect(words).to_have_value("5. februar 2021")
    expect(page.get_by_text("Noe gikk galt")).to_have_count(0)

    page.unroute("**/dato/?*")
    page.context.clear_cookies()
    words.fill("6. februar 2021")
    expect(understood(page)).to_contain_text("Du er logget ut.")
    expect(words).to_have_value("6. februar 2021")
