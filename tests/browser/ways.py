"""Ways to a page of the demo that take more than its address, for the tests in a browser."""

import re
from urllib.parse import urljoin

from tests.browser.conftest import wait_for


def programme_url(demo, page):
    page.goto(demo.url)
    return demo.url + page.locator("main .cards a").first.get_attribute("href")


def letter_links(demo, page):
    """(address of a letter's page, personal link of an invited director who has not answered)."""

    def enough():
        page.goto(f"{demo.url}/demo/postkasse/?q=Invitasjon")
        return page.locator("tbody tr").count() >= 14

    wait_for("the demo's letters", enough)
    for row in page.locator("tbody tr").all():
        if "postmottak" not in row.inner_text():
            page.goto(demo.url + row.locator("a").get_attribute("href"))
            return page.url, re.search(r"http\S+/svar/\S+", page.inner_text(".letter")).group(0)
    raise AssertionError("no letter to a person")


def press(page, name):
    page.get_by_role("button", name=name).click()
    page.locator("#errors").wait_for()


def faulty_text(page, editor):
    page.goto(editor)
    page.get_by_label("Nynorsk", exact=True).first.fill("Hei, {komune}! <b>")
    page.get_by_role("button", name="Lagre teksten").click()
    page.locator("#errors").wait_for()


def faulty_limits(page, listed):
    page.goto(listed)
    page.locator("#id_limits-total").fill("0")
    page.locator("form[action$='/plasser/'] button").click()
    page.locator("#errors").wait_for()


def faulty_choice(page, line):
    page.goto(line)
    page.locator("button[name=act][value=give]").click()
    page.locator("#errors").wait_for()


def open_gathering(page, plan):
    """The second one, by its address: the words beside it are in two norms."""
    page.goto(plan)
    page.goto(urljoin(plan, page.locator(".agenda__entry[id] .agenda__act a").nth(2).get_attribute("href")))


def faulty_gathering(page, plan):
    open_gathering(page, plan)
    page.locator("#id_when").fill("31. april")
    page.locator("#id_places_total").fill("mange")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("#errors").wait_for()


def look_over(page, plan):
    open_gathering(page, plan)
    page.locator("input[name=form][value=physical]").check()
    page.locator("#id_when").fill("3.–4. mars 2028")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("button[name=confirmed]").wait_for()


def faulty_deadline(page, plan):
    page.goto(plan + "frist/pamelding/")
    page.locator("#id_when").fill("en gang i vinter")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("#errors").wait_for()


def proposed(page, plan):
    page.goto(plan + "forslag/")
    page.locator("#id_count").fill("2")
    page.locator("input[name=rhythm]").first.check()
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("button[name=confirmed]").wait_for()


def fault_in_list(page, programme):
    page.goto(programme + "kommunedirektorer/")
    page.get_by_label("Lim inn lista").fill("Hamr;Kari;kari@example.no\nLom;Ola;ola@example.no")
    page.get_by_role("button", name="Se over lista").click()


def faulty_form(page, organisation):
    page.goto(organisation)
    page.get_by_text("Registrer et svar som kom").click()
    page.get_by_role("button", name="Registrer svaret").click()


def faulty_answer(page, answer):
    page.goto(answer + "?endre=1")
    page.get_by_label("Koordinatorens navn").fill("Mona")
    page.get_by_label("Koordinatorens e-postadresse").fill("mona@")
    page.get_by_role("button", name="Send svaret").click()


def to_the_code(page, public):
    page.goto(public)
    page.get_by_label("Navnet ditt").fill("Kari Lien")
    page.get_by_label("Stillingen din").fill("rådgiver")
    page.get_by_label("E-postadressen din på jobben").fill("kari.lien@example.no")
    page.get_by_role("button", name="Send meg en kode").click()


def groups(demo, page, programme):
    """Addresses of three groups in the demo: without places, with a name to come, and confirmed."""
    page.goto(programme + "tavle/?svar=signed_up")
    hrefs = [link.get_attribute("href") for link in page.locator("#board tbody th a").all()]
    found = [f"{demo.url}{href}gruppe/" for href in hrefs]
    empty = next(group for group in found if not _places(page, group))
    half = next(group for group in found if group != empty and not _is_confirmed(page, group))
    if not page.get_by_role("link", name="Skriv navn").count():
        _add_place(page, "Skolesjef")
    whole = next(group for group in reversed(found) if group not in (empty, half))
    if not _is_confirmed(page, whole):
        _confirm(page, whole)
    return empty, half, whole


def _places(page, group):
    page.goto(group)
    return page.locator("section[aria-labelledby=member] tbody tr").count()


def _is_confirmed(page, group):
    page.goto(group)
    return page.get_by_text("Gruppa ble bekreftet").count()


def _confirm(page, group):
    _add_place(page, "Ordfører", "Siri Haugen")
    _add_place(page, "Skolesjef", "Eirik Ulven")
    if page.get_by_role("link", name="Velg en koordinator").count():
        page.get_by_role("link", name="Velg en koordinator").click()
        _write_person(page, "Oddny Kvernmo")
        page.get_by_role("button", name="Lagre koordinator").click()
    page.get_by_role("button", name="Bekreft").click()
    page.get_by_text("Gruppa er bekreftet.").wait_for()


def _add_place(page, role, name=""):
    page.get_by_role("link", name="Legg til en plass").click()
    page.get_by_label("Rolle", exact=True).select_option(role)
    if name:
        _write_person(page, name)
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_text("Plassen er lagt til.").wait_for()


def _write_person(page, name):
    page.get_by_role("textbox", name="Navn").fill(name)
    page.get_by_role("textbox", name="E-postadresse").fill(name.lower().replace(" ", ".") + "@example.no")


def open_place(page, group, position):
    page.goto(group)
    row = page.locator("section[aria-labelledby=member] tbody tr").nth(position)
    page.goto(urljoin(group, row.get_by_role("link").get_attribute("href")))


def faulty_place(page, group):
    page.goto(group + "ny/")
    page.get_by_label("Rolle", exact=True).select_option("Annen rolle")
    page.get_by_role("textbox", name="E-postadresse").fill("mona@")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator("#errors").wait_for()


def faulty_name(page, group):
    open_place(page, group, -1)
    page.get_by_role("button", name="Lagre navnet").click()
    page.locator("#errors").wait_for()
