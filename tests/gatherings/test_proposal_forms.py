import pytest

from gatherings.plan import plan_of
from gatherings.proposal_forms import ProposalForm, rhythm_of

pytestmark = pytest.mark.django_db


def test_the_programmes_own_cadence_is_chosen_where_its_words_are_one_of_the_choices(programmes):
    assert rhythm_of(plan_of(programmes["trondelag-2020"])) == "semester-1"
    assert rhythm_of(plan_of(programmes["innlandet-2021"])) == ""


@pytest.mark.parametrize(("count", "start"), [("0", "høsten 2027"), ("13", "høsten 2027"), ("to", "x"), ("2", "")])
def test_a_proposal_needs_a_number_and_a_start(count, start):
    form = ProposalForm({"version": 1, "count": count, "start": start, "rhythm": "semester-1", "coordinators": ""})

    assert not form.is_valid()
