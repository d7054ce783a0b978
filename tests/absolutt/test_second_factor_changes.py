"""Second factors that somebody has: what is added, removed and made anew, and when."""

import re
import time
from urllib.parse import unquote

import pytest
import time_machine

from accounts import factor_actions, second_factor
from accounts.journal import Actor
from accounts.models import JournalEntry
from tests import factories
from tests.absolutt.factors import by_mail, recovery_codes, set_up_app
from tests.absolutt.reading import text
from tests.accounts.factors import sign_in_with_factor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def with_app(adviser):
    return factories.with_factor(adviser)


def test_a_factor_is_changed_only_shortly_after_one_was_used(client, with_app):
    sign_in_with_factor(client, with_app)
    pk = second_factor.of(with_app).get().pk
    changing = ("passnokkel/", "reservekoder/", f"{pk}/fjern/")

    now = [client.get(f"/totrinn/{page}").status_code for page in changing]
    with time_machine.travel(time.time() + second_factor.FRESH + 1, tick=False):
        later = [client.get(f"/totrinn/{page}").url for page in changing]

    assert now == [200, 200, 200]
    assert all(url.startswith("/totrinn/bekreft/?next=%2Ftotrinn%2F") for url in later)


def test_the_last_cannot_be_removed_while_the_role_demands_one(client, with_app):
    sign_in_with_factor(client, with_app)
    pk = second_factor.of(with_app).get().pk

    asked = text(client.get(f"/totrinn/{pk}/fjern/"))
    told = text(client.post(f"/totrinn/{pk}/fjern/", follow=True))

    assert "Legg til en ny før du fjerner denne" in asked and 'data-color="danger"' not in asked
    assert "Du må ha minst én" in told and second_factor.of(with_app).exists()


def test_nobody_reaches_another_persons_factor(client, with_app):
    another = factories.with_factor(factories.adviser("KS Innlandet"))
    sign_in_with_factor(client, with_app)

    assert client.post(f"/totrinn/{second_factor.of(another).get().pk}/fjern/").status_code == 404
    assert second_factor.of(another).exists()


def test_recovery_codes_are_shown_once_and_can_be_kept_as_a_text(client, with_app):
    sign_in_with_factor(client, with_app)

    shown, codes = recovery_codes(client)

    page = shown.content.decode()
    kept = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', page).group(1))
    assert len(codes) == 10 and all(f"{code[:4]} {code[4:]}" in kept for code in codes)
    assert with_app.email in kept and 'download="reservekoder.txt"' in page
    later = text(client.get("/totrinn/reservekoder/"))
    assert "10 ubrukte koder" in later and not any(code[:4] + " " + code[4:] in later for code in codes)


def test_a_get_makes_no_codes(client, with_app):
    sign_in_with_factor(client, with_app)

    client.get("/totrinn/reservekoder/")

    assert second_factor.codes_of(with_app) is None


def test_the_page_sent_once_more_keeps_the_codes_that_were_shown(client, with_app):
    sign_in_with_factor(client, with_app)
    _, codes = recovery_codes(client)

    again = client.post("/totrinn/reservekoder/", {"seen": "0"}, follow=True)

    assert "Kodene er laget allerede" in text(again)
    assert second_factor.codes_of(with_app).wrap().validate_code(codes[0])


def test_whoever_came_in_by_a_recovery_code_stays_in_when_she_makes_new_ones(client, with_app):
    row, codes = factor_actions.make_codes(user=with_app, seen=0, by=Actor(user=with_app))
    by_mail(client, with_app)
    client.post("/logg-inn/totrinn/", {"code": codes[0]})

    client.post("/totrinn/reservekoder/", {"seen": str(row.pk)})

    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", "null", "7", '"x"', '{"a": 1}', '{"id": "x", "rawId": "x", "response": {}}']
)
@pytest.mark.parametrize("page", ["/totrinn/passnokkel/", "/totrinn/bekreft/"])
def test_whatever_is_sent_as_a_passkey_is_answered_with_a_sentence(client, with_app, page, junk):
    sign_in_with_factor(client, with_app)
    client.get(page)

    answer = client.post(page, {"credential": junk})

    assert answer.status_code == 422 and "Passnøkkelen ble ikke godkjent" in text(answer)
    assert second_factor.of(with_app).count() == 1


def test_the_page_for_passkeys_has_one_script_of_our_own_and_a_strict_policy(client, adviser):
    client.force_login(adviser)

    page = client.get("/totrinn/passnokkel/")

    scripts = re.findall(r"<script[^>]*>", page.content.decode())
    data, ours = '<script id="passkey-options" type="application/json">', '<script src="/static/site/passkey.js" defer>'
    assert scripts == [data, ours]
    assert "unsafe" not in page["Content-Security-Policy"] and "script-src 'self'" in page["Content-Security-Policy"]
    assert page.context["options"]["publicKey"]["rp"] == {"id": "localhost", "name": "ABSOLUTT"}


def test_the_journal_holds_what_she_did(client, adviser):
    client.force_login(adviser)
    set_up_app(client)
    recovery_codes(client)

    assert list(JournalEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        ("factor.added", adviser.pk), ("factor.codes_made", adviser.pk),
    ]  # fmt: skip
