"""Roles and the second factor in a real browser, on a site that asks for one: an app with real codes, a passkey from
Chromium's virtual authenticator, recovery codes, a lost factor, a stand-in, and Django's admin behind it all."""

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.accounts.factors import code_of
from tests.browser.conftest import Site, body, wait_for
from tests.browser.faults import faults_of

LIV, EVEN, INGRID = "liv.myhre@example.no", "even.nygard@example.no", "ingrid.solbakken@example.no"
WIDTHS = (1280, 390, 320)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, post_office):
    """A site as the settings make it: whoever has a role is asked for a second factor."""
    folder = tmp_path_factory.mktemp("guarded")
    site = Site(
        folder, SECRET_KEY="browser-tests-browser-tests-browser-tests-browser", MAIL_ONLY_TO="example.no",
        EMAIL_URL=f"smtp://127.0.0.1:{post_office.server.port}",
    )  # fmt: skip
    site.run("manage.py", "prepare")
    site.run("-m", "tests.browser.world")
    site.run("manage.py", "add_adviser", LIV, "--name", "Liv Myhre", "--administrator")
    site.start()
    yield site
    site.stop()


def sign_in(page, site, post_office, address):
    """The first step, by the code from a new e-mail."""

    def codes():
        return [m["Subject"] for to, m in post_office.letters if to == address and "koden din" in m["Subject"]]

    before = len(codes())
    page.goto(f"{site.url}/logg-inn/")
    page.get_by_label("E-postadresse").fill(address)
    page.get_by_role("button", name="Send kode").click()
    wait_for("a new code", lambda: len(codes()) > before)
    page.get_by_label("Kode fra e-posten").fill(re.search(r"\d{6}", codes()[-1]).group(0))
    page.get_by_role("button", name="Logg inn").click()


def set_up_app(page):
    """From the page that asks for a factor, to the front page. Returns (secret, recovery codes)."""
    page.get_by_role("link", name="Sett opp en app").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Kode fra appen").fill(code_of(secret))
    page.get_by_role("button", name="Fullfør").click()
    return secret, keep_recovery_codes(page)


def keep_recovery_codes(page):
    page.get_by_role("button", name="Lag reservekoder og vis dem").click()
    codes = page.locator(".recovery code").all_inner_texts()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Last ned som tekst").click()
    kept = waiting.value.path().read_text()
    assert waiting.value.suggested_filename == "reservekoder.txt"
    assert len(codes) == 10 and all(code in kept for code in codes)
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    return codes


def next_code(secret):
    """The one after this: the last was used, and one period ahead is forgiven."""
    return code_of(secret, time.time() + 30)


def virtual_authenticator(page):
    """A passkey provider that says yes, as a laptop's fingerprint reader. Returns its session and its key."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return devtools, made["authenticatorId"]


def complaints_of(page):
    """What the browser complains of from now on: a script or a style that the policy stops is among it."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def sign_out(page):
    page.get_by_role("button", name="Logg ut").click()
    page.get_by_role("heading", name="Logg inn", level=1).wait_for()


@pytest.mark.browser
def test_an_administrator_sets_up_an_app_gives_a_role_and_helps_who_lost_her_passkey(guarded, post_office, window):
    liv, even = window(1280, accept_downloads=True), window(1280, accept_downloads=True)
    complaints = complaints_of(liv) + complaints_of(even)

    _reaches_nothing_yet(liv, guarded, post_office)
    secret, codes = set_up_app(liv)
    expect(liv.get_by_role("heading", name="Tilganger", level=1)).to_be_visible()  # where she was going
    _give_a_process_adviser(liv)
    told = post_office.to(EVEN, subject="Du har fått tilgang")
    assert "prosessveileder i KS Innlandet" in body(told) and guarded.url in body(told)

    virtual_authenticator(even)
    sign_in(even, guarded, post_office, EVEN)
    _set_up_passkey(even)
    _reads_and_comments(even, guarded)
    _signs_in_by_passkey(even, guarded, post_office)

    _lost_and_reset(liv, even, guarded, post_office)
    _signs_in_by_app_and_by_recovery_code(liv, guarded, post_office, secret, codes)
    _looks_in_the_administration(liv, even, guarded)
    assert [text for text in complaints if "403" not in text and "404" not in text] == []


def _reaches_nothing_yet(page, site, post_office):
    page.goto(f"{site.url}/tilganger/")
    sign_in(page, site, post_office, LIV)
    for path in ("/", "/program/runden/", "/program/runden/tavle/", "/tilganger/ny/", "/forvaltning/"):
        page.goto(site.url + path)
        expect(page.get_by_role("heading", name="Logg inn i to trinn", level=1)).to_be_visible()
    assert page.request.get(f"{site.url}/program/runden/tavle.csv").url.startswith(f"{site.url}/totrinn/")
    page.goto(f"{site.url}/tilganger/")


def _give_a_process_adviser(page):
    page.get_by_role("link", name="Gi tilgang").click()
    page.get_by_role("textbox", name="Navn").fill("Even Nygård")
    page.get_by_role("textbox", name="E-postadresse").fill(EVEN)
    page.get_by_label("Prosessveileder i en region").check()
    page.get_by_label("Region", exact=False).last.select_option("KS Innlandet")
    page.get_by_role("button", name="Gi tilgang").click()
    expect(page.get_by_text("Even Nygård har fått tilgang")).to_be_visible()


def _set_up_passkey(page):
    page.get_by_role("link", name="Lag en passnøkkel").click()
    page.get_by_label("Navn på passnøkkelen").fill("jobb-PC")
    page.get_by_role("button", name="Lag passnøkkelen").click()
    expect(page.get_by_text("Passnøkkelen er lagt til.")).to_be_visible()
    keep_recovery_codes(page)
    expect(page.get_by_role("heading", name="Programmer", level=1)).to_be_visible()


def _reads_and_comments(page, site):
    expect(page.get_by_role("link", name="Tilganger")).to_have_count(0)
    page.goto(f"{site.url}/program/runden/tavle/")
    expect(page.get_by_role("link", name="Send påminnelse")).to_have_count(0)
    expect(page.get_by_role("link", name="Invitasjoner")).to_have_count(0)
    assert page.goto(f"{site.url}/program/runden/invitasjoner/").status == 403
    page.goto(f"{site.url}/program/runden/tavle/?q=hamar")
    page.get_by_role("link", name="Hamar").click()
    expect(page.get_by_role("heading", name="Hva vil du gjøre?")).to_have_count(0)
    page.get_by_label("Ny kommentar").fill("Ring i januar.\nSaken er i formannskapet.")
    page.get_by_role("button", name="Lagre kommentaren").click()
    expect(page.locator(".comment__text")).to_have_text("Ring i januar.\nSaken er i formannskapet.")


def _signs_in_by_passkey(page, site, post_office):
    sign_out(page)
    sign_in(page, site, post_office, EVEN)
    page.get_by_role("heading", name="Ett steg til", level=1).wait_for()
    page.goto(f"{site.url}/program/runden/")
    page.get_by_role("heading", name="Ett steg til", level=1).wait_for()  # not in yet
    page.get_by_role("button", name="Avbryt").click()
    page.get_by_label("E-postadresse").wait_for()
    sign_in(page, site, post_office, EVEN)
    page.get_by_role("button", name="Bruk passnøkkelen").click()
    expect(page.get_by_role("heading", name="Programmer", level=1)).to_be_visible()


def _lost_and_reset(liv, even, site, post_office):
    liv.goto(f"{site.url}/tilganger/")
    liv.get_by_role("link", name="Tilbakestill totrinnsinnloggingen til Even Nygård").click()
    liv.get_by_role("button", name="Tilbakestill").click()
    expect(liv.get_by_text("Totrinnsinnloggingen til Even Nygård er tilbakestilt.")).to_be_visible()

    assert "Liv Myhre har tilbakestilt" in body(post_office.to(EVEN, subject="Endret innlogging"))
    even.goto(f"{site.url}/program/runden/")
    expect(even.get_by_role("heading", name="Logg inn", level=1)).to_be_visible()
    sign_in(even, site, post_office, EVEN)
    expect(even.get_by_role("heading", name="Logg inn i to trinn", level=1)).to_be_visible()
    _set_up_passkey(even)


def _signs_in_by_app_and_by_recovery_code(page, site, post_office, secret, codes):
    sign_out(page)
    sign_in(page, site, post_office, LIV)
    page.get_by_label("Kode", exact=True).fill(next_code(secret))
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("link", name="Tilganger").wait_for()
    sign_out(page)
    sign_in(page, site, post_office, LIV)
    page.get_by_label("Kode", exact=True).fill(codes[4])
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("link", name="Tilganger").wait_for()
    assert "en av reservekodene" in body(post_office.to(LIV, subject="Endret innlogging"))
    page.goto(f"{site.url}/totrinn/")
    expect(page.get_by_text("Du har 9 ubrukte koder.")).to_be_visible()


def _looks_in_the_administration(liv, even, site):
    """In the browser, so that what the content policy stops is heard of."""
    liv.goto(f"{site.url}/forvaltning/")
    expect(liv.get_by_role("heading", name="Alt som er lagret")).to_be_visible()
    liv.goto(f"{site.url}/forvaltning/accounts/journalentry/")
    liv.locator("#result_list tbody a").first.click()
    expect(liv.get_by_role("button", name="Lagre")).to_have_count(0)
    assert even.goto(f"{site.url}/forvaltning/").status == 404


@pytest.mark.browser
def test_what_an_adviser_sees_of_her_factor_is_accessible_and_works_on_a_phone(guarded, post_office, window):
    page = window(390, accept_downloads=True)
    virtual_authenticator(page)
    sign_in(page, guarded, post_office, INGRID)
    faults, pages = {}, {}
    secret, _ = set_up_app(page)
    pages["overview"] = f"{guarded.url}/totrinn/"
    pages["codes"] = f"{guarded.url}/totrinn/reservekoder/"
    pages["confirm"] = f"{guarded.url}/totrinn/bekreft/"
    page.goto(pages["overview"])
    pages["remove"] = guarded.url + page.get_by_role("link", name="Fjern App").get_attribute("href")

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for name, address in pages.items():
            page.goto(address)
            faults[name, width] = faults_of(page, width)
    page.goto(pages["codes"])
    page.get_by_role("button", name="Lag nye og vis dem").click()
    faults["codes shown"] = faults_of(page, 320)
    page.goto(pages["confirm"])
    page.get_by_role("button", name="Gå videre").click()
    faults["confirm with a fault"] = faults_of(page, 320)
    page.goto(guarded.url)
    page.get_by_role("button", name="Meny").click()
    sign_out(page)
    sign_in(page, guarded, post_office, INGRID)
    faults["one step more"] = faults_of(page, 320)
    page.get_by_label("Kode", exact=True).fill("000000")
    page.get_by_role("button", name="Logg inn").click()
    faults["one step more, with a fault"] = faults_of(page, 320)
    expect(page.locator("#errors")).to_contain_text("Koden stemmer ikke")
    page.get_by_label("Kode", exact=True).fill(next_code(secret))
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("heading", name="Programmer", level=1).wait_for()

    _chooses_a_stand_in(page, guarded, post_office, window)
    assert {name: found for name, found in faults.items() if found} == {}


def _chooses_a_stand_in(page, site, post_office, window):
    page.goto(f"{site.url}/tilganger/stedfortreder/")
    page.get_by_label("Navnet til stedfortrederen").fill("Gro Leirvik")
    page.get_by_label("E-postadressen til stedfortrederen").fill("gro.leirvik@example.no")
    page.get_by_label("Fra og med").fill(date.today().isoformat())
    page.get_by_label("Til og med").fill((date.today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Lagre stedfortrederen").click()
    expect(page.get_by_text("Gro Leirvik har fått tilgang")).to_be_visible()
    page.goto(site.url)
    expect(page.get_by_text("Gro Leirvik er stedfortreder for deg i KS Innlandet til og med")).to_be_visible()

    gro = window(390, accept_downloads=True, java_script_enabled=False)
    sign_in(gro, site, post_office, "gro.leirvik@example.no")
    gro.get_by_role("link", name="Lag en passnøkkel").click()
    expect(gro.get_by_text("Passnøkler trenger JavaScript")).to_be_visible()
    expect(gro.get_by_role("button", name="Lag passnøkkelen")).to_have_count(0)
    gro.get_by_role("link", name="Velg en annen måte").click()
    set_up_app(gro)
    expect(gro.get_by_text("Du er stedfortreder for Ingrid Solbakken i KS Innlandet til og med")).to_be_visible()
    gro.goto(f"{site.url}/program/runden/invitasjoner/")
    expect(gro.get_by_role("button", name="Send til de valgte")).to_be_visible()


@pytest.mark.browser
def test_a_passkey_that_is_not_given_is_told_of_and_a_code_opens_instead(guarded, post_office, window):
    page = window(1280, accept_downloads=True)
    guarded.run("manage.py", "add_adviser", "marit.hovde@example.no", "--name", "Marit Hovde", "--national")
    devtools, key = virtual_authenticator(page)
    sign_in(page, guarded, post_office, "marit.hovde@example.no")
    page.get_by_role("link", name="Lag en passnøkkel").click()
    page.get_by_role("button", name="Lag passnøkkelen").click()
    codes = keep_recovery_codes(page)
    sign_out(page)
    sign_in(page, guarded, post_office, "marit.hovde@example.no")
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": key})  # the browser finds none, and says no
    faults = faults_of(page, 1280)

    page.get_by_role("button", name="Bruk passnøkkelen").click()

    expect(page.get_by_text("Passnøkkelen ble ikke brukt. Prøv igjen, eller velg en annen måte.")).to_be_visible()
    page.get_by_label("Kode", exact=True).fill(codes[0])
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Programmer", level=1)).to_be_visible()
    assert faults == []
