"""One exception for several municipalities, from the board as it is filtered."""

import pytest
from django.urls import reverse

from correspondence.models import Letter
from municipalities.models import ANSWER, DutyException, Participation
from programmes.models import Adviser
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = factories.OpenProgrammeFactory()
    for name in ("Hamar", "Lom", "Skjåk"):
        organisation = factories.OrganisationFactory(name=name)
        factories.with_director(factories.invited(programme=programme, organisation=organisation))
    Participation.objects.filter(organisation__designations__name="Lom").update(state="declined")
    return programme


@pytest.fixture
def reader(client):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def address(programme, query=""):
    return reverse("several", args=[programme.key]) + query


def ticks(*names):
    rows = Participation.objects.filter(organisation__designations__name__in=names)
    return [f"{row.organisation.organisation_number}:{row.version}" for row in rows]


def send(client, programme, *names, query="", **data):
    values = {"to": ticks(*names), "duty": ANSWER, "what": "extend", "day": factories.in_days(30).isoformat(),
              "reason": "Sak i kommunestyret", "confirmed": "1"}  # fmt: skip
    return client.post(address(programme, query), values | data, follow=True)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_those_whom_the_filter_found_are_chosen_and_of_everybody_nobody(reader, programme):
    narrowed = reader.get(address(programme, "?svar=invited")).content.decode()
    everybody = reader.get(address(programme)).content.decode()

    assert (narrowed.count(" checked"), "Lom" in narrowed) == (2, False)
    assert (everybody.count(" checked"), "Lom" in everybody) == (0, True)


def test_several_get_longer_time_each_with_a_letter(reader, programme):
    text = text_of(send(reader, programme, "Hamar", "Skjåk"))

    assert "2 har fått utsatt frist. 2 brev er på vei." in text
    assert DutyException.objects.filter(day=factories.in_days(30)).count() == 2
    assert Letter.objects.filter(rule="deadline.extended").count() == 2


def look_over(client, programme, *names, **data):
    values = {"to": ticks(*names), "duty": ANSWER, "what": "extend", "day": factories.in_days(30).isoformat(),
              "reason": "Sak i kommunestyret"}  # fmt: skip
    return client.post(address(programme), values | data)


def test_nothing_is_saved_before_it_is_looked_over(reader, programme):
    page = text_of(look_over(reader, programme, "Hamar", "Skjåk"))

    assert "Ingenting er lagret ennå. 2 brev blir sendt når du lagrer." in page
    assert "Sak i kommunestyret" in page and page.count("Får brev") == 2
    assert not DutyException.objects.exists() and not Letter.objects.exists()


def row_of(page, name):
    return page.partition(f'role="rowheader">{name}</th>')[2].partition("</tr>")[0]


def test_it_is_said_who_gets_no_letter_and_why_and_whose_exception_is_replaced(reader, programme):
    Participation.objects.filter(organisation__designations__name="Skjåk").update(state="listed", invited_at=None)
    hamar = Participation.objects.get(organisation__designations__name="Hamar")
    factories.extended(hamar, factories.in_days(25))

    page = text_of(look_over(reader, programme, "Hamar", "Lom", "Skjåk"))

    assert "Ett brev blir sendt når du lagrer. Ett unntak blir erstattet." in page
    assert "Får brev" in row_of(page, "Hamar") and "Utsatt frist til" in row_of(page, "Hamar")
    assert "Får ikke brev" in row_of(page, "Lom") and "Har svart allerede." in row_of(page, "Lom")
    assert "Er ikke invitert." in row_of(page, "Skjåk")


def test_what_is_said_afterwards_counts_the_letters_that_go(reader, programme):
    Participation.objects.filter(organisation__designations__name="Skjåk").update(state="listed", invited_at=None)

    none = text_of(send(reader, programme, "Lom", "Skjåk"))
    one = text_of(send(reader, programme, "Hamar", "Lom"))

    assert "2 har fått utsatt frist. Ingen får brev." in none and "2 har fått utsatt frist. Ett brev er på vei." in one
    assert Letter.objects.filter(rule="deadline.extended").count() == 1


@pytest.mark.parametrize(("data", "said"), [
    ({"what": "waive", "day": ""}, "Det sendes ikke brev om dette."),
    ({"duty": "group.register", "day": factories.in_days(200).isoformat()}, "Det sendes ikke brev om dette."),
])  # fmt: skip
def test_what_no_letter_tells_of_says_so(reader, programme, data, said):
    page = text_of(look_over(reader, programme, "Hamar", **data))

    assert said in row_of(page, "Hamar") and "Ingen får brev." in page


def test_a_programme_that_has_not_begun_to_write_promises_no_letter(reader, programme):
    type(programme).objects.filter(pk=programme.pk).update(letters_from=None)

    page = text_of(look_over(reader, programme, "Hamar"))

    assert "Programmet sender ikke brev nå." in row_of(page, "Hamar")


def test_one_goes_back_to_what_was_filled_in(reader, programme):
    page = look_over(reader, programme, "Hamar", back="1").content.decode()

    assert "Sak i kommunestyret" in page and 'name="reason"' in page and not DutyException.objects.exists()


def test_several_are_excused(reader, programme):
    text = text_of(send(reader, programme, "Hamar", "Skjåk", what="waive", day=""))

    assert "2 er fritatt. Ingen får brev." in text
    assert DutyException.objects.filter(day=None, reason="Sak i kommunestyret").count() == 2


@pytest.mark.parametrize(("data", "said"), [
    ({"to": []}, "Velg minst én kommune."),
    ({"reason": ""}, "Skriv kort hvorfor"),
    ({"day": ""}, "Velg den nye fristen"),
    ({"day": "2020-01-01"}, "Fristen kan ikke være en dag som har vært"),
    ({"duty": ""}, "Velg hva det gjelder"),
])  # fmt: skip
def test_what_is_missing_is_asked_for_and_the_choice_stays(reader, programme, data, said):
    response = send(reader, programme, "Hamar", **data)

    assert response.status_code == 422 and said in text_of(response)
    assert not DutyException.objects.exists()
    assert response.content.decode().count('name="to"') == 3
    assert ("checked" in response.content.decode().split('name="duty"')[0]) is (data.get("to") != [])


def test_when_one_has_changed_meanwhile_nobody_gets_anything(reader, programme):
    chosen = ticks("Hamar", "Skjåk")
    Participation.objects.filter(organisation__designations__name="Skjåk").update(version=9)

    response = send(reader, programme, to=chosen)

    assert response.status_code == 422 and "ingenting er lagret" in text_of(response)
    assert not DutyException.objects.exists()
    assert send(reader, programme, "Hamar", "Skjåk").status_code == 200


def test_a_filter_that_finds_nobody_says_so(reader, programme):
    assert "Ingen passer til filteret." in text_of(reader.get(address(programme, "?q=zz")))


def test_a_process_adviser_gives_nobody_anything(reader, programme):
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    assert reader.get(address(programme)).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_choosing_among_many_costs_as_many_queries_as_among_few(reader, count, django_assert_num_queries):
    programme = factories.OpenProgrammeFactory(key="mange")
    for _ in range(count):
        factories.invited(programme=programme)
    reader.get(address(programme))  # the board's statements are written once in a process, which may ask one more

    with django_assert_num_queries(13):  # two for the gatherings that groups answer about
        reader.get(address(programme))


def test_one_that_left_the_filter_meanwhile_is_not_skipped(reader, programme):
    chosen = ticks("Hamar", "Skjåk")
    Participation.objects.filter(organisation__designations__name="Skjåk").update(state="undecided")

    text = text_of(send(reader, programme, query="?svar=invited", to=chosen))

    assert "2 har fått utsatt frist." in text and DutyException.objects.count() == 2


def test_what_was_ticked_stays_on_the_page_though_the_filter_finds_it_no_more(reader, programme):
    chosen = ticks("Hamar", "Skjåk")
    Participation.objects.update(state="undecided")

    response = send(reader, programme, query="?svar=invited", to=chosen, reason="")

    assert response.status_code == 422 and response.content.decode().count(" checked") >= 2
    assert "Hamar" in text_of(response) and "Lom" not in text_of(response)


def test_one_that_is_held_outside_meanwhile_is_named_and_nobody_gets_anything(reader, programme):
    chosen = ticks("Hamar", "Skjåk")
    Participation.objects.filter(organisation__designations__name="Skjåk").update(state="left_out")

    response = send(reader, programme, to=chosen)

    assert response.status_code == 422 and not DutyException.objects.exists()
    assert "Ingenting er lagret: Skjåk er holdt utenfor nå. Se over og lagre på nytt." in text_of(response)


def test_a_municipality_of_another_programme_is_not_reached(reader, programme):
    elsewhere = factories.invited(programme=factories.OpenProgrammeFactory(key="en-annen"))

    response = send(reader, programme, to=f"{elsewhere.organisation.organisation_number}:{elsewhere.version}")

    assert response.status_code == 422 and "Velg minst én kommune." in text_of(response)
    assert not DutyException.objects.exists()
