"""Every letter as a browser draws it, in the width of a mail program's pane and of a telephone: nothing scrolls
sideways, and the one button can be hit with a thumb. ``LETTER_PICTURES=folder`` saves what is seen."""

import os
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from correspondence import catalogue, letters, previews
from programmes.texts import Texts
from tests import factories
from tests.browser.test_pages import faults_of
from tests.correspondence.test_every_letter import is_about_a_programme, named
from tests.municipalities import places

pytestmark = pytest.mark.django_db
WIDTHS = (600, 390)
LONG = "Nordre Søndre-Fjordbygdas og Øvre Nordheimsunds sammenslåtte"
THUMB = 44  # px: what a finger hits
SEES = """() => {
  const button = [...document.querySelectorAll('a')].find(a => a.closest('td[bgcolor="#12294f"]'));
  const box = button && button.getBoundingClientRect();
  return {
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    button: box && {height: box.height, left: box.left, right: innerWidth - box.right,
                    colour: getComputedStyle(button).color, ground: getComputedStyle(button).backgroundColor},
    pictures: document.images.length,
  };
}"""


def taking_part(name="Nordre Land"):
    """One that has said yes, and has a director and no coordinator yet."""
    row = factories.invited(organisation=factories.OrganisationFactory(name=name))
    places.says(row)
    return named(row)


def offered():
    return named(places.offered(places.with_places(1))[0])


def pages(language, name="Nordre Land"):
    """(key, HTML) of every letter, and of a bundle."""
    row, waiting, adviser = taking_part(name), offered(), factories.UserFactory()
    for key, rule in catalogue.BY_KEY.items():
        about = waiting if key == "place.offer" else row
        shown = previews.letter(
            key, about.programme, None if is_about_a_programme(rule) else about, Texts.of(about.programme),
            user=adviser, language=language,
        )  # fmt: skip
        yield key, shown.html
    yield "bundle", _bundle(row, language)
    with translation.override(language):
        said = {"code": "123456", "organisation_name": row.full_name}
        for key in ("signin_code", "signup_code"):
            yield key, render_to_string(f"letters/{key}.html", said)


def _bundle(row, language):
    person = row.seats.get(kind="director").holder.person
    first = factories.letter_to(row, person=person, rule="signup.place")
    second = factories.letter_to(row, person=person, rule="coordinator.due", envelope=first.envelope)
    first.envelope.language = language
    return letters.compose(first.envelope, [first, second]).alternatives[0].content


def seen(page, key, html, language, width):
    page.set_content(html)
    folder = os.environ.get("LETTER_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{key}-{language}-{width}.png", full_page=True)
    return page.evaluate(SEES)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_letter_scrolls_sideways_and_its_button_can_be_seen_and_hit(window, language, width):
    page, buttons = window(width), 0

    for key, html in pages(language):
        found = seen(page, key, html, language, width)
        assert (found["wide"], found["pictures"]) == (0, 0), key
        button = found["button"]
        if button:
            buttons += 1
            assert button["height"] >= THUMB, (key, button)
            assert button["left"] >= 0 and button["right"] >= 0, (key, button)
            assert (button["colour"], button["ground"]) == ("rgb(255, 255, 255)", "rgb(18, 41, 79)"), key

    assert buttons > 8


def test_a_name_however_long_does_not_make_a_letter_scroll_on_a_telephone(window):
    page = window(320)

    for key, html in pages("nb", LONG):
        assert seen(page, key, html, "nb-long", 320)["wide"] == 0, key


def test_the_page_where_an_adviser_sees_a_letter_does_not_scroll_and_has_no_faults(demo, signed_in, window):
    page = window(390, storage_state=signed_in)
    page.goto(demo.url)
    programme = demo.url + page.locator("main .cards a").first.get_attribute("href")

    faults = {}
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{programme}tekster/brev-signup-invitation/forhandsvisning/")
        faults[width] = faults_of(page, width)

    assert {width: found for width, found in faults.items() if found} == {}
    page.get_by_label("Eksemplar").select_option("Kopien til postmottaket")
    page.get_by_role("button", name="Se brevet").click()
    page.get_by_text("Kopien har ingen lenke.").wait_for()
    assert page.frame_locator("iframe").get_by_text("Kopi til postmottaket.").is_visible()
