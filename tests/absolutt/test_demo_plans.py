"""The demo's plans are alive: something does not fit, something must be decided, and some of it is decided."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts import journal
from accounts.models import JournalEntry
from gatherings.cautions import Tone
from gatherings.plan import plan_of
from gatherings.warnings import cautions_of
from municipalities import register
from programmes.models import Programme, SchoolHoliday


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    from django.conf import settings

    with django_db_blocker.unblock(), override_settings(DEMO=True, MAIL_SERVER={}), transaction.atomic():
        register.load(by=journal.SYSTEM)
        call_command("load_programme", settings.BASE_DIR / "data" / "programmes.yaml", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def tones(state):
    return [caution.tone for caution in cautions_of(plan_of(Programme.objects.get(state=state)))]


@pytest.mark.parametrize("state", ["open", "running"])
def test_a_living_round_has_a_conflict_and_decisions_to_make(_demo, db, state):
    assert {Tone.CONFLICT, Tone.DECIDE} <= set(tones(state))


def test_the_sketch_has_everything_to_decide_and_nothing_that_collides(_demo, db):
    assert set(tones("sketch")) == {Tone.DECIDE}


def test_hours_places_and_links_are_decided_for_some_and_the_schools_holidays_are_known(_demo, db):
    for state in ("open", "running"):
        plan = plan_of(Programme.objects.get(state=state))
        assert any(len(row.hours) == 2 for row in plan.gatherings)
        assert any(row.link for row in plan.gatherings) and any(row.place for row in plan.gatherings)
        assert plan.school_holidays
    assert SchoolHoliday.objects.count() == JournalEntry.objects.filter(verb="school_holiday.added").count()
