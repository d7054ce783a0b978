"""«Hvorfor fikk hun den ikke?»: who gets which letter, when, and why not. The round is that of rounds.py."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence import ahead_actions, making, outbox, readers, reconciling
from correspondence.models import Envelope, Letter
from municipalities.models import Participation
from tests import factories
from tests.correspondence.rounds import DAY_14, DEADLINE, at, by, director_of, invited

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)
FIRST = "signup.reminder_14"


def found(programme, **asked):
    return list(readers.that_fit(readers.of_programme(programme, today=TODAY), **asked))


def planned(row):
    with at(TODAY):
        reconciling.reconcile(row.programme, TODAY)
    return Letter.objects.get(rule=FIRST, participation=row)


def test_who_is_to_get_it_stands_with_the_day_and_the_reason():
    row = invited()
    letter = planned(row)

    with at(TODAY):
        (one,) = found(row.programme, rule=FIRST)

    assert (one.name, one.address, one.day) == (director_of(row).name, director_of(row).email, DAY_14)
    assert (one.state, one.reason, one.letter, one.is_ahead) == ("Planlagt", "", letter, True)
    assert "23. februar 2027" in one.why.replace("\u00a0", " ")


def test_who_has_answered_does_not_get_it_and_it_says_why():
    row = invited()
    planned(row)
    Participation.objects.filter(pk=row.pk).update(state="declined")

    with at(TODAY):
        (one,) = found(row.programme, rule=FIRST)

    assert (one.state, one.reason) == ("Sendes ikke", "De har svart, er fritatt eller er ikke invitert.")


@pytest.mark.parametrize(
    ("act", "state", "reason"),
    [
        (ahead_actions.hold, "Holdt tilbake", "En rådgiver har holdt det tilbake."),
        (ahead_actions.skip, "Hoppet over", "En rådgiver har hoppet over det."),
    ],
)
def test_what_an_adviser_has_decided_is_told(act, state, reason):
    letter = planned(invited())
    act(letter=letter, by=by())

    with at(TODAY):
        (one,) = found(letter.programme, rule=FIRST)

    assert (one.state, one.reason) == (state, reason)


def test_what_was_sent_says_so_and_what_could_not_be_sent_says_why():
    row = invited()
    other = invited(programme=row.programme)
    with at(DAY_14):
        making.make(DAY_14)
    hers = Envelope.objects.filter(address=director_of(other).email, day=DAY_14)
    hers.update(state="set_aside", trouble="no such box")
    with at(DAY_14, 8):
        outbox.send_due()
        rows = {one.address: one for one in found(row.programme, rule=FIRST)}

    assert rows[director_of(row).email].state == "Sendt"
    assert rows[director_of(other).email].reason == "no such box"


def test_a_person_is_found_by_address_or_municipality_in_any_spelling():
    row = invited(organisation=factories.OrganisationFactory(name="Østre Toten"))
    invited(programme=row.programme)
    planned(row)
    with at(TODAY):
        by_address = found(row.programme, text=director_of(row).email.upper())
        by_place = found(row.programme, text="ostre toten")

    assert {one.participation for one in by_address} == {row} == {one.participation for one in by_place}


def test_the_number_of_queries_does_not_grow():
    def queries(count):
        programme = factories.round_with_deadline(DEADLINE)
        for _ in range(count):
            invited(programme=programme)
        with at(TODAY):
            reconciling.reconcile(programme, TODAY)
            with CaptureQueriesContext(connection) as captured:
                readers.of_programme(programme)
        return len(captured)

    assert queries(1) == queries(30)
