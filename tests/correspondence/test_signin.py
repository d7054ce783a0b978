import re

import pytest
from django.core import mail

from tests import factories

pytestmark = pytest.mark.django_db


def ask_for_code(client, email):
    return client.post("/logg-inn/", {"email": email}, follow=True)


def test_an_adviser_signs_in_with_a_code_from_her_mail(client):
    user = factories.adviser("KS Innlandet")
    ask_for_code(client, user.email.upper())
    code = re.search(r"\b\d{6}\b", mail.outbox[0].subject).group(0)

    response = client.post("/logg-inn/kode/", {"code": code}, follow=True)

    assert response.status_code == 200
    assert response.context["user"] == user


def test_a_wrong_code_says_what_to_do(client):
    ask_for_code(client, factories.adviser().email)

    response = client.post("/logg-inn/kode/", {"code": "000000"})

    assert "Koden stemmer ikke" in response.content.decode()


def test_a_stranger_sees_the_same_page_and_is_not_written_to(client):
    known = ask_for_code(client, factories.adviser().email)
    client.cookies.clear()
    unknown = ask_for_code(client, "fremmed@example.no")

    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] != [["fremmed@example.no"]]
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_does_not_tell_who_has_an_account(client, settings, caplog):
    settings.EMAIL_BACKEND = "correspondence.backends.GuardedSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    user = factories.adviser()

    known, unknown = (client.post("/logg-inn/", {"email": email}) for email in (user.email, "ukjent@example.no"))

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "could not be sent" in caplog.text and user.email not in caplog.text


def test_the_code_comes_in_the_readers_norm(client):
    user = factories.UserFactory(language="nn")

    ask_for_code(client, user.email)

    assert "Skriv denne koden for å logge inn" in mail.outbox[0].body


def test_somebody_whose_account_is_closed_cannot_sign_in(client):
    user = factories.UserFactory(is_active=False)

    ask_for_code(client, user.email)
    codes = re.findall(r"\b\d{6}\b", mail.outbox[0].subject) if mail.outbox else []
    for code in codes:
        client.post("/logg-inn/kode/", {"code": code})

    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/accounts/signup/", "/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_there_is_no_open_sign_up_and_no_password(client, path):
    assert client.get(path).status_code in (302, 404)
