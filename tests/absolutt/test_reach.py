"""Who may do what where, as the table of rights says. An address that is missing from the table fails the test."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import journal
from municipalities.actions import name_director
from municipalities.models import Participation
from tests import factories
from tests.absolutt import reach_world
from tests.absolutt.reach_world import address, patterns, seat_beside, sign_in, status
from tests.absolutt.rights import HOLDERS, READS, ROLES, TABLE
from tests.accounts.factors import sign_in_with_factor


@pytest.fixture
def world(db):
    return reach_world.made()


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in patterns()} == set(TABLE)
    others = [found for found in get_resolver().url_patterns if found not in patterns()]
    assert [found.namespace for found in others] == ["admin"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says_and_no_more(client, world, role, settings):
    """Whoever has a role has used her second factor, as on a real site."""
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, role, world)
    wrong = []
    for pattern in [p for p in patterns() if TABLE[p.name] and p.name != "account_logout"]:
        rule, url = TABLE[pattern.name], address(pattern, world)
        for method, expected in (("get", rule.get[role]), ("post", rule.post[role])):
            got = status(getattr(client, method)(url))
            if got != expected:
                wrong.append(f"{method} {pattern.name}: {got}, expected {expected}")

    assert wrong == [], "\n".join(wrong)


# Forms of who answers by a link or in public, and of her own signing in
OWN_FORMS = frozenset(
    name for name, rule in TABLE.items()
    if rule and (rule.post.get("anonymous") not in ("login", 405) or name.startswith("factor_"))
)  # fmt: skip
SIGNING_IN = ("choose_language", "account_login", "account_confirm_login_code", "mfa_authenticate", "account_logout")


@pytest.mark.parametrize("role", HOLDERS)
def test_whoever_has_a_role_and_no_factor_reaches_only_where_she_sets_one_up(client, world, role, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, role, world)
    Authenticator.objects.all().delete()
    opened = []
    for pattern in [p for p in patterns() if TABLE[p.name] and p.name not in SIGNING_IN]:
        rule, url = TABLE[pattern.name], address(pattern, world)
        for method in ("get", "post"):
            asked = getattr(rule, method)
            if asked["anonymous"] != "login" or pattern.name.startswith("factor_"):
                continue  # it is open to everybody, or a part of setting one up
            response = getattr(client, method)(url)
            led = response.headers.get("Location", "").startswith(("/totrinn/", "/logg-inn/?next="))
            if not led and response.status_code != 405:
                opened.append(f"{method} {pattern.name}: {response.status_code}")

    assert opened == ["get second_factor: 200"]


HERS = ("/logg-ut/", "/malform/", "/kommentarer/", "/kalender/", "/kalender/slutt/")  # what a process adviser may send


def test_whoever_only_reads_is_shown_no_form_and_no_way_that_is_closed_to_her(client, world):
    sign_in(client, READS, world)
    wrong, asked = set(), {}
    for pattern in [p for p in patterns() if TABLE[p.name] and TABLE[p.name].get[READS] == 200]:
        page = client.get(address(pattern, world))
        if not page["Content-Type"].startswith("text/html"):
            continue
        content = page.content.decode()
        for action in re.findall(r'<form[^>]*method="post"[^>]*>', content):
            target = re.search(r'action="([^"]*)"', action)
            if (not target or not target.group(1).endswith(HERS)) and pattern.name not in OWN_FORMS:
                wrong.add(f"{pattern.name}: {action}")
        for href in set(re.findall(r'<a[^>]*href="(/[^"#]*)', content)):
            asked[href] = asked.get(href) or client.get(html.unescape(href)).status_code
            if asked[href] == 403:
                wrong.add(f"{pattern.name} leads to {href}")

    assert wrong == set()


@pytest.mark.parametrize("role", ["coordinator", "adviser"])
@pytest.mark.parametrize("kind", ["member", "coordinator"])
def test_a_seat_of_another_municipality_is_not_there(client, world, role, kind):
    sign_in(client, role, world)
    of_a_seat = [pattern for pattern in patterns() if "seat" in pattern.pattern.converters]
    wrong = []
    for pattern in of_a_seat:
        for method in ("get", "post"):
            ours = getattr(client, method)(address(pattern, world))
            theirs = getattr(client, method)(seat_beside(pattern, world, kind))
            leads_up = method == "get" and ours.status_code == 302
            if theirs.status_code != (405 if ours.status_code == 405 else 302 if leads_up else 404):
                wrong.append(f"{method} {pattern.name}: {theirs.status_code}")

    assert len(of_a_seat) == 7 and wrong == []


def test_a_director_comes_to_her_own_group_once_she_coordinates_it_and_no_sooner(client, world):
    signed_up = Participation.objects.get(organisation__organisation_number=world["signed_up"])
    sign_in(client, "group's director", world)
    group = reverse("group", args=[world["key"], world["signed_up"]])

    before = client.get(group).status_code
    factories.with_coordinator(signed_up, name="Anders Bakke", email=world["head"])

    assert (before, client.get(group).status_code) == (404, 200)


def test_the_appointing_link_of_a_director_who_has_left_is_gone(client, world):
    signed_up = Participation.objects.get(organisation__organisation_number=world["signed_up"])
    name_director(participation=signed_up, name="Ny", email="ny@kommune.example.no", by=journal.SYSTEM)

    link = f"/koordinator/{world['appoint']}/"

    assert [client.get(link).status_code, client.post(link, {}).status_code] == [410, 410]


@pytest.mark.parametrize("role", ROLES)
def test_signing_out_takes_a_post_and_works(client, world, role):
    sign_in(client, role, world)
    rule = TABLE["account_logout"]

    got, posted = status(client.get("/logg-ut/")), status(client.post("/logg-ut/"))

    assert (got, posted) == (rule.get[role], rule.post[role])
    assert client.get("/").status_code == 302


def test_no_get_changes_anything(client, world):
    """Mail scanners open every link."""
    sign_in_with_factor(client, factories.UserFactory(is_superuser=True))
    rooms = ("accounts", "programmes", "municipalities", "gatherings", "correspondence", "mfa")

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
