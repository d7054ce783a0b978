"""Texts in a real browser: nynorsk that is changed and seen in the PDF, before it is saved, after, and in the letter
that a municipality gets; two who write at once; an earlier version brought back; and all of it without JavaScript."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import demo_code, sign_in
from tests.browser.faults import faults_of

ADVISER = "ingrid.solbakken@example.no"
TYPED = "Vi gler oss til å arbeide saman med {kommune}. {Gruppa} bør ha med nokon frå {kommunestyret}."
READ = "Vi gler oss til å arbeide saman med Vågå kommune. Deltakargruppa bør ha med nokon frå kommunestyret."


def section(page, name):
    """The fields of one section: ``section(page, "Innledning").get_by_label("Nynorsk")``."""
    return page.get_by_role("group", name=name)


def seen(page, button):
    """What opens in a new tab, as bytes: the browser shows a PDF itself or saves it, as it is set up to."""
    with page.context.expect_event("response", lambda r: "/forhandsvisning/" in r.url) as coming:
        page.get_by_role("button", name=button).click()
    request = coming.value.request
    kept = page.request.fetch(
        request.url, method="POST", data=request.post_data,
        headers={"Content-Type": request.headers["content-type"], "Referer": page.url},
    )  # fmt: skip
    assert kept.ok, kept.status
    return kept.body()


def text_of(folder, content):
    """The PDF's text on one line, read by another program than the one that made it."""
    assert content[:5] == b"%PDF-"
    path = folder / "seen.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.replace("\u00a0", " ").split())


def test_a_text_is_changed_in_nynorsk_and_seen_in_the_pdf(site, post_office, window, tmp_path):
    page = window(1280)
    sign_in(page, site, lambda: re.search(r"\d{6}", post_office.to(ADVISER, subject="koden din")["Subject"]).group(0))
    page.goto(f"{site.url}/program/runden/")
    page.get_by_role("link", name="Tekster").click()
    page.get_by_role("link", name="Rediger teksten Invitasjonen").click()
    section(page, "Hvem bør delta").get_by_label("Nynorsk").fill(TYPED)
    section(page, "Hvem bør delta").get_by_label("Bokmål").fill("Vi gleder oss til å arbeide med {kommune}.")
    page.get_by_label("Vis for").select_option("Vågå kommune (nynorsk)")

    before = text_of(tmp_path, seen(page, "Se PDF-en"))

    assert READ in before and "Vi gleder oss" not in before and "Kven bør delta?" in before
    expect(section(page, "Hvem bør delta").get_by_label("Nynorsk")).to_have_value(TYPED)
    expect(page.get_by_text("Versjon 1")).to_have_count(0)  # a preview saves nothing

    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text("Lagret: Hvem bør delta.")).to_be_visible()
    expect(section(page, "Hvem bør delta").get_by_label("Nynorsk")).to_have_value(TYPED)
    number = page.get_by_label("Vis for").locator("option", has_text="Vågå kommune").get_attribute("value")
    saved = page.request.get(f"{site.url}/program/runden/{number}/invitasjon.pdf")
    assert READ in text_of(tmp_path, saved.body())

    assert READ in text_of(tmp_path, _invited(page, site, post_office, "Vågå", number))


def _invited(page, site, post_office, name, number):
    """Invites one municipality; returns the PDF that its mailbox gets."""
    page.goto(f"{site.url}/program/runden/invitasjoner/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Send til de valgte").click()
    expect(page.get_by_text("1 invitasjon er på vei.")).to_be_visible()
    letter = post_office.to(f"postmottak.{number}@example.no", subject="Invitasjon")
    (attachment,) = letter.iter_attachments()
    return attachment.get_content()


@pytest.fixture
def letter_of_the_demo(demo, signed_in, window):
    """Opens the editor of one of the demo's letters, as its adviser."""

    def arrive(slug, width=1280, **options):
        page = window(width, storage_state=signed_in, **options)
        page.goto(demo.url)
        programme = demo.url + page.locator("main .cards a").first.get_attribute("href")
        page.goto(f"{programme}tekster/{slug}/")
        return page

    return arrive


def test_two_who_write_at_once_lose_nothing(letter_of_the_demo):
    mine, hers = letter_of_the_demo("brev-signup-place"), letter_of_the_demo("brev-signup-place")
    section(mine, "Til slutt").get_by_label("Bokmål").fill("Det jeg skrev")
    section(hers, "Til slutt").get_by_label("Bokmål").fill("Det hun skrev")
    hers.get_by_role("button", name="Lagre teksten").click()
    expect(hers.get_by_text("Lagret: Til slutt.")).to_be_visible()

    mine.get_by_role("button", name="Lagre teksten").click()

    expect(mine.locator("#errors")).to_be_focused()
    expect(mine.get_by_text("Noen andre har lagret «Til slutt» mens du skrev.")).to_be_visible()
    expect(section(mine, "Til slutt").get_by_label("Bokmål")).to_have_value("Det jeg skrev")
    expect(section(mine, "Til slutt").locator(".written").first).to_have_text("Det hun skrev")
    mine.get_by_role("button", name="Lagre teksten").click()
    expect(mine.get_by_text("Lagret: Til slutt.")).to_be_visible()
    mine.get_by_role("link", name="Tidligere versjoner").click()
    expect(mine.locator("article")).to_have_count(2)
    mine.get_by_role("button", name="Hent tilbake Til slutt, versjon 1").click()
    expect(mine.get_by_text("Versjon 1 er hentet tilbake, som versjon 3.")).to_be_visible()
    expect(mine.locator("article").first).to_contain_text("Det hun skrev")


def test_a_letter_is_written_and_seen_on_a_phone_without_javascript(letter_of_the_demo):
    page = letter_of_the_demo("brev-group-due", 390, java_script_enabled=False)
    section(page, "Til slutt").get_by_label("Bokmål").fill("Hei, {komune}!")

    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text("{komune} finnes ikke. Mente du {kommune}?").first).to_be_visible()

    section(page, "Til slutt").get_by_label("Bokmål").fill("Hei, {kommune}!\n\n- **Ring** oss")
    page.get_by_label("Vis for").select_option("Ringsaker kommune (bokmål)")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Se brevet").click()
    letter = opened.value
    expect(letter.get_by_text("Slik blir brevet med det som står i feltene nå.")).to_be_visible()
    expect(letter.frame_locator("iframe").get_by_text("Hei, Ringsaker kommune!")).to_be_visible()
    expect(letter.frame_locator("iframe").locator("strong", has_text="Ring")).to_be_visible()
    expect(letter.locator(".letter")).to_contain_text("- Ring oss")
    letter.close()

    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text("Lagret: Til slutt.")).to_be_visible()
    expect(page.get_by_text("«Til slutt» mangler på nynorsk.")).to_be_visible()


def test_the_frameworks_pages_are_as_accessible_as_a_programmes(demo, window):
    page, national = window(1280), "marit.hovde@example.no"
    sign_in(page, demo, lambda: demo_code(page, demo, national), national)
    faults = {}

    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for rest in (
            "",
            "invitasjon/",
            "brev-signup-receipt/",
            "invitasjon/versjoner/",
            "programside/forhandsvisning/",
        ):
            page.goto(f"{demo.url}/rammeverk/tekster/{rest}")
            faults[width, rest] = faults_of(page, width)

    assert {where: found for where, found in faults.items() if found} == {}
