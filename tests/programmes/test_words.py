import pytest
from django.utils import translation

from programmes.templatetags.words import words
from programmes.words import Words
from tests import factories


def test_a_plain_text_is_bokmal():
    assert Words.of("reise") == Words(nb="reise")
    assert Words.of({"nb": "opphold", "nn": "opphald"}) == Words("opphold", "opphald")
    assert not Words.of(None)


def test_anything_else_is_refused():
    with pytest.raises(TypeError):
        Words.of(3)


def test_missing_nynorsk_falls_back_and_is_marked_for_screen_readers():
    with translation.override("nn"):
        assert words(Words(nb="opphold")) == '<span lang="nb">opphold</span>'
        assert words(Words("opphold", "opphald")) == "opphald"


def test_words_from_a_file_are_escaped():
    with translation.override("nn"):
        assert words(Words(nb="<script>")) == '<span lang="nb">&lt;script&gt;</span>'


def test_what_is_missing_can_be_told():
    assert Words(nb="opphold").lacks("nn")
    assert not Words("opphold", "opphald").lacks("nn")
    assert not Words().lacks("nn")


@pytest.mark.django_db
def test_words_survive_the_database():
    programme = factories.ProgrammeFactory(title=Words("A", "B"), subtitle=Words())

    programme.refresh_from_db()

    assert (programme.title, programme.subtitle) == (Words("A", "B"), Words())
