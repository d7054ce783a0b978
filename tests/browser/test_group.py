"""The group, whole: coordinators, their places and people, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import link_in, sign_in, wait_for
from tests.browser.world import SIGNED_UP, address_of

ADVISER = "ingrid.solbakken@example.no"
CHANGED = "Dette er endret etter at du åpnet siden, av deg i et annet vindu eller av noen andre."
GROUP = (
    # role in the list, name, whether the place waits for its name
    ("Ordfører", "Siri Haugen"),
    ("Utvalgsleder for oppvekst", ""),
    ("Kommunedirektør", "Odd Dalen"),
    ("Skolesjef", ""),
    ("Representant for barn og unge", "Vigdis Rønning"),
)


@pytest.fixture(scope="module")
def state_of(site, post_office, chromium):
    """A browser's state after somebody has signed in once: codes are few an hour, by design."""
    known = {}

    def state(address):
        if address not in known:
            context = chromium.new_context(locale="nb-NO")
            sign_in(context.new_page(), site, code_to(post_office, address), address, lands_on=re.compile("."))
            known[address] = context.storage_state()
            context.close()
        return known[address]

    return state


def code_to(post_office, address):
    return lambda: re.search(r"\d{6}", post_office.to(address, subject="koden din")["Subject"]).group(0)


@pytest.fixture
def coordinator(site, state_of, window):
    """``coordinator("Grue")`` is on her municipality's page, signed in; ``who`` tells two in one municipality apart."""

    def arrive(municipality, width=1280, *, who=0, **options):
        state = state_of(address_of(SIGNED_UP[municipality][who]))
        page = window(width, storage_state=state, **options)
        page.goto(site.url)
        return page

    return arrive


@pytest.fixture
def adviser(site, state_of, window):
    """``adviser("Gjøvik")`` has come to a municipality's page from the board."""

    def arrive(municipality):
        page = window(storage_state=state_of(ADVISER))
        page.goto(f"{site.url}/program/gruppene/tavle/?svar=signed_up")
        page.get_by_role("link", name=municipality, exact=True).click()
        page.get_by_role("link", name="Se deltakergruppa").click()
        return page

    return arrive


# What people do on the pages


def card(page, title):
    return page.get_by_role("region", name=title)


def expect_findings(page, expected):
    """As ``expect``: the page may still be on its way."""
    try:
        wait_for("these findings", lambda: findings(page) == expected)
    except AssertionError:
        assert findings(page) == expected
        raise


def findings(page):
    """What the page says is missing, word by word."""
    return [
        text.removesuffix(" Må på plass")
        for text in card(page, "Er alle med?").get_by_role("listitem").all_inner_texts()
    ]


def places(page):
    """Role and holder of every place in the group, as the page shows them."""
    rows = card(page, "Deltakergruppa").get_by_role("rowheader")
    return rows.all_inner_texts()


def open_new_place(page):
    page.get_by_role("link", name="Legg til en plass").click()


def fill_place(page, role, name="", *, title="", level=""):
    page.get_by_label("Rolle", exact=True).select_option(role)
    if title:
        page.get_by_label("Annen rolle").fill(title)
        page.get_by_label("Hvor hører den andre rollen til?").select_option(level)
    if name:
        page.get_by_role("textbox", name="Navn").fill(name)
        page.get_by_label("E-postadresse").fill(address_of(name))


def add_place(page, role, name="", **words):
    open_new_place(page)
    fill_place(page, role, name, **words)
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.get_by_text("Plassen er lagt til.")).to_be_visible()


def open_place(page, title):
    page.get_by_role("link", name=re.compile(f"(Endre|Skriv navn) {title}")).click()


def unfold(page, title):
    """Opens one of the things that can be done with a place, and returns it."""
    part = page.get_by_role("group").filter(has=page.get_by_text(title, exact=True))
    part.get_by_text(title, exact=True).first.click()
    expect(part).to_have_attribute("open", "")
    return part


# The journeys


def test_a_coordinator_registers_and_confirms_a_whole_group_on_a_phone(site, post_office, window):
    page = window(390)
    address = address_of("Berit Skogli")
    sign_in(page, site, code_to(post_office, address), address, lands_on="Grue kommune")
    assert page.url == link_in(post_office.to(address, subject="Du er koordinator"), "program")
    register_whole_group(page)
    post_office.to("siri.haugen@example.no", subject="Du er meldt inn")


def test_a_whole_group_is_registered_without_javascript(coordinator):
    page = coordinator("Kongsvinger", 390, java_script_enabled=False)

    register_whole_group(page)

    expect(page.get_by_text("Gruppa ble bekreftet")).to_be_visible()


def register_whole_group(page):
    expect(card(page, "Dette venter på dere")).to_contain_text("Meld inn deltakergruppa")
    expect(page.get_by_text("Ingen plasser er lagt inn ennå.")).to_be_visible()

    open_new_place(page)
    for role, name in GROUP:
        fill_place(page, role, name)
        page.get_by_role("button", name="Lagre og legg til én til").click()
        expect(page.get_by_text("Plassen er lagt til.")).to_be_visible()
    fill_place(page, "Annen rolle", "Ulf Tangen", title="leder av familiesenteret", level="Fag og tjenester")
    page.get_by_role("button", name="Lagre", exact=True).click()

    group = card(page, "Deltakergruppa")
    expect(group.get_by_text("6 plasser")).to_be_visible()
    expect(group.get_by_role("row", name="Leder av familiesenteret")).to_contain_text("Ulf Tangen")
    expect(group.get_by_text("Navn kommer", exact=True)).to_have_count(2)
    expect(group.get_by_text("Navn kommer. Kontakt: Vigdis Rønning")).to_be_visible()
    expect(card(page, "Dette venter på dere")).not_to_contain_text("Meld inn deltakergruppa")

    page.get_by_role("button", name="Bekreft deltakergruppa").click()
    expect(page.get_by_text("Gruppa er bekreftet.")).to_be_visible()
    expect(card(page, "Dette venter på dere")).to_contain_text("Ingenting venter på dere nå.")


def test_the_page_says_who_is_missing_until_nobody_is_and_again_when_somebody_leaves(adviser):
    page = adviser("Gjøvik")
    confirm = page.get_by_role("button", name="Bekreft deltakergruppa")
    political, administrative, lead = (
        "Mangler en folkevalgt.", "Mangler en fra administrasjonen.", "Mangler en koordinator."
    )  # fmt: skip
    director = "Bør ha med kommunedirektøren."
    reference, youth = "Bør ha med en referansegruppe.", "Gjerne også en representant for barn og unge."
    expect_findings(page, [political, administrative, lead, director, reference, youth])
    expect(confirm).to_have_count(0)

    add_place(page, "Ordfører")
    expect(page.get_by_text("Mangler navn på en folkevalgt.").first).to_be_visible()
    assert findings(page)[0] == "Mangler navn på en folkevalgt."
    open_place(page, "Ordfører")
    page.get_by_role("textbox", name="Navn").fill("Siri Haugen")
    page.get_by_label("E-postadresse").fill("siri.haugen@example.no")
    page.get_by_role("button", name="Lagre navnet").click()
    expect_findings(page, [administrative, lead, director, reference, youth])

    add_place(page, "Kommunedirektør", "Odd Gjøvik")
    expect_findings(page, [lead, reference, youth])
    expect(confirm).to_have_count(0)
    page.get_by_role("link", name="Velg en koordinator").click()
    page.get_by_role("textbox", name="Navn").fill("Knut Viken")
    page.get_by_label("E-postadresse").fill("knut.viken@example.no")
    page.get_by_role("button", name="Lagre koordinator").click()
    expect_findings(page, [reference, youth])
    expect(confirm).to_be_visible()
    page.get_by_label("Navn på en møteplass som finnes fra før").fill("Oppvekstforum")
    page.get_by_role("button", name="Lagre navnet").click()
    add_place(page, "Representant for barn og unge", "Vigdis Rønning")
    expect(page.get_by_text("Alle programmet ber om, er med.")).to_be_visible()
    confirm.click()
    expect(page.get_by_text("Gruppa er bekreftet.")).to_be_visible()

    open_place(page, "Ordfører")
    unfold(page, "Siri Haugen slutter").get_by_role("button", name="Gjør plassen ledig").click()
    expect(page.get_by_text("Gruppa må bekreftes på nytt")).to_be_visible()
    expect_findings(page, ["Mangler navn på en folkevalgt."])
    expect(card(page, "Dette venter på kommunen")).to_contain_text("Bekreft deltakergruppa")
    expect(confirm).to_have_count(0)


def test_a_successor_takes_the_place_and_a_wrong_address_is_put_right_without_one(coordinator, post_office):
    page = coordinator("Ringsaker")
    add_place(page, "Skolesjef", "Siri Nordby")

    open_place(page, "Skolesjef")
    correct = unfold(page, "Rett navn eller e-postadresse")
    correct.get_by_label("E-postadresse").fill("siri.nordby.ringsaker@example.no")
    correct.get_by_role("button", name="Lagre rettelsen").click()
    group = card(page, "Deltakergruppa")
    expect(group.get_by_text("siri.nordby.ringsaker@example.no")).to_be_visible()
    expect(page.get_by_text("Hvem som har vært med før")).to_have_count(0)
    post_office.to("siri.nordby.ringsaker@example.no", subject="Du er meldt inn")

    open_place(page, "Skolesjef")
    replace = unfold(page, "Bytt person")
    replace.get_by_label("Navn").fill("Eirik Ulven")
    replace.get_by_label("E-postadresse").fill("eirik.ulven@example.no")
    replace.get_by_role("button", name="Bytt").click()
    expect(group.get_by_role("row", name="Skolesjef")).to_contain_text("Eirik Ulven")
    period = re.compile(r"Siri Nordby, skolesjef, \d+\.\s\w+\s\d{4}")
    page.get_by_text("Hvem som har vært med før").click()
    expect(page.get_by_text(period)).to_be_visible()
    open_place(page, "Skolesjef")
    expect(card(page, "Har hatt plassen før")).to_contain_text(re.compile(r"Siri Nordby, \d+\.\s\w+\s\d{4}"))


def test_of_two_coordinators_in_one_place_the_second_to_save_is_told_and_loses_nothing(coordinator):
    first, second = coordinator("Stange"), coordinator("Stange", who=1)
    add_place(first, "Skolesjef")
    second.reload()
    for page, name in ((first, "Per Eggen"), (second, "Tone Dalen")):
        open_place(page, "Skolesjef")
        page.get_by_role("textbox", name="Navn").fill(name)
        page.get_by_label("E-postadresse").fill(address_of(name))

    first.get_by_role("button", name="Lagre navnet").click()
    expect(first.get_by_text("Navnet er lagret.")).to_be_visible()
    second.get_by_role("button", name="Lagre navnet").click()

    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(second.get_by_text("Per Eggen, per.eggen@example.no")).to_be_visible()
    expect(second.get_by_role("textbox", name="Navn").first).to_have_value("Tone Dalen")
    second.get_by_role("button", name="Bytt", exact=True).click()
    group = card(second, "Deltakergruppa")
    expect(group.get_by_role("row", name="Skolesjef")).to_contain_text("Tone Dalen")


def test_two_coordinators_who_add_a_place_at_once_see_each_others(coordinator):
    first, second = coordinator("Eidskog"), coordinator("Eidskog", who=1)
    for page, role, name in ((first, "Ordfører", "Per Eggen"), (second, "Skolesjef", "Tone Dalen")):
        open_new_place(page)
        fill_place(page, role, name)

    for page in (first, second):
        page.get_by_role("button", name="Lagre", exact=True).click()

    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(second.get_by_role("textbox", name="Navn")).to_have_value("Tone Dalen")
    second.get_by_role("button", name="Lagre", exact=True).click()
    expect(second.get_by_text("Plassen er lagt til.")).to_be_visible()
    assert places(second) == ["Ordfører", "Skolesjef"]


@pytest.mark.parametrize(("role", "name"), [("Ordfører", ""), ("Skolesjef", "Per Eggen")])
def test_a_double_tap_makes_one_place(coordinator, role, name):
    page = coordinator("Trysil", 390)
    open_new_place(page)
    fill_place(page, role, name)

    page.get_by_role("button", name="Lagre", exact=True).dblclick()

    expect(page.get_by_text("Plassen er lagt til.").or_(page.get_by_text(CHANGED))).to_be_visible()
    page.goto(re.sub("ny/.*", "", page.url))
    assert places(page).count(role) == 1


def test_the_same_form_sent_twice_makes_one_place_and_a_clear_sentence(coordinator):
    page = coordinator("Kongsvinger")
    before = len(places(page))
    open_new_place(page)
    fill_place(page, "Barnehagesjef")
    typed = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")

    answers = [page.request.post(page.url, form=typed, headers={"Referer": page.url}) for _ in range(2)]

    assert CHANGED not in answers[0].text() and CHANGED in answers[1].text()
    page.goto(page.url.removesuffix("ny/"))
    assert len(places(page)) == before + 1


def test_a_former_coordinator_reaches_nothing_and_reads_why(coordinator, adviser, site):
    page = coordinator("Løten")
    expect(page.get_by_role("heading", name="Løten kommune", level=1)).to_be_visible()
    add_place(page, "Ordfører", "Siri Moen")
    group = page.url.split("#")[0]
    open_place(page, "Ordfører")
    seat = page.url
    replaced = adviser("Løten")
    open_place(replaced, "Frida Eggen")
    form = unfold(replaced, "Bytt person")
    form.get_by_label("Navn").fill("Oddny Kvernmo")
    form.get_by_label("E-postadresse").fill("oddny.kvernmo@example.no")
    form.get_by_role("button", name="Bytt").click()
    expect(card(replaced, "Koordinator")).to_contain_text("Oddny Kvernmo")

    unfold(page, "Siri Moen slutter").get_by_role("button", name="Gjør plassen ledig").click()

    expect(page.get_by_role("heading", name="Siden finnes ikke")).to_be_visible()
    open_before = (group, f"{group}ny/", seat, group.replace("gruppe/", "koordinator/"))
    assert {page.goto(address).status for address in open_before} == {404}
    page.goto(site.url)
    expect(page.get_by_text("Har du hatt tilgang før")).to_be_visible()
    expect(page.get_by_text("regionene du har ansvar for")).to_have_count(0)
    replaced.reload()
    expect(card(replaced, "Deltakergruppa")).to_contain_text("Siri Moen")


def test_the_director_names_the_coordinator_from_a_personal_link_until_she_is_replaced(site, window, adviser):
    link = f"{site.url}/koordinator/{site.run('-m', 'tests.browser.world', 'gruppene', 'Nord-Odal')}/"
    page = window(390)
    page.goto(link)
    expect(page.get_by_text("Du velger som Odd Nord-Odal. Lenken er personlig.")).to_be_visible()

    page.get_by_label("Koordinatorens navn").fill("Ragnhild Jordet")
    page.get_by_role("button", name="Lagre koordinator").click()
    page.get_by_role("link", name="Skriv e-postadressen").click()
    page.keyboard.type("ragnhild.jordet@example.no")
    page.get_by_role("button", name="Lagre koordinator").click()
    expect(page.get_by_role("heading", name="Ragnhild Jordet er koordinator")).to_be_visible()

    other = adviser("Nord-Odal")
    expect(card(other, "Koordinator")).to_contain_text("Ragnhild Jordet")
    other.get_by_role("link", name="Nord-Odal", exact=True).click()
    successor = unfold(other, "Bytt kommunedirektør")
    successor.get_by_label("Navn").fill("Anne Tangen")
    successor.get_by_label("E-postadresse").fill("anne.tangen@example.no")
    successor.get_by_role("button", name="Lagre kommunedirektør").click()
    expect(other.get_by_text("Anne Tangen").first).to_be_visible()
    assert page.goto(link).status == 410
    expect(page.get_by_text("Lenken er trukket tilbake.")).to_be_visible()


def test_a_place_is_registered_by_keyboard_alone(coordinator):
    page = coordinator("Ringsaker")
    tab_to(page, "Legg til en plass")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gruppe/ny/")

    tab_to(page, "Rolle")
    page.keyboard.type("Barnehagesjef")
    tab_to(page, "Navn")
    page.keyboard.type("Jorunn Lien")
    tab_to(page, "E-postadresse")
    page.keyboard.type("jorunn.lien@example.no")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Plassen er lagt til.")).to_be_visible()
    expect(page.get_by_role("row", name="Barnehagesjef")).to_contain_text("Jorunn Lien")


def tab_to(page, name):
    """Press Tab until what has focus is called ``name``."""
    for _ in range(40):
        page.keyboard.press("Tab")
        called = page.evaluate("e => (e.labels?.[0] ?? e).innerText", page.evaluate_handle("document.activeElement"))
        if called.removesuffix(" (valgfritt)").strip() == name:
            return
    raise AssertionError(f"Tab never came to {name}")
