import pytest
from django.contrib.auth.models import AnonymousUser

from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db


def reached_by(user):
    return set(Programme.objects.visible_to(user).values_list("region__name", flat=True))


def test_everybody_reaches_what_she_advises_and_nothing_else():
    factories.ProgrammeFactory()
    factories.ProgrammeFactory(region=factories.RegionFactory(name="KS Trøndelag"))

    assert reached_by(factories.adviser("KS Innlandet")) == {"KS Innlandet"}
    assert reached_by(factories.adviser()) == {"KS Innlandet", "KS Trøndelag"}
    assert reached_by(factories.UserFactory(is_superuser=True)) == {"KS Innlandet", "KS Trøndelag"}
    assert reached_by(factories.UserFactory()) == set()
    assert reached_by(AnonymousUser()) == set()


def test_somebody_whose_account_is_closed_reaches_nothing():
    factories.ProgrammeFactory()
    user = factories.adviser("KS Innlandet")
    user.is_active = False

    assert reached_by(user) == set()


def test_a_programme_without_a_day_stands_after_those_with_one():
    undated = factories.ProgrammeFactory()
    dated = factories.OpenProgrammeFactory()

    assert list(Programme.objects.for_list()) == [dated, undated]
