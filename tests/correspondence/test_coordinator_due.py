"""Who has no coordinator on the groups' day: the director is reminded, with the link by which she chooses one."""

from datetime import date

import pytest

from accounts import links
from correspondence import letters, making, planning
from correspondence.models import Letter
from municipalities import appoint_links, duty_actions
from municipalities.duties import APPOINT
from tests import factories
from tests.correspondence.rounds import GROUP_DAY, INVITED, at, by, director_of, invited

pytestmark = pytest.mark.django_db


def going(day):
    return [(row.rule, row.address) for row in planning.due(day) if row.goes and row.rule == "coordinator.due"]


def made(day):
    """The letter as it leaves on ``day``."""
    with at(day, 8):
        making.make(day)
        letter = Letter.objects.get(rule="coordinator.due")
        message = letters.compose(letter.envelope, [letter])
    return message, " ".join(message.body.split())


def test_the_director_is_reminded_on_the_groups_day_and_no_earlier():
    row = invited(state="signed_up")

    assert going(GROUP_DAY) == [("coordinator.due", director_of(row).email)]
    assert going(date(2027, 3, 1)) == []


def test_nobody_is_reminded_who_has_a_coordinator_or_owes_none():
    chosen, excused, later, _declined = (
        invited(state=state) for state in ("signed_up", "signed_up", "signed_up", "declined")
    )
    factories.seat(chosen, "coordinator", since=INVITED)
    duty_actions.waive(participation=excused, duty=APPOINT.key, reason="x", version=excused.version, by=by())
    factories.extended(later, date(2027, 3, 9), APPOINT.key)

    assert going(GROUP_DAY) == []
    assert going(date(2027, 3, 9)) == [("coordinator.due", director_of(later).email)]


def test_her_letter_opens_the_page_where_she_chooses_and_says_when():
    row = invited(state="signed_up")

    message, text = made(GROUP_DAY)
    token = text.partition("/koordinator/")[2].partition("/")[0]

    assert message.subject.startswith("Velg koordinator: ")
    assert "har ingen koordinator ennå" in text and "Frist: 2. mars 2027." in text.replace("\u00a0", " ")
    with at(GROUP_DAY, 9):
        door = appoint_links.behind(links.find(purpose=appoint_links.PURPOSE, token=token).subject)
    assert (door.participation, door.person) == (row, director_of(row))


def test_where_no_director_is_known_the_mailbox_is_asked_and_gets_no_personal_link():
    row = invited(state="signed_up", director=False)

    message, text = made(GROUP_DAY)

    assert message.to == [row.organisation.mailbox]
    assert "Att.: kommunedirektøren" in text and "/koordinator/" not in text
    assert "Svar på denne e-posten med navnet og e-postadressen til koordinatoren." in text


def test_a_late_letter_says_that_the_day_is_past():
    invited(state="signed_up")

    _message, text = made(date(2027, 3, 4))

    assert "Fristen var 2. mars 2027. Velg en så snart dere kan." in text.replace("\u00a0", " ")


def test_the_groups_letter_is_held_back_for_the_reason_that_is_true():
    invited(state="signed_up")

    held = [row.held_back for row in planning.due(GROUP_DAY) if row.rule == "group.due"]

    assert held == ["De har ingen koordinator å skrive til ennå."]
