"""Whose words count, in which norm, and what a section falls back to."""

import re

import pytest
from django.utils import translation

from programmes import merge_fields, rich_text, text_kinds, texts
from programmes.models import Programme
from programmes.text_kinds import INVITATION, PROGRAMME_PAGE, Kind, Output, Section
from programmes.texts import Shelf, Texts
from programmes.when import When
from programmes.words import Words
from tests import factories
from tests.written import write

pytestmark = pytest.mark.django_db
INTRODUCTION = text_kinds.by_key(INVITATION).section("introduction")
WHO = text_kinds.by_key(INVITATION).section("who")


def found(programme, section=INTRODUCTION, language="nb"):
    return Texts.of(programme).find(INVITATION, section, language)


def test_a_section_that_nobody_has_written_is_the_portals_own_in_both_norms(round_in_sign_up):
    assert found(round_in_sign_up).text.startswith("{region} inviterer {kommune} til å være med.")
    assert found(round_in_sign_up, language="nn").text.startswith("{region} inviterer {kommune} til å vere med.")
    assert found(round_in_sign_up, language="nn").source == texts.BUILTIN
    assert found(round_in_sign_up, WHO) == texts.Found("", "nb", texts.NOTHING)


def test_the_frameworks_words_go_before_the_portals_and_the_programmes_before_both(round_in_sign_up):
    write(None, INVITATION, introduction=Words("Fra rammeverket", "Frå rammeverket"))
    assert found(round_in_sign_up, language="nn") == texts.Found("Frå rammeverket", "nn", texts.FRAMEWORK)

    write(round_in_sign_up, INVITATION, introduction=Words("Egen", "Eigen"))
    assert found(round_in_sign_up, language="nn") == texts.Found("Eigen", "nn", texts.OWN)
    assert found(factories.OpenProgrammeFactory()).source == texts.FRAMEWORK


def test_a_section_that_is_emptied_falls_back_again(round_in_sign_up):
    write(None, INVITATION, introduction="Fra rammeverket")
    write(round_in_sign_up, INVITATION, introduction="Egen")
    write(round_in_sign_up, INVITATION, introduction="")
    assert found(round_in_sign_up).text == "Fra rammeverket"

    write(None, INVITATION, introduction="")
    assert found(round_in_sign_up).source == texts.BUILTIN


@pytest.mark.parametrize(("own", "language", "gets"), [
    (Words("Egen", ""), "nn", ("Egen", "nb")),
    (Words("", "Eigen"), "nb", ("Eigen", "nn")),
])  # fmt: skip
def test_own_words_in_the_other_norm_go_before_other_words_in_ones_own(round_in_sign_up, own, language, gets):
    write(None, INVITATION, introduction=Words("Fra rammeverket", "Frå rammeverket"))
    write(round_in_sign_up, INVITATION, introduction=own)

    there = found(round_in_sign_up, language=language)

    assert (there.text, there.norm, there.source) == (*gets, texts.OWN)


def test_the_newest_version_counts_however_many_there_are(round_in_sign_up, django_assert_num_queries):
    for number in range(12):
        write(round_in_sign_up, INVITATION, introduction=f"Versjon {number}", who=f"Hvem {number}")
        write(None, INVITATION, practical=f"Praktisk {number}")

    with django_assert_num_queries(1):
        now = Texts.of(round_in_sign_up)
        said = {key: now.own(INVITATION, key).nb for key in ("introduction", "who", "practical")}
        practical = now.find(INVITATION, text_kinds.by_key(INVITATION).section("practical"), "nb")

    assert said == {"introduction": "Versjon 11", "who": "Hvem 11", "practical": ""}
    assert (practical.text, now.number(INVITATION, "introduction")) == ("Praktisk 11", 12)


def test_a_draft_is_seen_and_not_saved(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction="Lagret", who="Hvem")
    now = Texts.of(round_in_sign_up)

    draft = now.with_draft(INVITATION, {"introduction": Words("Utkast"), "who": Words()})

    assert draft.find(INVITATION, INTRODUCTION, "nb").text == "Utkast"
    assert draft.find(INVITATION, WHO, "nb").text == ""
    assert now.find(INVITATION, INTRODUCTION, "nb").text == found(round_in_sign_up).text == "Lagret"


def test_the_frameworks_texts_are_seen_without_any_programmes_own(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction="Egen")
    write(None, INVITATION, introduction="Fra rammeverket")
    framework = Texts.of(None)

    assert framework.own(INVITATION, "introduction").nb == "Fra rammeverket"
    assert framework.find(INVITATION, INTRODUCTION, "nb").text == "Fra rammeverket"
    assert framework.fallback(INVITATION, INTRODUCTION, "nb").source == texts.BUILTIN


def test_what_a_norm_lacks_is_told(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction="Bare bokmål", who=Words("", "Berre nynorsk"))
    now, kind = Texts.of(round_in_sign_up), text_kinds.by_key(INVITATION)

    assert [section.key for section in now.lacking(kind, "nn")] == ["introduction"]
    assert [section.key for section in now.lacking(kind, "nb")] == ["who"]


def test_a_shelf_asks_once_for_each_programme(django_assert_num_queries):
    one, two = factories.OpenProgrammeFactory(), factories.OpenProgrammeFactory()
    write(one, INVITATION, introduction="En")
    shelf = Shelf()

    with django_assert_num_queries(2):
        for programme in (one, two, one, two):
            shelf.of(programme).find(INVITATION, INTRODUCTION, "nb")


# --- A section for a page


def test_a_page_gets_a_section_as_safe_html_in_its_norm(round_in_sign_up):
    words = Words("# Om\n\nVi er {region}. <b>", "# Om\n\nVi er {region}, altså.")
    write(round_in_sign_up, PROGRAMME_PAGE, about=words)

    assert "<h2>Om</h2>" in texts.section(round_in_sign_up, PROGRAMME_PAGE, "about", "nb")
    assert "&lt;b&gt;" in texts.section(round_in_sign_up, PROGRAMME_PAGE, "about", "nb")
    assert texts.section(round_in_sign_up, PROGRAMME_PAGE, "about", "nn", top=3) == (
        "<h3>Om</h3>\n<p>Vi er KS Innlandet, altså.</p>"
    )
    assert texts.section(round_in_sign_up, PROGRAMME_PAGE, "practical", "nb") == ""


def test_a_page_speaks_the_language_in_force_and_marks_what_is_another(round_in_sign_up):
    write(round_in_sign_up, PROGRAMME_PAGE, about="Bare bokmål")

    with translation.override("nn"):
        written = texts.section(round_in_sign_up, PROGRAMME_PAGE, "about")

    assert written == '<div lang="nb"><p>Bare bokmål</p></div>'


def test_several_sections_of_a_page_cost_one_query(round_in_sign_up, django_assert_num_queries):
    write(round_in_sign_up, PROGRAMME_PAGE, introduction="En", about="To {programtittel}", practical="Tre {kontakt}")
    programme = Programme.objects.select_related("region", "framework").get(pk=round_in_sign_up.pk)

    with django_assert_num_queries(1):
        now = Texts.of(programme)
        for key in ("introduction", "about", "practical"):
            assert texts.section(programme, PROGRAMME_PAGE, key, "nb", texts=now)


def test_what_is_undecided_is_said_in_words(settings):
    settings.CONTACT_EMAIL = ""
    programme = factories.ProgrammeFactory(contact_email="")
    write(programme, PROGRAMME_PAGE, about=Words("{frist} {periode} {kontakt}", "{frist} {periode} {kontakt}"))

    assert texts.section(programme, PROGRAMME_PAGE, "about", "nb") == (
        "<p>dato ikke satt dato ikke satt rådgiveren i KS Innlandet</p>"
    )
    assert texts.section(programme, PROGRAMME_PAGE, "about", "nn") == (
        "<p>dato ikkje sett dato ikkje sett rådgivaren i KS Innlandet</p>"
    )


def test_a_doubtful_date_says_that_it_is():
    when = When("month", factories.date(2027, 4, 1), factories.date(2027, 4, 30), tentative=True)

    assert texts.when(when, "nb") == "april 2027 (foreløpig)"


# --- The declaration


def sections():
    return [(kind, section) for kind in text_kinds.every() for section in kind.sections]


@pytest.mark.parametrize("norm", ["nb", "nn"])
def test_the_portals_own_texts_hold_only_what_an_adviser_may_write(norm):
    for kind, section in sections():
        own = getattr(section.words(), norm)
        assert merge_fields.faults(own, section.fields) == [], (kind.key, section.key)
        assert rich_text.faults(own) == []


def test_the_portals_own_texts_are_in_both_norms_with_the_same_fields():
    for kind, section in sections():
        words = section.words()
        assert bool(words.nb) == bool(words.nn), (kind.key, section.key)
        assert fields_in(words.nb) == fields_in(words.nn)


def fields_in(text):
    return sorted(merge_fields.named(written) for written in re.findall(r"\{([^{}]*)\}", text))


def test_every_kind_and_section_has_a_name_an_address_and_says_where_it_stands():
    kinds = text_kinds.every()

    assert len({kind.slug for kind in kinds}) == len({kind.key for kind in kinds}) == len(kinds)
    for kind, section in sections():
        assert str(kind.title) and str(section.title) and str(section.help).endswith((".", "».")), (kind, section)
        assert len(kind.key) <= 60 and len(section.key) <= 40
        assert text_kinds.by_slug(kind.slug) == kind


def test_what_goes_to_everybody_knows_no_organisation():
    kind = text_kinds.by_key(PROGRAMME_PAGE)

    assert all("kommune" not in section.fields for section in kind.sections)
    assert "kommune" in INTRODUCTION.fields


def test_a_kind_that_is_not_declared_is_not_there():
    with pytest.raises(KeyError):
        text_kinds.by_key("annet")
    with pytest.raises(KeyError):
        text_kinds.by_key(INVITATION).section("annet")
    assert text_kinds.by_slug("annet") is None


def test_a_room_above_declares_what_it_knows(monkeypatch):
    monkeypatch.setattr(text_kinds, "_KINDS", dict(text_kinds._KINDS))

    text_kinds.register(Kind("ny", "ny", "Ny", "", Output.PAGE, (Section("a", "A", "Her."),), to_organisations=False))

    assert text_kinds.by_key("ny").section("a").fields == merge_fields.PROGRAMME
