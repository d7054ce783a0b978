"""Who is missing, in words: for the three programmes' own rules and for rules made up here."""

import pytest
from django.utils import translation

from municipalities import composition
from municipalities.composition import Tally, judge, lacks
from programmes.models import CompositionRule

pytestmark = pytest.mark.django_db

DIRECTOR = "Kommunedirektøren bør ha en plass i gruppa eller støtte arbeidet utenfra."


def rule(strength="required", least=1, **names):
    return CompositionRule(strength=strength, least=least, **names)


def tally(*members, reference="", supports=False, coordinator=False):
    """Members as «level», «level:role», with «?» at the end where the name is to come."""
    made = Tally(reference_body=reference, director_supports=supports)
    for member in members:
        level, _, role = member.rstrip("?").partition(":")
        made.add(kind="member", level=level, role=role, held=not member.endswith("?"))
    if coordinator:
        made.add(kind="coordinator", level="", role="", held=True)
    return made


def said(rules, made, *, is_county=False, language="nb"):
    with translation.override(language):
        return [finding.text for finding in lacks(judge(rules, made, is_county=is_county))]


def test_somebody_required_who_is_missing_is_said_so_in_both_norms():
    rules = [rule(level="political")]

    assert said(rules, tally()) == ["Dere mangler en folkevalgt."]
    assert said(rules, tally(), language="nn") == ["De manglar ein folkevald."]
    assert said(rules, tally("political")) == []


def test_how_many_are_missing_is_said_in_words():
    rules = [rule(level="political", least=3)]

    assert said(rules, tally("political")) == ["Dere mangler to folkevalgte."]
    assert said(rules, tally("political", "political")) == ["Dere mangler en folkevalgt."]


def test_a_place_without_a_name_lacks_its_name_and_not_its_place():
    assert said([rule(level="political")], tally("political?")) == ["Dere mangler navn på en folkevalgt."]


@pytest.mark.parametrize(
    ("strength", "text", "blocks"),
    [
        ("required", "Dere mangler en representant for barn og unge.", True),
        ("desired", "Dere bør ha med en representant for barn og unge.", False),
        ("hint", "Ta gjerne med en representant for barn og unge.", False),
    ],
)
def test_what_is_required_blocks_what_is_desired_warns_and_a_hint_hints(strength, text, blocks):
    (finding,) = judge([rule(strength, level="youth")], tally(), is_county=False)

    assert (finding.text, finding.blocks) == (text, blocks)


def test_a_county_municipality_gets_its_own_words():
    rules = [rule(level="political"), rule(role="mayor"), rule(role="municipal_director")]

    assert said(rules, tally(), is_county=True) == [
        "Dere mangler en folkevalgt fra fylkestinget.",
        "Dere mangler fylkesordføreren.",
        "Dere mangler fylkeskommunedirektøren.",
    ]


@pytest.mark.parametrize(("asked", "sits"), [("municipal_director", "county_director"), ("mayor", "county_mayor")])
def test_a_countys_own_director_and_mayor_answer_a_rule_about_director_and_mayor(asked, sits):
    assert said([rule(role=asked)], tally(f"political:{sits}"), is_county=True) == []
    assert said([rule(role=asked)], tally(f"political:{sits}?"), is_county=True) != []
    assert said([rule(role=asked)], tally("political:sector_director"), is_county=True) != []


def test_a_director_who_supports_from_outside_is_enough_where_the_rule_says_so():
    sponsor = [rule("desired", role="municipal_director", may_be=["member", "sponsor"])]
    member = [rule("desired", role="municipal_director")]

    assert said(sponsor, tally(supports=True)) == []
    assert said(member, tally(supports=True)) == ["Dere bør ha med kommunedirektøren."]


def test_an_existing_body_by_name_alone_is_a_reference_group():
    rules = [rule("desired", group="reference")]

    assert said(rules, tally()) == ["Dere bør ha med en referansegruppe."]
    assert said(rules, tally(reference="Oppvekstforum")) == []


def test_the_required_come_before_the_desired_and_these_before_the_hints():
    rules = [rule("hint", level="youth"), rule("desired", level="professional"), rule(level="administrative")]

    assert said(rules, tally()) == [
        "Dere mangler en fra administrasjonen.",
        "Dere bør ha med en fra fag og tjenester.",
        "Ta gjerne med en representant for barn og unge.",
    ]


def test_a_programme_without_rules_misses_nobody():
    assert judge([], tally(), is_county=False) == []


@pytest.mark.parametrize(
    ("key", "nobody", "both_levels"),
    [
        (
            "trondelag-2020",
            ["Dere mangler en folkevalgt.", "Dere mangler en fra administrasjonen.", "Dere mangler en koordinator.",
             "Ta gjerne med en representant for barn og unge."],
            ["Ta gjerne med en representant for barn og unge."],
        ),
        (
            "more-og-romsdal-2020",
            ["Dere mangler en folkevalgt.", "Dere mangler en fra administrasjonen.", "Dere mangler en koordinator.",
             "Dere bør ha med en representant for barn og unge."],
            ["Dere bør ha med en representant for barn og unge."],
        ),
        (
            "innlandet-2021",
            ["Dere mangler en folkevalgt.", "Dere mangler en fra administrasjonen.", "Dere mangler en koordinator.",
             DIRECTOR, "Dere bør ha med en referansegruppe.",
             "Ta gjerne med en representant for barn og unge."],
            [DIRECTOR, "Dere bør ha med en referansegruppe.",
             "Ta gjerne med en representant for barn og unge."],
        ),
    ],
)  # fmt: skip
def test_each_of_the_three_programmes_is_judged_by_its_own_rules(programmes, key, nobody, both_levels):
    rules = list(programmes[key].composition.all())

    assert said(rules, tally()) == nobody
    assert said(rules, tally("political", "administrative", coordinator=True)) == both_levels


def test_members_alone_count_for_a_level():
    made = Tally()
    made.add(kind="reference", level="political", role="", held=True)

    assert said([rule(level="political")], made) == ["Dere mangler en folkevalgt."]


def test_a_tally_knows_how_many_names_are_to_come():
    made = tally("political", "youth?", "administrative?")

    assert (made.members, made.nameless) == (3, 2)
    assert composition.Finding("required", True).blocks is False
