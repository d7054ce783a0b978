"""The plan in a real browser: a form that is decided, dates as people type them, gatherings added and removed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

ADVISER = "ingrid.solbakken@example.no"
CHANGED = "Dette er endret etter at du åpnet siden,"

# What is typed, and how the field says that it understood it
SIX_WAYS = (
    ("27. og 28. april 2029", "27.", "april 2029"),
    ("5.2.29", "5. februar 2029", "5. februar 2029"),
    ("uke 43 2029", "uke 43", "Uke 43, 2029"),
    ("Høsten 2029", "høsten 2029", "Høsten 2029"),
    ("April 2029 (2 dager)", "april 2029", "April 2029 (2 dager)"),
    ("etter 15. desember 2029", "etter 15. desember 2029", "Etter 15. desember 2029"),
)


@pytest.fixture(scope="module")
def adviser_state(site, post_office, chromium):
    context = chromium.new_context(locale="nb-NO")
    code = lambda: re.search(r"\d{6}", post_office.to(ADVISER, subject="koden din")["Subject"]).group(0)  # noqa: E731
    sign_in(context.new_page(), site, code, ADVISER)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def plan(site, window, adviser_state):
    """``plan(390)`` is an adviser on the plan's page, on a phone."""

    def arrive(width=1280, **options):
        page = window(width, storage_state=adviser_state, **options)
        page.goto(f"{site.url}/program/planen/plan/")
        return page

    return arrive


def entry(page, title):
    return page.locator(".agenda__entry").filter(has=page.get_by_role("heading", name=title, exact=True))


def open_gathering(page, title):
    entry(page, title).get_by_role("link", name=re.compile("^Endre")).click()


def field(page, name):
    return page.get_by_role("textbox", name=name, exact=True)


def topic(page, title):
    return page.get_by_role("region", name=title)


def test_a_form_goes_from_undecided_to_digital_and_says_first_whom_it_is_about(plan):
    page = plan()
    expect(entry(page, "Fellessamling 2")).to_contain_text("Digital eller fysisk: ikke avklart")
    expect(page.get_by_text("Fellessamling 2: Digital eller fysisk er ikke avklart.")).to_be_visible()
    open_gathering(page, "Fellessamling 2")

    page.get_by_role("radio", name="Digital", exact=True).check()
    page.get_by_role("button", name="Gå videre").click()

    expect(page.get_by_role("heading", name="Endre fellessamling 2?")).to_be_visible()
    expect(page.get_by_text("Ingenting er lagret ennå.")).to_be_visible()
    expect(topic(page, "Hvem det gjelder")).to_contain_text("2 er påmeldt.")
    topic(page, "Hvem det gjelder").get_by_text("Vis hvem").click()
    expect(topic(page, "Hvem det gjelder").get_by_text("Lom kommune, Sel kommune")).to_be_visible()
    expect(topic(page, "Det blir ordnet")).to_contain_text("Digital eller fysisk er ikke avklart.")
    expect(topic(page, "Nytt å se på")).to_contain_text("Lenke ikke oppgitt.")

    page.get_by_role("button", name="Tilbake og rett").click()
    expect(page.get_by_role("radio", name="Digital", exact=True)).to_be_checked()
    field(page, "Lenke til det digitale møtet").fill("mote.example.no/2")
    page.get_by_role("button", name="Gå videre").click()
    expect(page.get_by_role("region", name="Nytt å se på")).to_have_count(0)
    page.get_by_role("button", name="Lagre endringen").click()

    expect(page.get_by_text("Samlingen er lagret.")).to_be_visible()
    expect(entry(page, "Fellessamling 2")).to_contain_text("Digital")
    expect(entry(page, "Fellessamling 2").get_by_role("link", name="Lenke til møtet")).to_be_visible()
    expect(page.get_by_text("Fellessamling 2: Digital eller fysisk er ikke avklart.")).to_have_count(0)
    page.get_by_role("navigation", name="Programmets sider").get_by_role("link", name="Oversikt", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("Lenke til møtet ?: Fellessamling 2"))).to_be_visible()


def test_a_date_is_typed_in_six_ways_and_understood_at_once(plan):
    page = plan()
    for typed, understood, shown in SIX_WAYS:
        open_gathering(page, "Fellessamling 4")
        field(page, "Dato").fill(typed)
        expect(page.locator("#id_when_understood")).to_contain_text(understood)
        page.get_by_role("button", name="Gå videre").click()
        page.get_by_role("button", name="Lagre endringen").click()
        expect(entry(page, "Fellessamling 4")).to_contain_text(shown)


def test_a_date_without_a_year_or_that_does_not_exist_is_asked_about_before_it_is_sent(plan):
    page = plan()
    open_gathering(page, "Fellessamling 3")

    field(page, "Dato").fill("5. februar")
    expect(page.locator("#id_when_understood")).to_contain_text("Hvilket år?")
    page.get_by_role("button", name="Gå videre").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(field(page, "Dato")).to_have_value("5. februar")

    field(page, "Dato").fill("31. april 2029")
    expect(page.locator("#id_when_understood")).to_contain_text("finnes ikke")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_gathering_is_added_and_removed_on_a_phone(plan, javascript):
    page = plan(390, java_script_enabled=javascript)
    page.get_by_role("link", name="Legg til samling").click()
    page.get_by_label("Hva slags samling er det?").select_option("Oppfølging av koordinatorer")
    field(page, "Nummer").fill("")
    page.get_by_label("Mellom hvilke fellessamlinger?").select_option("Mellom samling 1 og 2")
    page.get_by_role("button", name="Gå videre").click()
    expect(page.get_by_role("heading", name="Legg til Oppfølging av koordinatorer")).to_be_visible()
    page.get_by_role("button", name="Legg til samlingen").click()

    added = entry(page, "Oppfølging av koordinatorer mellom samling 1 og 2")
    expect(added).to_contain_text("Dato ikke satt")
    expect(added).to_contain_text("Form ikke oppgitt")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    open_gathering(page, "Oppfølging av koordinatorer mellom samling 1 og 2")
    page.get_by_role("group").get_by_text("Fjern samlingen").first.click()
    page.get_by_role("button", name="Fjern samlingen").click()
    expect(page.get_by_role("heading", name=re.compile("^Fjern oppfølging"))).to_be_visible()
    page.get_by_role("button", name="Fjern samlingen").click()

    expect(page.get_by_text("er fjernet fra planen.")).to_be_visible()
    expect(added).to_have_count(0)


def test_what_only_coordinators_need_is_asked_for_with_them_alone(plan):
    page = plan()
    page.get_by_role("link", name="Legg til samling").click()

    expect(page.get_by_label("Mellom hvilke fellessamlinger?")).to_be_hidden()
    page.get_by_label("Hva slags samling er det?").select_option("Koordinatorsamling")
    expect(page.get_by_label("Mellom hvilke fellessamlinger?")).to_be_visible()


def test_of_two_advisers_the_second_is_told_and_loses_nothing(plan):
    first, second = plan(), plan()
    for page, place in ((first, "Hamar"), (second, "Lillehammer")):
        open_gathering(page, "Fellessamling 1")
        field(page, "Sted").fill(place)
    for page in (first, second):
        page.get_by_role("button", name="Gå videre").click()
    first.get_by_role("button", name="Lagre endringen").click()
    expect(first.get_by_text("Samlingen er lagret.")).to_be_visible()

    second.get_by_role("button", name="Lagre endringen").click()

    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(second.get_by_role("region", name="Slik er samlingen lagret nå")).to_contain_text("Hamar")
    expect(field(second, "Sted")).to_have_value("Lillehammer")


def test_school_holidays_are_entered_as_a_week_and_warned_about(plan):
    page = plan()
    page.get_by_role("link", name="Skoleferier").click()
    field(page, "Hva heter ferien?").fill("Vinterferie")
    field(page, "Når er den?").fill("uke 8 2030")
    page.get_by_role("button", name="Legg inn ferien").click()
    expect(page.get_by_role("row", name="Vinterferie")).to_contain_text("18.–24. februar 2030 (uke 8)")

    page.get_by_role("link", name="Tilbake til planen").click()
    open_gathering(page, "Fellessamling 4")
    field(page, "Dato").fill("20. februar 2030")
    page.get_by_role("button", name="Gå videre").click()
    expect(topic(page, "Nytt å se på")).to_contain_text("er i skoleferie: Vinterferie.")


def test_a_proposal_follows_the_cadence_and_saves_nothing_by_itself(plan):
    page = plan()
    page.get_by_role("link", name="Lag et forslag").click()
    field(page, "Hvor mange fellessamlinger?").fill("2")
    page.get_by_label("Én i halvåret").check()
    field(page, "Når er den første?").fill("høsten 2031")
    page.get_by_label("Koordinatorsamling").check()
    page.get_by_role("button", name="Se forslaget").click()

    expect(page.get_by_role("row", name="Fellessamling 6")).to_contain_text("Våren 2032")
    page.get_by_role("link", name="Plan", exact=True).first.click()
    expect(entry(page, "Fellessamling 6")).to_have_count(0)
