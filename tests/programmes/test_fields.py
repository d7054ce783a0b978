from datetime import date

import pytest
from django import forms
from django.utils import translation

from programmes.fields import WhenField
from programmes.when import When

FIFTH = When("day", date(2021, 2, 5), date(2021, 2, 5), 1, False, "5. februar 2021")


class Plan(forms.Form):
    when = WhenField(label="Når")
    end = WhenField(label="Slutt", required=False)


def filled(initial=None, **typed):
    return Plan({"when": "5. februar 2021", **typed}, initial=initial or {})


def test_the_value_is_an_honest_date_with_the_words_as_typed():
    form = filled(when=" April 2022 (2 dager) ")

    assert form.is_valid()
    assert form.cleaned_data["when"] == When(
        "month", date(2022, 4, 1), date(2022, 4, 30), 2, True, "April 2022 (2 dager)"
    )


def test_a_field_that_may_be_empty_gives_a_date_that_is_not_set():
    form = filled()

    assert form.is_valid() and form.cleaned_data["end"] == When()
    assert filled(when="dato kommer").is_valid()


def test_what_else_was_said_is_there_for_a_form_that_has_fields_for_it():
    form = filled(when="10. og 11. desember 2020 kl. 10–15 (fysisk?)")

    assert form.is_valid()
    reading = form.fields["when"].reading
    assert (reading.form, reading.form_tentative, reading.starts_at.hour, reading.ends_at.hour) == (
        "physical", True, 10, 15,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code", "beginning"),
    [
        ("", "required", "Skriv en dato"),
        ("neste uke", "not_understood", "Vi forsto ikke «neste uke». Skriv for eksempel «5."),
        ("31. februar 2021", "not_understood", "Dagen «31. februar 2021» finnes ikke"),
        ("23. oktober", "needs_year", "Hvilket år?"),
        ("digitalt", "no_date", "Vi fant ingen dato i «digitalt»"),
        ("5" * 201, "max_length", "Teksten er for lang"),
    ],
)
def test_what_gives_no_date_is_kept_and_told(typed, code, beginning):
    with translation.override("nb"):
        form = filled(when=typed)

        assert [error.code for error in form.errors.as_data()["when"]] == [code]
        assert form.errors["when"][0].startswith(beginning)
        assert form["when"].value() == typed


def test_the_reader_is_told_in_her_own_language():
    with translation.override("nn"):
        assert filled(when="23. oktober").errors["when"][0].startswith("Kva år? Skriv året òg, til dømes «23.")


def test_a_form_may_give_the_year_of_days_that_have_none():
    form = filled(when="23. oktober")
    form.fields["when"].default_year = 2020

    assert form.is_valid() and form.cleaned_data["when"].start == date(2020, 10, 23)


@pytest.mark.parametrize(
    ("initial", "shown"),
    [
        (FIFTH, "5. februar 2021"),
        (When.day(date(2021, 2, 5)), "5. februar 2021"),
        (When("month", date(2022, 4, 1), date(2022, 4, 30), 2, True), "april 2022 (2 dager)"),
        (When("day", date(2021, 2, 5), date(2021, 2, 5), 1, True), "5. februar 2021 (foreløpig)"),
        (When("day", date(2020, 10, 23), date(2020, 10, 23), text="Frist: 23. oktober"), "Frist: 23. oktober"),
        (When(), ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_date_is_shown_in_the_words_it_was_typed_with_else_in_words_that_say_all(initial, shown):
    assert (Plan(initial={"when": initial})["when"].value() or "") == shown


def test_words_that_nobody_changed_keep_their_date():
    """Their year stood in a heading of the document: the words alone would have to ask for it."""
    kept = When("day", date(2020, 10, 23), date(2020, 10, 23), 1, False, "Påmeldingsfrist: 23. oktober")
    form = filled(initial={"when": kept}, when="Påmeldingsfrist: 23. oktober")

    assert form.is_valid() and form.cleaned_data["when"] == kept
    assert "when" not in form.changed_data
    assert "fredag 23." in str(form["when"])


def test_words_that_were_changed_are_read_anew():
    kept = When("day", date(2020, 10, 23), date(2020, 10, 23), 1, False, "23. oktober")
    form = filled(initial={"when": kept}, when="24. oktober")

    assert form.errors.as_data()["when"][0].code == "needs_year"
    assert "when" in form.changed_data


def test_an_emptied_field_takes_the_date_away():
    form = filled(initial={"end": FIFTH}, end="")

    assert form.is_valid() and form.cleaned_data["end"] == When()


def test_the_field_asks_how_its_words_are_understood_and_shows_it_below():
    field = WhenField(label="Når", default_year=2021)
    form = type("Form", (forms.Form,), {"when": field})(initial={"when": "27.-28.april"}, prefix="rad-1")

    html = str(form["when"])

    assert 'hx-get="/dato/?felt=rad-1-when&amp;ar=2021" hx-target="#id_rad-1-when_understood"' in html
    assert '<div class="understood" id="id_rad-1-when_understood" role="status">' in html
    assert 'aria-describedby="id_rad-1-when_understood"' in html and 'maxlength="200"' in html
    assert "tirsdag 27. og onsdag 28." in html and "<li>Året 2021 er lagt til</li>" in html


def test_what_an_error_says_is_not_said_twice():
    form = filled(when="neste uke")

    html = form["when"].as_field_group()

    assert html.count("Vi forsto ikke") == 1
    assert 'aria-describedby="id_when_error id_when_understood"' in html
