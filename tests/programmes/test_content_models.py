"""What the database refuses of a programme's content."""

import pytest
from django.db import IntegrityError, transaction

from programmes.models import ContentBlock
from programmes.words import Words
from tests import factories
from tests.programmes import contents

pytestmark = pytest.mark.django_db
Kind = ContentBlock.Kind


@pytest.fixture
def programme():
    return factories.ProgrammeFactory()


def refused(make, *args, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*args, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"source": Words()},
        {"text": Words()},
        {"year": None},
        {"year": 0},
        {"year": 18},
        {"year": 2300},
        {"value": None},
    ],
)
def test_a_figure_without_text_source_or_year_cannot_be(programme, fields):
    refused(contents.figure, programme, **fields)

    assert not programme.figures.exists()


def test_a_figure_may_have_its_words_in_nynorsk_only_and_no_county(programme):
    figure = contents.figure(programme, text=Words(nn="barn"), source=Words(nn="SSB"))

    assert (str(figure.text), figure.county) == ("barn", "")


@pytest.mark.parametrize("kind", [Kind.COMPETENCE_GOAL, Kind.APPROACH, Kind.AMBITION])
def test_a_line_says_something(programme, kind):
    refused(ContentBlock.objects.create, programme=programme, kind=kind, order=1, text=Words())

    assert not programme.blocks.exists()


def test_a_responsibility_is_somebodys_and_a_goal_has_no_other_half(programme):
    refused(contents.block, programme, Kind.RESPONSIBILITY, more=Words())
    refused(contents.block, programme, Kind.COMPETENCE_GOAL, more=Words("noe"))
    assert contents.block(programme, Kind.THEME_DAY, more=Words("kommunestyret")).more.nb == "kommunestyret"


def test_only_an_offer_is_tentative(programme):
    refused(contents.block, programme, Kind.FOUNDATION, tentative=True)
    assert contents.block(programme, Kind.DIGITAL_SESSION, tentative=True).tentative


def test_two_of_a_kind_never_have_one_place_and_two_kinds_may(programme):
    contents.block(programme, Kind.APPROACH)
    contents.block(programme, Kind.AMBITION)

    refused(ContentBlock.objects.create, programme=programme, kind=Kind.APPROACH, order=1, text=Words("To"))
    assert set(programme.blocks.values_list("order", flat=True)) == {1}


@pytest.mark.parametrize("fields", [{"body": Words()}, {"how": Words()}])
def test_an_endorsement_says_who_and_how(programme, fields):
    refused(contents.endorsement, programme, **fields)

    assert not programme.endorsements.exists()


def test_only_a_film_is_captioned_or_not(programme):
    refused(contents.resource, programme, kind="page", captioned=False)
    assert contents.resource(programme, kind="film", captioned=None).lacks_captions is False
    assert contents.resource(programme, kind="film", captioned=False).lacks_captions is True


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://ks.no/film", "ks.no"])
def test_a_resource_leads_to_a_web_page_or_nowhere(programme, url):
    refused(contents.resource, programme, url=url)
    assert contents.resource(programme, url="").url == ""


def test_a_contact_has_a_purpose_and_no_name(programme):
    refused(contents.contact, programme, purpose=Words())
    assert "name" not in {field.name for field in contents.contact(programme)._meta.fields}


def test_a_cell_says_something_and_there_is_one_at_a_level(programme):
    contents.level(programme)
    row = contents.sector(programme, ("PPT",))
    cell = row.cells.get()

    refused(type(cell).objects.create, sector=row, level=cell.level, text=Words("OT"))
    refused(type(cell).objects.filter(pk=cell.pk).update, text=Words())

    assert str(row.cells.get().text) == "PPT"


def test_what_is_written_of_a_programme_goes_with_it(programme):
    contents.fill(programme, 2)

    programme.gatherings.all().delete()
    programme.delete()

    assert not ContentBlock.objects.exists()
