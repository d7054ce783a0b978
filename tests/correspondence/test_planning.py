"""What a day has: the table of dated rules, and the rules above it. The round is that of rounds.py."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ruamel.yaml import YAML

from correspondence import dated, planning
from correspondence.facts import Facts
from municipalities import actions, duty_actions, seat_actions
from municipalities.duties import GROUP
from municipalities.models import ANSWER
from programmes.models import Deadline, Programme
from programmes.when import When
from tests import factories
from tests.correspondence.rounds import AFTER, DAY_3, DAY_14, DEADLINE, GROUP_DAY, INVITED, at, by, director_of, invited

pytestmark = pytest.mark.django_db


def going(day):
    return [(row.rule, row.address, row.is_copy) for row in planning.due(day) if row.goes]


def held(day):
    return [(row.rule, row.held_back) for row in planning.due(day) if row.held_back]


def rules_on(day):
    return sorted({rule for rule, _address, _copy in going(day)})


# --- the table


def test_a_director_without_an_answer_is_reminded_two_weeks_and_three_days_before():
    row = invited()

    assert going(DAY_14) == [("signup.reminder_14", director_of(row).email, False)]
    assert ("signup.reminder_3", director_of(row).email, False) in going(DAY_3)
    assert going(DAY_14 - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("state", "reminded"),
    [("invited", True), ("undecided", True), ("declined", False), ("signed_up", False), ("waiting", False)],
)
def test_a_no_and_an_answer_that_waits_stop_the_reminder_and_not_decided_does_not(state, reminded):
    invited(state=state)

    assert bool(going(DAY_14)) is reminded


def test_who_was_never_invited_is_not_reminded():
    factories.ParticipationFactory(programme=factories.round_with_deadline(DEADLINE), state="undecided")

    assert going(DAY_14) == []


def test_the_mailbox_gets_the_reminder_itself_when_no_director_is_known_and_never_a_copy():
    unknown, known = invited(director=False), invited()

    assert sorted(going(DAY_14)) == sorted([
        ("signup.reminder_14", unknown.organisation.mailbox, False),
        ("signup.reminder_14", director_of(known).email, False),
    ])  # fmt: skip


def test_without_any_address_the_letter_is_held_back_and_says_so():
    invited(director=False, organisation=factories.OrganisationFactory(mailbox=""))

    assert held(DAY_14) == [("signup.reminder_14", "Vi har ingen adresse å skrive til.")]


def test_the_closed_list_goes_to_the_regions_own_advisers():
    row = invited()
    mine = [factories.adviser(row.programme.region.name) for _ in range(2)]
    factories.adviser()
    factories.adviser("KS Trøndelag")

    assert sorted(going(AFTER)) == sorted(("signup.closed", user.email, False) for user in mine)


def test_the_closed_list_goes_to_the_national_advisers_where_the_region_has_none():
    invited()
    national = factories.adviser()
    factories.adviser("KS Trøndelag")

    assert going(AFTER) == [("signup.closed", national.email, False)]


def test_who_signed_up_gets_the_place_and_the_mailbox_a_copy():
    row = invited(state="signed_up")

    assert sorted(going(AFTER)) == sorted([
        ("signup.place", director_of(row).email, False),
        ("signup.place", row.organisation.mailbox, True),
    ])  # fmt: skip


def test_the_mailbox_gets_no_copy_of_a_place_letter_that_nobody_gets():
    invited(state="signed_up", director=False)

    assert going(AFTER) == []
    assert ("signup.place", "Vi har ingen adresse å skrive til.") in held(AFTER)


def test_a_mailbox_that_is_the_directors_own_address_gets_no_copy_of_her_letter():
    row = invited(state="signed_up", director=False)
    person = factories.PersonFactory(email=row.organisation.mailbox)
    factories.seat(row, "director", since=INVITED, person=person)

    assert going(AFTER) == [("signup.place", person.email, False)]


def test_coordinators_are_asked_for_the_group_on_its_day():
    row = invited(state="signed_up")
    coordinator = factories.seat(row, "coordinator", since=INVITED)

    assert ("group.due", coordinator.email, False) in going(GROUP_DAY)
    assert "group.due" not in rules_on(GROUP_DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("window", "day"),
    [
        (None, date(2027, 3, 2)),
        (When("range", date(2027, 3, 1), date(2027, 3, 19)), date(2027, 3, 30)),  # + 3 is Monday in the quiet Easter
        (When("month", date(2027, 3, 1), date(2027, 3, 31)), None),
    ],
)
def test_the_groups_day_is_three_days_after_the_window_or_a_week_after_the_deadline(window, day):
    programme = factories.round_with_deadline(DEADLINE)
    if window:
        Deadline.objects.create(programme=programme, kind="pre_meeting", **factories.when_fields(window))

    assert dated.BY_KEY["group.due"].day(Facts(programme)) == day


def test_the_days_are_those_of_the_agreed_calendar(programmes):
    """The rules built so far against the calendar that was agreed for the three programmes."""
    agreed = YAML(typ="safe").load((settings.BASE_DIR / "data" / "letter_calendar.yaml").read_text())
    compared = 0
    for key, rows in agreed.items():
        for row in rows:
            rule = dated.BY_KEY.get(row["key"])
            if rule and not rule.about_gathering:
                found = Facts(programmes[key])
                assert rule.day(found) == row["send_on"], (key, row["key"])
                compared += 1
    ours = {"coordinator.due"}  # not in the calendar (docs/decisions/0010)
    assert compared == 3 * len({key for key, rule in dated.BY_KEY.items() if not rule.about_gathering} - ours)


def test_the_days_of_letters_about_gatherings_are_those_of_the_agreed_calendar(programmes):
    agreed = YAML(typ="safe").load((settings.BASE_DIR / "data" / "letter_calendar.yaml").read_text())
    ours = {key for key, rule in dated.BY_KEY.items() if rule.about_gathering}
    for key, rows in agreed.items():
        wanted = sorted((row["key"], row["send_on"]) for row in rows if row["key"] in ours and row["send_on"])
        by_rule = planning.days_of(programmes[key]).by_rule
        assert sorted((rule, day) for rule, found in by_rule.items() for day, _gathering in found) == wanted, key


def test_a_waived_answer_is_not_reminded_of():
    row = invited()
    duty_actions.waive(participation=row, duty=ANSWER, reason="Slås sammen", version=row.version, by=by())

    assert going(DAY_14) == []


def test_a_group_that_is_registered_or_waived_or_has_longer_time_is_not_asked_for_that_day():
    programme = invited().programme
    asked, registered, waived, later = (
        factories.ParticipationFactory(programme=programme, state="signed_up") for _ in range(4)
    )
    with at(date(2027, 1, 20)):
        for row in (asked, registered, waived, later):
            address = f"k{row.pk}@kommune.example.no"
            seat_actions.appoint_coordinator(participation=row, name="Mona", email=address, by=by())
        factories.with_member(registered, email="")
        duty_actions.waive(participation=waived, duty=GROUP.key, reason="x", version=waived.version, by=by())
        factories.extended(later, date(2027, 3, 9), GROUP.key)

    def asked_for(day):
        return [row.participation for row in planning.due(day) if row.rule == "group.due" and row.goes]

    assert asked_for(GROUP_DAY) == [asked]
    assert later in asked_for(date(2027, 3, 9))


# --- the rules above the table


@pytest.mark.parametrize("day", [date(2027, 2, 20), date(2027, 2, 21), date(2027, 7, 1), date(2026, 12, 24)])
def test_a_quiet_day_has_nothing(day):
    invited(programme=factories.round_with_deadline(day + timedelta(days=14), letters_from=date(2026, 1, 5)))

    assert planning.due(day) == []


def test_a_programme_without_a_deadline_waits_for_a_date_and_sends_nothing():
    programme = factories.round_with_deadline(None)
    invited(programme=programme)
    invited(programme=programme, state="signed_up")
    with at(DEADLINE):
        Programme.objects.update(letters_from=date(2027, 1, 1))

    assert going(AFTER) == []
    assert held(AFTER) == [(rule.key, "Venter på dato.") for rule in dated.DATED if not rule.about_gathering]


def test_an_extended_deadline_moves_the_letters_of_that_organisation_alone():
    own = factories.extended(invited(), DEADLINE + timedelta(days=14))
    other = invited(programme=own.programme)

    assert going(DAY_14) == [("signup.reminder_14", director_of(other).email, False)]
    assert ("signup.reminder_14", director_of(own).email, False) in going(DAY_14 + timedelta(days=14))


@pytest.mark.parametrize(("days_before", "goes"), [(4, True), (3, False), (0, False), (-1, False)])
def test_a_reminder_is_dropped_less_than_four_days_after_what_it_reminds_of(days_before, goes):
    row = invited()
    newer = factories.letter_to(row, person=director_of(row))
    moment = datetime(2027, 2, 9, 12, tzinfo=UTC) - timedelta(days=days_before)
    type(newer.envelope).objects.filter(pk=newer.envelope_id).update(state="sent", sent_at=moment)

    assert (rules_on(DAY_14 + timedelta(days=1)) == ["signup.reminder_14"]) is goes
    if not goes:
        assert held(DAY_14 + timedelta(days=1)) == [
            ("signup.reminder_14", "Det er under fire dager siden forrige brev om det samme.")
        ]


def test_a_reminder_by_hand_less_than_four_days_before_stops_the_dated_one():
    row = invited()
    with at(DAY_14 - timedelta(days=3)):
        actions.remind(participations=[row], by=by())

    assert going(DAY_14) == []
    assert rules_on(DAY_3) == ["signup.reminder_3"]


def test_who_was_invited_after_the_reminders_day_is_not_reminded_of_that():
    row = invited()
    type(row).objects.update(invited_at=datetime(2027, 2, 10, 9, tzinfo=UTC))

    assert going(date(2027, 2, 11)) == []
    assert held(date(2027, 2, 11))[0][1] == "Invitasjonen gikk senere enn dagen for brevet."


def test_a_missed_reminder_is_sent_until_the_next_one_and_the_last_until_the_deadline():
    invited()

    days = [DAY_14 + timedelta(days=n) for n in range(16)]

    assert [day for day in days if "signup.reminder_14" in rules_on(day)] == [
        date(2027, 2, n) for n in (9, 10, 11, 12, 15, 16, 17, 18)
    ]
    assert [day for day in days if "signup.reminder_3" in rules_on(day)] == [date(2027, 2, 19), date(2027, 2, 22)]


def test_another_missed_letter_is_sent_for_two_weeks():
    invited(state="signed_up")

    days = [AFTER + timedelta(days=n) for n in range(25)]
    sent = [day for day in days if "signup.place" in rules_on(day)]

    assert (sent[0], sent[-1]) == (AFTER, AFTER + timedelta(days=14))


def test_a_director_who_came_long_after_the_day_gets_the_place_for_two_weeks_from_then():
    row = invited(state="signed_up", director=False)
    came = AFTER + timedelta(days=33)  # Monday 29 March 2027 is quiet; 30 March is not
    factories.seat(row, "director", since=datetime(came.year, came.month, came.day, 9, tzinfo=UTC))

    days = [came + timedelta(days=n) for n in range(25)]
    sent = [day for day in days if "signup.place" in rules_on(day)]

    assert (sent[0], sent[-1]) == (date(2027, 3, 30), came + timedelta(days=14))


@pytest.mark.parametrize(("begins", "goes"), [(DAY_14, True), (DAY_14 + timedelta(days=1), False)])
def test_nothing_due_before_the_programme_began_to_write_is_ever_sent(begins, goes):
    row = invited()
    Programme.objects.filter(pk=row.programme_id).update(letters_from=begins)

    assert ("signup.reminder_14" in rules_on(DAY_14 + timedelta(days=1))) is goes


def test_a_programme_that_is_archived_or_writes_no_letters_is_silent():
    row = invited()
    Programme.objects.filter(pk=row.programme_id).update(letters_from=None, state="archived")

    assert planning.due(DAY_14) == []


def test_a_director_who_came_after_the_day_gets_the_next_reminder_and_not_the_past_one():
    row = invited(director=False)
    newcomer = factories.seat(row, "director", since=datetime(2027, 2, 10, 9, tzinfo=UTC))

    assert going(date(2027, 2, 11)) == []
    assert held(date(2027, 2, 11))[0][1] == "Mottakeren kom til etter dagen for brevet."
    assert going(DAY_3) == [("signup.reminder_3", newcomer.email, False)]


def test_a_coordinator_who_came_after_the_groups_day_is_not_asked_by_letter():
    row = invited(state="signed_up")
    factories.seat(row, "coordinator", since=datetime(2027, 3, 3, 9, tzinfo=UTC))

    assert "group.due" not in rules_on(date(2027, 3, 4))


def test_who_signs_up_after_the_deadline_gets_the_place_on_the_next_ordinary_day():
    row = invited()
    with at(date(2027, 3, 19)):  # a Friday before Easter: the next ordinary day is 30 March
        actions.register_answer(
            participation=row, choice="yes", via="telephone", said_by="Kari", reason="Ringte", version=1, by=by()
        )

    assert "signup.place" not in rules_on(date(2027, 3, 19))
    assert "signup.place" in rules_on(date(2027, 3, 30))


def test_a_letter_that_is_made_is_not_made_again_and_shows_while_it_lies_ready():
    row = invited()
    letter = factories.letter_to(row, person=director_of(row), rule="signup.reminder_14")
    envelopes = type(letter.envelope).objects.filter(pk=letter.envelope_id)
    envelopes.update(day=DAY_14, due_at=datetime(2027, 2, 9, 8, tzinfo=UTC))

    ready = [row.is_made for row in planning.due(DAY_14)]
    envelopes.update(state="sent", sent_at=timezone.now())

    assert (ready, going(DAY_14), planning.due(DAY_14)) == ([True], [], [])


def test_an_extension_is_a_numbered_change_with_reminders_of_its_own():
    row = invited()
    first = factories.letter_to(row, person=director_of(row), rule="signup.reminder_14")
    type(first.envelope).objects.update(state="sent", sent_at=datetime(2027, 2, 9, 8, tzinfo=UTC))
    with at(date(2027, 2, 12)):
        duty_actions.extend(
            participation=row, duty=ANSWER, day=date(2027, 3, 9), reason="Kommunestyret i mars", version=1, by=by()
        )

    (again,) = [found for found in planning.due(date(2027, 2, 23)) if found.rule == "signup.reminder_14"]

    assert (again.goes, again.occasion) == (True, 2)


def test_a_programmes_queries_do_not_grow_with_who_takes_part():
    def count(programme):
        with CaptureQueriesContext(connection) as counted:
            planning.due(DAY_14)
        return len(counted)

    programme = factories.round_with_deadline(DEADLINE)
    invited(programme=programme)
    one = count(programme)
    for _ in range(49):
        invited(programme=programme)

    assert count(programme) == one
    assert len(going(DAY_14)) == 50
