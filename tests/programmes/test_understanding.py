"""What the form says about a typed date. A hard space is written ~ here, so that it can be seen."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from programmes import formats
from programmes.understanding import Understanding, no_date, understand


def told(text, default_year=None, language="nb"):
    """(the date, the notes, the warnings) in words."""
    with translation.override(language):
        understanding = understand(text, default_year)
    assert not understanding.problem, understanding.problem
    words = [seen(note) for note in understanding.notes]
    return seen(understanding.date), words, [seen(warning) for warning in understanding.warnings]


def problem(text, language="nb"):
    with translation.override(language):
        understanding = understand(text)
    assert (understanding.date, understanding.notes) == ("", ())
    return seen(understanding.problem)


def seen(text):
    return str(text).replace(formats.NBSP, "~")


@pytest.mark.parametrize(
    ("text", "date", "notes"),
    [
        ("5/2-21", "fredag 5.~februar 2021", []),
        ("27.-28.4.2021", "tirsdag 27. og onsdag 28.~april 2021", ["To dager"]),
        ("30.3.-1.4.2022", "onsdag 30.~mars–fredag 1.~april 2022", ["Tre dager"]),
        ("5.–9. februar 2021 (1 dag)", "fredag 5.–tirsdag 9.~februar 2021", ["Én dag"]),
        (
            "15. desember 2020 – 22. januar 2021",
            "tirsdag 15.~desember 2020–fredag 22.~januar 2021",
            ["En gang i perioden, lengden er ikke sagt"],
        ),
        ("uke 43 2021", "uke~43, 2021 (25.–31.~oktober 2021)", ["Dagen er ikke bestemt"]),
        ("april 2022 (2 dager)", "april 2022 (2~dager)", ["Dagen er ikke bestemt", "Foreløpig"]),
        (
            "i slutten av mai 2027",
            "mai 2027",
            ["Dagen er ikke bestemt", "Foreløpig", "Datoen blir vist uten «i slutten av»"],
        ),
        ("høst-20", "høsten 2020", ["Dagen er ikke bestemt", "Foreløpig"]),
        ("2020-22", "2020–2022", []),
        (
            "etter 15.12.20",
            "etter 15.~desember 2020",
            ["Tidligst onsdag 16.~desember 2020", "Dagen er ikke bestemt"],
        ),
        ("10. desember 2020? (fysisk?)", "torsdag 10.~desember 2020", ["Foreløpig", "Fysisk (foreløpig)"]),
        ("5. februar 2021 kl 13-14, digitalt", "fredag 5.~februar 2021", ["Digital", "Kl.~13.00–14.00"]),
        ("Digital eller fysisk: ikke avklart", "", ["Digital eller fysisk: ikke avklart"]),
        ("Én fellessamling pr semester", "", ["Fellessamling", "Én gang per semester"]),
        ("to samlinger i året", "", ["To ganger per år"]),
        ("dato kommer (2 dager)", "dato ikke satt", ["To dager"]),
    ],
)
def test_what_was_understood_is_told_with_weekday_and_all_that_was_said(text, date, notes):
    assert told(text) == (date, notes, [])


def test_nynorsk_is_told_in_nynorsk():
    assert told("27.-28.4.2021 (fysisk?)", language="nn")[:2] == (
        "tysdag 27. og onsdag 28.~april 2021",
        ["To dagar", "Fysisk (førebels)"],
    )
    assert told("haust-20", language="nn")[:2] == ("hausten 2020", ["Dagen er ikkje bestemd", "Førebels"])


def test_a_public_holiday_is_warned_about():
    assert told("30. april–2. mai 2021")[2] == ["1.~mai er en helligdag"]
    assert told("1. mai 2021", language="nn")[2] == ["1.~mai er ein heilagdag"]
    assert told("uke 20 2021")[2] == ["17.~mai er en helligdag", "23.~mai er en helligdag"]


def test_no_holiday_is_named_within_a_long_stretch_or_a_month():
    assert told("15. desember 2020 – 22. januar 2021")[2] == []
    assert told("mai 2021")[2] == []


def test_a_year_that_was_filled_in_is_told():
    assert told("23. oktober", 2020)[1] == ["Året 2020 er lagt til"]
    assert told("23. oktober 2021", 2020)[1] == []


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("15. januar", "15.~januar 2027"),
        ("20. februar", "20.~februar 2027"),
        ("26. november", "26.~november 2026"),
        ("25. november", "25.~november 2027"),
        ("uke 43", "uke~43, 2027"),
        ("uke 48", "uke~48, 2026"),
        ("20. desember–10. januar", "20.~desember 2026–10.~januar 2027"),
        ("etter 15. januar", "etter 15.~januar 2027"),
        ("våren", "våren 2027"),
        ("29. februar", "29.~februar 2028"),
        ("mandag 15. mars", "15.~mars 2027"),
    ],
)
def test_the_year_that_is_proposed_is_the_next_that_is_to_come(time_machine, typed, proposed):
    time_machine.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))

    assert problem(typed) == f"Hvilket år? Skriv året også, for eksempel «{proposed}»"


def test_a_missing_year_is_asked_for_with_the_readers_own_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert problem("23. okt") == "Hvilket år? Skriv året også, for eksempel «23.~oktober 2027»"
    assert problem("hausten", "nn") == "Kva år? Skriv året òg, til dømes «hausten 2026»"


def test_a_part_that_was_not_understood_is_named_with_an_example(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert problem("5. februar 2021 på Stjørdal") == (
        "Vi forsto ikke «Stjørdal». Skriv for eksempel «5.~februar 2027», «27.–28.~april 2027» eller «høsten 2027»"
    )
    assert problem("neste veke", "nn") == (
        "Vi forstod ikkje «neste veke». Skriv til dømes «5.~februar 2027», «27.–28.~april 2027» eller «hausten 2027»"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("torsdag 5. februar 2021", "5.~februar 2021 er en fredag. Rett ukedagen eller datoen"),
        ("31. februar 2021", "Dagen «31. februar 2021» finnes ikke. Rett datoen"),
        ("uke 53 2021", "«uke 53 2021» finnes ikke. Rett uka eller året"),
        ("28.–27. april 2021", "«28.–27. april 2021» slutter før det begynner. Rett datoene"),
        ("5/2", "«5/2» kan leses på to måter. Skriv måneden med bokstaver"),
        (
            "10.11",
            "«10.11» kan være både dato og klokkeslett. Skriv måneden med bokstaver, eller «kl.» foran",
        ),
        ("x" * 201, "Teksten er for lang. Bruk høyst 200 tegn"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_that_says_what_to_do(text, sentence):
    assert problem(text) == sentence


def test_an_empty_text_is_met_with_silence():
    assert understand("  ") == Understanding()
    assert not understand("")


def test_words_without_a_date_are_told_so():
    with translation.override("nb"):
        assert no_date("digitalt").startswith("Vi fant ingen dato i «digitalt». Skriv for eksempel «5.")


def test_a_winter_is_asked_for_in_months():
    assert problem("vinteren 2028") == (
        "«vinteren» er både først og sist i året. Skriv månedene, for eksempel «januar–mars 2028»"
    )
