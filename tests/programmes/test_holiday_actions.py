"""Acts on a region's school holidays."""

from datetime import date

import pytest

from accounts.journal import Actor
from accounts.models import JournalEntry
from programmes.holiday_actions import add_school_holiday, remove_school_holiday
from programmes.models import SchoolHoliday
from tests import factories

pytestmark = pytest.mark.django_db


def test_another_name_for_the_same_days_is_a_change_of_its_own_and_the_same_name_is_none():
    programme, by = factories.ProgrammeFactory(), Actor(user=factories.UserFactory())

    for name in ("Vinterferie", "Vinterferie i Innlandet", "Vinterferie i Innlandet"):
        row = add_school_holiday(
            programme=programme, name=name, start=date(2027, 2, 22), end=date(2027, 2, 26), by=by
        )  # fmt: skip

    assert SchoolHoliday.objects.get().name == "Vinterferie i Innlandet"
    lines = JournalEntry.objects.about(row).order_by("pk")
    assert list(lines.values_list("verb", "actor")) == [
        ("school_holiday.added", by.user.pk), ("school_holiday.renamed", by.user.pk),
    ]  # fmt: skip


def test_a_button_that_is_pressed_twice_at_once_removes_once():
    programme, by = factories.ProgrammeFactory(), Actor(user=factories.UserFactory())
    row = add_school_holiday(
        programme=programme, name="Vinterferie", start=date(2027, 2, 22), end=date(2027, 2, 26), by=by
    )  # fmt: skip
    both = [SchoolHoliday.objects.get(), SchoolHoliday.objects.get()]

    removed = [remove_school_holiday(holiday=each, programme=programme, by=by) for each in both]

    assert removed == [True, False] and not SchoolHoliday.objects.exists()
    assert JournalEntry.objects.about(row).filter(verb="school_holiday.removed").count() == 1
