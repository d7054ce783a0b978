import pytest

from programmes.terms import own_name, terms
from programmes.words import Words


@pytest.mark.parametrize(
    ("said", "group", "the_group"),
    [
        (Words("kjernegruppe"), ("kjernegruppe", "kjernegruppe"), ("kjernegruppa", "kjernegruppa")),
        (Words("deltakergruppe"), ("deltakergruppe", "deltakargruppe"), ("deltakergruppa", "deltakargruppa")),
        (Words("en utvalgt gruppe"), ("gruppe", "gruppe"), ("gruppa", "gruppa")),
        (Words("lag", "lag"), ("lag", "lag"), ("gruppa", "gruppa")),
        (Words(), ("gruppe", "gruppe"), ("gruppa", "gruppa")),
    ],
)
def test_the_group_is_called_what_the_programme_calls_it_in_both_norms_and_forms(said, group, the_group):
    assert terms(said).group == Words(*group)
    assert terms(said).the_group == Words(*the_group)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (Words("kjernegruppe"), True),
        (Words("en utvalgt gruppe"), True),
        (Words("gruppe", "kjernegruppe"), True),
        (Words("Gruppe", "gruppe"), False),
        (Words("gruppe"), False),
        (Words(), False),
    ],
)
def test_simply_a_group_is_no_name_of_its_own(said, names):
    assert own_name(said) == (said if names else Words())
