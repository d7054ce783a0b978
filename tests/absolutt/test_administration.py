"""Django's admin: only an administrator, only behind her second factor, and only to look."""

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from absolutt.administration import ROOMS, site
from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities.actions import SignUp, answer
from municipalities.comment_actions import write_comment
from tests import factories
from tests.accounts.factors import sign_in_with_factor

pytestmark = pytest.mark.django_db


def one_of_everything():
    """Two rows or more of nearly every model."""
    for _ in range(2):
        participation = factories.signed_up()
        director = factories.with_director(participation)
        factories.letter_to(participation, person=director)
        factories.extended(participation, factories.in_days(40))
        factories.with_member(participation)
        answer(
            participation=participation, person=director,
            sign_up=SignUp(choice="no", version=participation.version),
        )  # fmt: skip
        write_comment(
            programme=participation.programme, participation=participation, text="Ring",
            by=Actor(user=factories.stand_in("KS Innlandet")),
        )  # fmt: skip


@pytest.fixture
def liv(client):
    user = factories.UserFactory(name="Liv Myhre", is_superuser=True)
    sign_in_with_factor(client, user)
    return user


def addresses():
    """Every page of it that needs no row."""
    lists = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in site._registry]
    return [reverse("admin:index"), *lists, *(reverse("admin:app_list", args=[room]) for room in ROOMS)]


@pytest.mark.parametrize(
    "who", ["adviser", "national", "process adviser", "stand-in", "coordinator", "former administrator"]
)
def test_nobody_but_an_administrator_finds_it(client, who):
    user = {
        "adviser": lambda: factories.adviser("KS Innlandet"),
        "national": factories.adviser,
        "process adviser": lambda: factories.process_adviser("KS Innlandet"),
        "stand-in": lambda: factories.stand_in("KS Innlandet"),
        "coordinator": factories.UserFactory,
        "former administrator": lambda: factories.UserFactory(is_superuser=False),
    }[who]()
    sign_in_with_factor(client, user)

    assert {client.get(address).status_code for address in addresses()} == {404}


def test_who_is_not_signed_in_is_sent_to_the_portals_own_page(client):
    page = client.get("/forvaltning/", follow=True)

    assert page.redirect_chain[-1][0] == "/logg-inn/?next=%2Fforvaltning%2F"
    assert 'type="password"' not in page.content.decode()


@pytest.mark.parametrize("required", [True, False])
def test_an_administrator_without_a_factor_is_led_to_it_also_where_others_are_not(client, settings, required):
    settings.REQUIRE_SECOND_FACTOR = required
    user = factories.UserFactory(is_superuser=True)
    client.force_login(user)

    none = {client.get(address).url.partition("?")[0] for address in addresses()}
    factories.with_factor(user)
    unused = {client.get(address).url.partition("?")[0] for address in addresses()}

    assert (none, unused) == ({"/totrinn/"}, {"/totrinn/bekreft/"})


def test_with_it_every_page_opens_and_there_is_nothing_to_change_by(client, liv):
    one_of_everything()

    for address in addresses():
        page = client.get(address)
        content = page.content.decode()
        assert page.status_code == 200, address
        assert "/add/" not in content and "/delete/" not in content and "<script" not in content
        assert "unsafe" not in page["Content-Security-Policy"] and "style=" not in content


def test_each_row_is_shown_and_no_post_changes_or_deletes_it(client, liv):
    one_of_everything()
    seen = 0
    for model in site._registry:
        row = model._default_manager.order_by("pk").first()
        if row is None:
            continue
        seen += 1
        shown = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        page = client.get(shown)
        assert page.status_code == 200 and "<form" not in page.content.decode().split('id="content"')[1], shown
        assert client.post(shown, {"name": "x"}).status_code == 403, shown
        for act in ("delete/", "history/"):
            assert client.post(shown.replace("change/", act)).status_code == 404
        assert client.post(shown.replace(f"{row.pk}/change/", "add/")).status_code == 404

    assert seen > 15


def test_all_rooms_are_there_and_what_opens_something_is_hidden(client, liv):
    one_of_everything()
    wanted = {model for room in ROOMS for model in apps.get_app_config(room).get_models()}
    assert wanted <= set(site._registry)
    factor = liv.authenticator_set.get()

    page = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).content.decode()

    assert factor.data["secret"] not in page
    for model, shown in site._registry.items():
        assert not {"password", "token_hash", "data"} & set(shown.get_fields(None)), model


def test_the_journal_is_read_and_never_written(client, liv):
    one_of_everything()
    before = JournalEntry.objects.count()
    row = JournalEntry.objects.first()

    act = {"action": "delete_selected", "_selected_action": row.pk}

    client.post(reverse("admin:accounts_journalentry_changelist"), act)

    assert JournalEntry.objects.count() == before


def test_a_list_costs_the_same_however_many_rows(client, liv):
    def costs():
        found = {}
        for address in addresses():
            with CaptureQueriesContext(connection) as counted:
                client.get(address)
            found[address] = len(counted)
        return found

    one_of_everything()
    costs()
    few = costs()
    one_of_everything()

    assert costs() == few


def test_it_has_no_address_for_passwords_or_for_signing_out_by_itself():
    names = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}

    assert not {"logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site"} & names


def test_its_style_is_served_from_the_explicit_list_and_its_scripts_are_not():
    assert finders.find("admin/css/base.css") and finders.find("admin/img/icon-yes.svg")
    assert finders.find("admin/js/theme.js") is None and finders.find("admin/js/vendor/jquery/jquery.js") is None
