from dataclasses import replace
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from accounts.journal import Actor
from accounts.models import JournalEntry, PersonalLink
from gatherings import actions
from gatherings.actions import Said, said_of
from gatherings.models import Gathering, GatheringDay, Hours
from municipalities import signup_links
from municipalities.acting import Closed
from programmes.acting import ChangedMeanwhile
from programmes.models import Deadline, Programme
from programmes.when import When
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db
MORNING, DAY = Hours(time(9), time(12)), Hours(time(10), time(15, 30))
APRIL = When("range", date(2027, 4, 27), date(2027, 4, 28), text="27.-28. april 2027")


@pytest.fixture
def by():
    return Actor(user=factories.UserFactory())


@pytest.fixture
def first(round_in_sign_up):
    return fresh(round_in_sign_up.gatherings.get(number=1))


def fresh(row):
    return Gathering.objects.with_days().select_related("phase", "programme").get(pk=row.pk)


def add(programme, by, **said):
    programme.refresh_from_db()
    known = {"kind": "joint"} | said
    return actions.add_gathering(programme=programme, said=Said(**known), version=programme.version, by=by)


def change(row, by, **said):
    return actions.change_gathering(
        gathering=row, said=replace(said_of(fresh(row)), **said), version=row.version, by=by
    )  # fmt: skip


def line(verb):
    return JournalEntry.objects.get(verb=verb)


# --- adding


def test_a_gathering_of_each_kind_is_added_last_and_named_as_a_file_would(round_in_sign_up, by):
    made = [
        add(round_in_sign_up, by, number=3),
        add(round_in_sign_up, by, kind="experience"),
        add(round_in_sign_up, by, kind="coordinator_gathering", after_number=1, before_number=2),
        add(round_in_sign_up, by, kind="coordinator_follow_up"),
        add(round_in_sign_up, by, kind="information_meeting"),
        add(round_in_sign_up, by, kind="information_meeting"),
        add(round_in_sign_up, by, kind="digital_session"),
    ]

    assert [row.key for row in made] == [
        "joint-3", "experience", "coordinators-1", "coordinators-2", "information-1", "information-2", "session-1"
    ]  # fmt: skip
    assert [row.order for row in made] == list(range(3, 10))


def test_a_new_gathering_says_everything_it_was_told(round_in_sign_up, by):
    said = Said(
        kind="joint", number=3, when=APRIL, hours=(MORNING, DAY), form="physical", form_tentative=True, place="Hamar",
        link="https://example.no/3", external_url="https://example.no/", places_total=80, places_per_organisation=4,
        answer_deadline=date(2027, 4, 9), theme=Words("Tema", "Tema"), label=Words("3. samling"),
        phase=round_in_sign_up.phases.get(),
    )  # fmt: skip

    row = actions.add_gathering(programme=round_in_sign_up, said=said, version=round_in_sign_up.version, by=by)

    assert said_of(fresh(row)) == said
    assert row.starts_at is None and GatheringDay.objects.count() == 2


def test_a_double_click_adds_one(round_in_sign_up, by):
    version = round_in_sign_up.version
    said = Said(kind="information_meeting")
    actions.add_gathering(programme=round_in_sign_up, said=said, version=version, by=by)

    with pytest.raises(ChangedMeanwhile):
        actions.add_gathering(programme=round_in_sign_up, said=said, version=version, by=by)

    assert round_in_sign_up.gatherings.filter(kind="information_meeting").count() == 1


def test_a_number_is_given_once_a_kind(round_in_sign_up, by, first):
    with pytest.raises(actions.NumberTaken):
        add(round_in_sign_up, by, number=2)
    with pytest.raises(actions.NumberTaken):
        change(first, by, number=2)

    assert add(round_in_sign_up, by, kind="experience", number=2)


def test_of_two_at_the_same_moment_the_database_gives_the_number_once(round_in_sign_up):
    late = Gathering(programme=round_in_sign_up, key="joint-9", order=9)

    with pytest.raises(actions.NumberTaken):
        actions._write(late, Said(kind="joint", number=2))

    assert round_in_sign_up.gatherings.count() == 2


@pytest.mark.parametrize("number", [None, 3])
def test_what_cannot_be_for_another_reason_is_not_told_as_a_number_that_is_taken(round_in_sign_up, by, number):
    said = Said(kind="joint", number=number, hours=(Hours(time(12), time(9)),))

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_gathering(programme=round_in_sign_up, said=said, version=1, by=by)


def test_several_are_added_together_or_not_at_all(round_in_sign_up, by):
    proposed = [Said(kind="joint", number=3), Said(kind="joint", number=2)]

    with pytest.raises(actions.NumberTaken):
        actions.add_gatherings(programme=round_in_sign_up, said=proposed, version=1, by=by)

    assert round_in_sign_up.gatherings.count() == 2


# --- changing


def test_a_change_is_journalled_field_by_field_without_what_people_wrote(first, by):
    changes = change(first, by, form="undecided", place="Hos Kari Nordmann", theme=Words("Kari Nordmann"))

    assert set(changes) == {"form", "place", "theme"}
    assert line("gathering.changed").details == {
        "kind": "joint", "fields": {"form": ["digital", "undecided"], "place": [], "theme": []}
    }  # fmt: skip
    assert line("gathering.changed").scope == f"programme:{first.programme_id}"
    assert "Kari" not in str(list(JournalEntry.objects.values()))


def test_a_moved_date_is_journalled_as_days(first, by):
    change(first, by, when=APRIL, hours=(MORNING, DAY), answer_deadline=date(2027, 4, 9))

    fields = line("gathering.changed").details["fields"]
    assert fields["when"][1] == {"precision": "range", "start": "2027-04-27", "end": "2027-04-28"}
    assert fields["hours"] == [[], [["09:00:00", "12:00:00"], ["10:00:00", "15:30:00"]]]
    assert fields["answer_deadline"] == [None, "2027-04-09"]
    assert fields["date_text"] == []


def test_saying_what_holds_already_changes_nothing_whatever_the_version(first, by):
    row = fresh(first)
    row.version = 99

    assert actions.change_gathering(gathering=row, said=said_of(row), version=7, by=by) == {}
    assert fresh(first).version == 1
    assert not JournalEntry.objects.filter(verb="gathering.changed").exists()


def test_of_two_who_change_the_same_gathering_the_second_is_told(first, by):
    change(first, by, form="undecided")

    with pytest.raises(ChangedMeanwhile):
        change(first, by, place="Hamar")

    assert (fresh(first).form, fresh(first).place, fresh(first).version) == ("undecided", "", 2)


def test_two_who_change_two_gatherings_do_not_meet(round_in_sign_up, first, by):
    change(first, by, form="undecided")

    assert change(round_in_sign_up.gatherings.get(number=2), by, place="Hamar")


def test_one_day_keeps_its_hours_on_the_gathering_and_several_have_their_own(first, by):
    change(first, by, hours=(MORNING,))
    assert (fresh(first).starts_at, GatheringDay.objects.count()) == (time(9), 0)

    change(fresh(first), by, when=APRIL, hours=(MORNING, DAY))
    assert fresh(first).hours == {1: MORNING, 2: DAY}
    assert (fresh(first).starts_at, GatheringDay.objects.count()) == (None, 2)

    change(fresh(first), by, hours=(None, DAY))
    assert fresh(first).hours == {2: DAY}

    change(fresh(first), by, when=When.day(date(2027, 4, 27)), hours=(DAY, MORNING))
    assert (fresh(first).hours, GatheringDay.objects.count()) == ({1: DAY}, 0)


def test_hours_hold_while_no_date_is_decided(first, by):
    change(first, by, when=When(days=2), hours=(MORNING, DAY))

    assert fresh(first).hours == {1: MORNING, 2: DAY}


def test_a_gathering_that_is_gone_cannot_be_changed(first, by):
    actions.remove_gathering(gathering=fresh(first), version=1, by=by)

    with pytest.raises(ChangedMeanwhile):
        actions.change_gathering(gathering=first, said=Said(kind="joint"), version=1, by=by)


# --- removing


def test_a_gathering_is_removed_with_its_days_and_the_journal_remembers(round_in_sign_up, first, by):
    change(first, by, when=APRIL, hours=(MORNING, DAY))

    actions.remove_gathering(gathering=fresh(first), version=2, by=by)

    assert round_in_sign_up.gatherings.count() == 1 and GatheringDay.objects.count() == 0
    assert line("gathering.removed").subject == f"gathering:{first.pk}"
    assert line("gathering.removed").details["number"] == 1


def test_a_gathering_that_changed_meanwhile_is_not_removed(first, by):
    change(first, by, form="undecided")

    with pytest.raises(ChangedMeanwhile):
        actions.remove_gathering(gathering=first, version=1, by=by)

    assert fresh(first)


# --- deadlines


def set_deadline(programme, by, kind, when, **more):
    programme.refresh_from_db()
    return actions.set_deadline(programme=programme, kind=kind, when=when, version=programme.version, by=by, **more)


def test_a_deadline_is_moved_and_journalled(round_in_sign_up, by):
    day = factories.in_days(30)

    assert set_deadline(round_in_sign_up, by, "sign_up", When.day(day))

    assert round_in_sign_up.sign_up_deadline.end == day
    fields = line("plan.deadline_set").details["fields"]
    assert fields["when"][1] == {"precision": "day", "start": day.isoformat(), "end": day.isoformat(), "days": 1}


def test_links_to_answer_live_to_the_new_sign_up_deadline(by):
    participation = factories.invited()
    signup_links.issue(participation, factories.with_director(participation))
    before = PersonalLink.objects.get().expires_at

    set_deadline(participation.programme, by, "sign_up", When.day(factories.in_days(40)))

    assert PersonalLink.objects.get().expires_at > before


def test_a_window_that_has_no_time_yet_is_not_the_same_as_none(round_in_sign_up, by):
    set_deadline(round_in_sign_up, by, "pre_meeting", When())
    row = Deadline.objects.get(kind="pre_meeting")
    assert (row.precision, row.when.format()) == ("", "dato ikke satt")

    round_in_sign_up.refresh_from_db()
    actions.remove_deadline(
        programme=round_in_sign_up, kind="pre_meeting", version=round_in_sign_up.version, by=by
    )  # fmt: skip
    assert not Deadline.objects.filter(kind="pre_meeting").exists()
    assert line("plan.deadline_removed").details["kind"] == "pre_meeting"


def test_what_a_pre_meeting_is_for_is_kept_and_the_journal_says_only_that_it_changed(round_in_sign_up, by):
    purpose = Words("Hvem skal være med?", "Kven skal vere med?")
    set_deadline(round_in_sign_up, by, "pre_meeting", When(), purpose=purpose)
    assert set_deadline(round_in_sign_up, by, "pre_meeting", When(), purpose=purpose) is False
    set_deadline(round_in_sign_up, by, "pre_meeting", APRIL)

    row = Deadline.objects.get(kind="pre_meeting")
    assert (row.purpose, row.when) == (purpose, APRIL)
    assert set_deadline(round_in_sign_up, by, "pre_meeting", APRIL, purpose=Words("Gruppa"))
    newest = JournalEntry.objects.filter(verb="plan.deadline_set").order_by("-pk").first()
    assert newest.details["fields"] == {"purpose": []}


def test_the_sign_up_deadline_cannot_be_removed(round_in_sign_up, by):
    with pytest.raises(Closed):
        actions.remove_deadline(programme=round_in_sign_up, kind="sign_up", version=1, by=by)

    assert Deadline.objects.filter(programme=round_in_sign_up, kind="sign_up").exists()


@pytest.mark.parametrize("state", ["open", "running", "finished"])
@pytest.mark.parametrize("when", [When(), When("semester", date(2027, 7, 1), date(2027, 12, 31), tentative=True)])
def test_the_day_that_opening_demanded_is_moved_and_not_taken_away(round_in_sign_up, by, state, when):
    Programme.objects.filter(pk=round_in_sign_up.pk).update(state=state)
    holds = round_in_sign_up.sign_up_deadline

    with pytest.raises(actions.DayDemanded):
        set_deadline(round_in_sign_up, by, "sign_up", when)

    assert Programme.objects.get(pk=round_in_sign_up.pk).sign_up_deadline == holds
    assert set_deadline(round_in_sign_up, by, "sign_up", When.day(factories.in_days(30)))


@pytest.mark.parametrize("state", ["sketch", "announced"])
def test_before_it_opens_the_sign_up_deadline_may_be_left_open(round_in_sign_up, by, state):
    Programme.objects.filter(pk=round_in_sign_up.pk).update(state=state)

    assert set_deadline(round_in_sign_up, by, "sign_up", When())


def test_a_programme_that_came_without_a_day_may_say_what_is_known_of_it(round_in_sign_up, by):
    Deadline.objects.filter(programme=round_in_sign_up).delete()

    assert set_deadline(round_in_sign_up, by, "sign_up", When("semester", date(2027, 7, 1), date(2027, 12, 31)))


def test_it_counts_whether_the_programme_was_opened_after_the_page_found_it(round_in_sign_up, by):
    round_in_sign_up.state = "announced"

    with pytest.raises(actions.DayDemanded):
        actions.set_deadline(
            programme=round_in_sign_up, kind="sign_up", when=When(), version=round_in_sign_up.version, by=by
        )  # fmt: skip


def test_a_deadline_that_holds_already_is_not_set_again(round_in_sign_up, by):
    holds = round_in_sign_up.sign_up_deadline

    assert actions.set_deadline(programme=round_in_sign_up, kind="sign_up", when=holds, version=99, by=by) is False


def test_of_two_who_move_a_deadline_the_second_is_told(round_in_sign_up, by):
    actions.set_deadline(
        programme=round_in_sign_up, kind="sign_up", when=When.day(factories.in_days(30)), version=1, by=by
    )  # fmt: skip

    with pytest.raises(ChangedMeanwhile):
        actions.set_deadline(
            programme=round_in_sign_up, kind="sign_up", when=When.day(factories.in_days(31)), version=1, by=by
        )  # fmt: skip


def test_nothing_is_changed_in_an_archived_programme_also_where_it_was_archived_after_the_page_found_it(
    round_in_sign_up, first, by
):
    row, found = fresh(first), {"programme": round_in_sign_up, "version": 1, "by": by}
    Programme.objects.update(state="archived", letters_from=None)

    for act in (
        lambda: actions.add_gathering(said=Said(kind="joint"), **found),
        lambda: actions.change_gathering(gathering=row, said=Said(kind="joint"), version=1, by=by),
        lambda: actions.remove_gathering(gathering=row, version=1, by=by),
        lambda: actions.set_deadline(kind="sign_up", when=When(), **found),
        lambda: actions.remove_deadline(kind="pre_meeting", **found),
    ):
        with pytest.raises(Closed):
            act()


@pytest.mark.parametrize("fields", [{"number": 0}, {"ends_at": time(8)}, {"ends_at": time(9)}])
def test_a_day_that_cannot_be_is_refused(first, fields):
    known = {"number": 1, "starts_at": time(9), "ends_at": time(12)} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        GatheringDay.objects.create(gathering=first, **known)
