from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import links, tasks
from accounts.models import PersonalLink

pytestmark = pytest.mark.django_db


def issue(subject="participation:1:person:1", days=10):
    return links.issue(purpose="sign_up", subject=subject, expires_at=timezone.now() + timedelta(days=days))


def reason(token, purpose="sign_up"):
    with pytest.raises(links.DeadLink) as dead:
        links.find(purpose=purpose, token=token)
    return dead.value.reason


def test_a_token_opens_its_link_and_is_stored_only_as_a_hash():
    token = issue()

    link = links.find(purpose="sign_up", token=token)

    assert link.subject == "participation:1:person:1"
    assert token not in str(PersonalLink.objects.values().get())


def test_opening_a_link_changes_nothing():
    token = issue()
    before = PersonalLink.objects.values().get()

    links.find(purpose="sign_up", token=token)

    assert PersonalLink.objects.values().get() == before


def test_a_changed_token_or_another_purpose_opens_nothing():
    token = issue()

    assert reason(token[:-1] + ("a" if token[-1] != "a" else "b")) == "unknown"
    assert reason("x" + token) == "unknown"
    assert reason(token, purpose="other") == "unknown"


def test_a_revoked_link_is_closed_for_good():
    token = issue()
    links.revoke(purpose="sign_up", subject="participation:1:person:1")
    links.prolong(purpose="sign_up", prefix="participation:1:", expires_at=timezone.now() + timedelta(days=90))

    assert reason(token) == "revoked"


def test_a_link_dies_on_time_and_lives_longer_when_prolonged():
    token = issue(days=1)

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert reason(token) == "expired"
        links.prolong(purpose="sign_up", prefix="participation:1:", expires_at=timezone.now() + timedelta(days=1))
        assert links.find(purpose="sign_up", token=token)


def test_prolonging_one_participation_leaves_the_one_whose_number_begins_alike():
    token = issue(subject="participation:11:person:1", days=1)
    links.prolong(purpose="sign_up", prefix="participation:1:", expires_at=timezone.now() + timedelta(days=90))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert reason(token) == "expired"


def test_a_link_that_died_long_ago_is_forgotten():
    issue(days=-91)
    issue(days=-1)

    tasks.forget_dead_links()

    assert PersonalLink.objects.count() == 1


def test_many_are_prolonged_at_once_and_a_revoked_one_stays_closed():
    tokens = [issue(subject=f"participation:{n}:person:1", days=1) for n in (1, 2, 3)]
    links.revoke(purpose="sign_up", subject="participation:3:person:1")
    assert links.open_subjects(purpose="sign_up") == {f"participation:{n}:person:1" for n in (1, 2)}

    subjects = [f"participation:{n}:person:1" for n in (1, 3)] + [f"participation:9{n}:person:1" for n in range(1200)]
    links.prolong_all(purpose="sign_up", subjects=subjects, expires_at=timezone.now() + timedelta(days=90))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert links.find(purpose="sign_up", token=tokens[0])
        assert [reason(token) for token in tokens[1:]] == ["expired", "revoked"]
