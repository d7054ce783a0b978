"""Beginning a programme on the screen: from the framework, as a copy, and for a region that had none."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from absolutt.pages import new_programme as pages
from accounts.models import JournalEntry
from programmes.models import Adviser, Programme, Region
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, programmes):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def send(client, **data):
    region = Region.objects.get(name="KS Innlandet")
    values = {"region": region.pk, "title_nb": "ABSOLUTT Innlandet 2028", "begins_as": "framework", "act": "preview"}
    return client.post(reverse("new_programme"), values | data)


def new(programmes):
    return Programme.objects.exclude(pk__in=[row.pk for row in programmes.values()])


def test_a_programme_from_the_framework_is_a_sketch_with_the_period_as_it_was_written(reader, programmes):
    response = send(reader, when="høsten 2028", title_nn="ABSOLUTT Innlandet 2028")

    (programme,) = new(programmes)
    assert response.url == reverse("programme", args=["absolutt-innlandet-2028"])
    assert (programme.state, programme.when.format(), programme.date_text) == ("sketch", "høsten 2028", "høsten 2028")
    assert programme.phases.count() == 4 and programme.participations.count() == 47


def test_it_is_said_who_sees_the_sketch(reader):
    page = reader.get(send(reader).url).content.decode()

    assert "Programmet er laget som en skisse. Bare rådgiverne i regionen ser det ennå." in page


def test_a_period_that_is_not_said_is_not_invented(reader, programmes):
    send(reader)

    assert new(programmes).get().when.format() == "dato ikke satt"


def test_a_period_that_is_not_understood_is_asked_for_again_with_what_was_typed(reader, programmes):
    response = send(reader, when="en gang i framtida")

    assert response.status_code == 422 and not new(programmes).exists()
    assert "en gang i framtida" in response.content.decode()


def test_two_programmes_with_one_title_have_an_address_each(reader, programmes):
    send(reader)
    send(reader)

    assert sorted(new(programmes).values_list("key", flat=True)) == [
        "absolutt-innlandet-2028", "absolutt-innlandet-2028-2",
    ]  # fmt: skip


def test_a_title_never_takes_the_address_of_the_form_itself(reader, programmes):
    send(reader, title_nb="Nytt")

    assert new(programmes).get().key == "nytt-2"


def copy(reader, programmes, source="innlandet-2021", **data):
    return send(reader, begins_as="copy", source=programmes[source].pk, **data)


def hidden(response):
    """What the page carries along unseen."""
    fields = re.findall(r'<input type="hidden" name="(once|looked_at|mark)" value="([^"]*)"', response.content.decode())
    return dict(fields)


def copy_as_looked_over(reader, programmes, **data):
    return copy(reader, programmes, act="save", **(hidden(copy(reader, programmes, **data)) | data))


def test_a_copy_is_looked_over_with_its_weekdays_and_its_holidays_before_anything_is_saved(reader, programmes):
    response = copy(reader, programmes, first_day="2026-04-03")

    text = response.content.decode().replace("\xa0", " ")
    assert not new(programmes).exists()
    assert "269 uker" in text
    assert "5. februar 2021" in text and "3. april 2026" in text
    assert "Helligdag: 3. april 2026: langfredag" in text


def test_a_copy_that_was_looked_over_is_made_with_the_same_dates(reader, programmes):
    copy_as_looked_over(reader, programmes, first_day="2027-02-05")

    made = new(programmes).get()
    assert made.gatherings.get(key="joint-1").start == date(2027, 2, 5)
    assert (made.state, made.letters_from, made.is_public) == ("sketch", None, False)
    assert JournalEntry.objects.filter(verb="programme.copied", scope=f"programme:{made.pk}").exists()


@pytest.mark.parametrize("year", ["0001", "0020", "1066", "9999"])
def test_a_year_that_is_half_typed_is_asked_for_again(reader, programmes, year):
    response = copy(reader, programmes, first_day=f"{year}-02-05")

    assert response.status_code == 422 and "Skriv året med fire siffer" in response.content.decode()
    assert not new(programmes).exists()


def semesters(programme, *, with_days=True):
    """A round whose period is «våren 2021–våren 2022», as a sketch says it."""
    when = When("semester", date(2021, 1, 1), date(2022, 6, 30), tentative=True)
    Programme.objects.filter(pk=programme.pk).update(precision="semester", start=when.start, end=when.end)
    if not with_days:
        programme.deadlines.all().delete()
        programme.gatherings.all().delete()


def test_a_round_whose_period_has_no_day_is_counted_from_its_first_gathering(reader, programmes):
    semesters(programmes["innlandet-2021"])

    page = copy(reader, programmes, first_day="2028-05-19").content.decode().replace("\xa0", " ")
    assert "Første dag er regnet fra fellessamling 1: 5. februar 2021 blir 19. mai 2028." in page
    copy_as_looked_over(reader, programmes, first_day="2028-05-19")

    made = new(programmes).get()
    assert made.gatherings.get(key="joint-1").start == date(2028, 5, 19)
    assert made.when.format() == "våren 2028–våren 2029"


def test_a_round_with_a_first_day_is_counted_from_it(reader, programmes):
    page = copy(reader, programmes, first_day="2027-02-08").content.decode().replace("\xa0", " ")

    assert "Første dag er regnet fra perioden: 5. februar 2021 blir 5. februar 2027." in page


def test_a_round_without_any_gathering_on_a_day_is_counted_from_what_comes_first(reader, programmes):
    semesters(programmes["innlandet-2021"])
    programmes["innlandet-2021"].gatherings.filter(kind="joint").delete()

    page = copy(reader, programmes, first_day="2027-10-29").content.decode().replace("\xa0", " ")

    assert "Første dag er regnet fra informasjonsmøte: 30. oktober 2020 blir 29. oktober 2027." in page


@pytest.mark.parametrize("first_day", ["2028-01-01", "2028-05-19", "2028-06-30"])
def test_a_round_without_a_day_begins_in_the_semester_that_the_day_lies_in(reader, programmes, first_day):
    semesters(programmes["innlandet-2021"], with_days=False)

    page = copy(reader, programmes, first_day=first_day).content.decode().replace("\xa0", " ")
    assert "Første dag er regnet fra perioden: våren 2021–våren 2022 blir våren 2028–våren 2029." in page
    copy_as_looked_over(reader, programmes, first_day=first_day)

    assert new(programmes).get().when.format() == "våren 2028–våren 2029"


def test_a_copy_without_a_first_day_leaves_every_date_open(reader, programmes):
    text = copy(reader, programmes).content.decode()
    assert "Ingen dato blir tatt med" in text

    copy_as_looked_over(reader, programmes)

    assert {row.when.precision for row in new(programmes).get().gatherings.all()} == {""}


@pytest.mark.parametrize(("data", "said"), [
    ({"title_nb": ""}, "Skriv hva programmet heter"),
    ({"region": ""}, "Velg regionen"),
    ({"begins_as": "copy"}, "Velg runden som skal kopieres"),
    ({"begins_as": ""}, "Velg rammeverket eller en tidligere runde"),
])  # fmt: skip
def test_what_is_missing_is_asked_for(reader, programmes, data, said):
    response = send(reader, **data)

    assert response.status_code == 422 and said in response.content.decode()
    assert not new(programmes).exists()


def test_a_round_without_a_first_day_cannot_be_moved(client, programmes):
    client.force_login(factories.adviser())
    source = programmes["trondelag-2020"]
    Programme.objects.filter(pk=source.pk).update(precision="", start=None, end=None)
    source.deadlines.all().delete()

    response = send(client, begins_as="copy", source=source.pk, first_day="2027-02-05")

    assert "har ingen dag å regne fra. La feltet stå tomt" in response.content.decode()


def test_an_adviser_copies_only_what_she_may_read_and_begins_only_where_she_runs(reader, programmes):
    foreign = Region.objects.get(name="KS Trøndelag")
    response = send(reader, region=foreign.pk)
    assert "Velg en av regionene i lista" in response.content.decode()

    response = send(reader, begins_as="copy", source=programmes["trondelag-2020"].pk)

    assert "Velg en av rundene i lista" in response.content.decode()


def test_a_process_adviser_begins_nothing(reader):
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    assert reader.get(reverse("new_programme")).status_code == 403
    assert reverse("new_programme") not in reader.get(reverse("home")).content.decode()


def test_the_national_adviser_gives_the_portal_a_region_that_can_begin_at_once(client, programmes):
    client.force_login(factories.adviser())

    response = client.post(reverse("new_region"), {"name": "KS Nordland", "counties": ["18"]})

    region = Region.objects.get(name="KS Nordland")
    assert (response.url, region.county_numbers) == (reverse("new_programme"), ["18"])
    send(client, region=region.pk, title_nb="ABSOLUTT Nordland")
    assert new(programmes).get().participations.count() == 42  # 41 municipalities and the county


@pytest.mark.parametrize(("data", "said"), [
    ({"name": "ks innlandet", "counties": ["34"]}, "Det er en region med dette navnet"),
    ({"name": "KS Nordland"}, "Velg minst ett fylke"),
    ({"counties": ["18"]}, "Skriv hva regionen heter"),
])  # fmt: skip
def test_a_region_needs_a_name_of_its_own_and_a_county(client, programmes, data, said):
    client.force_login(factories.adviser())

    response = client.post(reverse("new_region"), data)

    assert response.status_code == 422 and said in response.content.decode()


def test_an_adviser_whose_region_has_no_programme_is_shown_how_to_begin(client, programmes):
    Region.objects.create(name="KS Nordland", county_numbers=["18"])
    client.force_login(factories.adviser("KS Nordland"))

    assert reverse("new_programme") in client.get(reverse("home")).content.decode()


def test_a_region_whose_name_was_taken_meanwhile_is_asked_for_another(client, programmes, monkeypatch):
    client.force_login(factories.adviser())
    monkeypatch.setattr(pages, "region_names", set)  # read before the other came

    response = client.post(reverse("new_region"), {"name": "KS Innlandet", "counties": ["18"]})

    text = response.content.decode()
    assert response.status_code == 422 and "Det er en region med dette navnet" in text and "KS Innlandet" in text


def test_without_a_framework_the_page_says_what_must_be_done_first(client):
    client.force_login(factories.adviser("KS Innlandet"))

    shown = client.get(reverse("new_programme"))
    sent = send(client, title_nb="ABSOLUTT")

    assert (shown.status_code, sent.status_code) == (200, 422)
    for response in (shown, sent):
        assert "Det nasjonale rammeverket er ikke lagt inn ennå" in response.content.decode()


def test_whoever_stands_in_for_the_national_adviser_gives_the_portal_a_region_too(client, programmes):
    stand_in = factories.UserFactory()
    Adviser.objects.create(user=stand_in, stands_in_for=factories.adviser(), until=factories.in_days(3))
    client.force_login(stand_in)

    assert client.get(reverse("new_region")).status_code == 200
    assert client.get(reverse("access")).status_code == 403


def test_a_form_that_is_sent_twice_makes_one_programme_and_leads_to_it(reader, programmes):
    once = hidden(reader.get(reverse("new_programme")))["once"]

    first, second = send(reader, once=once), send(reader, once=once)

    assert new(programmes).count() == 1 and first.url == second.url
    shown = reader.get(second.url).content.decode()
    assert "Skjemaet er sendt før. Her er programmet som ble laget da." in shown


def test_a_copy_that_is_sent_twice_is_one_programme(reader, programmes):
    once = str(uuid4())

    first, second = (copy_as_looked_over(reader, programmes, once=once) for _ in range(2))

    assert new(programmes).count() == 1 and first.url == second.url


def test_each_time_the_form_is_opened_it_makes_a_programme_of_its_own(reader, programmes):
    for _ in range(2):
        send(reader, once=hidden(reader.get(reverse("new_programme")))["once"])

    assert new(programmes).count() == 2


def test_a_source_that_changed_since_it_was_looked_over_is_shown_anew(reader, programmes):
    looked_over = hidden(copy(reader, programmes, first_day="2027-02-05"))
    programmes["innlandet-2021"].gatherings.filter(key="joint-1").update(start=date(2021, 2, 8), end=date(2021, 2, 8))

    late = copy(reader, programmes, first_day="2027-02-05", act="save", **looked_over)
    text = late.content.decode().replace("\xa0", " ")

    assert late.status_code == 422 and not new(programmes).exists()
    assert "Dette er endret etter at du åpnet siden" in text and "8. februar 2027" in text
    copy(reader, programmes, first_day="2027-02-05", act="save", **hidden(late))
    assert new(programmes).get().gatherings.get(key="joint-1").start == date(2027, 2, 8)


def test_dates_that_were_not_looked_over_are_not_saved(reader, programmes):
    looked_over = hidden(copy(reader, programmes, first_day="2027-02-05"))

    response = copy(reader, programmes, first_day="2027-03-05", act="save", **looked_over)

    assert response.status_code == 200 and "5. mars 2027" in response.content.decode().replace("\xa0", " ")
    assert not new(programmes).exists()


@pytest.mark.parametrize(("source", "told"), [("trondelag-2020", True), ("innlandet-2021", False)])
def test_what_is_not_taken_along_is_said_before_it_is_saved(client, programmes, source, told):
    client.force_login(factories.adviser())

    text = copy(client, programmes, source=source).content.decode()

    assert ("Forankringen blir ikke tatt med, for den gjelder runden du kopierer." in text) is told


def test_places_that_are_not_taken_to_another_region_are_named(client, programmes):
    client.force_login(factories.adviser())
    programmes["innlandet-2021"].gatherings.filter(number=1).update(place="Scandic Hamar")
    programmes["innlandet-2021"].gatherings.filter(number=2).update(place="Honne")
    elsewhere = programmes["trondelag-2020"].region

    same, other = (copy(client, programmes, **data).content.decode() for data in ({}, {"region": elsewhere.pk}))

    said = "Disse stedene blir ikke tatt med, for programmet er i en annen region: Scandic Hamar og Honne."
    assert said in other and "Scandic Hamar" not in same


@pytest.mark.parametrize("begins_as", ["framework", "copy"])
def test_two_forms_with_one_title_at_the_same_moment_make_two_programmes(reader, programmes, monkeypatch, begins_as):
    found = pages.free_key
    keys = iter(["innlandet-2021"])  # was free when it was looked for
    monkeypatch.setattr(pages, "free_key", lambda title: next(keys, None) or found(title))

    if begins_as == "copy":
        copy(reader, programmes, act="save", **hidden(copy(reader, programmes)))
    else:
        send(reader)

    assert new(programmes).get().key not in programmes
