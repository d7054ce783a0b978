"""«Meld interesse» for anybody, and the adviser's list of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from correspondence.models import Letter
from municipalities.models import Interest
from tests import factories
from tests.municipalities.places import interested, public_sketch

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def sketch():
    return public_sketch(contact_email="absolutt@example.no")


@pytest.fixture
def hamar():
    return factories.OrganisationFactory(name="Hamar")


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def page(programme, rest=""):
    return f"/interesse/{programme.key}/{rest}"


def said(**kwargs):
    given = {
        "name": "Gro Selbu", "role": "ordfører", "organisation": "other", "other_title": "KS",
        "email": "g@example.no",
    }  # fmt: skip
    return given | kwargs


# --- Anybody


def test_the_page_says_that_it_is_no_sign_up_and_that_the_programme_is_a_sketch(client, sketch, hamar):
    shown = text(client.get(page(sketch)))

    assert "Foreløpig" in shown and "Dette er ikke en påmelding." in shown
    assert "Hamar kommune" in shown and "Et annet sted" in shown
    assert "slettes senest ett år etter" in shown


def test_interest_is_given_without_an_account_and_confirmed_on_the_screen(client, sketch, hamar):
    response = client.post(page(sketch), said(organisation=hamar.organisation_number, other_title=""), follow=True)

    row = Interest.objects.get()
    assert (row.name, row.organisation, row.organisation_name, row.language) == ("Gro Selbu", hamar, "", "nb")
    assert "Takk for interessen" in text(response) and "Dette er ikke en påmelding." in text(response)


def test_the_same_address_again_is_answered_alike_and_corrects_what_was_said(client, sketch):
    first = client.post(page(sketch), said(), follow=True)
    client.cookies["django_language"] = "nn"
    client.post(page(sketch), said(name="Gro M. Selbu"))
    client.cookies["django_language"] = "nb"
    second = client.post(page(sketch), said(name="Gro Marie", email="G@example.no"), follow=True)

    assert Interest.objects.get().name == "Gro Marie"
    strip = [part.partition("csrfmiddlewaretoken")[0] for part in (text(first), text(second))]
    assert strip[0] == strip[1]


@pytest.mark.parametrize(("wrong", "told"), [
    ({"name": ""}, "Skriv navnet ditt"),
    ({"name": "Se http://x.example.no"}, "Skriv uten nettadresser"),
    ({"role": "www.x.example.no"}, "Skriv uten nettadresser"),
    ({"email": "gro@"}, "Skriv en fullstendig e-postadresse"),
    ({"organisation": ""}, "Velg hvor du jobber"),
    ({"organisation": "999999999"}, "Velg hvor du jobber"),
    ({"other_title": ""}, "Skriv hvor du jobber"),
    ({"other_title": "x" * 121}, "Bruk høyst 120 tegn"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, sketch, wrong, told):
    response = client.post(page(sketch), said(**wrong))

    assert response.status_code == 422
    assert told in text(response) and ('value="ordfører"' in text(response) or "role" in wrong)
    assert not Interest.objects.exists()


def test_a_sketch_that_is_not_shown_has_no_page(client):
    hidden = factories.ProgrammeFactory(state="sketch", is_public=False)

    assert [client.get(page(hidden, rest)).status_code for rest in ("", "takk/")] == [404, 404]


def test_a_programme_that_is_announced_says_whom_to_ask_and_takes_nothing(client):
    programme = factories.OpenProgrammeFactory(is_public=True)

    got, posted = client.get(page(programme)), client.post(page(programme), said())

    assert (got.status_code, posted.status_code) == (410, 410)
    assert "Programmet er kunngjort" in text(got) and not Interest.objects.exists()


def test_nobody_fills_the_list_from_one_place(client, sketch):
    statuses = [client.post(page(sketch), said(email=f"g{number}@example.no")).status_code for number in range(21)]

    assert statuses == [302] * 20 + [422]
    assert Interest.objects.count() == 20


def test_one_address_is_given_a_few_times_an_hour(client, sketch):
    statuses = [
        client.post(page(sketch), said(), headers={"X-Forwarded-For": "192.0.2.1"}).status_code for _ in range(6)
    ]

    assert statuses == [302] * 5 + [422]


def test_the_page_is_there_in_nynorsk_and_remembers_which_norm_was_read(client, sketch):
    client.cookies["django_language"] = "nn"

    shown = text(client.get(page(sketch)))
    client.post(page(sketch), said())

    assert "Dette er ikkje ei påmelding." in shown
    assert Interest.objects.get().language == "nn"


# --- The adviser


@pytest.fixture
def adviser_client(client, adviser):
    client.force_login(adviser)
    return client


def listed(programme, rest=""):
    return f"/program/{programme.key}/interesse{rest}"


def test_the_adviser_sees_who_they_are_and_where_they_give_it(adviser_client, sketch, hamar):
    interested(sketch, organisation=hamar, organisation_name="", name="Kari Lien")

    shown = text(adviser_client.get(listed(sketch, "/")))

    assert "Kari Lien" in shown and "Hamar kommune" in shown and f"/interesse/{sketch.key}/" in shown
    assert "Én har meldt interesse." in shown and "Fortell dem" not in shown


def test_the_list_is_taken_along_as_workbook_and_csv_and_no_text_becomes_a_formula(adviser_client, sketch):
    interested(sketch, name="=1+1", organisation_name="Et sted")

    book = adviser_client.get(listed(sketch, ".xlsx"))
    heads, row = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    lines = adviser_client.get(listed(sketch, ".csv")).content.decode("utf-8-sig").splitlines()

    assert dict(zip(heads, row, strict=True))["Navn"] == "=1+1"
    assert dict(zip(heads, row, strict=True))["Meldt interesse"] == timezone.localdate()
    assert lines[1].startswith("'=1+1;rektor;Et sted")
    assert f'filename="interesse-{sketch.key}.xlsx"' in book["Content-Disposition"]


def test_she_looks_over_whom_it_goes_to_and_tells_them_once(adviser_client):
    programme = factories.OpenProgrammeFactory()
    first, second = interested(programme, name="Kari Lien"), interested(programme, name="Ola Moen")
    shown = text(adviser_client.get(listed(programme, "/fortell/")))

    none = adviser_client.post(listed(programme, "/fortell/"), {})
    told = adviser_client.post(listed(programme, "/fortell/"), {"to": [first.pk]}, follow=True)
    again = adviser_client.post(listed(programme, "/fortell/"), {"to": [first.pk]})

    assert "Kari Lien" in shown and "Ola Moen" in shown
    assert none.status_code == 422 and "Velg minst én som skal få brevet." in text(none)
    assert "1 brev er på vei." in text(told) and again.status_code == 422
    assert Letter.objects.get().interest == first
    assert Interest.objects.get(told_at=None) == second


def test_a_sketch_tells_nobody(adviser_client, sketch):
    row = interested(sketch)

    response = adviser_client.post(listed(sketch, "/fortell/"), {"to": [row.pk]})

    assert response.status_code == 422 and "Ingenting er sendt" in text(response)
    assert not Letter.objects.exists()


def test_one_is_erased_after_a_question(adviser_client, sketch):
    row = interested(sketch, name="Kari Lien")

    asked = text(adviser_client.get(listed(sketch, f"/{row.pk}/slett/")))
    before = Interest.objects.get().name
    gone = adviser_client.post(listed(sketch, f"/{row.pk}/slett/"), follow=True)

    assert "Slett opplysningene om Kari Lien" in asked and before == "Kari Lien"
    assert "Opplysningene er slettet." in text(gone) and "Kari Lien" not in text(gone).replace(asked, "")
    assert adviser_client.get(listed(sketch, f"/{row.pk}/slett/")).status_code == 404


def test_the_question_before_the_erasing_says_where_she_works(adviser_client, sketch, hamar):
    row = interested(sketch, organisation=hamar, organisation_name="")

    assert "Hamar kommune." in text(adviser_client.get(listed(sketch, f"/{row.pk}/slett/")))


def test_another_programmes_interest_is_not_there(adviser_client, sketch):
    other = interested(public_sketch())

    assert adviser_client.post(listed(sketch, f"/{other.pk}/slett/")).status_code == 404


def test_the_list_costs_the_same_queries_at_1_and_50_and_is_paged(adviser_client):
    counts = []
    for size in (1, 50, 51):
        programme = public_sketch()
        for number in range(size):
            where = factories.OrganisationFactory() if number % 2 else None
            interested(programme, organisation=where, email=f"{size}.{number}@example.no")
        adviser_client.get(listed(programme, "/"))
        with CaptureQueriesContext(connection) as counted:
            response = adviser_client.get(listed(programme, "/"))
        counts.append(len(counted))

    assert counts[1] == counts[2] <= MOST_QUERIES and counts[1] - counts[0] <= 1, counts
    assert len(response.context["rows"]) == 50


def test_the_privacy_page_tells_of_interest_and_how_long_it_is_kept(client):
    shown = text(client.get("/personvern/"))

    assert "De som har meldt interesse for et program" in shown
    assert "Ett år etter at du fikk beskjed om programmet" in shown


def test_the_programme_page_of_a_sketch_counts_them(adviser_client, sketch):
    interested(sketch, told_at=None, registered_at=timezone.now() - timedelta(days=3))

    assert "Har meldt interesse" in text(adviser_client.get(f"/program/{sketch.key}/"))


def test_what_is_stored_can_be_erased_from_an_archived_programme_too(adviser_client, sketch):
    row = interested(sketch, name="Kari Lien")
    type(sketch).objects.filter(pk=sketch.pk).update(state="archived")

    shown = adviser_client.get(listed(sketch, "/")).content.decode()
    asked = adviser_client.get(listed(sketch, f"/{row.pk}/slett/"))
    gone = adviser_client.post(listed(sketch, f"/{row.pk}/slett/"), follow=True)

    assert f'href="{listed(sketch, f"/{row.pk}/slett/")}"' in shown and asked.status_code == 200
    assert "Opplysningene er slettet." in text(gone) and Interest.objects.get().name == ""


def test_a_process_adviser_erases_nobody(client, sketch):
    row = interested(sketch)
    client.force_login(factories.process_adviser("KS Innlandet"))

    assert client.post(listed(sketch, f"/{row.pk}/slett/")).status_code == 403
