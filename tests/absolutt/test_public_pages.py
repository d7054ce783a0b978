"""What every public body tells: accessibility, privacy and whom to ask, readable for everybody."""

import html
import re

import pytest
from django.utils import translation

from accounts import personal
from municipalities import signup_links
from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ("/tilgjengelighet/", "/personvern/", "/kontakt/")


def text(response):
    """The words of a page as its reader sees them, each element on its own line."""
    words = re.sub(r"<[^>]+>", "\n", response.content.decode().partition("<main")[2])
    return re.sub(r"\s*\n\s*", "\n", html.unescape(words))


@pytest.mark.parametrize("page", PAGES)
def test_anybody_reads_the_page_in_the_written_norm_that_she_has_chosen(client, page):
    bokmal = client.get(page)
    client.cookies["django_language"] = "nn"
    nynorsk = client.get(page)

    assert (bokmal.status_code, nynorsk.status_code) == (200, 200)
    assert '<html lang="nb"' in bokmal.content.decode()
    assert '<html lang="nn"' in nynorsk.content.decode()


def test_every_page_leads_to_them_from_its_foot(client, adviser):
    invited = factories.invited()
    token = signup_links.issue(invited, factories.with_director(invited))
    strangers = [client.get(page) for page in ("/logg-inn/", f"/svar/{token}/", "/svar/feil/", *PAGES)]
    client.force_login(adviser)

    for response in [*strangers, client.get("/"), client.get("/finnes-ikke/")]:
        foot = response.content.decode().partition("<footer")[2]
        assert [page for page in PAGES if f'href="{page}"' in foot] == list(PAGES)


def test_a_signed_in_adviser_keeps_her_menu_on_them(client, adviser):
    client.force_login(adviser)

    for page in PAGES:
        assert "Logg ut" in client.get(page).content.decode()


def test_the_accessibility_statement_says_where_to_report_and_to_complain(client, settings):
    settings.CONTACT_EMAIL = "portalen@example.no"

    page = client.get("/tilgjengelighet/").content.decode()

    assert "mailto:portalen@example.no" in page
    assert "WCAG 2.1" in page and "Diskrimineringsnemnda" in page and "uustatus.no" in page


def test_each_kind_of_personal_data_is_on_the_privacy_page(client):
    page = text(client.get("/personvern/"))

    for model, data in personal.declared():
        for said in (data.whose, data.why, data.source):
            assert str(said) in page, model.__name__


def test_a_coordinator_reads_who_gave_her_an_account_and_when_her_access_ends(client):
    page = text(client.get("/personvern/"))

    assert "Rådgivere, administratorer og koordinatorer som logger inn" in page
    assert "En koordinators tilgang er avsluttet når personen ikke lenger er koordinator" in page
    assert "For en koordinator: kommunedirektøren, en annen koordinator eller rådgiveren i KS." in page


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_field_is_on_the_privacy_page_with_its_end(client, language):
    client.cookies["django_language"] = language

    page = text(client.get("/personvern/")).lower()

    with translation.override(language):
        for model, data in personal.declared():
            table = page.partition(f"\n{data.whose}\n".lower())[2]
            for name, kept in data.fields.items():
                assert f"\n{personal.label(model, name)}\n{kept.until}\n".lower() in table, name


def test_the_privacy_page_names_the_cookies_that_there_are_and_how_long_they_last(client, settings):
    page = text(client.get("/personvern/"))

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"):
        assert f"\n{name}\n" in page
    assert settings.SESSION_COOKIE_AGE == 12 * 3600 and "Høyst 12 timer" in page
    assert 364 <= settings.CSRF_COOKIE_AGE / (24 * 3600) <= 366 and "Ett år" in page


def test_the_contact_page_shows_who_runs_a_programme_now_region_by_region(client):
    states = Programme.State
    innlandet = factories.RegionFactory(name="KS Innlandet")
    agder = factories.RegionFactory(name="KS Agder")
    for region, state, email in (
        (innlandet, states.OPEN, "apen@example.no"),
        (agder, states.RUNNING, "i.gang@example.no"),
        (innlandet, states.ANNOUNCED, "kunngjort@example.no"),
        (agder, states.SKETCH, "skisse@example.no"),
        (agder, states.ARCHIVED, "arkiv@example.no"),
        (factories.RegionFactory(name="KS Nord"), states.OPEN, ""),
    ):
        factories.ProgrammeFactory(region=region, state=state, contact_email=email)

    page = text(client.get("/kontakt/"))

    assert page.index("KS Agder") < page.index("i.gang@") < page.index("KS Innlandet") < page.index("apen@")
    assert page.count("KS Innlandet") == 1 and "kunngjort@example.no" in page
    assert "skisse@" not in page and "arkiv@" not in page and "KS Nord" not in page


def test_the_contact_page_says_what_to_do_where_nobody_runs_a_programme(client, settings):
    page = text(client.get("/kontakt/"))

    assert "Nå er det ingen. Skriv til adressen under." in page
    assert settings.CONTACT_EMAIL in page


def test_the_contact_page_costs_one_query_however_many_programmes(client, django_assert_num_queries):
    for name in ("KS Agder", "KS Innlandet", "KS Nord"):
        factories.ProgrammeFactory(region=factories.RegionFactory(name=name), state="open")

    with django_assert_num_queries(1):
        client.get("/kontakt/")
