"""The plan's agenda: everything in order, what does not fit, what must be decided, and who may change it."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from absolutt.pages.plan_rows import agenda
from gatherings.models import Gathering, GatheringDay
from gatherings.plan import plan_of
from gatherings.warnings import cautions_of
from programmes.models import Programme, SchoolHoliday
from programmes.when import When
from tests import factories
from tests.absolutt.plans import many_gatherings, path, process_adviser, sketch, text

pytestmark = pytest.mark.django_db
ON_ITS_WAY = "2020-11-02 12:00+00:00"
MOST_QUERIES = 13


def entries(programme):
    plan = plan_of(programme)
    return [
        (entry["title"].replace("\u00a0", " "), entry["date"].replace("\u00a0", " "))
        for entry in agenda(plan, cautions_of(plan))
    ]


@time_machine.travel(ON_ITS_WAY)
def test_innlandets_plan_is_one_list_in_order(programmes):
    assert entries(programmes["innlandet-2021"]) == [
        ("Informasjonsmøte", "30. oktober 2020"),
        ("Påmeldingsfrist", "15. desember 2020"),
        ("Formøte i kommunene", "15. desember 2020–22. januar 2021"),
        ("Refleksjonsnotat sendes", "Etter 15. desember 2020"),
        ("Gruppene meldes inn", "25. januar 2021"),
        ("Fellessamling 1", "5. februar 2021"),
        ("Fellessamling 2", "27.–28. april 2021"),
        ("Fellessamling 3", "28.–29. september 2021"),
        ("Fellessamling 4", "1.–2. februar 2022"),
    ]


@time_machine.travel("2020-09-01 12:00+00:00")
def test_more_og_romsdals_coordinator_meetings_lie_in_their_gaps(programmes):
    assert [title for title, _ in entries(programmes["more-og-romsdal-2020"])] == [
        "Informasjonsmøte", "Påmeldingsfrist", "Gruppene meldes inn", "Fellessamling 1", "Fellessamling 2",
        "Oppfølging av koordinatorer mellom samling 2 og 3", "Fellessamling 3",
        "Oppfølging av koordinatorer mellom samling 3 og 4", "Fellessamling 4",
        "Oppfølging av koordinatorer mellom samling 4 og 5", "Fellessamling 5",
    ]  # fmt: skip


def test_trondelags_plan_has_no_day_and_says_so(programmes):
    found = entries(programmes["trondelag-2020"])

    assert found[0] == ("Påmeldingsfrist", "Dato ikke satt")
    assert found[2] == ("Koordinatorsamling mellom samling 1 og 2", "Dato ikke satt")
    assert dict(found)["Fellessamling 4"] == "Våren 2022"


def test_each_entry_says_what_is_known_about_it(client, adviser, round_in_sign_up):
    row = round_in_sign_up.gatherings.get(number=1)
    row.when = When("range", date(2028, 4, 25), date(2028, 4, 26), 2, tentative=True)
    row.form, row.form_tentative, row.place, row.link = "physical", True, "Hamar", "https://example.no/1"
    row.places_total, row.places_per_organisation, row.answer_deadline = 320, 8, date(2028, 4, 3)
    row.save()
    GatheringDay.objects.create(gathering=row, number=1, starts_at="10:00", ends_at="16:00")
    GatheringDay.objects.create(gathering=row, number=2, starts_at="09:00", ends_at="14:30")
    client.force_login(adviser)

    page = text(client.get(path(round_in_sign_up)))

    for said in (
        "25.–26. april 2028", "Tirsdag og onsdag", "Foreløpig", "25. april kl. 10.00–16.00",
        "26. april kl. 09.00–14.30", "Fysisk (foreløpig)", "Hamar", 'href="https://example.no/1"',
        "320 plasser i alt, 8 per kommune", "Svarfrist 3. april 2028 (satt av dere, ellers 7. april 2028)",
        "Fase: Roller og ansvar",
    ):  # fmt: skip
        assert said in page, said


def test_what_is_undecided_is_said_in_words(client, adviser, round_in_sign_up):
    row = round_in_sign_up.gatherings.get(number=1)
    row.when, row.form = When(), ""
    row.save()
    client.force_login(adviser)

    page = text(client.get(path(round_in_sign_up)))

    assert "Dato ikke satt" in page and "Form ikke oppgitt" in page
    assert "Digital eller fysisk: ikke avklart" in page and "Høsten 2027" in page


def test_cautions_lead_to_what_they_are_about(client, adviser, round_in_sign_up):
    row = round_in_sign_up.gatherings.get(number=1)
    row.when = When.day(date(2028, 5, 17))
    row.save()
    client.force_login(adviser)

    found = client.get(path(round_in_sign_up)).context

    conflict = found["conflicts"][0]
    assert conflict["url"] == path(round_in_sign_up, f"samling/{row.pk}/")
    assert "grunnlovsdagen" in conflict["text"]


def test_decisions_of_one_kind_without_a_day_stand_together(client, programmes):
    client.force_login(factories.adviser())
    Programme.objects.update(state="sketch")

    found = client.get(path(programmes["trondelag-2020"])).context["decisions"]

    texts = [row["text"].replace("\u00a0", " ") for row in found]
    assert texts[0] == "Påmeldingsfrist er ikke satt."
    assert any(text.startswith("Dato ikke satt: Koordinatorsamling mellom samling 1 og 2, ") for text in texts)
    assert len(texts) <= 4


def test_a_plan_without_gatherings_says_what_to_do_first(client, adviser):
    programme = factories.ProgrammeFactory()
    client.force_login(adviser)

    page = text(client.get(path(programme)))

    assert "Ingen samlinger er lagt inn ennå. Lag et forslag" in page
    assert "Påmeldingsfrist er ikke satt." in page


def test_a_plan_that_fits_says_so(client, adviser, round_in_sign_up):
    round_in_sign_up.gatherings.get(number=2).delete()
    row = round_in_sign_up.gatherings.get(number=1)
    row.link, row.when = "https://example.no/", When.day(date(2028, 3, 1))
    row.save()
    Programme.objects.filter(pk=round_in_sign_up.pk).update(precision="", start=None, end=None)
    round_in_sign_up.deadlines.update(start=date(2027, 12, 1), end=date(2027, 12, 1))
    client.force_login(adviser)

    assert "Planen går opp, og alt er bestemt." in text(client.get(path(round_in_sign_up)))


def headings(page):
    found = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page[: page.index('id="agenda-title"')], re.DOTALL)
    return [" ".join(heading.split()) for heading in found]


def plan_with(programme, *whens):
    """The deadline is far before everything, and form and links are decided."""
    programme.gatherings.all().delete()
    programme.deadlines.update(start=date(2027, 12, 1), end=date(2027, 12, 1))
    Programme.objects.filter(pk=programme.pk).update(precision="", start=None, end=None)
    for number, when in enumerate(whens, start=1):
        row = Gathering(programme=programme, key=f"joint-{number}", order=number, kind="joint", number=number)
        row.when, row.form, row.link = when, "digital", "https://example.no/"
        row.save()


WEDNESDAY, SATURDAY, NEXT_SATURDAY = (When.day(date(2028, 3, day)) for day in (1, 4, 11))


@pytest.mark.parametrize(
    ("whens", "said"),
    [
        ((WEDNESDAY, SATURDAY), ["Ingenting kolliderer. Én ting bør du se på", "Alt er bestemt"]),
        ((WEDNESDAY, SATURDAY, NEXT_SATURDAY), ["Ingenting kolliderer. 2 ting bør du se på", "Alt er bestemt"]),
        ((WEDNESDAY, WEDNESDAY), ["Én ting går ikke opp", "Alt er bestemt"]),
        ((WEDNESDAY, WEDNESDAY, SATURDAY), ["Én ting går ikke opp", "Én ting bør du se på", "Alt er bestemt"]),
        ((WEDNESDAY, When()), ["Alt går opp", "Én ting må avgjøres"]),
        ((WEDNESDAY, When(), SATURDAY), ["Ingenting kolliderer. Én ting bør du se på", "Én ting må avgjøres"]),
    ],
)
def test_what_does_not_fit_what_to_look_over_and_what_to_decide_are_counted_each(
    client, adviser, round_in_sign_up, whens, said
):
    plan_with(round_in_sign_up, *whens)
    client.force_login(adviser)

    assert headings(text(client.get(path(round_in_sign_up)))) == said


def test_school_holidays_of_the_region_are_warned_about(client, adviser, round_in_sign_up):
    row = round_in_sign_up.gatherings.get(number=1)
    row.when = When.day(date(2028, 2, 23))
    row.save()
    SchoolHoliday.objects.create(
        region=round_in_sign_up.region, name="vinterferie", start=date(2028, 2, 21), end=date(2028, 2, 25)
    )
    elsewhere = factories.RegionFactory(name="KS Agder")
    SchoolHoliday.objects.create(region=elsewhere, name="fiskeferie", start=date(2028, 2, 21), end=date(2028, 2, 25))
    client.force_login(adviser)

    found = client.get(path(round_in_sign_up)).context["conflicts"]

    assert sum("er i skoleferie: vinterferie." in row["text"] for row in found) == 1
    assert not any("fiskeferie" in row["text"] for row in found)


# --- who may do what


def test_a_process_adviser_reads_the_plan_and_changes_nothing(client, round_in_sign_up):
    client.force_login(process_adviser())
    row = round_in_sign_up.gatherings.get(number=1)

    page = client.get(path(round_in_sign_up))

    assert page.status_code == 200 and "Legg til samling" not in text(page) and "Endre" not in text(page)
    pages = ("ny/", "forslag/", f"samling/{row.pk}/", "frist/pamelding/")
    acts = (*pages, f"samling/{row.pk}/fjern/", "frist/formote/fjern/", "skoleferier/")
    assert {client.get(path(round_in_sign_up, page)).status_code for page in pages} == {403}
    assert {client.post(path(round_in_sign_up, page), {"version": 1}).status_code for page in acts} == {403}
    assert client.get(path(round_in_sign_up, "skoleferier/")).status_code == 200
    assert round_in_sign_up.gatherings.count() == 2


def test_an_archived_programme_has_no_plan_to_edit(client, adviser, round_in_sign_up):
    row = round_in_sign_up.gatherings.get(number=1)
    Programme.objects.filter(pk=round_in_sign_up.pk).update(state="archived", letters_from=None)
    client.force_login(adviser)

    pages = ("", "ny/", "forslag/", f"samling/{row.pk}/", "frist/pamelding/", "skoleferier/")
    assert {client.get(path(round_in_sign_up, page)).status_code for page in pages} == {404}
    assert "/plan/" not in text(client.get(f"/program/{round_in_sign_up.key}/"))


def test_another_programmes_gathering_is_not_there(client, adviser, round_in_sign_up):
    other = sketch().gatherings.get(number=1)
    client.force_login(adviser)

    assert client.get(path(round_in_sign_up, f"samling/{other.pk}/")).status_code == 404
    removed = client.post(path(round_in_sign_up, f"samling/{other.pk}/fjern/"), {"version": 1})
    assert removed.url == path(round_in_sign_up)
    assert Gathering.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("page", ["", "samling/{}/", "ny/"])
def test_the_plan_costs_the_same_with_1_and_with_50_gatherings(client, adviser, round_in_sign_up, page):
    round_in_sign_up.gatherings.get(number=2).delete()
    row = round_in_sign_up.gatherings.get(number=1)
    client.force_login(adviser)
    counts = []
    for size in (1, 50):
        many_gatherings(round_in_sign_up, size)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path(round_in_sign_up, page.format(row.pk))).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1] <= MOST_QUERIES, counts
