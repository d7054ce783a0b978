import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_speaks_bokmal_until_the_reader_chooses(client):
    assert 'lang="nb"' in client.get("/logg-inn/").content.decode()

    client.post("/malform/", {"language": "nn", "next": "/logg-inn/"})

    assert '<html lang="nn"' in client.get("/logg-inn/").content.decode()


def test_a_signed_in_reader_keeps_her_choice_on_her_account(client):
    user = factories.adviser()
    client.force_login(user)

    client.post("/malform/", {"language": "nn", "next": "/"})
    client.cookies.clear()
    client.force_login(user)

    assert '<html lang="nn"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example.com/", "//evil.example.com/", "foo", "/\\evil", "http://[x", ""]
)
def test_the_language_form_never_leads_to_another_site(client, back):
    response = client.post("/malform/", {"language": "nn", "next": back})

    assert response.url == "/"


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("http://testserver/program/a/tavle/?q=volda&svar=invited", "/program/a/tavle/?q=volda&svar=invited"),
        ("http://testserver/program/a/tavle/", "/program/a/tavle/"),
        ("http://testserver/program/a/123456785/plass/1/rett/", "/program/a/tavle/?q=vo"),  # an act's address
        ("https://evil.example.com/program/a/tavle/?q=volda", "/program/a/tavle/?q=vo"),
        ("http://[evil", "/program/a/tavle/?q=vo"),
        ("", "/program/a/tavle/?q=vo"),
    ],
)
def test_a_choice_of_language_keeps_the_filter_that_the_board_has_come_to(client, referer, leads_to):
    """htmx changes the address and not the form in the foot, which was written with the page."""
    posted = {"language": "nn", "next": "/program/a/tavle/?q=vo"}

    response = client.post("/malform/", posted, headers={"Referer": referer} if referer else {})

    assert response.url == leads_to


def test_pages_are_not_kept_by_proxies(client):
    assert "no-store" in client.get("/logg-inn/")["Cache-Control"]


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_the_whole_page_to_sign_in(client):
    address = "/program/runde/tavle/?q=hamar"

    part, page = client.get(address, headers={"HX-Request": "true"}), client.get(address)

    assert (page.status_code, page["Location"]) == (302, "/logg-inn/?next=/program/runde/tavle/%3Fq%3Dhamar")
    assert (part.status_code, part["HX-Redirect"]) == (200, page["Location"])
    assert "Location" not in part and part.content == b""
    assert "no-store" in part["Cache-Control"]


def test_other_redirects_are_left_as_they_are(client):
    response = client.post("/malform/", {"language": "nn", "next": "/"}, headers={"HX-Request": "true"})

    assert (response.status_code, response["Location"]) == (302, "/")
