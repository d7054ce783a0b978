"""The first journey, whole: from a pasted list of directors to a municipality that is signed up."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import body, link_in, sign_in


def attachments(message):
    return [part.get_filename() for part in message.iter_attachments()]


@pytest.mark.browser
def test_a_municipality_signs_up_from_a_real_invitation(site, post_office, window):
    adviser = window(1280)
    address = "ingrid.solbakken@example.no"
    sign_in(
        adviser, site, lambda: re.search(r"\d{6}", post_office.to(address, subject="koden din")["Subject"]).group(0)
    )
    adviser.get_by_role("link", name="ABSOLUTT Innlandet").first.click()
    expect(adviser.get_by_text("Digital eller fysisk: ikke avklart").first).to_be_visible()

    _name_two_directors(adviser)
    numbers = _preview_and_invite(adviser, site)

    director = window(390)
    invitation = post_office.to("kari.lien@example.no", subject="Hamar")
    assert attachments(invitation) == ["invitasjon-runden.pdf"]
    _answer_yes(director, link_in(invitation, "svar"))
    receipt = post_office.to("kari.lien@example.no", subject="er påmeldt")
    assert attachments(receipt) == ["kvittering-runden.pdf"]

    copy = post_office.to(f"postmottak.{numbers['Hamar']}@example.no", subject="er påmeldt")
    assert "/svar/" not in copy.as_string() and "/pamelding/" not in body(copy)

    _answer_from_the_mailbox(window(390), post_office, numbers["Alvdal"])
    _say_yes_to_the_stranger(adviser, site)
    _register_by_telephone_and_extend(adviser, site, post_office, numbers["Dovre"])

    adviser.goto(f"{site.url}/program/runden/tavle/?svar=signed_up")
    expect(adviser.locator("#board tbody tr")).to_have_count(3)
    adviser.goto(f"{site.url}/program/runden/brev/")
    expect(adviser.get_by_text("Kunne ikke sendes", exact=True).and_(adviser.locator(".ds-tag"))).to_have_count(0)
    assert "/svar/" not in site.log().replace("/svar/[token]", "")


def _name_two_directors(page):
    page.get_by_role("link", name="Hvem vi inviterer").first.click()
    page.get_by_role("link", name="Kommunedirektører").click()
    page.get_by_label("Lim inn lista").fill(
        "Hamar\tKari Lien\tkari.lien@example.no\nDovre\tOla Moen\tola.moen@example.no"
    )
    page.get_by_role("button", name="Se over lista").click()
    expect(page.get_by_text("2 linjer er forstått.")).to_be_visible()
    page.get_by_role("button", name="Lagre 2").click()
    expect(page.get_by_text("2 kommunedirektører er lagret.")).to_be_visible()


def _preview_and_invite(page, site):
    """Invites Hamar and Dovre by name and Alvdal through its mailbox; returns their organisation numbers."""
    page.goto(f"{site.url}/program/runden/invitasjoner/")
    preview = page.request.get(site.url + page.get_by_role("link", name="til Hamar").get_attribute("href"))
    assert preview.body()[:5] == b"%PDF-"
    boxes = page.get_by_role("checkbox")
    for box in boxes.all():
        box.uncheck()
    numbers = {}
    for name in ("Hamar", "Dovre", "Alvdal"):
        box = page.get_by_label(name, exact=True)
        box.check()
        numbers[name] = box.get_attribute("value").split(":")[0]
    page.get_by_role("button", name="Send til de valgte").click()
    expect(page.get_by_text("3 invitasjoner er på vei.")).to_be_visible()
    return numbers


def _answer_yes(page, link):
    page.goto(link)
    expect(page.get_by_role("heading", name="Påmelding for Hamar kommune")).to_be_visible()
    page.get_by_label("Ja, vi melder oss på").check()
    page.get_by_label("Koordinatorens navn").fill("Mona Lunde")
    page.get_by_label("Koordinatorens e-postadresse").fill("mona.lunde@example.no")
    page.get_by_label("Fakturareferanse").fill("PO 4711")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("heading", name="Hamar kommune er påmeldt")).to_be_visible()


def _answer_from_the_mailbox(page, post_office, number):
    """Nobody was known in Alvdal: somebody with another address answers through the public page."""
    letter = post_office.to(f"postmottak.{number}@example.no", subject="Invitasjon")
    assert "Att.: kommunedirektøren" in body(letter)
    page.goto(link_in(letter, "pamelding"))
    page.get_by_label("Navnet ditt").fill("Pia Konsulent")
    page.get_by_label("Stillingen din").fill("innleid rådgiver")
    page.get_by_label("E-postadressen din på jobben").fill("pia@annet.example.no")
    page.get_by_role("button", name="Send meg en kode").click()
    code = re.search(r"\d{6}", post_office.to("pia@annet.example.no", subject="koden din")["Subject"]).group(0)
    page.get_by_label("Kode fra e-posten").fill(code)
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_label("Ja, vi melder oss på").check()
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("heading", name="Svaret venter på rådgiveren")).to_be_visible()


def _say_yes_to_the_stranger(page, site):
    page.goto(f"{site.url}/program/runden/")
    page.get_by_role("link", name="Svar som venter på godkjenning").click()
    page.get_by_role("link", name="Alvdal", exact=True).click()
    page.get_by_role("button", name="Ja, la svaret gjelde").click()
    expect(page.get_by_text("Svaret gjelder nå.")).to_be_visible()


def _register_by_telephone_and_extend(page, site, post_office, number):
    page.goto(f"{site.url}/program/runden/{number}/")
    page.get_by_text("Gi utsatt frist eller fritak").click()
    page.get_by_label("Svar på invitasjonen").check()
    page.get_by_label("Utsatt frist", exact=True).check()
    page.get_by_label("Ny frist").fill((date.today() + timedelta(days=45)).isoformat())
    page.get_by_label("Grunn").fill("Kommunestyret behandler saken i januar")
    page.get_by_role("button", name="Lagre unntaket").click()
    expect(page.get_by_text("Unntaket er lagret.")).to_be_visible()
    post_office.to("ola.moen@example.no", subject="Utsatt frist")
    page.get_by_text("Registrer et svar som kom").click()
    page.get_by_label("Ja, de melder seg på").check()
    page.get_by_label("Telefon").check()
    page.get_by_label("Hvem svarte?").fill("Ola Moen")
    page.get_by_label("Merknad").fill("Ringte og meldte på kommunen")
    page.get_by_role("button", name="Registrer svaret").click()
    expect(page.get_by_text("Svaret er registrert.")).to_be_visible()
