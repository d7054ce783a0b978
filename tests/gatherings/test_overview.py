from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from gatherings import overview
from gatherings.models import Gathering, GatheringDay
from programmes.when import When
from tests import factories


def shown(programme, *fields):
    return [tuple(str(row[field]).replace("\u00a0", " ") for field in fields) for row in overview.schedule(programme)]


def test_innlandets_schedule_is_as_honest_as_its_invitation(programmes):
    assert shown(programmes["innlandet-2021"], "date", "form") == [
        ("30. oktober 2020", "Digital"),
        ("5. februar 2021", "Digital"),
        ("27.–28. april 2021", "Digital eller fysisk: ikke avklart"),
        ("28.–29. september 2021", "Digital eller fysisk: ikke avklart"),
        ("1.–2. februar 2022", "Fysisk"),
    ]


def test_trondelag_has_no_day_at_all_and_none_is_invented(programmes):
    rows = overview.schedule(programmes["trondelag-2020"])

    assert [row["date"] for row in rows[:5]] == [
        "høsten 2020",
        "våren 2021",
        "høsten 2021",
        "våren 2022",
        "høsten 2022",
    ]
    assert {row["date"] for row in rows[5:]} == {"dato ikke satt"}
    assert {row["form"] for row in rows} == {"Form ikke oppgitt"}
    assert not any(row["decided"] for row in rows)


def test_more_og_romsdal_keeps_its_question_mark(programmes):
    rows = {row["kind_text"]: row for row in overview.schedule(programmes["more-og-romsdal-2020"])}

    assert rows["Fellessamling 2"]["form"] == "Fysisk (foreløpig)"
    assert rows["Fellessamling 5"]["date"].replace("\u00a0", " ") == "april 2022 (2 dager)"
    assert "Oppfølging av koordinatorer mellom samling 2 og 3" in rows


def test_an_amount_nobody_set_is_said_to_be_so(programmes):
    innlandet = overview.costs(programmes["innlandet-2021"])
    trondelag = overview.costs(programmes["trondelag-2020"])

    assert [line["amount"] for line in innlandet] == ["", "", "", "", "Kan bli aktuelt, beløpet er ikke fastsatt"]
    assert trondelag[-1]["amount"] == "Beløp ikke fastsatt"
    assert overview.costs(programmes["more-og-romsdal-2020"]) == []


@pytest.mark.django_db
def test_the_schedule_speaks_nynorsk(round_in_sign_up):
    with translation.override("nn"):
        rows = overview.schedule(round_in_sign_up)

    assert rows[1]["date"] == "hausten 2027"
    assert rows[1]["form"] == "Digital eller fysisk: ikkje avklart"


@pytest.mark.django_db
def test_the_next_gathering_is_the_first_to_come_that_has_a_day(round_in_sign_up):
    assert [row["next"] for row in overview.schedule(round_in_sign_up)] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"form": "undecided", "form_tentative": True},
        {"form": "", "form_tentative": True},
        {"ends_at": "12:00"},
        {"starts_at": "13:00", "ends_at": "12:00"},
        {"after_number": 2},
        {"after_number": 2, "before_number": 2},
    ],
)
def test_a_gathering_that_cannot_be_is_refused(round_in_sign_up, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(programme=round_in_sign_up, number=1).update(**fields)


@pytest.mark.django_db
def test_the_same_number_is_given_once_a_kind(round_in_sign_up):
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.create(programme=round_in_sign_up, key="again", order=9, kind="joint", number=1)


@pytest.mark.django_db
def test_the_facts_cost_four_queries_however_long_the_schedule(django_assert_num_queries):
    programme = factories.OpenProgrammeFactory()

    with django_assert_num_queries(4):
        overview.facts(programme)


def with_hours(programme, when, *hours):
    row = programme.gatherings.get(number=1)
    row.when = when
    row.save()
    for number, (starts_at, ends_at) in enumerate(hours, start=1):
        GatheringDay.objects.create(gathering=row, number=number, starts_at=starts_at, ends_at=ends_at)
    (found,) = (shown for shown in overview.schedule(programme) if shown["number"] == 1)
    return [line.replace("\u00a0", " ") for line in found["hours"]], found["clock"].replace("\u00a0", " ")


@pytest.mark.django_db
def test_each_day_has_its_own_hours_and_the_same_hours_are_said_once(round_in_sign_up):
    april = When("range", date(2027, 4, 27), date(2027, 4, 28), 2)
    lines, clock = with_hours(round_in_sign_up, april, ("10:00", "16:00"), ("09:00", "14:30"))

    assert lines == ["27. april kl. 10.00–16.00", "28. april kl. 09.00–14.30"]
    assert clock == "27. april kl. 10.00–16.00, 28. april kl. 09.00–14.30"
    GatheringDay.objects.update(starts_at="10:00", ends_at="15:00")
    assert with_hours(round_in_sign_up, april) == (["kl. 10.00–15.00"], "kl. 10.00–15.00")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "when", [When(days=2), When("month", date(2027, 4, 1), date(2027, 4, 30), 2),
             When("range", date(2027, 4, 1), date(2027, 4, 9), 2)],
)  # fmt: skip
def test_hours_of_days_that_nobody_has_decided_name_no_day(round_in_sign_up, when):
    lines, _ = with_hours(round_in_sign_up, when, ("10:00", "16:00"), ("09:00", None))

    assert lines == ["dag 1 kl. 10.00–16.00", "dag 2 kl. 09.00"]
