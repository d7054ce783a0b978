import pytest

from programmes import matrix
from tests import factories
from tests.programmes import contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = factories.ProgrammeFactory()
    for name in ("Departement", "Stat", "Fylke", "Kommune"):
        contents.level(programme, name)
    contents.sector(programme, ("Helse", "Hdir", "", "Helsetjenester"))
    contents.sector(programme, ("Kunnskap", "Udir", "", "OT-rådgivning?"))
    contents.sector(programme, ("Kunnskap", "Udir", "", "Skole"))
    return programme


def shown(cell):
    return f"{cell.text.nb}{'?' if cell.uncertain else ''}" if cell else "–"


def test_services_of_one_ministry_stand_together(programme):
    groups = matrix.whole(programme).groups

    assert [(shown(group.first), len(group.rows)) for group in groups] == [("Helse", 1), ("Kunnskap", 2)]
    assert [shown(cell) for cell in groups[1].rows[0].cells] == ["Kunnskap", "Udir", "–", "OT-rådgivning?"]


def test_a_level_tells_each_text_once_and_how_many_services_have_none(programme):
    levels = matrix.whole(programme).by_level

    assert [[shown(cell) for cell, _ in here.cells] for here in levels] == [
        ["Helse", "Kunnskap"], ["Hdir", "Udir"], [], ["Helsetjenester", "OT-rådgivning?", "Skole"]
    ]  # fmt: skip
    assert [here.empty for here in levels] == [0, 0, 3, 0]


def test_a_doubt_is_not_the_same_as_what_is_certain(programme):
    contents.sector(programme, ("Kunnskap", "Udir?", "", "PPT"))

    assert [shown(cell) for cell, _ in matrix.whole(programme).by_level[1].cells] == ["Hdir", "Udir", "Udir?"]


def test_readers_are_spared_levels_and_services_with_nothing_in_them(programme, django_assert_num_queries):
    contents.sector(programme, ())

    with django_assert_num_queries(1):
        read = matrix.filled(programme)

    assert [level.name.nb for level in read.levels] == ["Departement", "Stat", "Kommune"]
    assert len(read.rows) == 3
    with django_assert_num_queries(3):
        whole = matrix.whole(programme)
    assert (len(whole.levels), len(whole.rows)) == (4, 4)


def test_a_service_is_called_what_it_is_nearest_to_the_inhabitants(programme):
    contents.sector(programme, ("Kunnskap", "Statped", "", ""))
    contents.sector(programme, ())

    assert [row.name for row in matrix.whole(programme).rows[-3:]] == ["Skole", "Statped", ""]


def test_without_services_there_is_no_matrix():
    programme = factories.ProgrammeFactory()
    contents.level(programme)

    assert not matrix.filled(programme)
    assert matrix.whole(programme).groups == []
