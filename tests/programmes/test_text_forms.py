import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import text_kinds
from programmes.text_forms import TextForm
from programmes.text_kinds import INVITATION, PROGRAMME_PAGE
from programmes.texts import Texts
from programmes.words import Words
from tests.written import write

KIND = text_kinds.by_key(INVITATION)


def form(kind=KIND, **filled):
    empty = {f"{section.key}_{end}": "" for section in kind.sections for end in ("nb", "nn")}
    seen = {f"{section.key}_seen": "0" for section in kind.sections}
    return TextForm({**empty, **seen, **filled}, kind=kind, texts=Texts(None, []))


def errors(**filled):
    return {name: found[0] for name, found in form(**filled).errors.items()}


def test_an_unknown_field_is_told_at_its_own_norm_and_what_was_typed_stays():
    bound = form(introduction_nb="Hei {kommune}", introduction_nn="Hei {komune}")

    assert list(bound.errors) == ["introduction_nn"]
    assert bound.errors["introduction_nn"][0].startswith("{komune} finnes ikke. Mente du {kommune}?")
    assert bound["introduction_nn"].value() == "Hei {komune}"


def test_everything_that_is_wrong_with_a_text_is_told_at_once():
    said = errors(who_nb="<b>{fylke}</b> ![x](https://a.no)")["who_nb"]

    for part in ("{fylke} finnes ikke", "HTML kan ikke brukes", "Bilder kan ikke brukes"):
        assert part in said


def test_a_text_that_is_too_long_says_how_long_it_may_be():
    assert errors(who_nb="a" * 6001) == {"who_nb": "Teksten er for lang. Bruk høyst 6000 tegn."}
    assert errors(who_nb="a" * 6000) == {}


def test_line_ends_and_trailing_spaces_are_made_alike_so_that_nothing_seems_changed():
    bound = form(who_nb="  en  \r\nto\t\r\n\r\n")

    assert bound.is_valid()
    assert bound.words()["who"] == Words("en\nto")


def test_letters_in_two_parts_become_one():
    bound = form(who_nb="A\u030asmund og {ordf\u00f8reren}")

    assert bound.is_valid() and bound.words()["who"].nb == "Åsmund og {ordføreren}"


@pytest.mark.parametrize("seen", ["", "x", "-1"])
def test_a_page_without_its_numbers_is_too_old(seen):
    assert errors(who_seen=seen) == {
        "__all__": "Siden er for gammel. Kopier det du skrev, last siden på nytt og lim det inn igjen."
    }


def test_the_page_of_everybody_may_not_name_one_municipality():
    bound = form(text_kinds.by_key(PROGRAMME_PAGE), about_nb="Hei {kommune}")

    assert "kan ikke brukes i denne teksten" in bound.errors["about_nb"][0]


@pytest.mark.django_db
def test_the_form_shows_what_is_written_and_which_version_it_is(round_in_sign_up):
    write(round_in_sign_up, INVITATION, who="En")
    write(round_in_sign_up, INVITATION, who=Words("To", "To nynorsk"))

    shown = TextForm(kind=KIND, texts=Texts.of(round_in_sign_up))

    assert [shown[f"who_{end}"].value() for end in ("nb", "nn", "seen")] == ["To", "To nynorsk", 2]
    assert [shown[f"about_{end}"].value() for end in ("nb", "nn", "seen")] == ["", "", 0]


@given(st.text())
def test_whatever_is_typed_gives_an_answer_and_what_is_kept_is_kept_the_next_time(text):
    bound = form(who_nb=text)

    if bound.is_valid():
        kept = bound.words()["who"].nb
        again = form(who_nb=kept)
        assert again.is_valid() and again.words()["who"].nb == kept
