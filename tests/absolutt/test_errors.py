"""Pages for what went wrong: what happened, what to do, whom to ask; and in the reader's language."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path

from absolutt import urls
from tests import factories


def refuse(request):
    raise PermissionDenied


urlpatterns = [*urls.urlpatterns, path("for-liten-rolle/", refuse)]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


def text(response):
    return response.content.decode()


@pytest.fixture
def without_database():
    """A client of a portal whose database is away: this test may not reach one, and asking raises."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    return client


@pytest.mark.parametrize("page", ["/", "/kontakt/", "/logg-inn/"])
def test_a_fault_of_ours_is_told_when_the_database_is_away(without_database, page):
    response = without_database.get(page)

    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in text(response)
    assert f"mailto:{settings.CONTACT_EMAIL}" in text(response)


@pytest.mark.parametrize("page", ["/", "/kontakt/"])
@pytest.mark.parametrize(("chosen", "spoken"), [("nn", "nn"), ("nb", "nb"), ("se", "nb"), ("", "nb")])
def test_a_fault_of_ours_is_told_in_the_language_that_the_reader_has_chosen(without_database, page, chosen, spoken):
    without_database.cookies["django_language"] = chosen

    assert f'<html lang="{spoken}"' in text(without_database.get(page))


def test_a_fault_of_ours_offers_no_form_that_would_fail(without_database):
    assert "<form" not in text(without_database.get("/"))


@pytest.mark.django_db
def test_an_unknown_address_leads_a_signed_in_adviser_to_the_front_page(client, adviser):
    client.force_login(adviser)

    response = client.get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Gå til forsiden" in text(response) and "Logg ut" in text(response)


@pytest.mark.django_db
def test_an_unknown_address_tells_a_stranger_of_the_letter_and_of_signing_in(client):
    response = client.get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Åpne det nyeste og trykk på lenken der" in text(response)
    assert 'class="ds-button" data-variant="secondary" href="/logg-inn/"' in text(response)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_role_too_small_is_told_whom_to_ask(client):
    client.force_login(factories.UserFactory(name="Torgeir Aune"))

    response = client.get("/for-liten-rolle/")

    assert response.status_code == 403
    assert "Du er logget inn som Torgeir Aune" in text(response)
    assert "administrator i KS" in text(response)


@pytest.mark.django_db
def test_a_form_that_has_grown_old_says_that_nothing_is_saved():
    response = Client(enforce_csrf_checks=True).post("/malform/", {"language": "nn"})

    assert response.status_code == 403
    assert "Det du sendte, er ikke lagret." in text(response)


@pytest.mark.django_db
def test_a_link_that_opens_nothing_leads_to_the_regions(client):
    response = client.get("/svar/feil/")

    assert response.status_code == 410
    assert 'class="ds-button" href="/kontakt/"' in text(response)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/finnes-ikke/", "/svar/feil/"])
def test_what_went_wrong_is_told_in_nynorsk_to_whoever_has_chosen_it(client, page):
    client.cookies["django_language"] = "nn"

    assert '<html lang="nn"' in text(client.get(page))


@pytest.mark.django_db
def test_an_act_asked_for_by_a_get_leads_to_the_page_it_belongs_to_and_changes_nothing(client):
    """Enter in the address bar after a form that failed, or a tab that is opened again."""
    participation = factories.signed_up()
    factories.with_coordinator(participation)
    place = factories.with_member(participation)
    client.force_login(factories.adviser())
    home = f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/"

    ways = {f"plass/{place.pk}/rett/": f"plass/{place.pk}/", f"plass/{place.pk}/navn/": f"plass/{place.pk}/",
            "gruppe/bekreft/": "gruppe/", "gruppe/referansegruppe/": "gruppe/", "unntak/": "", "unntak/slutt/": "",
            "svar/": ""}  # fmt: skip

    for act, page in ways.items():
        response = client.get(home + act, follow=True)
        assert (response.status_code, response.request["PATH_INFO"]) == (200, home + page), act


@pytest.mark.django_db
def test_a_letter_is_not_sent_again_by_a_get_and_the_letters_are_shown(client):
    programme = factories.OpenProgrammeFactory()
    client.force_login(factories.adviser())

    assert client.get(f"/program/{programme.key}/brev/12/send-igjen/").url == f"/program/{programme.key}/brev/"


@pytest.mark.django_db
def test_what_is_sent_where_nothing_is_taken_gets_a_page_that_says_so(client):
    response = client.post("/kontakt/")

    assert response.status_code == 405 and response["Allow"] == "GET, HEAD"
    assert "Siden tar ikke imot dette" in text(response) and "Ingenting er lagret eller endret." in text(response)
