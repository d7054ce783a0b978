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


def test_a_letter_that_cannot_stand_in_an_address_is_named_on_the_sign_in_page_too(client):
    page = client.post("/logg-inn/", {"email": "børre@example.no"}).content.decode()

    assert "kan ikke ha bokstaven «ø» foran @" in page


def test_a_stranger_sees_the_same_page_and_is_not_written_to(client):
    known = ask_for_code(client, factories.adviser().email)
    client.cookies.clear()
    unknown = ask_for_code(client, "fremmed@example.no")

    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] != [["fremmed@example.no"]]
    assert len(mail.outbox) == 1


def test_the_page_of_the_code_names_the_address_as_it_was_typed_also_where_nobody_has_it(client):
    """An address that is put right as we know it would tell that we know it."""
    user = factories.adviser()
    known = ask_for_code(client, user.email.upper()).content.decode()
    client.cookies.clear()
    unknown = ask_for_code(client, "FREMMED@EXAMPLE.NO").content.decode()

    said = [re.search(r"Hvis (\S+) er registrert hos oss", page)[1] for page in (known, unknown)]

    assert [address.isupper() for address in said] in ([True, True], [False, False])
    assert [address.lower() for address in said] == [user.email, "fremmed@example.no"]


def test_what_is_sent_after_the_session_ended_is_said_to_be_lost_and_the_reader_comes_back_to_its_page(client):
    participation = factories.signed_up()
    factories.with_coordinator(participation, email="mona@example.no")
    place = factories.with_member(participation)
    page = f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/plass/{place.pk}/"

    response = client.post(f"{page}rett/", {"correct-name": "Kari"}, follow=True)
    signing_in = response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"]
    client.post(signing_in, {"email": "mona@example.no"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].subject).group(0)
    back = client.post(f"/logg-inn/kode/?next={page}rett/", {"code": code}, follow=True)

    assert "Det du sendte, er ikke lagret" in response.content.decode()
    assert "Det du sendte, er ikke lagret" not in client.get(f"/logg-inn/?next={page}").content.decode()
    assert (back.status_code, back.request["PATH_INFO"]) == (200, page)


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
