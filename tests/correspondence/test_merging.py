"""What the merge fields give: by organisation, in its norm, and honestly where nothing is decided."""

import pytest
from django.utils import translation

from correspondence import merging
from municipalities.models import Organisation, Participation
from programmes.merge_fields import FIELDS, ORGANISATION
from programmes.text_kinds import INVITATION
from programmes.texts import Texts
from programmes.when import When
from programmes.words import Words
from tests import factories
from tests.written import write

pytestmark = pytest.mark.django_db
EVERY = " | ".join(f"{{{name}}}" for name in ORGANISATION)


def named(participation):
    rows = Participation.objects.named_on(participation.programme.day_for_names).select_related("organisation")
    row = rows.get(pk=participation.pk)
    row.programme = participation.programme
    return row


def taking_part(name="Ringsaker", programme=None, **organisation):
    programme = programme or factories.OpenProgrammeFactory()
    return named(factories.ParticipationFactory(
        programme=programme, organisation=factories.OrganisationFactory(name=name, **organisation)
    ))  # fmt: skip


def text_of(participation, text, language="nb"):
    write(participation.programme, INVITATION, introduction=Words(text, text))
    with translation.override(language):
        written = merging.sections(
            INVITATION, participation.programme, participation, Texts.of(participation.programme)
        )
    return written["introduction"].text.replace("\u00a0", " ")


def test_every_field_has_a_value_for_an_organisation():
    row = taking_part()

    assert "{" not in text_of(row, EVERY) and "ikke oppgitt" not in text_of(row, EVERY + " ")
    assert set(merging.values_of(row.programme, row, "nb")) == set(FIELDS)


def test_a_municipality_gets_its_own_words_in_both_norms():
    row = taking_part()
    text = "{kommune}, {kommunen}, {kommunedirektøren}, {kommunestyret}, {ordføreren}, {gruppa}, {gruppe}, {region}"

    assert text_of(row, text) == (
        "Ringsaker kommune, kommunen, kommunedirektøren, kommunestyret, ordføreren, deltakergruppa, deltakergruppe, "
        "KS Innlandet"
    )
    assert text_of(row, text + " ", "nn") == (
        "Ringsaker kommune, kommunen, kommunedirektøren, kommunestyret, ordføraren, deltakargruppa, deltakargruppe, "
        "KS Innlandet"
    )


def test_a_county_municipality_gets_its_own_words():
    row = taking_part("Innlandet", kind=Organisation.Kind.COUNTY_MUNICIPALITY)
    text = "{kommune}, {kommunen}, {kommunedirektøren}, {kommunestyret}, {ordføreren}"

    assert text_of(row, text) == (
        "Innlandet fylkeskommune, fylkeskommunen, fylkeskommunedirektøren, fylkestinget, fylkesordføreren"
    )


def test_the_deadline_is_the_participations_own():
    plain, late = taking_part(), taking_part()
    factories.extended(late, factories.date(2027, 3, 9))
    factories.extended(late, factories.date(2027, 4, 6), duty="group.register")

    assert text_of(late, "{frist}, {gruppefrist}") == "9. mars 2027, 6. april 2027"
    assert text_of(plain, "{frist}") == plain.programme.sign_up_deadline.format().replace("\u00a0", " ")


def test_a_day_that_nobody_has_decided_is_said_to_be_so():
    row = taking_part(programme=factories.ProgrammeFactory())
    text = "{frist}, {gruppefrist}, {første samling}, {periode}"

    assert text_of(row, text) == "dato ikke satt, dato ikke satt, dato ikke satt, dato ikke satt"
    assert text_of(row, text + " ", "nn") == "dato ikkje sett, dato ikkje sett, dato ikkje sett, dato ikkje sett"


def test_a_date_is_as_precise_as_it_is_decided_and_says_its_doubt():
    programme = factories.OpenProgrammeFactory()
    first = programme.gatherings.get(key="joint-1")
    first.when = When("month", factories.date(2027, 4, 1), factories.date(2027, 4, 30), tentative=True)
    first.save()

    assert text_of(taking_part(programme=programme), "{første samling}") == "april 2027 (foreløpig)"


def test_a_name_cannot_bring_markup_or_fields_with_it():
    row = taking_part("<b>*Ås* {frist}</b>")
    write(row.programme, INVITATION, introduction="Hei {kommune}")

    written = merging.sections(INVITATION, row.programme, row, Texts.of(row.programme))["introduction"]

    assert written.html == "<p>Hei &lt;b&gt;*Ås* {frist}&lt;/b&gt; kommune</p>"
    assert written.text == "Hei <b>*Ås* {frist}</b> kommune"


def test_words_in_the_other_norm_are_marked():
    row = taking_part(written_norm="nn")
    write(row.programme, INVITATION, introduction="Bare bokmål")

    with translation.override("nn"):
        written = merging.sections(INVITATION, row.programme, row, Texts.of(row.programme))["introduction"]

    assert written.html == '<div lang="nb"><p>Bare bokmål</p></div>'


def test_a_section_that_nobody_has_written_is_nothing():
    row = taking_part()

    written = merging.sections(INVITATION, row.programme, row, Texts.of(row.programme))["practical"]

    assert not written and written.html == "" and written.text == ""


def test_only_the_fields_that_a_text_asks_for_are_looked_up(django_assert_num_queries):
    row = taking_part()
    now = Texts.of(row.programme)

    with django_assert_num_queries(0):
        merging.sections(INVITATION, row.programme, row, now)
