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


@pytest.mark.parametrize("back", ["https://evil.example.com/", "//evil.example.com/", "foo", "/\\evil", ""])
def test_the_language_form_never_leads_to_another_site(client, back):
    response = client.post("/malform/", {"language": "nn", "next": back})

    assert response.url == "/"


def test_pages_are_not_kept_by_proxies(client):
    assert "no-store" in client.get("/logg-inn/")["Cache-Control"]
