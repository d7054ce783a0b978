from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PersonalLink
from municipalities import signup_links
from programmes.models import Deadline
from tests import factories

pytestmark = pytest.mark.django_db


def linked(programme):
    row = factories.invited(programme=programme)
    signup_links.issue(row, factories.with_director(row))
    return row


def ends(participation):
    link = PersonalLink.objects.get(subject__startswith=f"participation:{participation.pk}:")
    return timezone.localdate(link.expires_at)


def moved(programme, day):
    Deadline.objects.filter(programme=programme).update(start=day, end=day)
    programme.refresh_from_db()
    signup_links.follow_programme(programme)


def test_links_follow_the_programmes_deadline_and_an_extension_its_own(round_in_sign_up):
    ordinary, longer = linked(round_in_sign_up), linked(round_in_sign_up)
    factories.extended(longer, factories.in_days(60))
    elsewhere = linked(factories.OpenProgrammeFactory())

    moved(round_in_sign_up, factories.in_days(40))

    day = timedelta(days=1)
    assert [ends(row) - day for row in (ordinary, longer, elsewhere)] == [
        factories.in_days(40), factories.in_days(60), factories.in_days(21)
    ]  # fmt: skip


def test_without_a_deadline_links_live_half_a_year(round_in_sign_up):
    row = linked(round_in_sign_up)
    round_in_sign_up.deadlines.all().delete()

    signup_links.follow_programme(round_in_sign_up)

    assert ends(row) == factories.in_days(180)


def test_an_archived_programmes_links_are_left_alone(round_in_sign_up):
    row = linked(round_in_sign_up)
    round_in_sign_up.state = "archived"

    moved_to = factories.in_days(40)
    Deadline.objects.filter(programme=round_in_sign_up).update(start=moved_to, end=moved_to)
    signup_links.follow_programme(round_in_sign_up)

    assert ends(row) == factories.in_days(22)


def test_a_moved_deadline_costs_the_same_for_1_and_50_links(round_in_sign_up):
    counts = []
    for size in (1, 49):
        for _ in range(size):
            linked(round_in_sign_up)
        with CaptureQueriesContext(connection) as counted:
            moved(round_in_sign_up, factories.in_days(30 + size))
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 8, counts
