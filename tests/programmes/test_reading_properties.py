"""What holds for every date, and for every text."""

from dataclasses import replace

from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes import formats
from programmes.understanding import no_date, understand
from programmes.when import Precision, parse
from tests.programmes.whens import whens

LANGUAGES = st.sampled_from(["nb", "nn"])
busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be shared
PIECES = [
    "5.", "27", "28.", "2021", "21", "'22", "0900", "43", "13.00", "10.11", "25.09.20", "5/2", "2021-02-05", "januar",
    "feb.", "april", "desember", "uke", "veke", "våren", "haust", "halvår", "fredag", "tysdag", "den", "i", "på", "og",
    "eller", "til", "t.o.m.", "fra", "mellom", "etter", "tidligst", "–", "-", ",", ".", ":", ";", "(", ")", "?", "/",
    "ca.", "foreløpig", "avklart", "ikke", "dato", "kommer", "form", "digitalt", "fysisk", "kl.", "kl", "dager", "dag",
    "to", "én", "per", "semester", "året", "samling", "fellessamling", "informasjonsmøte", "påmeldingsfrist", "innen",
    "av", "x", "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}",
]  # fmt: skip
LIKELY = st.lists(st.sampled_from(PIECES), max_size=12).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces))
)


@busy
@given(when=whens(), language=LANGUAGES)
def test_what_is_written_in_full_is_read_back_the_same(when, language):
    reading = parse(when.in_full(language))

    assert reading.understood, reading
    assert replace(reading.when, text="") == when


@busy
@given(when=whens(), language=LANGUAGES)
def test_what_is_written_is_read_back_as_the_same_days(when, language):
    """``format`` leaves doubt to the page around it, and the length where no date shows it or it is unknown."""
    read = parse(when.format(language)).when

    assert (read.precision, read.start, read.end) == (when.precision, when.start, when.end)
    assert read.days == when.days or when.hides_length or when.precision == Precision.NONE
    assert read.format(language) == when.format(language)


@busy
@given(when=whens(), language=LANGUAGES)
def test_capitals_and_lost_letters_change_nothing(when, language):
    text = when.in_full(language)
    without = text.translate(str.maketrans("æøåÆØÅ–", "aoaAOA-")).replace(formats.NBSP, " ")

    assert [replace(parse(variant).when, text="") for variant in (text.upper(), without)] == [when, when]


@busy
@given(when=whens([Precision.DAY, Precision.RANGE]), language=LANGUAGES)
def test_days_with_their_weekdays_are_read_as_the_same_days(when, language):
    read = parse(formats.days_by_name(when.start, when.end, language)).when

    assert (read.start, read.end) == (when.start, when.end)


@busy
@given(text=st.text() | LIKELY, year=st.none() | st.integers())
def test_no_text_is_too_strange(text, year):
    reading = parse(text, year)

    assert reading.text == text
    assert reading.not_understood in text
    assert reading.understood == (reading.fault is None)
    assert reading.when is None or (reading.understood and not reading.needs_year)


@busy
@given(text=LIKELY, language=LANGUAGES)
def test_what_was_understood_can_be_written_and_read_again(text, language):
    when = parse(text, 2021).when

    if when:
        again = parse(when.in_full(language)).when
        assert replace(again, text="") == replace(when, text="")


@busy
@given(text=st.text() | LIKELY, language=LANGUAGES)
def test_how_any_text_was_understood_can_be_told(text, language):
    with translation.override(language):
        told = understand(text, 2021)

        assert bool(told.problem) == (not parse(text, 2021).understood and bool(text.strip()))
        assert no_date(text)
