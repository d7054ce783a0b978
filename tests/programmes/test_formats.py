"""Språkrådet's rules, «Tall, tid og dato». A hard space is written ~ here, so that it can be seen."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from programmes import formats
from programmes.when import When


def seen(text):
    return text.replace(formats.NBSP, "~")


@pytest.mark.parametrize(
    ("when", "nb", "nn"),
    [
        (When.day(date(2021, 2, 5)), "5.~februar 2021", "5.~februar 2021"),
        (When("range", date(2021, 4, 27), date(2021, 4, 28)), "27.–28.~april 2021", "27.–28.~april 2021"),
        (When("range", date(2021, 4, 30), date(2021, 5, 1)), "30.~april–1.~mai 2021", "30.~april–1.~mai 2021"),
        (
            When("range", date(2020, 12, 30), date(2021, 1, 2)),
            "30.~desember 2020–2.~januar 2021",
            "30.~desember 2020–2.~januar 2021",
        ),
        (When("week", date(2027, 10, 25), date(2027, 10, 31)), "uke~43, 2027", "veke~43, 2027"),
        (When("month", date(2022, 4, 1), date(2022, 4, 30), 2), "april 2022 (2~dager)", "april 2022 (2~dagar)"),
        (When("semester", date(2020, 7, 1), date(2020, 12, 31)), "høsten 2020", "hausten 2020"),
        (When("semester", date(2022, 1, 1), date(2022, 6, 30)), "våren 2022", "våren 2022"),
        (When("years", date(2020, 1, 1), date(2022, 12, 31)), "2020–2022", "2020–2022"),
        (When("after", date(2020, 12, 16)), "etter 15.~desember 2020", "etter 15.~desember 2020"),
        (When(), "dato ikke satt", "dato ikkje sett"),
    ],
)
def test_an_honest_date_is_written_as_precisely_as_it_is_known(when, nb, nn):
    assert (seen(when.format("nb")), seen(when.format("nn"))) == (nb, nn)


def test_times_have_a_full_stop_and_an_en_dash():
    assert seen(formats.clock(time(13), time(14))) == "kl.~13.00–14.00"
    assert seen(formats.clock(time(9, 30))) == "kl.~09.30"


def test_a_moment_is_written_in_norwegian_time():
    assert seen(formats.moment(datetime(2021, 7, 1, 11, 0, tzinfo=UTC))) == "1.~juli 2021 kl.~13.00"


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (8500, "8500"), (10000, "10~000"), (1234567, "1~234~567"), (-10000, "−10~000")]
)
def test_numbers_of_five_digits_or_more_are_parted_by_hard_spaces(value, text):
    assert seen(formats.number(value)) == text


def test_kroner():
    assert seen(formats.kroner(Decimal("4500"))) == "4~500~kroner"
    assert seen(formats.kroner(Decimal("12500.50"))) == "12~500,50~kroner"


def test_organisation_numbers_stand_three_by_three():
    assert seen(formats.organisation_number("958935420")) == "958~935~420"


@pytest.mark.parametrize(
    ("digits", "text"), [("22222222", "22~22~22~22"), ("91234567", "912~34~567"), ("+46 8 123", "+46 8 123")]
)
def test_telephone_numbers(digits, text):
    assert seen(formats.telephone(digits)) == text


def test_weekdays_are_nynorsk_in_nynorsk():
    assert (formats.weekday(date(2026, 11, 23), "nb"), formats.weekday(date(2026, 11, 23), "nn")) == (
        "mandag",
        "måndag",
    )
