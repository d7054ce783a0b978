"""Limits, offers, and places given at once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import links
from accounts.models import JournalEntry
from municipalities import actions, offer_links, place_actions, placing
from municipalities.acting import ChangedMeanwhile, Closed, ReasonMissing
from municipalities.models import Answer, Participation, PlaceDecision
from tests import factories
from tests.municipalities.places import by, invited_to, line, offered, queued, says, states, with_places

pytestmark = pytest.mark.django_db
UNTIL = 5  # days from today


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def limit(programme, total, each=None, version=None):
    version = version or programme.version
    place_actions.set_limits(programme=programme, total=total, per_organisation=each, version=version, by=by())


def offer(*rows, reason=""):
    return place_actions.offer(participations=rows, until=factories.in_days(UNTIL), by=by(), reason=reason)


# --- How many


def test_limits_are_set_and_journalled_and_an_empty_one_is_not_zero():
    programme = with_places(None)

    limit(programme, 20, 8)
    first = (programme.places_total, programme.places_per_organisation)
    limit(programme, None, None)

    programme.refresh_from_db()
    assert first == (20, 8)
    assert (programme.places_total, programme.places_per_organisation) == (None, None)
    assert JournalEntry.objects.first().details == {"total": None, "each": None}


def test_places_that_are_given_away_are_not_taken_back():
    programme = with_places(3)
    for row in invited_to(programme, 2):
        says(row)
    offered(programme)

    with pytest.raises(place_actions.TooFew) as few:
        limit(programme, 2)

    assert few.value.taken == 3
    limit(programme, 3)


def test_more_places_are_given_to_nobody_by_themselves():
    programme = with_places(1)
    for row in invited_to(programme, 3):
        says(row)

    limit(programme, 3)

    assert states(programme) == ["signed_up", "queued", "queued"]
    assert placing.places_of(programme).can_be_given == 2


def test_two_who_set_limits_at_the_same_time_do_not_overwrite_each_other():
    programme = with_places(None)
    seen = programme.version
    limit(programme, 20, version=seen)

    with pytest.raises(ChangedMeanwhile):
        limit(programme, 30, version=seen)


def test_an_archived_programme_keeps_its_limits():
    with pytest.raises(Closed):
        limit(factories.ProgrammeFactory(state="archived"), 3)


# --- Offers


def test_the_next_in_line_is_offered_a_place_and_the_journal_says_to_when():
    programme = with_places(1)
    first, second = queued(programme), queued(programme)

    offer(first)

    first.refresh_from_db()
    assert (first.state, first.offered_until) == ("offered", factories.in_days(UNTIL))
    assert JournalEntry.objects.get().details == {"until": factories.in_days(UNTIL).isoformat(), "in_order": True}
    assert line(programme) == [second.pk]
    assert not PlaceDecision.objects.exists()


def test_somebody_else_than_the_next_takes_a_reason_that_is_kept_and_is_not_in_the_journal():
    programme = with_places(1)
    queued(programme)
    second = queued(programme)

    with pytest.raises(ReasonMissing):
        offer(second)
    offer(second, reason="Samarbeider med Hamar")

    assert states(programme) == ["queued", "offered"]
    decided = PlaceDecision.objects.get()
    assert (decided.reason, decided.kind) == ("Samarbeider med Hamar", "offered")
    assert "Hamar" not in str(JournalEntry.objects.values())


def test_no_more_are_offered_than_there_are_places():
    programme = with_places(2)
    rows = [queued(programme) for _ in range(3)]

    with pytest.raises(place_actions.NoPlace):
        offer(*rows)
    assert states(programme) == ["queued"] * 3

    assert offer(*rows[:2]) == 2
    rows[2].refresh_from_db()
    with pytest.raises(place_actions.NoPlace):
        offer(rows[2])


def test_one_who_has_left_the_line_meanwhile_is_not_offered_anything_and_neither_are_the_others():
    programme = with_places(2)
    first, second = queued(programme), queued(programme)
    seen = Participation.objects.get(pk=second.pk)
    seen.programme = programme
    says(second, "no")

    with pytest.raises(ChangedMeanwhile):
        offer(first, seen)

    assert states(programme) == ["queued", "declined"]


@pytest.mark.parametrize("change", [{"letters_from": None}, {"state": "finished"}])
def test_a_programme_that_writes_to_nobody_or_takes_no_answers_offers_nothing(change):
    programme = with_places(1)
    row = queued(programme)
    for field, value in change.items():
        setattr(programme, field, value)
    programme.save()

    with pytest.raises(Closed):
        offer(row)


def test_an_offer_of_yesterday_is_a_mistake():
    with pytest.raises(ValueError, match="today or later"):
        place_actions.offer(participations=[queued(with_places(1))], until=factories.in_days(-1), by=by())


def test_she_takes_the_place_also_after_the_sign_up_deadline():
    programme = with_places(1)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        row, director = offered(programme)
        place_actions.answer_offer(participation=row, person=director, accept=True, version=row.version)

    assert (row.state, row.queue_number, row.offered_until) == ("signed_up", None, None)
    assert (Answer.objects.get().choice, Answer.objects.get().via) == ("yes", "portal")


def test_the_coordinator_whom_she_named_while_waiting_is_appointed_with_the_place():
    programme = with_places(1)
    first, second = invited_to(programme, 2)
    says(first)
    says(second, coordinator_name="Mona Dalen", coordinator_email="mona@example.no", invoice_reference="PO 7")
    says(first, "no")
    offer(second)
    second.refresh_from_db()
    director = second.seats.get(kind="director").holder.person

    place_actions.answer_offer(participation=second, person=director, accept=True, version=second.version)

    assert second.coordinator == ("Mona Dalen", "mona@example.no")
    assert second.invoice_reference == "PO 7"


def test_no_to_an_offer_frees_the_place_for_the_next():
    programme = with_places(1)
    row, director = offered(programme, number=1)
    queued(programme, number=2)

    place_actions.answer_offer(participation=row, person=director, accept=False, version=row.version)

    assert states(programme) == ["declined", "queued"]
    assert placing.places_of(programme).can_be_given == 1


def test_an_offer_is_answered_once_and_only_in_time():
    programme = with_places(2)
    row, director = offered(programme, number=1)
    late, other = offered(programme, number=2)

    def takes(participation, person):
        place_actions.answer_offer(
            participation=participation, person=person, accept=True, version=participation.version
        )

    takes(row, director)
    with pytest.raises(place_actions.OfferIsOver):
        takes(row, director)
    with time_machine.travel(timezone.now() + timedelta(days=6)), pytest.raises(place_actions.OfferIsOver):
        takes(late, other)

    assert Answer.objects.count() == 1


def test_two_windows_answer_an_offer_once():
    row, director = offered(with_places(1))

    with pytest.raises(ChangedMeanwhile):
        place_actions.answer_offer(participation=row, person=director, accept=True, version=row.version + 1)

    assert not Answer.objects.exists()


def test_a_link_to_an_offer_dies_with_the_directors_seat_and_is_made_for_an_open_offer_only():
    row, director = offered(with_places(1))
    token = offer_links.issue(row, director)
    waiting = queued(row.programme)

    actions.name_director(participation=row, name="Ny", email="ny@kommune.example.no", by=by())

    with pytest.raises(links.DeadLink, match="revoked"):
        links.find(purpose="place", token=token)
    assert offer_links.issue(row, director) == ""
    assert offer_links.issue(waiting, factories.PersonFactory()) == ""


def test_a_new_director_gets_the_open_offer_too():
    row, _director = offered(with_places(1))

    actions.name_director(participation=row, name="Ny", email="ny@kommune.example.no", by=by())

    assert verbs() == ["director.named", "place.offered"]
    assert JournalEntry.objects.first().details["again"] is True


# --- A place at once


def test_a_place_is_given_at_once_with_a_reason_and_never_one_too_many():
    programme = with_places(1)
    first, second = queued(programme), queued(programme)

    place_actions.give_place(participation=second, reason="Sa ja på telefon", version=second.version, by=by())
    with pytest.raises(place_actions.NoPlace):
        place_actions.give_place(participation=first, reason="Ringte", version=first.version, by=by())

    assert states(programme) == ["queued", "signed_up"]
    assert (PlaceDecision.objects.get().kind, PlaceDecision.objects.get().reason) == ("placed", "Sa ja på telefon")
    assert verbs() == ["place.given"]


def test_one_with_an_offer_gets_the_place_that_the_offer_keeps():
    programme = with_places(1)
    row, _director = offered(programme)

    place_actions.give_place(participation=row, reason="Ringte", version=row.version, by=by())

    assert states(programme) == ["signed_up"]


def test_a_place_is_not_given_without_a_reason_or_to_one_who_is_not_in_line():
    programme = with_places(2)
    row, other = queued(programme), factories.signed_up(programme=programme)

    with pytest.raises(ReasonMissing):
        place_actions.give_place(participation=row, reason="", version=row.version, by=by())
    with pytest.raises(ChangedMeanwhile):
        place_actions.give_place(participation=other, reason="Ringte", version=other.version, by=by())
