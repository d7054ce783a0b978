"""Every page, as (name, how to get there). A new page gets its row here."""

import json

from tests.browser.ways import (
    fault_in_list,
    faulty_answer,
    faulty_choice,
    faulty_deadline,
    faulty_form,
    faulty_gathering,
    faulty_limits,
    faulty_name,
    faulty_place,
    faulty_text,
    groups,
    letter_links,
    look_over,
    open_gathering,
    open_place,
    press,
    programme_url,
    proposed,
    to_the_code,
)


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
        ("directors, a list with a fault", lambda: fault_in_list(page, programme)),
        ("invitations", lambda: go(programme + "invitasjoner/")),
        ("letters", lambda: go(programme + "brev/")),
        ("plan of letters", lambda: go(programme + "brev/plan/")),
        ("rule of letters", lambda: go(programme + "brev/plan/signup.reminder_14/")),
        *_pages_of_texts(page, programme + "tekster/"),
        ("organisation with a waiting answer", lambda: go(waiting)),
        ("organisation, a form with faults", lambda: faulty_form(page, waiting)),
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
        ("give access, with faults", lambda: (go(access + "ny/"), press(page, "Gi tilgang"))),
        ("stand-in", lambda: go(access + "stedfortreder/")),
        ("stand-in, with faults", lambda: (go(access + "stedfortreder/"), press(page, "Lagre stedfortrederen"))),
        ("end access", lambda: (go(access), page.locator(".stacks--access .act a").first.click())),
        ("where a region is answered", lambda: (go(access), page.locator(".section .subtle a").first.click())),
        ("comment, with a fault", lambda: (go(programme), press(page, "Lagre kommentaren"))),
        ("second factor", lambda: go(demo.url + "/totrinn/")),
        ("second factor, an app", lambda: go(demo.url + "/totrinn/app/")),
        ("second factor, a passkey", lambda: go(demo.url + "/totrinn/passnokkel/")),
        ("one's own calendar", lambda: go(demo.url + "/kalender/")),
    ]


def _pages_of_texts(page, texts):
    go, letter = page.goto, texts + "brev-signup-invitation/"
    return [
        ("texts", lambda: go(texts)),
        ("text of the invitation", lambda: go(texts + "invitasjon/")),
        ("text with a fault", lambda: faulty_text(page, texts + "invitasjon/")),
        ("text of a letter", lambda: go(letter)),
        ("versions of a text", lambda: go(texts + "invitasjon/versjoner/")),
        ("preview of a letter", lambda: go(letter + "forhandsvisning/")),
        ("preview of the page", lambda: go(texts + "programside/forhandsvisning/")),
    ]


def _pages_of_a_plan(page, plan):
    go = page.goto
    return [
        ("plan", lambda: go(plan)),
        ("new gathering", lambda: go(plan + "ny/")),
        ("gathering", lambda: open_gathering(page, plan)),
        ("gathering, a form with faults", lambda: faulty_gathering(page, plan)),
        ("gathering, looked over before it is saved", lambda: look_over(page, plan)),
        ("deadline", lambda: go(plan + "frist/formote/")),
        ("deadline with a fault", lambda: faulty_deadline(page, plan)),
        ("proposal", lambda: go(plan + "forslag/")),
        ("proposal, looked over", lambda: proposed(page, plan)),
        ("school holidays", lambda: go(plan + "skoleferier/")),
    ]


def _pages_of_places(page, programme):
    go, listed, line = page.goto, programme + "hvem/", programme + "venteliste/"
    return [
        ("whom we invite", lambda: go(listed)),
        ("whom we invite, a search", lambda: go(listed + "?sok=nes")),
        ("whom we invite, a form with faults", lambda: faulty_limits(page, listed)),
        ("waiting list", lambda: go(line)),
        ("waiting list, a form with faults", lambda: faulty_choice(page, line)),
        ("interest, nobody's", lambda: go(programme + "interesse/")),
    ]


def _pages_of_places_for_anybody(demo, page, *, withdraw, offer):
    go, interest = page.goto, demo.url + "/interesse/trondelag-skisse/"
    return [
        ("withdrawal", lambda: go(f"{demo.url}/svar/{withdraw}/trekk/")),
        ("offer of a place", lambda: go(f"{demo.url}/tilbud/{offer}/")),
        ("interest", lambda: go(interest)),
        ("interest, a form with faults", lambda: (go(interest), page.locator("main form.form button").click())),
        ("interest, thanks", lambda: go(interest + "takk/")),
    ]


def _pages_of_a_director(page, answer, public, director):
    """And of whoever else answers for a municipality without an account."""
    go = page.goto
    return [
        ("answer", lambda: go(answer)),
        ("answer form", lambda: go(answer + "?endre=1")),
        ("answer on behalf", lambda: go(answer + "?vegne=1")),
        ("answer with a fault", lambda: faulty_answer(page, answer)),
        ("public sign-up", lambda: go(public)),
        (
            "public sign-up with faults",
            lambda: (go(public), page.get_by_role("button", name="Send meg en kode").click()),
        ),
        ("public sign-up, code", lambda: to_the_code(page, public)),
        ("director names the coordinator", lambda: go(director)),
    ]


def _pages_of_a_coordinator(page, empty, half, confirmed):
    go = page.goto
    return [
        ("group without places", lambda: go(empty)),
        ("group, half registered", lambda: go(half)),
        ("group, confirmed", lambda: go(confirmed)),
        ("new place", lambda: go(empty + "ny/")),
        ("new place, a form with faults", lambda: faulty_place(page, empty)),
        ("place without a name", lambda: open_place(page, half, -1)),
        ("place", lambda: open_place(page, confirmed, 0)),
        ("place, a form with faults", lambda: faulty_name(page, half)),
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
