"""Who may do what where: role × address × method. An address that is missing from the table fails the test."""

from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from municipalities import signup_links
from municipalities.actions import SignUp, answer
from tests import factories

ROLES = ("anonymous", "link holder", "director", "other region", "adviser", "national", "administrator")


@dataclass
class Rule:
    """Statuses for GET and POST, role by role. «login» is a redirect to the sign-in page; None is not asked."""

    get: dict = field(default_factory=dict)
    post: dict = field(default_factory=dict)


def same(status):
    return dict.fromkeys(ROLES, status)


def advisers_only(status, outside=404):
    """``status`` for who reaches the programme; ``outside`` for who signs in but does not; login for the rest."""
    table = dict.fromkeys(("anonymous", "link holder", "director"), "login")
    table["director"] = outside  # a person with an account but no region: no more than a stranger
    return table | {"other region": outside, "adviser": status, "national": status, "administrator": status}


def signed_in(status):
    table = same(status)
    return table | {"anonymous": "login", "link holder": "login"}


PAGE = Rule(get=advisers_only(200), post=advisers_only(405, outside=405))
FORM = Rule(get=advisers_only(200), post=advisers_only(422))
ACT = Rule(get=advisers_only(405, outside=405), post=advisers_only(422))

TABLE = {
    "home": Rule(get=signed_in(200), post=signed_in(405)),
    "health": Rule(get=same(200), post=same(405)),
    "choose_language": Rule(get=same(405), post=same(302)),
    "account_login": Rule(
        get=same(200) | dict.fromkeys(ROLES[2:], 302), post=same(200) | dict.fromkeys(ROLES[2:], 302)
    ),
    "account_request_login_code": None,  # the same address under the name that allauth asks for
    "account_confirm_login_code": Rule(get=same(302), post=same(302)),
    "account_logout": Rule(get=same(405), post=same(302)),
    "programme": PAGE,
    "directors": FORM,
    "invitations": FORM,
    "letters": PAGE,
    "send_again": Rule(get=advisers_only(405, outside=405), post=advisers_only(302)),
    "participation": PAGE,
    "name_director": ACT,
    "register_answer": ACT,
    "extend_deadline": ACT,
    "settle_answer": Rule(get=advisers_only(405, outside=405), post=advisers_only(302)),
    "invitation_pdf": PAGE,
    "answer": Rule(get=same(200), post=same(422)),
    "public_signup": Rule(get=same(200), post=same(422)),
    "public_signup_code": Rule(get=same(302), post=same(302)),
    "demo_mailbox": Rule(get=same(404), post=same(405)),
    "demo_letter": Rule(get=same(404), post=same(405)),
    "demo_letter_html": Rule(get=same(404), post=same(405)),
    "demo_attachment": Rule(get=same(404), post=same(405)),
    "favicon": Rule(get=same(302), post=same(302)),
}


def patterns():
    return [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]


@pytest.fixture
def world(db):
    participation = factories.invited()
    director = factories.with_director(participation)
    envelope = factories.letter_to(participation, person=director).envelope
    type(envelope).objects.update(state="set_aside")
    stranger = factories.PersonFactory(email="x@annet.example.no")
    waiting = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))
    return {
        "key": participation.programme.key,
        "number": participation.organisation.organisation_number,
        "token": signup_links.issue(participation, director),
        "pk": envelope.pk,
        "answer": waiting.pk,
        "position": 0,
        "email": director.email,
    }


def sign_in(client, role, world):
    user = {
        "director": lambda: factories.UserFactory(email=world["email"]),
        "other region": lambda: factories.adviser("KS Trøndelag"),
        "adviser": lambda: factories.adviser("KS Innlandet"),
        "national": lambda: factories.adviser(),
        "administrator": lambda: factories.UserFactory(is_superuser=True),
    }.get(role)
    if user:
        client.force_login(user())
    elif role == "link holder":
        client.get(f"/svar/{world['token']}/")


def address(pattern, world):
    names = pattern.pattern.converters
    values = {name: world[name] for name in names}
    if pattern.name.startswith("demo_") and "key" in names:
        values["key"] = "1669.M1P1.host"
    return reverse(pattern.name, kwargs=values)


def status(response):
    return (
        "login" if response.status_code == 302 and response.url.startswith("/logg-inn/?next=") else response.status_code
    )


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in patterns()} == set(TABLE)
    assert len(patterns()) == len(get_resolver().url_patterns)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says_and_no_more(client, world, role):
    sign_in(client, role, world)
    wrong = []
    for pattern in [p for p in patterns() if TABLE[p.name] and p.name != "account_logout"]:
        rule, url = TABLE[pattern.name], address(pattern, world)
        for method, expected in (("get", rule.get[role]), ("post", rule.post[role])):
            got = status(getattr(client, method)(url))
            if got != expected:
                wrong.append(f"{method} {pattern.name}: {got}, expected {expected}")

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_signing_out_takes_a_post_and_works(client, world, role):
    sign_in(client, role, world)
    rule = TABLE["account_logout"]

    got, posted = status(client.get("/logg-ut/")), status(client.post("/logg-ut/"))

    assert (got, posted) == (rule.get[role], rule.post[role])
    assert client.get("/").status_code == 302


def test_no_get_changes_anything(client, world):
    """Mail scanners open every link."""
    client.force_login(factories.UserFactory(is_superuser=True))
    rooms = ("accounts", "programmes", "municipalities", "gatherings", "correspondence")

    def everything():
        models = [model for model in apps.get_models() if model._meta.app_label in rooms]
        return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}

    before = everything()
    for pattern in patterns():
        if TABLE[pattern.name] and pattern.name != "account_logout":
            client.get(address(pattern, world))

    assert everything() == before


def test_forms_refuse_a_post_without_their_token(world):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"/svar/{world['token']}/", {"choice": "yes"})

    assert response.status_code == 403
    assert "Skjemaet ble for gammelt" in response.content.decode()
