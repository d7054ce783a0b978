from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programmes.models import Adviser, CompositionRule, CostLine, Programme
from tests import factories

pytestmark = pytest.mark.django_db


def refused():
    return pytest.raises(IntegrityError)


def test_an_archived_programme_can_never_have_its_letters_on():
    programme = factories.ProgrammeFactory(state="archived")

    with refused(), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(letters_from=timezone.localdate())


@pytest.mark.parametrize(
    "line", [{"amount": Decimal(0), "is_fee": True}, {"amount": Decimal(-5), "is_fee": True}, {"amount": Decimal(5)}]
)
def test_an_amount_is_never_zero_and_belongs_to_a_fee(line):
    programme = factories.ProgrammeFactory()

    with refused(), transaction.atomic():
        CostLine.objects.create(programme=programme, order=1, payer="organisation", **line)


@pytest.mark.parametrize("named", [{}, {"level": "youth", "role": "coordinator"}])
def test_a_composition_rule_names_exactly_one_thing(named):
    programme = factories.ProgrammeFactory()

    with refused(), transaction.atomic():
        CompositionRule.objects.create(programme=programme, order=1, strength="required", **named)


def test_reach_is_given_once_even_to_every_region():
    user = factories.adviser()

    with refused(), transaction.atomic():
        Adviser.objects.create(user=user, region=None)
