"""From sketch to archive: what each step demands, what it changes, and when it can be taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.journal import SYSTEM
from accounts.models import JournalEntry
from correspondence.models import Envelope
from programmes import lifecycle
from programmes.acting import ChangedMeanwhile
from programmes.lifecycle_actions import NotYet, step_back, take_step
from programmes.models import Deadline, Programme
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db
State = Programme.State


def ready(state=State.SKETCH, **fields):
    """A programme with a plan and a municipality, in a state."""
    programme = factories.OpenProgrammeFactory(**{"letters_from": None, "state": state, **fields})
    factories.ParticipationFactory(programme=programme)
    return programme


def step(programme, to):
    take_step(programme=programme, to=to, version=programme.version, by=SYSTEM)


def refusal(programme):
    return lifecycle.refusal(programme, lifecycle.next_step(programme))


def hold_everything(programme):
    programme.gatherings.update(precision="day", start=factories.in_days(-3), end=factories.in_days(-3), days=1)


def test_the_steps_lead_from_sketch_to_archive_in_the_order_of_the_states():
    assert [lifecycle.STEPS[0].start, *(each.end for each in lifecycle.STEPS)] == list(State)


def test_a_programme_that_has_all_that_is_demanded_can_be_carried_to_the_archive():
    programme = ready()

    step(programme, State.ANNOUNCED)
    step(programme, State.OPEN)
    programme.participations.update(state="signed_up")
    step(programme, State.RUNNING)
    hold_everything(programme)
    step(programme, State.FINISHED)
    Envelope.objects.update(state="sent")
    step(programme, State.ARCHIVED)

    assert Programme.objects.get().state == State.ARCHIVED
    taken = JournalEntry.objects.filter(verb=lifecycle.TAKEN).order_by("pk")
    assert [entry.details["to"] for entry in taken] == list(State)[1:]


def test_what_is_lacking_is_said_in_words():
    programme = ready(state=State.ANNOUNCED)
    programme.deadlines.all().delete()

    assert refusal(Programme.objects.get()) == "Kan ikke åpnes: påmeldingsfrist mangler."


@pytest.mark.parametrize(("own", "theirs", "words"), [
    ("egen@example.no", "", ""), ("", "region@example.no", ""), ("", "", "kontaktadresse mangler"),
])  # fmt: skip
def test_where_the_region_answers_is_where_its_programmes_are_asked_about(own, theirs, words):
    programme = factories.ProgrammeFactory(contact_email=own)
    programme.region.reply_to = theirs

    assert lifecycle.has_contact(programme) == words


@pytest.mark.parametrize(("when", "words"), [
    (When("month", factories.in_days(40).replace(day=1), factories.in_days(40).replace(day=28)), "ikke en bestemt dag"),
    (When.day(factories.in_days(-1)), "påmeldingsfristen er ute"),
    (When.day(factories.in_days(0)), ""),
])  # fmt: skip
def test_the_sign_up_opens_only_with_a_deadline_that_is_a_day_to_come(when, words):
    programme = ready(state=State.ANNOUNCED)
    Deadline.objects.update(**factories.when_fields(when))

    assert (words in refusal(programme)) if words else refusal(programme) == ""


def test_all_that_a_sketch_lacks_is_said_at_once():
    programme = factories.ProgrammeFactory(contact_email="")

    assert refusal(programme) == (
        "Kan ikke kunngjøres: kontaktadresse mangler, periode mangler, ingen samlinger er lagt inn."
    )


def test_a_programme_is_not_opened_while_everybody_is_held_outside():
    programme = ready(state=State.ANNOUNCED)
    programme.participations.update(state="left_out")

    assert refusal(programme) == "Kan ikke åpnes: ingen kommuner står på lista over hvem som kan inviteres."


def test_nothing_starts_before_somebody_has_signed_up():
    assert refusal(ready(state=State.OPEN)).startswith("Kan ikke settes i gang: ingen er påmeldt")


@pytest.mark.parametrize(("when", "words"), [
    (When("semester", factories.date(2030, 7, 1), factories.date(2030, 12, 31)), "fellessamling 2 har ingen dag"),
    (When.day(factories.in_days(2)), "fellessamling 2 er ikke holdt ennå"),
])  # fmt: skip
def test_a_programme_ends_when_every_gathering_is_held(when, words):
    programme = ready(state=State.RUNNING)
    hold_everything(programme)
    programme.gatherings.filter(number=2).update(**factories.when_fields(when))

    assert refusal(programme) == f"Kan ikke avsluttes: {words}."


def test_a_programme_is_not_archived_while_a_letter_waits():
    programme = ready(state=State.FINISHED)
    factories.letter_to(programme.participations.get())

    assert refusal(programme) == "Kan ikke arkiveres: 1 brev venter på å bli sendt."


def test_a_step_that_lacks_something_is_refused_and_changes_nothing():
    programme = ready(state=State.OPEN)

    with pytest.raises(NotYet, match="ingen er påmeldt"):
        step(programme, State.RUNNING)

    assert Programme.objects.get().state == State.OPEN
    assert not JournalEntry.objects.filter(verb=lifecycle.TAKEN).exists()


def test_nothing_starts_while_somebody_may_still_answer():
    programme = ready(state=State.OPEN)
    factories.signed_up(programme=programme)
    factories.invited(programme=programme)
    deadline = programme.sign_up_deadline

    assert refusal(programme).startswith("Kan ikke settes i gang: påmeldingsfristen er ")
    assert refusal(programme).endswith(", og 2 har ikke svart.")
    with time_machine.travel(timezone.now() + (deadline.end - timezone.localdate()) + timedelta(days=1)):
        assert refusal(programme) == ""


def test_what_all_have_answered_may_start_before_the_deadline():
    programme = ready(state=State.OPEN)
    programme.participations.update(state="signed_up")
    factories.ParticipationFactory(programme=programme, state="left_out")

    assert refusal(programme) == ""


@pytest.mark.parametrize("to", [State.SKETCH, State.OPEN, "nonsense"])
def test_only_the_next_step_can_be_taken(to):
    with pytest.raises(ChangedMeanwhile):
        step(ready(), to)


def test_two_who_take_the_same_step_take_it_once():
    programme = ready()
    late = Programme.objects.get()
    step(programme, State.ANNOUNCED)

    with pytest.raises(ChangedMeanwhile):
        step(late, State.ANNOUNCED)

    assert JournalEntry.objects.filter(verb=lifecycle.TAKEN).count() == 1


def test_announcing_shows_the_page_and_opening_lets_letters_begin():
    programme = ready()
    step(programme, State.ANNOUNCED)
    assert programme.is_public and programme.letters_from is None

    step(programme, State.OPEN)

    assert programme.letters_from == timezone.localdate()


def test_a_day_for_letters_that_was_set_stays():
    programme = ready(state=State.ANNOUNCED, letters_from=factories.in_days(7))

    step(programme, State.OPEN)

    assert programme.letters_from == factories.in_days(7)


def test_answers_are_taken_only_from_the_opening():
    assert not ready(state=State.ANNOUNCED).takes_answers
    assert ready(state=State.OPEN, key="annen").takes_answers


@pytest.mark.parametrize("is_public", [True, False])
def test_a_step_taken_back_puts_everything_as_it_was(is_public):
    programme = ready(is_public=is_public)
    for to in (State.ANNOUNCED, State.OPEN):
        step(programme, to)

    for _ in range(2):
        step_back(programme=programme, version=programme.version, by=SYSTEM)

    stored = Programme.objects.get()
    assert (stored.state, stored.is_public, stored.letters_from) == (State.SKETCH, is_public, None)
    assert lifecycle.way_back(stored) is None


def test_an_archived_programme_comes_back_with_the_day_of_its_letters():
    programme = ready(state=State.FINISHED, letters_from=factories.in_days(-300))
    step(programme, State.ARCHIVED)
    assert programme.letters_from is None

    step_back(programme=programme, version=programme.version, by=SYSTEM)

    assert programme.letters_from == factories.in_days(-300)


def test_a_step_stays_once_a_letter_has_been_written():
    programme = ready(state=State.ANNOUNCED)
    step(programme, State.OPEN)
    factories.letter_to(programme.participations.get())

    with pytest.raises(NotYet, match="1 brev er sendt eller ligger klart"):
        step_back(programme=programme, version=programme.version, by=SYSTEM)


def test_a_letter_that_was_called_off_or_came_before_stands_in_nobodys_way():
    programme = ready(state=State.ANNOUNCED)
    factories.letter_to(programme.participations.get(), person=factories.PersonFactory())
    Envelope.objects.update(created_at=timezone.now() - timezone.timedelta(days=1))
    step(programme, State.OPEN)
    factories.letter_to(programme.participations.get())
    Envelope.objects.filter(created_at__gte=timezone.now() - timezone.timedelta(hours=1)).update(state="cancelled")

    assert lifecycle.way_back(programme).stands == ""


def test_a_programme_that_was_loaded_in_its_state_has_no_way_back(programmes):
    assert lifecycle.way_back(programmes["innlandet-2021"]) is None
    with pytest.raises(ChangedMeanwhile):
        step_back(programme=programmes["innlandet-2021"], version=1, by=SYSTEM)
