"""Every page: accessible, within the screen, light, by keyboard, and without JavaScript."""

import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, AXE_RULES, wait_for

HEAVIEST = 125_000  # bytes of one page on a cold cache


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


def pages_of(demo, page):
    """(name, how to get there) for every screen, signed in as an adviser."""
    programme = programme_url(demo, page)
    letter, answer = letter_links(demo, page)
    key = programme.rstrip("/").split("/")[-1]
    page.goto(programme + "tavle/?svar=waiting")
    waiting = demo.url + page.locator("#board tbody th a").first.get_attribute("href")
    page.goto(programme + "tavle/?svar=invited")
    number = page.locator("#board tbody th a").first.get_attribute("href").rstrip("/").split("/")[-1]
    found = groups(demo, page, programme)
    director = f"{demo.url}/koordinator/{demo.run('-m', 'tests.browser.world', key)}/"
    tokens = json.loads(demo.run("-m", "tests.browser.places_world", "tokens", key))
    return [
        *_pages_of_an_adviser(demo, page, programme, waiting),
        *_pages_of_a_plan(page, programme + "plan/"),
        *_pages_of_a_director(page, answer, f"{demo.url}/pamelding/{key}/{number}/", director),
        *_pages_of_places(page, programme),
        *_pages_of_places_for_anybody(demo, page, **tokens),
        *_pages_of_a_coordinator(page, *found),
        *_pages_of_anybody(demo, page, letter),
    ]


def _pages_of_an_adviser(demo, page, programme, waiting):
    go, board = page.goto, programme + "tavle/"
    return [
        ("home", lambda: go(demo.url)),
        ("programme", lambda: go(programme)),
        ("board", lambda: go(board)),
        ("board without hits", lambda: go(board + "?q=zz")),
        ("board with the numbers of its plot", lambda: (go(board), page.get_by_text("Vis tal").first.click())),
        ("reminder", lambda: go(board + "paminnelse/")),
        ("archived programme", lambda: go(demo.url + "/program/innlandet-2021/")),
        ("directors", lambda: go(programme + "kommunedirektorer/")),
        ("directors, a list with a fault", lambda: _fault_in_list(page, programme)),
        ("invitations", lambda: go(programme + "invitasjoner/")),
        ("letters", lambda: go(programme + "brev/")),
        ("plan of letters", lambda: go(programme + "brev/plan/")),
        ("rule of letters", lambda: go(programme + "brev/plan/signup.reminder_14/")),
        *_pages_of_texts(page, programme + "tekster/"),
        ("organisation with a waiting answer", lambda: go(waiting)),
        ("organisation, a form with faults", lambda: _faulty_form(page, waiting)),
        *_pages_of_roles(demo, page, programme),
        ("content", lambda: go(programme + "innhold/")),
        ("content, as everybody will see it", lambda: go(programme + "innhold/se/")),
        ("costs", lambda: go(programme + "innhold/kostnader/")),
        ("new cost", lambda: go(programme + "innhold/kostnader/ny/")),
        ("sector matrix without levels", lambda: go(programme + "innhold/tjenester/")),
    ]


def _pages_of_roles(demo, page, programme):
    """What an adviser gives and takes, comments on, and signs in with before she has set up a second factor."""
    go, access = page.goto, demo.url + "/tilganger/"
    return [
        ("access", lambda: go(access)),
        ("give access", lambda: go(access + "ny/")),
        ("give access, with faults", lambda: (go(access + "ny/"), _press(page, "Gi tilgang"))),
        ("stand-in", lambda: go(access + "stedfortreder/")),
        ("stand-in, with faults", lambda: (go(access + "stedfortreder/"), _press(page, "Lagre stedfortrederen"))),
        ("end access", lambda: (go(access), page.locator(".stacks--access .act a").first.click())),
        ("where a region is answered", lambda: (go(access), page.locator(".section .subtle a").first.click())),
        ("comment, with a fault", lambda: (go(programme), _press(page, "Lagre kommentaren"))),
        ("second factor", lambda: go(demo.url + "/totrinn/")),
        ("second factor, an app", lambda: go(demo.url + "/totrinn/app/")),
        ("second factor, a passkey", lambda: go(demo.url + "/totrinn/passnokkel/")),
        ("one's own calendar", lambda: go(demo.url + "/kalender/")),
    ]


def _press(page, name):
    page.get_by_role("button", name=name).click()
    page.locator("#errors").wait_for()


def _pages_of_texts(page, texts):
    go, letter = page.goto, texts + "brev-signup-invitation/"
    return [
        ("texts", lambda: go(texts)),
        ("text of the invitation", lambda: go(texts + "invitasjon/")),
        ("text with a fault", lambda: _faulty_text(page, texts + "invitasjon/")),
        ("text of a letter", lambda: go(letter)),
        ("versions of a text", lambda: go(texts + "invitasjon/versjoner/")),
        ("preview of a letter", lambda: go(letter + "forhandsvisning/")),
        ("preview of the page", lambda: go(texts + "programside/forhandsvisning/")),
    ]


def _faulty_text(page, editor):
    page.goto(editor)
    page.get_by_label("Nynorsk", exact=True).first.fill("Hei, {komune}! <b>")
    page.get_by_role("button", name="Lagre teksten").click()
    page.locator("#errors").wait_for()


def _pages_of_a_plan(page, plan):
    go = page.goto
    return [
        ("plan", lambda: go(plan)),
        ("new gathering", lambda: go(plan + "ny/")),
        ("gathering", lambda: _open_gathering(page, plan)),
        ("gathering, a form with faults", lambda: _faulty_gathering(page, plan)),
        ("gathering, looked over before it is saved", lambda: _look_over(page, plan)),
        ("deadline", lambda: go(plan + "frist/formote/")),
        ("deadline with a fault", lambda: _faulty_deadline(page, plan)),
        ("proposal", lambda: go(plan + "forslag/")),
        ("proposal, looked over", lambda: _proposed(page, plan)),
        ("school holidays", lambda: go(plan + "skoleferier/")),
    ]


def _pages_of_places(page, programme):
    go, listed, line = page.goto, programme + "hvem/", programme + "venteliste/"
    return [
        ("whom we invite", lambda: go(listed)),
        ("whom we invite, a search", lambda: go(listed + "?sok=nes")),
        ("whom we invite, a form with faults", lambda: _faulty_limits(page, listed)),
        ("waiting list", lambda: go(line)),
        ("waiting list, a form with faults", lambda: _faulty_choice(page, line)),
        ("interest, nobody's", lambda: go(programme + "interesse/")),
    ]


def _faulty_limits(page, listed):
    page.goto(listed)
    page.locator("#id_limits-total").fill("0")
    page.locator("form[action$='/plasser/'] button").click()
    page.locator("#errors").wait_for()


def _faulty_choice(page, line):
    page.goto(line)
    page.locator("button[name=act][value=give]").click()
    page.locator("#errors").wait_for()


def _pages_of_places_for_anybody(demo, page, *, withdraw, offer):
    go, interest = page.goto, demo.url + "/interesse/trondelag-skisse/"
    return [
        ("withdrawal", lambda: go(f"{demo.url}/svar/{withdraw}/trekk/")),
        ("offer of a place", lambda: go(f"{demo.url}/tilbud/{offer}/")),
        ("interest", lambda: go(interest)),
        ("interest, a form with faults", lambda: (go(interest), page.locator("main form.form button").click())),
        ("interest, thanks", lambda: go(interest + "takk/")),
    ]


def _open_gathering(page, plan):
    """The second one, by its address: the words beside it are in two norms."""
    page.goto(plan)
    page.goto(urljoin(plan, page.locator(".agenda__entry[id] .agenda__act a").nth(2).get_attribute("href")))


def _faulty_gathering(page, plan):
    _open_gathering(page, plan)
    page.locator("#id_when").fill("31. april")
    page.locator("#id_places_total").fill("mange")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("#errors").wait_for()


def _look_over(page, plan):
    _open_gathering(page, plan)
    page.locator("input[name=form][value=physical]").check()
    page.locator("#id_when").fill("3.–4. mars 2028")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("button[name=confirmed]").wait_for()


def _faulty_deadline(page, plan):
    page.goto(plan + "frist/pamelding/")
    page.locator("#id_when").fill("en gang i vinter")
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("#errors").wait_for()


def _proposed(page, plan):
    page.goto(plan + "forslag/")
    page.locator("#id_count").fill("2")
    page.locator("input[name=rhythm]").first.check()
    page.locator("form.plan-form button[type=submit]").first.click()
    page.locator("button[name=confirmed]").wait_for()


def _pages_of_a_director(page, answer, public, director):
    """And of whoever else answers for a municipality without an account."""
    go = page.goto
    return [
        ("answer", lambda: go(answer)),
        ("answer form", lambda: go(answer + "?endre=1")),
        ("answer on behalf", lambda: go(answer + "?vegne=1")),
        ("answer with a fault", lambda: _faulty_answer(page, answer)),
        ("public sign-up", lambda: go(public)),
        (
            "public sign-up with faults",
            lambda: (go(public), page.get_by_role("button", name="Send meg en kode").click()),
        ),
        ("public sign-up, code", lambda: _to_the_code(page, public)),
        ("director names the coordinator", lambda: go(director)),
    ]


def _pages_of_a_coordinator(page, empty, half, confirmed):
    go = page.goto
    return [
        ("group without places", lambda: go(empty)),
        ("group, half registered", lambda: go(half)),
        ("group, confirmed", lambda: go(confirmed)),
        ("new place", lambda: go(empty + "ny/")),
        ("new place, a form with faults", lambda: _faulty_place(page, empty)),
        ("place without a name", lambda: _open_place(page, half, -1)),
        ("place", lambda: _open_place(page, confirmed, 0)),
        ("place, a form with faults", lambda: _faulty_name(page, half)),
        ("new coordinator", lambda: go(confirmed.replace("gruppe/", "koordinator/"))),
    ]


def _pages_of_anybody(demo, page, letter):
    go = page.goto
    return [
        ("accessibility", lambda: go(demo.url + "/tilgjengelighet/")),
        ("privacy", lambda: go(demo.url + "/personvern/")),
        ("contact", lambda: go(demo.url + "/kontakt/")),
        ("public programmes", lambda: go(demo.url + "/om/")),
        ("public sketch", lambda: go(demo.url + "/om/trondelag-skisse/")),
        ("dead link", lambda: go(demo.url + "/svar/feil/")),
        ("not found", lambda: go(demo.url + "/finnes-ikke/")),
        ("demo mailbox", lambda: go(demo.url + "/demo/postkasse/")),
        ("a letter", lambda: go(letter)),
        ("a letter as mail programs show it", lambda: go(letter + "html/")),
    ]


def _fault_in_list(page, programme):
    page.goto(programme + "kommunedirektorer/")
    page.get_by_label("Lim inn lista").fill("Hamr;Kari;kari@example.no\nLom;Ola;ola@example.no")
    page.get_by_role("button", name="Se over lista").click()


def _faulty_form(page, organisation):
    page.goto(organisation)
    page.get_by_text("Registrer et svar som kom").click()
    page.get_by_role("button", name="Registrer svaret").click()


def _faulty_answer(page, answer):
    page.goto(answer + "?endre=1")
    page.get_by_label("Koordinatorens navn").fill("Mona")
    page.get_by_label("Koordinatorens e-postadresse").fill("mona@")
    page.get_by_role("button", name="Send svaret").click()


def _to_the_code(page, public):
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


def _open_place(page, group, position):
    page.goto(group)
    row = page.locator("section[aria-labelledby=member] tbody tr").nth(position)
    page.goto(urljoin(group, row.get_by_role("link").get_attribute("href")))


def _faulty_place(page, group):
    page.goto(group + "ny/")
    page.get_by_label("Rolle", exact=True).select_option("Annen rolle")
    page.get_by_role("textbox", name="E-postadresse").fill("mona@")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator("#errors").wait_for()


def _faulty_name(page, group):
    _open_place(page, group, -1)
    page.get_by_role("button", name="Lagre navnet").click()
    page.locator("#errors").wait_for()


def faults_of(page, width):
    page.evaluate(AXE.read_text() + ";0")
    result = page.evaluate(f"axe.run(document, {{runOnly: {AXE_RULES}}})")
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in result["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth") - width
    return faults + ([f"{over} px wider than the screen"] if over > 0 else [])


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

    _faulty_answer(page, answer)

    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="Skriv en fullstendig e-postadresse").click()
    assert page.evaluate("document.activeElement.id") == "id_coordinator_email"


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
