"""Registering for an information meeting on its public page, and the adviser's list."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.journal import SYSTEM
from gatherings import registration_links
from gatherings.models import Gathering, Registration
from gatherings.registration_actions import erase
from programmes.models import Adviser, Programme
from programmes.when import When
from tests import factories
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db
DATA = {"name": "Kari Lien", "role": "rektor", "organisation": "other", "other_title": "Hamar", "email": "k@example.no"}


def address(name, gathering):
    return reverse(name, args=[gathering.programme.key, gathering.pk])


def send(client, gathering, **data):
    return client.post(address("information_meeting", gathering), DATA | data, follow=True)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_anybody_registers_without_an_account(client):
    gathering = meeting(places=3)
    assert "Det er 3 plasser igjen." in text_of(client.get(address("information_meeting", gathering)))

    response = send(client, gathering)

    assert "Du er meldt på" in text_of(response)
    assert Registration.objects.get().organisation_name == "Hamar"


def test_the_meetings_website_is_a_link(client):
    gathering = meeting()
    assert "Mer om møtet" not in text_of(client.get(address("information_meeting", gathering)))

    Gathering.objects.update(external_url="https://www.example.no/motet/")

    page = text_of(client.get(address("information_meeting", gathering)))
    assert 'href="https://www.example.no/motet/" rel="noreferrer">Mer om møtet</a>' in page


def test_the_screen_is_the_same_for_an_address_that_was_registered_before(client):
    gathering = meeting()

    first, again = (text_of(send(client, gathering)).partition("</main>")[0] for _ in range(2))

    assert first == again


def test_two_from_an_office_that_shares_an_address_both_come_and_the_screen_says_no_more(client):
    gathering = meeting()

    first = text_of(send(client, gathering)).partition("</main>")[0]
    second = text_of(send(client, gathering, name="Ola Moen")).partition("</main>")[0]

    assert first == second
    assert Registration.objects.coming().count() == 2
    assert "Hvert navn er én påmelding" in text_of(client.get(address("information_meeting", gathering)))


@pytest.mark.parametrize(("data", "said"), [
    ({"name": ""}, "Skriv navnet ditt"),
    ({"email": "k@"}, "fullstendig e-postadresse"),
    ({"organisation": ""}, "Velg hvor du jobber"),
    ({"other_title": ""}, "Skriv hvor du jobber"),
    ({"name": "Se http://ond.example.com"}, "Skriv uten nettadresser"),
])  # fmt: skip
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, data, said):
    response = send(client, meeting(), **data)

    assert response.status_code == 422 and said in text_of(response)
    assert 'value="rektor"' in response.content.decode() and not Registration.objects.exists()


def test_a_full_meeting_says_so(client):
    gathering = meeting(places=1)
    registered(gathering)

    response = send(client, gathering)

    assert response.status_code == 410 and "Møtet er fullt" in text_of(response)


@pytest.mark.parametrize(("fields", "said"), [
    ({"days": -2}, "Møtet har vært."),
    ({"when": When()}, "Dagen er ikke bestemt ennå."),
])  # fmt: skip
def test_a_meeting_that_cannot_be_come_to_says_why(client, fields, said):
    response = client.get(address("information_meeting", meeting(**fields)))

    assert response.status_code == 410 and said in text_of(response)


def test_a_programme_that_is_not_public_has_no_such_page(client):
    gathering = meeting(programme=factories.OpenProgrammeFactory(is_public=False))

    assert client.get(address("information_meeting", gathering)).status_code == 404


def test_whoever_reads_of_the_programme_finds_where_to_register(client):
    gathering = meeting()

    page = client.get(reverse("public_programme", args=[gathering.programme.key])).content.decode()

    assert address("information_meeting", gathering) in page and "Meld deg på møtet" in page
    assert address("meeting_list", gathering) not in page


def test_a_meeting_that_has_been_is_told_of_without_a_way_to_register(client):
    gathering = meeting(days=-2)

    page = client.get(reverse("public_programme", args=[gathering.programme.key])).content.decode()

    assert "Informasjonsmøte" in page and address("information_meeting", gathering) not in page


def test_the_programmes_adviser_is_led_to_the_list(reader):
    gathering = meeting()

    page = reader.get(reverse("programme", args=[gathering.programme.key])).content.decode()

    assert address("meeting_list", gathering) in page


def test_too_many_from_one_address_are_asked_to_wait(client):
    gathering = meeting()
    for _number in range(5):
        send(client, gathering)

    response = send(client, gathering)

    assert response.status_code == 422 and "Vent en time" in text_of(response)


def test_the_link_in_the_confirmation_cancels_by_a_button_and_not_by_being_opened(client):
    registration = registered(meeting())
    link = reverse("cancel_registration", args=[registration_links.issue(registration)])

    page = text_of(client.get(link))
    assert "Vil du melde deg av?" in page and "Påmeldingen gjelder Kari Lien." in page
    assert Registration.objects.coming().exists()
    assert "Du er meldt av" in text_of(client.post(link, follow=True))

    assert not Registration.objects.coming().exists()


def test_a_link_that_somebody_made_up_is_gone(client):
    assert client.get(reverse("cancel_registration", args=["tull"])).status_code == 410


@pytest.fixture
def reader(client):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def test_the_adviser_sees_who_comes_and_who_has_cancelled(reader):
    gathering = meeting(places=30)
    registered(gathering, "ola@example.no", name="Ola Moen")
    kari = registered(gathering)
    Registration.objects.filter(pk=kari.pk).update(cancelled_at=factories.timezone.now())

    text = text_of(reader.get(address("meeting_list", gathering)))

    assert "1 av 30 plasser er tatt." in text
    assert text.index("Ola Moen") < text.index("Kari Lien") and "Meldt av" in text


def test_the_list_is_taken_along(reader):
    gathering = meeting()
    registered(gathering, name="=1+1")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(address("meeting_xlsx", gathering)).content))
    csv = reader.get(address("meeting_csv", gathering)).content.decode("utf-8-sig")

    assert sheet.get_sheet_by_index(0).to_python()[1][:3] == ["=1+1", "rektor", "Hamar"]
    assert csv.splitlines()[1].startswith("'=1+1;rektor;Hamar")


def test_the_adviser_erases_somebody_who_asks_for_it(reader):
    gathering = meeting()
    registration = registered(gathering)

    reader.post(reverse("erase_registration", args=[gathering.programme.key, gathering.pk, registration.pk]))

    assert Registration.objects.get().name == ""


def test_the_letters_page_says_that_an_address_is_erased(reader):
    gathering = meeting()
    registration = registered(gathering)
    erase(registration=registration, by=SYSTEM)

    text = text_of(reader.get(reverse("letters", args=[gathering.programme.key])))

    assert "Adressen er slettet" in text and "kari@example.no" not in text


def test_its_kind_cannot_be_changed_while_somebody_is_on_the_list(reader):
    gathering = meeting()
    registered(gathering)
    Programme.objects.update(state="announced")
    posted = {"kind": "digital_session", "when": "3. mai 2027", "form": "digital", "version": gathering.version}

    response = reader.post(reverse("gathering", args=[gathering.programme.key, gathering.pk]), posted)

    assert response.status_code == 422
    assert "Velg «Informasjonsmøte». Noen er meldt på" in text_of(response)


def test_one_that_had_somebody_on_its_list_is_not_removed_and_the_page_says_what_to_do(reader):
    gathering = meeting()
    erase(registration=registered(gathering), by=SYSTEM)
    posted = {"version": gathering.version, "confirmed": "1"}

    removing = reverse("remove_gathering", args=[gathering.programme.key, gathering.pk])
    response = reader.post(removing, posted, follow=True)

    assert "noen er eller har vært meldt på den" in text_of(response)
    assert Gathering.objects.filter(pk=gathering.pk).exists()


def test_a_process_adviser_reads_the_list_and_erases_nobody(reader):
    gathering = meeting()
    registration = registered(gathering)
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    assert "Slett" not in text_of(reader.get(address("meeting_list", gathering)))
    erasing = reverse("erase_registration", args=[gathering.programme.key, gathering.pk, registration.pk])
    assert reader.post(erasing).status_code == 403


def test_another_regions_adviser_does_not_find_it(client):
    gathering = meeting()
    client.force_login(factories.adviser("KS Trøndelag"))

    assert client.get(address("meeting_list", gathering)).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_as_many_queries_whatever_its_length(reader, count, django_assert_num_queries):
    gathering = meeting()
    organisation = factories.OrganisationFactory()
    for number in range(count):
        registered(gathering, f"p{number}@example.no", organisation=organisation, organisation_name="")
    Programme.objects.update(state="open")

    with django_assert_num_queries(11):
        reader.get(address("meeting_list", gathering))
