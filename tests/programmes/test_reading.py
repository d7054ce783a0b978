"""Kin of the documents' wordings, in bokmål and nynorsk. Dates are ISO here, so that a wrong reading is seen."""

from datetime import date

import pytest

from programmes.when import Precision, When, parse


def dates(text, default_year=None):
    """The reading's date in short, as «day 2021-02-05» or «range 2021-04-27..2021-04-28 2d», with «~» for doubt."""
    reading = parse(text, default_year)
    assert reading.fault is None and not reading.needs_year, reading
    when = reading.when
    end = f"..{when.end}" if when.end and when.end != when.start else ""
    days = f" {when.days}d" if when.days and when.precision != Precision.DAY else ""
    return f"{'~' if when.tentative else ''}{when.precision} {when.start}{end}{days}"


@pytest.mark.parametrize("text", [
    "5. februar 2021", "5.februar 2021", "5 februar 2021", "den 5. februar 2021", "05. FEBRUAR 2021", "5. feb. 2021",
    "5.feb.21", "5. febr 2021", "5. februar 21", "5. februar '21", "5. februar -21", "5. februar, 2021",
    "5. februar i 2021", "fredag 5. februar 2021", "Fredag den 5. februar 2021", "fre. 5. feb. 2021",
    "fredag, 5. februar 2021", "5.2.2021", "05.02.2021", "05.02.21", "5. 2. 2021", "2021-02-05", "5/2-21", "5/2-2021",
    "5/2 2021", "  5.  februar\N{NO-BREAK SPACE}2021  ", "5.\N{NARROW NO-BREAK SPACE}februar 2021",
    "5. fe\N{SOFT HYPHEN}bruar 2021", "5. februar 2021.", "(5. februar 2021)", "«5. februar 2021»", "• 5. februar 2021",
    "– 5. februar 2021", "Dato: 5. februar 2021", "DATO 5.FEBRUAR 2021", "Formøte: 5. februar 2021",
    "Førmøte 5. februar 2021", "Påmeldingsfrist: 5. februar 2021", "PAMELDINGSFRIST 5.FEBRUAR 2021",
    "Paameldingsfrist 5. februar 2021", "Frist for påmelding: 5. februar 2021", "Svarfrist innen 5. februar 2021",
    "Frist seinast 5. februar 2021", "fredag i uke 5 2021", "fredag veke 5, 2021",
])  # fmt: skip
def test_a_day_is_read_in_every_way_it_is_written(text):
    assert dates(text) == "day 2021-02-05"


@pytest.mark.parametrize("text", [
    "27.-28.april 2021", "27.–28. april 2021", "27. – 28. april 2021", "27.—28. april 2021", "27.− 28. april 2021",
    "27.\N{NON-BREAKING HYPHEN}28. april 2021", "27 - 28 april 2021", "27-28. apr. 2021", "27. og 28. april 2021",
    "27. & 28. april 2021", "27., 28. april 2021", "27. til 28. april 2021", "27. til og med 28. april 2021",
    "27. t.o.m. 28. april 2021", "27. tom. 28. april 2021", "fra 27. til 28. april 2021", "frå 27. til 28. april 2021",
    "fra og med 27. til og med 28. april 2021", "27. april–28. april 2021", "27. april 2021 – 28. april 2021",
    "27. april 2021 og 28. april 2021", "27. april 2021–28. april", "27.-28.4.2021", "27.04.–28.04.2021",
    "27.4.21-28.4.21", "27/4–28/4-21", "2021-04-27–2021-04-28", "2021-04-27/2021-04-28",
    "tirsdag 27. og onsdag 28. april 2021", "tysdag 27. og onsdag 28. april 2021",
    "tirsdag og onsdag 27.–28. april 2021", "tys. og ons. 27. og 28. april 2021", "tirsdag 27.–onsdag 28. april 2021",
    "den 27. og 28. april 2021", "dagane 27. og 28. april 2021", "27.–28. april -21", "27.–28. april 21",
    "27.–28. april 2021 (2 dager)", "27.–28. april 2021 (to dagar)", "tirsdag og onsdag i uke 17 2021",
    "tysdag–onsdag veke 17 2021", "Samling 2: 27.–28. april 2021", "2. samling 27. og 28. april 2021",
    "Samling 27.–28. april 2021",
])  # fmt: skip
def test_two_days_are_read_in_every_way_they_are_written(text):
    assert dates(text) == "range 2021-04-27..2021-04-28 2d"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24., 25. og 26. mars 2021", "range 2021-03-24..2021-03-26 3d"),
        ("30. april–1. mai 2021", "range 2021-04-30..2021-05-01 2d"),
        ("30. april og 1. mai 2021", "range 2021-04-30..2021-05-01 2d"),
        ("30. desember–2. januar 2021", "range 2020-12-30..2021-01-02 4d"),
        ("30. desember 2020–2. januar", "range 2020-12-30..2021-01-02 4d"),
        ("31.12.2021–1.1.", "range 2021-12-31..2022-01-01 2d"),
        ("28. februar–1. mars 2024", "range 2024-02-28..2024-03-01 3d"),
        ("15. desember 2020 - 22. januar 2021", "range 2020-12-15..2021-01-22"),
        ("mellom 15. desember 2020 og 22. januar 2021", "range 2020-12-15..2021-01-22"),
        ("mellom 5. og 9. februar 2021", "range 2021-02-05..2021-02-09"),
        ("i perioden 5.–9. februar 2021", "range 2021-02-05..2021-02-09"),
        ("5.–9. februar 2021 (2 dager)", "range 2021-02-05..2021-02-09 2d"),
        ("Samling 2.–5. februar 2021", "range 2021-02-02..2021-02-05 4d"),
        ("uke 43 2021", "week 2021-10-25..2021-10-31"),
        ("Uke 43, 2021", "week 2021-10-25..2021-10-31"),
        ("veke 43 i 2021", "week 2021-10-25..2021-10-31"),
        ("i veke 43 2021", "week 2021-10-25..2021-10-31"),
        ("uke 43 '21", "week 2021-10-25..2021-10-31"),
        ("uke 43-2021", "week 2021-10-25..2021-10-31"),
        ("uke 53 2020", "week 2020-12-28..2021-01-03"),
        ("uke 1 2021", "week 2021-01-04..2021-01-10"),
        ("uke 43–44 2021", "week 2021-10-25..2021-11-07"),
        ("vekene 43 og 44 i 2021", "week 2021-10-25..2021-11-07"),
        ("uke 53, 2020–uke 1, 2021", "week 2020-12-28..2021-01-10"),
        ("uke 43 eller 44 2021", "~week 2021-10-25..2021-11-07"),
        ("uke 43/44 2021", "~week 2021-10-25..2021-11-07"),
        ("uke 43 2021 (2 dager)", "week 2021-10-25..2021-10-31 2d"),
        ("april 2022", "~month 2022-04-01..2022-04-30"),
        ("APR. 2022", "~month 2022-04-01..2022-04-30"),
        ("i april 2022", "~month 2022-04-01..2022-04-30"),
        ("april -22", "~month 2022-04-01..2022-04-30"),
        ("april '22", "~month 2022-04-01..2022-04-30"),
        ("medio april 2022", "~month 2022-04-01..2022-04-30"),
        ("i byrjinga av april 2022", "~month 2022-04-01..2022-04-30"),
        ("April 2022 (2 dager)", "~month 2022-04-01..2022-04-30 2d"),
        ("april 2022 (2 dagar)", "~month 2022-04-01..2022-04-30 2d"),
        ("april 2022, avklart", "month 2022-04-01..2022-04-30"),
        ("April 2022 (2 dager) – dato kommer", "~month 2022-04-01..2022-04-30 2d"),
        ("april–mai 2022", "~month 2022-04-01..2022-05-31"),
        ("april/mai 2022", "~month 2022-04-01..2022-05-31"),
        ("april eller mai 2022", "~month 2022-04-01..2022-05-31"),
        ("des–jan 2021", "~month 2020-12-01..2021-01-31"),
        ("februar 2021 til februar 2022", "~month 2021-02-01..2022-02-28"),
        ("våren 2022", "~semester 2022-01-01..2022-06-30"),
        ("VÅR 2022", "~semester 2022-01-01..2022-06-30"),
        ("varen 2022", "~semester 2022-01-01..2022-06-30"),
        ("vaaren 2022", "~semester 2022-01-01..2022-06-30"),
        ("vår-22", "~semester 2022-01-01..2022-06-30"),
        ("vår 22", "~semester 2022-01-01..2022-06-30"),
        ("vårsemesteret 2022", "~semester 2022-01-01..2022-06-30"),
        ("første halvår 2022", "~semester 2022-01-01..2022-06-30"),
        ("1. halvår 2022", "~semester 2022-01-01..2022-06-30"),
        ("i løpet av våren 2022", "~semester 2022-01-01..2022-06-30"),
        ("høsten 2020", "~semester 2020-07-01..2020-12-31"),
        ("hausten 2020", "~semester 2020-07-01..2020-12-31"),
        ("hosten 2020", "~semester 2020-07-01..2020-12-31"),
        ("HØST 2020", "~semester 2020-07-01..2020-12-31"),
        ("haust -20", "~semester 2020-07-01..2020-12-31"),
        ("haustsemesteret 2020", "~semester 2020-07-01..2020-12-31"),
        ("andre halvår 2020", "~semester 2020-07-01..2020-12-31"),
        ("tidleg haust 2020", "~semester 2020-07-01..2020-12-31"),
        ("Planlagt oppstart høsten 2020", "~semester 2020-07-01..2020-12-31"),
        ("høsten 2020–våren 2022", "~semester 2020-07-01..2022-06-30"),
        ("2022", "years 2022-01-01..2022-12-31"),
        ("i 2022", "years 2022-01-01..2022-12-31"),
        ("2020–2022", "years 2020-01-01..2022-12-31"),
        ("2020-22", "years 2020-01-01..2022-12-31"),
        ("2020 til 2022", "years 2020-01-01..2022-12-31"),
        ("etter 15. desember 2020", "after 2020-12-16"),
        ("etter den 15.12.2020", "after 2020-12-16"),
        ("etter høsten 2020", "after 2021-01-01"),
        ("etter uke 2 2021", "after 2021-01-18"),
        ("tidligst 16. desember 2020", "after 2020-12-16"),
        ("etter påske 2027", "after 2027-03-30"),
        ("etter påska i 2027", "after 2027-03-30"),
        ("høsten 2027 til ca våren 29", "~semester 2027-07-01..2029-06-30"),
        ("hausten 2027 til om lag våren 2029", "~semester 2027-07-01..2029-06-30"),
        ("5. til ca. 7. februar 2027", "~range 2027-02-05..2027-02-07 3d"),
        ("skoleåret 2027–2028", "~month 2027-08-01..2028-06-30"),
        ("skuleåret 2027/28", "~month 2027-08-01..2028-06-30"),
        ("3. kvartal 2027", "~month 2027-07-01..2027-09-30"),
        ("fjerde kvartal 2027", "~month 2027-10-01..2027-12-31"),
        ("etter 3. kvartal 2027", "after 2027-10-01"),
        ("sommeren 2027", "~month 2027-06-01..2027-08-31"),
        ("5.–6. februar 2027, hel dag", "range 2027-02-05..2027-02-06 2d"),
        ("tidlegast 16. desember 2020", "after 2020-12-16"),
        ("tidligst i uke 3 2021", "after 2021-01-18"),
        ("tidlegast våren 2021", "after 2021-01-01"),
        ("fra og med 16. desember 2020", "after 2020-12-16"),
        ("f.o.m. 16. desember 2020", "after 2020-12-16"),
        ("frå 16. desember 2020", "after 2020-12-16"),
        ("ikke før 16. desember 2020", "after 2020-12-16"),
    ],
)
def test_every_precision_is_read(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize("text", [
    "5. februar 2021?", "5. februar 2021 (?)", "5. februar 2021 (foreløpig)", "5. februar 2021, førebels",
    "førebels 5. februar 2021", "FORELOPIG 5. februar 2021", "ca. 5. februar 2021", "cirka 5. februar 2021",
    "omtrent 5. februar 2021", "om lag 5. februar 2021", "kanskje 5. februar 2021", "truleg 5. februar 2021",
    "tentativt: 5. februar 2021",
])  # fmt: skip
def test_a_doubt_about_the_date_is_kept(text):
    assert dates(text) == "~day 2021-02-05"


@pytest.mark.parametrize("text", [
    "23. oktober", "23.10.", "Påmeldingsfrist: 23. oktober", "fredag 23. oktober", "oktober", "uke 43", "høsten",
    "hausten", "15. desember – 22. januar", "etter 15. desember", "10. og 11. desember (fysisk?)", "april (2 dager)",
    "torsdag i uke 43", "29. februar", "25/2",
])  # fmt: skip
def test_a_date_without_a_year_asks_for_it(text):
    reading = parse(text)

    assert (reading.needs_year, reading.when, reading.understood) == (True, None, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23. oktober", "day 2020-10-23"),
        ("Påmeldingsfrist: 23. oktober", "day 2020-10-23"),
        ("fredag 23. oktober", "day 2020-10-23"),
        ("15. desember – 22. januar", "range 2020-12-15..2021-01-22"),
        ("30. og 31. oktober", "range 2020-10-30..2020-10-31 2d"),
        ("uke 43", "week 2020-10-19..2020-10-25"),
        ("haust", "~semester 2020-07-01..2020-12-31"),
        ("des–jan", "~month 2020-12-01..2021-01-31"),
        ("etter 15. desember", "after 2020-12-16"),
        ("29. februar", "day 2020-02-29"),
        ("5. februar 2021", "day 2021-02-05"),  # a year that is said is the year
    ],
)
def test_the_year_that_is_given_fills_in_only_what_is_missing(text, expected):
    assert dates(text, 2020) == expected


@pytest.mark.parametrize("text", [
    "dato ikke satt", "dato ikkje sett", "dato kommer", "dato kjem", "Dato ikke avklart", "datoen er ikkje bestemd",
    "ikke avklart", "ikkje avklart", "uavklart", "dato kommer seinere", "Invitasjon kommer!", "tidspunkt ikke avklart",
])  # fmt: skip
def test_a_date_that_is_said_to_be_open_is_a_date_without_precision(text):
    assert parse(text).when == When(text=text)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("på Stjørdal hotell 5. februar 2021", "unknown", "Stjørdal hotell"),
        ("neste uke", "unknown", "neste uke"),
        ("ikke 5. februar 2021", "unknown", "ikke"),
        ("før 5. februar 2021", "unknown", "før"),
        ("3. fberuar 2021", "unknown", "3. fberuar"),
        ("l5. desember 2020", "unknown", "l"),
        ("påske 2021", "unknown", "påske"),
        ("fredag", "unknown", "fredag"),
        ("27.–28. april 2021, hybrid", "unknown", "hybrid"),
        ("2020 –", "unknown", "–"),
        ("mars 22", "unknown", "22"),  # the 22nd, or 2022
        ("2011-12", "unknown", "12"),  # December 2011, or two years
        ("2020/21", "unknown", "2020/21"),  # a school year is not two years
        ("24. eller 25. mars 2021", "unknown", "24. eller"),
        ("april og mai 2022", "unknown", "april og"),
        ("5. februar 2021 9-15", "unknown", "9-15"),  # hours, or days
        ("5. februar 2021 kl. 9 og kl. 15", "unknown", "og"),
        ("kl. 9 – 10. mars 2021", "unknown", "kl"),
        ("5. februar 2021 kl. 25", "unknown", "kl. 25"),
        ("13.13.2021", "unknown", "13.13"),
        ("5/2", "order", "5/2"),
        ("5/2/2021", "order", "5/2/2021"),
        ("10.11", "day_or_clock", "10.11"),
        ("10.11–12.11", "day_or_clock", "10.11–12.11"),
        ("5. februar 2021 – 10.11", "day_or_clock", "10.11"),
        ("Samling 2 – 5. februar 2021", "number_or_day", "Samling 2"),
        ("31. februar 2021", "no_such_day", "31. februar 2021"),
        ("31. februar", "no_such_day", "31. februar"),
        ("29. februar 2021", "no_such_day", "29. februar 2021"),
        ("30.–31. april 2021", "no_such_day", "31. april 2021"),
        ("0. mai 2021", "no_such_day", "0. mai 2021"),
        ("2021-02-30", "no_such_day", "2021-02-30"),
        ("uke 53 2021", "no_such_week", "uke 53 2021"),
        ("uke 0 2021", "no_such_week", "uke 0 2021"),
        ("5. februar 1921", "far_year", "5. februar 1921"),
        ("høsten 2200", "far_year", "høsten 2200"),
        ("31. desember 1989", "far_year", "31. desember 1989"),
        ("uke 53 2099", "far_year", "uke 53 2099"),
        ("etter 2099", "far_year", "2099"),
        ("torsdag 5. februar 2021", "wrong_weekday", "torsdag"),
        ("mandag og tirsdag 27.–28. april 2021", "wrong_weekday", "mandag"),
        ("28.–27. april 2021", "backwards", "28.–27. april 2021"),
        ("5.–5. april 2021", "backwards", "5.–5. april 2021"),
        ("uke 51–2 2021", "backwards", "uke 51–2 2021"),
        ("2022–2020", "backwards", "2022–2020"),
        ("24. og 26. mars 2021", "apart", "24. og 26. mars 2021"),
        ("5. februar 2021 (2 dager)", "too_many_days", "5. februar 2021"),
        ("5. februar 2021 kl. 15–13", "clock_backwards", "kl. 15–13"),
        ("innen 15. desember 2020", "at_latest", "innen"),
        ("5. februar 2021, dato kommer", "contradiction", "dato kommer"),
        ("kanskje 5. februar 2021, avklart", "contradiction", "avklart"),
        ("april 21 fellessamling", "unknown", "21"),
        ("27. fellessamling april 2021", "unknown", "27"),
        ("fysisk, form ikke avklart", "contradiction", "form ikke avklart"),
        ("5. februar 2021 (ikke avklart)", "unclear", "ikke avklart"),  # the form, or the date?
        ("våren 2022, ikkje avklart", "unclear", "ikkje avklart"),
        ("ca. kl. 13 5. februar 2021", "unclear", "ca."),
        ("april 2022 (2 dager?)", "unclear", "?"),
        ("10. desember 2020 (fysisk)?", "unclear", "?"),
        ("foreløpig", "unclear", "foreløpig"),
        ("?", "unclear", "?"),
        ("5. februar 2021, 6. mars 2021", "two_dates", "6. mars 2021"),
        ("våren 2022, uke 3 2022", "two_dates", "uke 3 2022"),
        ("5. februar 2021 kl. 9, kl. 10", "two_clocks", "kl. 10"),
        ("april 2022, 2 dager, 3 dager", "two_lengths", "3 dager"),
        ("5. februar 2021, digitalt, fysisk", "two_forms", "fysisk"),
        ("informasjonsmøte, erfaringssamling 2022", "two_kinds", "erfaringssamling"),
        ("én samling per år, to samlinger per år", "two_cadences", "to samlinger per år"),
    ],
)
def test_what_is_unclear_or_impossible_is_not_understood_and_never_guessed(text, code, part):
    reading = parse(text)

    assert (reading.fault and reading.fault.code, reading.not_understood) == (code, part)
    assert not reading.understood and not reading.needs_year
    assert (reading.when, reading.form, reading.starts_at, reading.kind) == (None, None, None, None)


def test_the_words_are_kept_as_they_were_typed():
    reading = parse("  27.-28.april 2021 ")

    assert (reading.text, reading.when.text) == ("  27.-28.april 2021 ", "27.-28.april 2021")


def test_an_empty_text_says_nothing_and_nothing_is_wrong_with_it():
    assert [parse(text).when for text in ("", "  ", ".")] == [None, None, None]
    assert parse("").understood


def test_what_cannot_be_kept_in_a_row_is_too_long():
    assert parse("5. februar 2021" + " " * 200).fault.code == "too_long"


def test_a_wrong_weekday_names_the_day_it_is_about():
    assert parse("torsdag 5. februar 2021").fault.day == date(2021, 2, 5)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("vinteren 2028", "winter", "vinteren"),
        ("før påske 2027", "unknown", "før påske"),
        ("skoleåret 2027", "unknown", "skoleåret"),
        ("skoleåret 2027–2029", "unknown", "skoleåret"),
        ("5. kvartal 2027", "unknown", "5. kvartal"),
    ],
)
def test_what_could_be_several_times_of_the_year_is_named(text, code, part):
    reading = parse(text)

    assert (reading.when, reading.fault.code, reading.fault.part) == (None, code, part)


def test_a_quarter_without_a_year_asks_for_it():
    assert parse("3. kvartal").needs_year


@pytest.mark.parametrize(("text", "unsaid"), [("slutten av mai 2027", "slutten av"), ("mai 2027", "")])
def test_words_that_a_date_cannot_say_are_told(text, unsaid):
    assert (dates(text), parse(text).unsaid) == ("~month 2027-05-01..2027-05-31", unsaid)
