"""What else is said with a date: hours, form, kind, how often."""

from datetime import time

import pytest

from gatherings.models import Gathering
from programmes.when import Cadence, Precision, parse
from programmes.when.vocabulary import KINDS


@pytest.mark.parametrize(
    ("text", "starts_at", "ends_at"),
    [
        ("5. februar 2021 kl. 13.00–14.00", time(13), time(14)),
        ("30. oktober 2020 13.00- 14.00", time(13), time(14)),
        ("5. februar 2021, kl 9-15", time(9), time(15)),
        ("5. februar 2021 klokka 9–15.30", time(9), time(15, 30)),
        ("5. februar 2021 klokken 13:00 til 14:30", time(13), time(14, 30)),
        ("5. februar 2021 kl. 0900–1500", time(9), time(15)),
        ("5. februar 2021 kl. 10.00 – kl. 15.00", time(10), time(15)),
        ("fra kl. 9 til kl. 15 5. februar 2021", time(9), time(15)),
        ("5. februar 2021 mellom kl. 9 og 15", time(9), time(15)),
        ("27.–28. april 2021 kl. 9–15 begge dager", time(9), time(15)),
        ("27.–28. april 2021 kl. 9–15 kvar dag", time(9), time(15)),
        ("5. februar 2021 kl. 13", time(13), None),
        ("5.2.21 13.00", time(13), None),
        ("5. februar 20.30", time(20, 30), None),
        ("5. februar 2021 10.10-11.10", time(10, 10), time(11, 10)),  # the day is said already
        ("kl. 10.11", time(10, 11), None),
    ],
)
def test_hours_are_read(text, starts_at, ends_at):
    reading = parse(text, 2021)

    assert (reading.starts_at, reading.ends_at, reading.fault) == (starts_at, ends_at, None)


@pytest.mark.parametrize(
    ("text", "form", "tentative"),
    [
        ("17. november 2020 (digitalt)", "digital", False),
        ("17. november 2020 (digitalt?)", "digital", True),
        ("10. og 11. desember 2020 (fysisk?)", "physical", True),
        ("10. desember 2020, fysisk", "physical", False),
        ("10. desember 2020, fysisk (foreløpig)", "physical", True),
        ("10. desember 2020 (førebels fysisk)", "physical", True),
        ("27.–28. april 2021. Digital eller fysisk: ikke avklart", "undecided", False),
        ("27.–28. april 2021. Digital eller fysisk: ikkje avklart", "undecided", False),
        ("27.–28. april 2021 digitalt/fysisk", "undecided", False),
        ("27.–28. april 2021 (fysisk eller digitalt?)", "undecided", False),
        ("27.–28. april 2021, form ikke avklart", "undecided", False),
        ("april 2022 (2 dagar, digitalt)", "digital", False),
        ("digitalt", "digital", False),
        ("FYSISK?", "physical", True),
        ("27.–28. april 2021", None, False),
    ],
)
def test_the_form_and_its_doubt_are_read_apart_from_the_date(text, form, tentative):
    reading = parse(text)

    assert (reading.form, reading.form_tentative, reading.fault) == (form, tentative, None)
    assert reading.when is None or reading.when.tentative == (reading.when.precision == Precision.MONTH)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fellessamling 2: 27.–28. april 2021", "joint"),
        ("4 felles samlinger i perioden februar 2021 til februar 2022", "joint"),
        ("Erfaringssamling høsten 2022", "experience"),
        ("Koordinatorsamling 6. januar 2021", "coordinator_gathering"),
        ("Samling for koordinatorar 6. januar 2021", "coordinator_gathering"),
        ("Oppfølging av koordinatører", "coordinator_follow_up"),
        ("oppfolging av koordinatorar januar 2022", "coordinator_follow_up"),
        ("Digitalt informasjonsmøte 30. oktober 2020 kl. 13.00–14.00", "information_meeting"),
        ("INFORMASJONSMOTE 25.09.20", "information_meeting"),
        ("Digital fagøkt 3. mars 2021", "digital_session"),
        ("2. samling: 10. og 11. desember 2020", None),
    ],
)
def test_the_kind_of_gathering_is_read(text, kind):
    reading = parse(text)

    assert (reading.kind, reading.fault) == (kind, None)


def test_the_kinds_that_are_read_are_kinds_of_gatherings():
    assert {kind for rows in KINDS._by_first.values() for _, (kind, _) in rows} == set(Gathering.Kind.values)


def test_a_digital_session_says_its_form():
    assert parse("Digital fagøkt 3. mars 2021").form == "digital"
    assert parse("Fagøkt 3. mars 2021").form is None


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("Én fellessamling pr semester", Cadence("semester", 1)),
        ("Éi fellessamling per semester", Cadence("semester", 1)),
        ("1 samling pr. halvår", Cadence("semester", 1)),
        ("ei samling i semesteret", Cadence("semester", 1)),
        ("kvart semester", Cadence("semester", 1)),
        ("samling hvert halvår", Cadence("semester", 1)),
        ("to samlinger i året", Cadence("year", 2)),
        ("2 gonger i året", Cadence("year", 2)),
        ("én gang per måned", Cadence("month", 1)),
    ],
)
def test_how_often_is_read(text, cadence):
    reading = parse(text)

    assert (reading.cadence, reading.when, reading.fault) == (cadence, None, None)
