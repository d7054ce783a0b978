"""«Registered» is judged by the database for a whole board, and by the composition for one group: they agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from municipalities.composition import judge, tally_of
from municipalities.duties import GROUP
from municipalities.models import Holding, Participation, Seat
from municipalities.standing import standing_of
from programmes.duties import Status
from programmes.models import CompositionRule
from programmes.roles import Level
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = ["municipal_director", "county_director", "mayor", "county_mayor", "principal", "coordinator"]
LEVELS = [str(level) for level in Level][:3]
NAMES = st.one_of(
    st.sampled_from(LEVELS).map(lambda level: {"level": level}),
    st.sampled_from(ROLES).map(lambda role: {"role": role}),
    st.just({"group": "reference"}),
)
RULES = st.lists(
    st.tuples(
        NAMES,
        st.integers(1, 3),
        st.sampled_from(["required", "required", "desired", "hint"]),
        st.sampled_from([[], ["member"], ["member", "sponsor"]]),
    ),
    max_size=3,
)
SEATS = st.lists(
    st.tuples(
        st.sampled_from(["member", "member", "member", "reference"]),
        st.sampled_from(["", *LEVELS]),
        st.sampled_from(["", *ROLES[:-1]]),
        st.booleans(),
        st.sampled_from([True, True, False]),
    ),
    max_size=6,
)


def made(rules, seats, supports):
    """A participation whose programme has these rules; of each seat also whether it is named and whether it is open."""
    participation = factories.signed_up(programme=factories.ProgrammeFactory(state="open"), director_supports=supports)
    CompositionRule.objects.bulk_create(
        CompositionRule(programme=participation.programme, order=order, least=least, strength=strength, may_be=may_be,
                        **names)
        for order, (names, least, strength, may_be) in enumerate(rules)
    )  # fmt: skip
    person = factories.PersonFactory()
    for kind, level, role, named, is_open in seats:
        closed_at = None if is_open else participation.invited_at
        seat = Seat.objects.create(participation=participation, kind=kind, level=level, role=role, closed_at=closed_at)
        if named:
            Holding.objects.create(seat=seat, person=person)
    return Participation.objects.get(pk=participation.pk)


def registered_in_python(participation):
    """Places count, and names may come later; coordinators and the reference group are others' duties."""
    rules, tally = list(participation.programme.composition.all()), tally_of(participation)
    findings = zip(rules, judge(rules, tally, is_county=False), strict=True)
    asked = [found for rule, found in findings if rule.role != "coordinator" and not rule.group]
    return tally.members > 0 and not any(found.blocks and not found.names for found in asked)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=RULES, seats=SEATS, supports=st.booleans())
def test_the_database_and_the_composition_agree_on_who_has_registered_a_group(rules, seats, supports):
    participation = made(rules, seats, supports)

    done = standing_of(participation).states[GROUP.key].status is Status.DONE

    assert done == registered_in_python(participation)


@pytest.mark.parametrize(("asked", "sits"), [("municipal_director", "county_director"), ("mayor", "county_mayor")])
def test_a_countys_own_director_and_mayor_answer_a_rule_about_director_and_mayor(asked, sits):
    rules = [({"role": asked}, 1, "required", [])]

    found = [
        standing_of(made(rules, [("member", "", role, True, True)], False)).states[GROUP.key].status
        for role in (sits, asked, "principal")
    ]

    assert found == [Status.DONE, Status.DONE, Status.OPEN]
