"""The school holidays of a region, entered on the page that belongs to a programme's plan."""

from datetime import date

import pytest

from programmes.models import SchoolHoliday
from tests import factories
from tests.absolutt.plans import path, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(client):
    user = factories.adviser("KS Innlandet")
    client.force_login(user)
    return user


def test_school_holidays_are_entered_as_a_week_and_removed(client, adviser, round_in_sign_up):
    address = path(round_in_sign_up, "skoleferier/")

    said = client.post(address, {"name": "Vinterferie", "when": "uke 8 2027"}, follow=True)

    row = SchoolHoliday.objects.get()
    assert (row.region, row.start, row.end) == (round_in_sign_up.region, date(2027, 2, 22), date(2027, 2, 28))
    assert "22.–28. februar 2027 (uke 8)" in text(said)
    client.post(f"{address}{row.pk}/fjern/")
    assert not SchoolHoliday.objects.exists()


@pytest.mark.parametrize("typed", ["februar 2027", "vinteren", ""])
def test_a_school_holiday_is_days_or_a_week(client, adviser, round_in_sign_up, typed):
    response = client.post(path(round_in_sign_up, "skoleferier/"), {"name": "Vinterferie", "when": typed})

    assert response.status_code == 422 and 'value="Vinterferie"' in text(response)


def test_the_same_holiday_twice_is_one(client, adviser, round_in_sign_up):
    for name in ("Vinterferie", "Vinterferie i Innlandet"):
        client.post(path(round_in_sign_up, "skoleferier/"), {"name": name, "when": "uke 8 2027"})

    assert SchoolHoliday.objects.get().name == "Vinterferie i Innlandet"


def test_another_regions_holiday_is_not_there(client, adviser, round_in_sign_up):
    row = SchoolHoliday.objects.create(
        region=factories.RegionFactory(name="KS Agder"), name="x", start=date(2027, 2, 22), end=date(2027, 2, 26)
    )

    assert client.post(path(round_in_sign_up, f"skoleferier/{row.pk}/fjern/")).status_code == 404
