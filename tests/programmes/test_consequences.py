import pytest
from django.db import transaction

from accounts import journal
from accounts.models import JournalEntry
from programmes import consequences
from programmes.consequences import Consequence, Topic
from programmes.models import Phase
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def witnessed(monkeypatch):
    """What the only witness saw: the state before, the lines that the act wrote, and the programme after it."""
    seen = []

    def witness(programme):
        before = programme.phases.count()

        def tell(after, lines):
            seen.append((before, [line.verb for line in lines], after.phases.count()))
            return [Consequence(Topic.NEW, "Noe nytt"), Consequence(Topic.PEOPLE, "Noen", ("Lom",))]

        return tell

    monkeypatch.setattr(consequences, "_witnesses", [witness])
    return seen


def act_on(programme):
    def act():
        with transaction.atomic():
            Phase.objects.create(programme=programme, key="more", order=9)
            journal.append(verb="phase.added", by=journal.SYSTEM, subject=programme, scope=programme)

    return act


def test_an_act_is_seen_from_both_sides_and_taken_back(round_in_sign_up, witnessed):
    found = consequences.preview(programme=round_in_sign_up, act=act_on(round_in_sign_up))

    assert witnessed == [(1, ["phase.added"], 2)]
    assert [told.topic for told in found] == [Topic.PEOPLE, Topic.NEW]
    assert round_in_sign_up.phases.count() == 1
    assert not JournalEntry.objects.filter(verb="phase.added").exists()


def test_lines_from_before_are_not_the_acts(round_in_sign_up, witnessed):
    act_on(round_in_sign_up)()

    consequences.preview(programme=round_in_sign_up, act=lambda: None)

    assert witnessed == [(2, [], 2)]


def test_what_waits_for_the_commit_does_not_run(round_in_sign_up, witnessed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        consequences.preview(
            programme=round_in_sign_up, act=lambda: transaction.on_commit(lambda: pytest.fail("it was taken back"))
        )

    assert waiting == []


def test_an_act_that_refuses_refuses_here_too_and_leaves_nothing(round_in_sign_up, witnessed):
    def act():
        act_on(round_in_sign_up)()
        raise ValueError

    with pytest.raises(ValueError):
        consequences.preview(programme=round_in_sign_up, act=act)

    assert round_in_sign_up.phases.count() == 1


@pytest.mark.parametrize(
    ("state", "topics", "shown"),
    [
        ("open", [Topic.DAYS], True),
        ("announced", [Topic.NEW], True),
        ("open", [], False),
        ("sketch", [Topic.PEOPLE, Topic.NEW], False),
        ("sketch", [Topic.LETTERS], True),
    ],
)
def test_only_what_others_know_is_looked_over_first(state, topics, shown):
    programme = factories.ProgrammeFactory(state=state)

    assert consequences.must_be_shown(programme, [Consequence(topic, "…") for topic in topics]) is shown


def test_a_witness_is_asked_once_however_often_it_registers(monkeypatch):
    monkeypatch.setattr(consequences, "_witnesses", [])

    def witness(programme):
        return lambda after, lines: []

    consequences.register(witness)
    consequences.register(witness)

    assert consequences._witnesses == [witness]
