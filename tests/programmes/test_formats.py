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
        (
            When("range", date(2021, 2, 5), date(2021, 2, 9), 2),
            "5.–9.~februar 2021 (2~dager)",
            "5.–9.~februar 2021 (2~dagar)",
        ),
        (When("week", date(2027, 10, 25), date(2027, 11, 7)), "uke~43–44, 2027", "veke~43–44, 2027"),
        (When("week", date(2026, 12, 28), date(2027, 1, 10)), "uke~53, 2026–uke~1, 2027", "veke~53, 2026–veke~1, 2027"),
        (When("month", date(2022, 4, 1), date(2022, 5, 31)), "april–mai 2022", "april–mai 2022"),
        (When("month", date(2021, 12, 1), date(2022, 1, 31)), "desember 2021–januar 2022", "desember 2021–januar 2022"),
        (When("semester", date(2022, 1, 1), date(2022, 12, 31)), "våren–høsten 2022", "våren–hausten 2022"),
        (When("semester", date(2020, 7, 1), date(2022, 6, 30)), "høsten 2020–våren 2022", "hausten 2020–våren 2022"),
    ],
)
def test_an_honest_date_is_written_as_precisely_as_it_is_known(when, nb, nn):
    assert (seen(when.format("nb")), seen(when.format("nn"))) == (nb, nn)


@pytest.mark.parametrize(
    ("when", "nb", "nn"),
    [
        (
            When("day", date(2021, 2, 5), date(2021, 2, 5), 1, True),
            "5.~februar 2021 (foreløpig)",
            "5.~februar 2021 (førebels)",
        ),
        (When("range", date(2021, 4, 27), date(2021, 4, 28), 2), "27.–28.~april 2021", "27.–28.~april 2021"),
        (
            When("range", date(2021, 4, 27), date(2021, 4, 28)),
            "i perioden 27.–28.~april 2021",
            "i perioden 27.–28.~april 2021",
        ),
        (
            When("range", date(2020, 12, 15), date(2021, 1, 22)),
            "15.~desember 2020–22.~januar 2021",
            "15.~desember 2020–22.~januar 2021",
        ),
        (When("month", date(2022, 4, 1), date(2022, 4, 30), 2, True), "april 2022 (2~dager)", "april 2022 (2~dagar)"),
        (
            When("month", date(2022, 4, 1), date(2022, 4, 30), 2),
            "april 2022 (2~dager, avklart)",
            "april 2022 (2~dagar, avklart)",
        ),
        (When(days=2, tentative=True), "dato ikke satt (2~dager, foreløpig)", "dato ikkje sett (2~dagar, førebels)"),
    ],
)
def test_in_full_a_date_says_its_doubt_and_its_length_too(when, nb, nn):
    assert (seen(when.in_full("nb")), seen(when.in_full("nn"))) == (nb, nn)


def test_days_are_written_with_their_weekdays():
    one, two = (date(2021, 2, 5), date(2021, 2, 5)), (date(2021, 4, 30), date(2021, 5, 1))
    over_new_year = (date(2021, 12, 31), date(2022, 1, 3))

    assert [seen(formats.days_by_name(*pair)) for pair in (one, two, over_new_year)] == [
        "fredag 5.~februar 2021",
        "fredag 30.~april og lørdag 1.~mai 2021",
        "fredag 31.~desember 2021–mandag 3.~januar 2022",
    ]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 12, 1), "des."),
        (date(2027, 6, 1), "juni"),
        (date(2028, 1, 1), "jan.~2028"),
        (date(2020, 12, 1), "des.~2020"),
    ],
)
def test_a_month_says_its_year_when_it_is_not_this_or_the_next(time_machine, day, text):
    time_machine.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))

    assert formats.near_month(day).replace(formats.NBSP, "~") == text


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
