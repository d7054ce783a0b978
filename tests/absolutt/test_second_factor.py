"""Signing in with a second factor, and setting one up, as somebody with a role meets it."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail

from accounts import factor_actions, second_factor
from accounts.journal import Actor
from accounts.models import User
from municipalities import signup_links
from tests import factories
from tests.absolutt.factors import SECRET, by_mail, set_up_app
from tests.absolutt.reading import text
from tests.accounts.factors import code_of, sign_in_with_factor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


# --- the first time


def test_after_the_code_by_mail_she_is_led_to_set_one_up_and_back_to_where_she_was_going(client, adviser):
    client.get("/tilganger/")
    by_mail(client, adviser)

    led = client.get("/tilganger/")
    page = client.get(led.url)

    assert led.url == "/totrinn/?next=%2Ftilganger%2F"
    assert "Lag en passnøkkel" in text(page) and "Sett opp en app" in text(page)
    _, answer = set_up_app(client, "?next=/tilganger/")
    assert answer.url == "/totrinn/reservekoder/?next=%2Ftilganger%2F"
    assert client.get("/tilganger/").status_code == 200
    assert 'href="/tilganger/"' in recovery_codes_page(client)


def recovery_codes_page(client):
    return client.post("/totrinn/reservekoder/?next=/tilganger/", {"seen": "0"}).content.decode()


def test_she_never_leaves_for_another_site(client, adviser):
    client.force_login(adviser)

    _, answer = set_up_app(client, "?next=https://ondt.example.org/")

    assert answer.url == "/totrinn/reservekoder/"


def test_the_picture_is_drawn_by_us_and_holds_the_secret_that_can_also_be_typed(client, adviser):
    client.force_login(adviser)

    page = client.get("/totrinn/app/")
    content, form = page.content.decode(), page.context["form"]

    assert "<svg" in content and "style=" not in content.split('class="qr"')[1].split("</svg>")[0]
    assert form.shown_secret in content and form.shown_secret.replace(" ", "") == form.secret
    assert "otpauth://totp/" in content and "issuer=ABSOLUTT%20%28KS%29" in content


def test_another_window_and_the_back_button_show_the_same_secret(client, adviser):
    client.force_login(adviser)

    first, second = (client.get("/totrinn/app/").context["form"].secret for _ in range(2))

    assert first == second
    assert first not in str(dict(client.session))


def test_a_wrong_first_code_keeps_the_page_and_says_what_to_do(client, adviser):
    client.force_login(adviser)
    secret = client.get("/totrinn/app/").context["form"].secret

    answer = client.post("/totrinn/app/", {"code": "000000" if code_of(secret) != "000000" else "111111"})

    assert answer.status_code == 422 and "Koden stemmer ikke" in text(answer)
    assert answer.context["form"].secret == secret and not Authenticator.objects.exists()


def test_pressed_twice_it_is_set_up_once(client, adviser):
    client.force_login(adviser)
    secret, _ = set_up_app(client)

    again = client.post("/totrinn/app/", {"code": code_of(secret)})

    assert again.status_code == 302 and second_factor.of(adviser).count() == 1


# --- signing in with one


@pytest.fixture
def with_app(adviser):
    return factories.with_factor(adviser)


def test_whoever_has_one_is_asked_for_it_before_she_is_signed_in(client, with_app):
    answer = by_mail(client, with_app)

    assert answer.url == "/logg-inn/totrinn/"
    assert client.get("/").url.startswith("/logg-inn/")  # nothing is open yet
    inside = client.post("/logg-inn/totrinn/", {"code": code_of(SECRET)})
    assert inside.url == "/" and client.get("/").status_code == 200


def test_a_wrong_code_lets_nobody_in(client, with_app):
    by_mail(client, with_app)

    answer = client.post("/logg-inn/totrinn/", {"code": "123"})

    assert "Koden stemmer ikke" in text(answer) and client.get("/").status_code == 302


def test_the_same_code_is_taken_once_however_it_is_spaced(client, with_app):
    begins = time.time() // 30 * 30 + 30
    code = code_of(SECRET, begins)
    with time_machine.travel(begins + 1, tick=False):
        by_mail(client, with_app)
        assert client.post("/logg-inn/totrinn/", {"code": code}).status_code == 302
        client.post("/logg-ut/")
    with time_machine.travel(begins + 45, tick=False):  # allauth has forgotten it, and the tolerance would take it
        by_mail(client, with_app)
        again = client.post("/logg-inn/totrinn/", {"code": f"{code[:3]} {code[3:]}"})

    assert "Koden stemmer ikke" in text(again)


@pytest.mark.parametrize(("off", "taken"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_that_is_half_a_minute_off_is_forgiven_and_more_is_not(client, with_app, off, taken):
    by_mail(client, with_app)

    answer = client.post("/logg-inn/totrinn/", {"code": code_of(SECRET, time.time() + off)})

    assert (answer.status_code == 302) is taken


def test_guessing_is_stopped_after_five_tries_also_for_the_right_code(client, with_app):
    by_mail(client, with_app)
    for guess in range(5):
        client.post("/logg-inn/totrinn/", {"code": f"00000{guess}"})

    answer = client.post("/logg-inn/totrinn/", {"code": code_of(SECRET)})

    assert "mange forsøk" in text(answer) and client.get("/").status_code == 302


def test_a_recovery_code_opens_once_and_its_owner_is_told(client, with_app, on_commit):
    _, codes = factor_actions.make_codes(user=with_app, seen=0, by=Actor(user=with_app))
    by_mail(client, with_app)

    with on_commit():
        inside = client.post("/logg-inn/totrinn/", {"code": f"{codes[0][:4]} {codes[0][4:]}"})

    assert inside.url == "/" and client.get("/").status_code == 200
    assert "en av reservekodene" in mail.outbox[-1].body and mail.outbox[-1].to == [with_app.email]
    client.post("/logg-ut/")
    by_mail(client, with_app)
    assert "Koden stemmer ikke" in text(client.post("/logg-inn/totrinn/", {"code": codes[0]}))


def test_the_session_gets_a_new_key_at_each_step_up(client, with_app):
    client.get("/logg-inn/")
    by_mail(client, with_app)
    before = client.session.session_key
    client.post("/logg-inn/totrinn/", {"code": code_of(SECRET)})
    signed_in = client.session.session_key

    assert before and before != signed_in


def test_setting_one_up_gives_the_session_a_new_key(client, adviser):
    client.force_login(adviser)
    client.get("/totrinn/app/")
    before = client.session.session_key

    set_up_app(client)

    assert client.session.session_key != before


def test_a_session_from_before_the_factor_was_set_up_elsewhere_must_show_it(client, adviser):
    client.force_login(adviser)
    factories.with_factor(adviser)

    led = client.get("/tilganger/")
    answer = client.post(led.url, {"code": code_of(SECRET)})

    assert led.url == "/totrinn/bekreft/?next=%2Ftilganger%2F" and answer.url == "/tilganger/"
    assert client.get("/tilganger/").status_code == 200


def test_a_form_that_is_sent_without_a_factor_is_not_repeated_as_a_get(client, adviser):
    client.force_login(adviser)

    assert client.post("/tilganger/ny/", {}).url == "/totrinn/?next=%2F"


def test_what_was_seen_of_somebody_elses_factor_opens_nothing(client, with_app):
    sign_in_with_factor(client, with_app)
    another = factories.with_factor(factories.adviser("KS Innlandet"))
    seen = client.session["second_factor"]
    client.force_login(another)
    session = client.session
    session["second_factor"] = seen
    session.save()

    assert client.get("/").url.startswith("/totrinn/bekreft/")


def test_a_factor_that_was_taken_away_since_opens_nothing(client, with_app):
    sign_in_with_factor(client, with_app)
    Authenticator.objects.all().delete()

    assert client.get("/").url.startswith("/totrinn/?")


def test_htmx_is_sent_to_the_page_and_not_given_it_inside_another(client, adviser):
    programme = factories.OpenProgrammeFactory()
    client.force_login(adviser)

    answer = client.get(f"/program/{programme.key}/tavle/?q=x", headers={"HX-Request": "true"})

    assert answer.status_code == 200 and answer["HX-Redirect"].startswith("/totrinn/?next=")


# --- who is asked, and who is not


def test_who_has_no_role_is_not_asked_and_has_no_such_pages(client):
    participation = factories.signed_up()
    factories.with_coordinator(participation)
    client.force_login(User.objects.get(email="mona.dalen@example.no"))

    assert client.get("/", follow=True).status_code == 200
    assert [client.get(f"/totrinn/{page}").status_code for page in ("", "app/", "reservekoder/")] == [404] * 3


def test_a_personal_link_asks_nobody_for_anything(client, adviser):
    participation = factories.invited()
    token = signup_links.issue(participation, factories.with_director(participation))
    client.force_login(adviser)

    assert client.get(f"/svar/{token}/").status_code == 200


def test_an_open_page_shows_her_no_more_than_it_shows_anybody_until_the_factor_is_used(client, adviser):
    client.force_login(adviser)
    before = client.get("/personvern/")
    set_up_app(client)
    after = client.get("/personvern/")

    assert not before.context["user"].is_authenticated and "Logg ut" not in text(before)
    assert after.context["user"] == adviser and "Logg ut" in text(after)


def test_where_the_site_does_not_ask_a_role_is_enough(client, adviser, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(adviser)

    assert client.get("/").status_code == 200


def test_somebody_who_has_a_factor_is_asked_for_it_also_where_the_site_does_not_demand_one(client, with_app, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert by_mail(client, with_app).url == "/logg-inn/totrinn/"


def test_a_former_adviser_may_look_at_and_remove_what_she_had(client):
    former = factories.with_factor(factories.former_adviser("KS Innlandet"))
    sign_in_with_factor(client, former)

    assert client.get("/totrinn/").status_code == 200
    client.post(f"/totrinn/{second_factor.of(former).get().pk}/fjern/")
    assert not second_factor.of(former).exists()
