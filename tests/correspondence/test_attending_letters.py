"""Letters about a gathering: to whom each is planned, and what it says. The gathering is in forty days, so the
invitation's day has come (tests/gatherings/answers.py)."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.journal import SYSTEM
from correspondence import ahead_actions, making, outbox, planning, quiet, reconciling
from correspondence.models import Letter
from gatherings.models import Gathering
from gatherings.tasks import erase_old_deputies
from municipalities.models import Participation
from programmes.models import Programme
from tests import factories
from tests.correspondence.rounds import at
from tests.gatherings.answers import gathering, group, own, replaced
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db
INVITE, REMINDER, PRACTICAL, TOMORROW = (
    "gathering.invite", "gathering.reminder", "gathering.practical", "gathering.tomorrow",
)  # fmt: skip


@pytest.fixture
def held():
    return gathering()


def planned(rule, programme):
    """(address, day) of the letters of a rule that are planned from now on."""
    reconciling.reconcile(programme, timezone.localdate())
    rows = Letter.objects.ahead().filter(rule=rule, programme=programme).for_posting()
    return sorted((making.reader_of(row)[0], row.send_on) for row in rows)


def addresses(rule, programme):
    return [address for address, _day in planned(rule, programme)]


def sent_now(programme):
    """Everything that is planned about gatherings leaves now, whatever day it is; returns the messages."""
    about = Letter.objects.ahead().filter(programme=programme, gathering__isnull=False)
    for letter in about.select_related("programme"):
        ahead_actions.send_now(letter=letter, by=SYSTEM)
    outbox.send_due()
    return mail.outbox


def test_the_invitation_goes_to_every_seat_with_a_name_and_to_the_coordinator(held):
    row = group(held, "Kari Lien", "Per Moe")

    assert addresses(INVITE, held.programme) == ["kari.lien@example.no", "mona.dalen@example.no", "per.moe@example.no"]
    assert {day for _address, day in planned(INVITE, held.programme)} == {quiet.forward(timezone.localdate())}
    assert row.state == Participation.State.SIGNED_UP


def test_who_takes_a_seat_later_is_invited_then_and_who_has_left_is_not(held):
    row = group(held)
    reconciling.reconcile(held.programme, timezone.localdate())
    replaced(row, "Kari Lien", "Ola Nes")

    assert "ola.nes@example.no" in addresses(INVITE, held.programme)
    assert "kari.lien@example.no" not in addresses(INVITE, held.programme)


def test_a_municipality_without_a_place_is_not_invited(held):
    row = group(held)
    Participation.objects.filter(pk=row.pk).update(state="queued", queue_number=1)

    assert addresses(INVITE, held.programme) == []


def test_the_reminder_goes_to_who_has_not_answered(held):
    row = group(held, "Kari Lien", "Per Moe")
    own(held, row, "comes")

    assert addresses(REMINDER, held.programme) == ["mona.dalen@example.no", "per.moe@example.no"]


def test_the_practical_letter_goes_to_who_comes_and_to_the_deputy_instead_of_whom_she_comes_for(held):
    row = group(held, "Kari Lien", "Per Moe", "Ola Nes")
    own(held, row, "comes")
    own(held, row, "deputy", name="Per Moe")
    own(held, row, "cannot", name="Ola Nes")

    for rule in (PRACTICAL, TOMORROW):
        assert addresses(rule, held.programme) == ["kari.lien@example.no", "siv.rud@example.no"]


def test_the_answers_go_to_the_coordinator_and_to_the_advisers(held):
    group(held)
    mine = factories.adviser(held.programme.region.name)

    assert addresses("gathering.deadline", held.programme) == sorted(["mona.dalen@example.no", mine.email])


def test_a_gathering_that_moves_takes_its_letters_along(held):
    row = group(held)
    own(held, row, "comes")
    (before,) = planned(PRACTICAL, held.programme)
    Gathering.objects.filter(pk=held.pk).update(start=factories.in_days(54), end=factories.in_days(54))
    own(Gathering.objects.select_related("programme").get(pk=held.pk), row, "comes")
    (after,) = planned(PRACTICAL, held.programme)

    assert (before[0], after[0]) == ("kari.lien@example.no",) * 2
    assert after[1] > before[1]


def test_a_gathering_that_is_taken_out_of_the_plan_has_no_letters_planned(held):
    group(held)
    reconciling.reconcile(held.programme, timezone.localdate())
    Gathering.objects.get(pk=held.pk).delete()

    assert addresses(INVITE, held.programme) == []


def test_the_form_is_asked_about_only_while_it_is_open(held):
    factories.adviser(held.programme.region.name)
    open_one = gathering(held.programme, days=90, number=8)
    Gathering.objects.filter(pk=open_one.pk).update(form="undecided")

    reconciling.reconcile(held.programme, timezone.localdate())

    rows = Letter.objects.ahead().filter(rule="form.decide")
    assert {row.gathering_id for row in rows} == {open_one.pk}


def test_who_is_registered_for_an_information_meeting_is_reminded_of_it():
    held = meeting()
    programme = held.programme
    programme.letters_from = timezone.localdate()
    programme.save()
    registered(held, "kari@example.no")

    assert addresses("info.reminder", programme) == ["kari@example.no"]


def test_each_letter_says_when_and_where_and_the_invitation_has_her_own_link_and_a_calendar_entry(held):
    Gathering.objects.filter(pk=held.pk).update(form="physical", place="Hamar")
    row = group(held)
    own(held, row, "comes")
    reconciling.reconcile(held.programme, timezone.localdate())
    found = {message.subject: message for message in sent_now(held.programme) if "kari" in message.to[0]}

    invitation = next(message for subject, message in found.items() if subject.startswith("Kommer du på samlingen?"))
    assert "/samling/svar/" in invitation.body and "Sted: Hamar" in invitation.body
    assert any(str(name).endswith(".ics") for name, *_rest in invitation.attachments)
    assert any(subject.startswith("Praktisk om samlingen") for subject in found)


def test_the_coordinator_reads_who_has_not_answered_and_the_adviser_how_each_group_stands(held):
    row = group(held, "Kari Lien", "Per Moe")
    factories.adviser(held.programme.region.name)
    own(held, row, "comes")
    reconciling.reconcile(held.programme, timezone.localdate())
    found = [message for message in sent_now(held.programme) if message.subject.startswith("Svarene")]

    bodies = "\n".join(message.body for message in found)
    assert len(found) == 2
    assert "1 kommer, 0 kan ikke, 2 har ikke svart." in bodies
    assert "Har ikke svart: Mona Dalen, Per Moe" in bodies or "Har ikke svart: Per Moe, Mona Dalen" in bodies


def test_whose_answer_is_erased_is_erased_in_the_outbox_too(held):
    row = group(held)
    own(held, row, "deputy")
    reconciling.reconcile(held.programme, timezone.localdate())
    sent_now(held.programme)
    before = Letter.objects.filter(deputy__isnull=False, envelope__address="siv.rud@example.no").count()
    with at(factories.in_days(400)):
        erase_old_deputies()
        outbox.forget_erased()

    assert before == 2
    assert not Letter.objects.filter(envelope__address="siv.rud@example.no").exists()


def test_what_a_gathering_needs_costs_the_same_queries_for_one_group_and_for_many(held):
    def queries():
        programme = Programme.objects.prefetch_related("deadlines", "composition").get(pk=held.programme.pk)
        with CaptureQueriesContext(connection) as captured:
            planning.ahead(programme, timezone.localdate())
        return len(captured)

    group(held)
    one = queries()
    for number in range(6):
        group(held, f"Kari Lien{number}", coordinator=f"mona{number}@example.no")

    assert queries() == one
