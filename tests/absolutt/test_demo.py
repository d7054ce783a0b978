from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from absolutt import demo
from absolutt.demo import people
from absolutt.pages.scope import is_new_director, participations_of
from accounts import journal
from accounts.models import JournalEntry, User
from correspondence.documents import missing_in
from correspondence.models import Envelope, Letter
from gatherings.answer_duty import gathering_of
from gatherings.attending import attendance_of, tally
from municipalities import composition, register, seat_actions
from municipalities.duties import DUTIES
from municipalities.models import DutyException, Holding, Participation, Person, Seat
from municipalities.standing import standings
from programmes.duties import Status
from programmes.models import Programme

A_MINUTE = timedelta(minutes=1)
ON_A_DEMO = {"DEMO": True, "MAIL_SERVER": {}}


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """The demo once for the whole module: every test runs in a transaction inside this one."""
    from django.conf import settings

    with django_db_blocker.unblock(), override_settings(**ON_A_DEMO), transaction.atomic():
        register.load(by=journal.SYSTEM)
        call_command("load_programme", settings.BASE_DIR / "data" / "programmes.yaml", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_demo, db):
    return Programme.objects.get(state="open")


@pytest.fixture
def groups(loaded):
    return Programme.objects.get(state="running")


@pytest.fixture
def sketch(loaded):
    return Programme.objects.get(state="sketch")


def taking_part(programme, name):
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    return rows.select_related("programme", "organisation").get(shown_name=name)


def missing_at(programme, name):
    found = seat_actions.findings(taking_part(programme, name))
    return [(row.strength, row.text) for row in composition.lacks(found)]


def test_a_round_is_in_sign_up_today_with_the_historical_plan(loaded):
    deadline = loaded.sign_up_deadline

    assert 14 < (deadline.end - timezone.localdate()).days < 30
    assert deadline.end.strftime("%a") == "Tue"  # as 15 December 2020 was
    assert loaded.gatherings.count() == 5
    assert not loaded.gatherings.exclude(date_text="").exists()


def test_three_rounds_are_alive_and_the_historical_ones_stay_archived(loaded):
    states = list(Programme.objects.order_by("state").values_list("state", flat=True))

    assert states == ["archived", "archived", "archived", "open", "running", "sketch"]


def test_every_state_is_there_to_see(loaded, groups):
    states = Participation.objects.filter(programme=loaded).values_list("state", flat=True)
    in_groups = Participation.objects.filter(programme=groups)

    assert set(states) == set(Participation.State.values)
    assert in_groups.count() == 28
    assert in_groups.filter(state="signed_up").count() == 12
    assert in_groups.filter(state="signed_up", organisation__kind="county").exists()


def test_every_duty_is_there_in_every_status(loaded, groups):
    seen = {duty.key: set() for duty in DUTIES}
    for programme in (loaded, groups):
        for standing in standings(programme).values():
            for key, state in standing.states.items():
                seen.setdefault(key, set()).add(state.status)

    assert {key: found for key, found in seen.items() if gathering_of(key) is None} == {
        duty.key: set(Status) for duty in DUTIES
    }


def test_groups_have_answered_about_their_first_gathering_or_half_of_it(groups):
    gathering = groups.gatherings.get(kind="joint", number=1)
    found = {
        name: attendance_of(groups, [gathering])[gathering.pk][taking_part(groups, name).pk]
        for name in ("Møre og Romsdal fylkeskommune", "Ålesund", "Molde", "Volda", "Ulstein")
    }

    assert {name: tally(rows)[1:4] for name, rows in found.items()} == {
        "Møre og Romsdal fylkeskommune": (5, 1, 0), "Ålesund": (8, 0, 1), "Molde": (2, 0, 4), "Volda": (2, 0, 2),
        "Ulstein": (0, 0, 4),
    }  # fmt: skip
    assert [one.name for row in found["Ålesund"] for one in row.deputies] == ["Signe Vassbotn"]
    assert [list(row.questions) for row in found["Volda"] if row.name == "Ingeborg Velsvik"] == [[gathering.start]]


def test_exceptions_are_given_with_their_reasons(loaded, groups):
    for programme in (loaded, groups):
        given = DutyException.objects.filter(participation__programme=programme)
        assert given.filter(day=None).exists() and given.filter(day__gt=timezone.localdate()).exists()
        assert not given.filter(reason="").exists()


def test_findings_of_every_strength_are_there_to_see(loaded, groups):
    signed_up = loaded.participations.filter(state="signed_up").select_related("organisation").first()

    assert "hint" in {row.strength for row in composition.lacks(seat_actions.findings(signed_up))}
    assert ("required", "Dere mangler en folkevalgt.") in missing_at(groups, "Ulstein")
    assert missing_at(groups, "Hareid") == [("desired", "Dere bør ha med en representant for barn og unge.")]
    assert missing_at(groups, "Volda") == [("required", "Dere mangler navn på en folkevalgt.")]
    assert missing_at(groups, "Ålesund") == []


def test_groups_are_confirmed_reopened_and_half_registered(groups):
    assert taking_part(groups, "Møre og Romsdal fylkeskommune").group_confirmed_at
    assert taking_part(groups, "Aukra").coordinator is None
    assert taking_part(groups, "Vestnes").coordinator and not missing_group(groups, "Vestnes")
    assert taking_part(groups, "Ørsta").group_confirmed_at is None
    assert JournalEntry.objects.filter(
        verb="group.reopened", subject=f"participation:{taking_part(groups, 'Ørsta').pk}"
    )
    assert taking_part(groups, "Ålesund").reference_body == "Oppvekstforum Ålesund"
    assert Seat.objects.filter(participation=taking_part(groups, "Molde"), kind="reference").count() == 3


def missing_group(programme, name):
    return list(Seat.objects.filter(participation=taking_part(programme, name), kind__in=Seat.GROUP))


def test_places_have_names_to_come_contacts_and_a_history(groups):
    volda = taking_part(groups, "Volda")
    members = Seat.objects.open().filter(participation=volda, kind="member")
    county = Seat.objects.get(
        participation=taking_part(groups, "Møre og Romsdal fylkeskommune"), role="committee_chair"
    )

    assert members.with_holder_now().filter(holder_id=None).count() == 2
    assert members.get(level="youth").holder.is_contact
    assert [row.person.name for row in county.holdings.all()] == ["Gudny Hollen", "Arnfinn Hollen"]
    assert county.holdings.last().until == county.holdings.first().since


def test_one_coordinator_has_two_municipalities_and_some_municipalities_have_two(groups):
    terje = User.objects.get(name=people.COORDINATOR_OF_TWO)
    ålesund = Seat.objects.open().filter(participation=taking_part(groups, "Ålesund"), kind="coordinator")

    assert Participation.objects.coordinated_by(terje).count() == 2
    assert sorted(ålesund.values_list("is_responsible", flat=True)) == [False, True]


def test_one_human_holds_places_in_two_municipalities_and_nobody_else_shares_an_address(loaded):
    several = [
        person.name
        for person in Person.objects.prefetch_related("holdings__seat")
        if len({row.seat.participation_id for row in person.holdings.all()}) > 1
    ]

    assert several == [people.COORDINATOR_OF_TWO]


def test_the_acts_are_dated_in_the_past_in_their_order_on_ordinary_days(loaded, groups, sketch):
    scopes = [f"programme:{row.pk}" for row in (loaded, groups, sketch)]
    told = list(JournalEntry.objects.filter(scope__in=scopes).order_by("pk").values_list("at", flat=True))

    assert told == sorted(told)
    assert told[-1] < timezone.now()
    assert {timezone.localtime(at).weekday() for at in told} == {0, 1, 2, 3, 4}
    assert not Holding.objects.filter(since__gt=told[-1]).exists()
    assert not DutyException.objects.filter(given_at__gt=told[-1]).exists()


def test_the_answers_came_over_several_weeks(loaded):
    days = {timezone.localdate(row.answers.last().at) for row in loaded.participations.exclude(answers=None)}

    assert len(days) > 12
    assert (max(days) - min(days)).days > 28
    assert min(days) > timezone.localdate(loaded.participations.exclude(invited_at=None).first().invited_at)


def test_the_sketch_has_no_date_at_all_and_writes_to_nobody(sketch):
    dated = [sketch, *sketch.deadlines.all(), *sketch.gatherings.all()]

    assert {row.when.format() for row in dated} == {"dato ikke satt"}
    assert not any(row.when.tentative for row in dated)
    assert sketch.gatherings.count() == 8
    assert sketch.letters_from is None
    assert set(sketch.participations.values_list("state", flat=True)) == {"listed"}


def test_the_letters_of_a_sign_up_that_is_over_went_on_their_days(loaded, groups):
    old = Letter.objects.filter(participation__programme=groups, rule="signup.invitation")
    waiting = Envelope.objects.filter(state="ready")

    assert old.count() > 50
    assert not old.exclude(envelope__state="sent", envelope__sent_at=F("envelope__due_at")).exists()
    assert not any(is_new_director(row) for row in participations_of(groups))
    ours = waiting.filter(letters__rule="signup.invitation", letters__participation__programme=loaded)
    assert ours.exclude(address__startswith="postmottak").count() == 6 and ours.count() == 14
    assert waiting.count() < 160


def test_whoever_was_invited_weeks_ago_was_written_to_weeks_ago(loaded):
    first = Letter.objects.filter(participation__programme=loaded, rule="signup.invitation", occasion=1)
    sent = first.values_list("participation__invited_at", "envelope__sent_at")

    assert len(sent) > 40
    assert {(invited, sent_at) for invited, sent_at in sent if sent_at is None or sent_at - invited > A_MINUTE} == set()


def test_every_person_and_every_letter_is_at_example_no(loaded):
    addresses = [
        *Person.objects.values_list("email", flat=True),
        *User.objects.values_list("email", flat=True),
        *Envelope.objects.values_list("address", flat=True),
    ]

    assert {address.rpartition("@")[2] for address in addresses} == {"example.no", "annet.example.no"}


def test_texts_that_letters_use_are_complete_in_nynorsk(loaded, groups):
    assert missing_in(loaded, "nn") == []
    assert missing_in(groups, "nn") == []


def test_everybody_whom_the_sign_in_page_lists_can_sign_in(loaded, client, settings):
    settings.DEMO = True

    page = client.get("/logg-inn/").content.decode()

    for known in people.SIGN_IN:
        assert User.objects.get(email=known.email, is_active=True).name == known.name
        assert f'value="{known.email}"' in page
        assert f"`{known.email}`" in (settings.BASE_DIR / "README.md").read_text()


def test_a_real_site_lists_nobody_on_its_sign_in_page(db, client, settings):
    settings.DEMO = False

    page = client.get("/logg-inn/").content.decode()

    assert "demo-people" not in page
    assert "solbakken" not in page


def test_loading_the_demo_twice_changes_nothing(loaded):
    before = Envelope.objects.count(), JournalEntry.objects.count()

    assert demo.load() is False
    assert (Envelope.objects.count(), JournalEntry.objects.count()) == before


@pytest.mark.parametrize("change", [{"DEMO": False}, {"MAIL_SERVER": {"EMAIL_HOST": "mail"}}])
def test_demo_people_are_never_loaded_on_a_real_site(settings, db, change):
    for name, value in (ON_A_DEMO | change).items():
        setattr(settings, name, value)
    before = User.objects.count()

    with pytest.raises(CommandError, match="no demo"):
        call_command("load_demo")

    assert User.objects.count() == before


def test_anybody_may_read_about_the_three_rounds_and_about_none_of_the_old(loaded, groups, sketch):
    assert set(Programme.objects.shown_publicly()) == {loaded, groups, sketch}


@pytest.mark.parametrize("state", ["open", "running"])
def test_what_two_rounds_say_of_themselves_is_written_in_both_norms(loaded, state, client):
    programme = Programme.objects.get(state=state)

    page = client.get(f"/om/{programme.key}/?malform=nn").content.decode()

    assert 'lang="nb"' not in page.partition("<main")[2].partition("</main")[0]


def test_the_rounds_have_their_content_by_copying_and_the_adviser_has_added_to_it(loaded, groups, sketch):
    assert (sketch.figures.count(), sketch.endorsements.count(), groups.sectors.count()) == (5, 0, 8)
    assert groups.blocks.filter(kind="competence_goal").count() == 4
    assert loaded.blocks.filter(kind="ambition").count() == 2
    assert JournalEntry.objects.filter(verb="content.changed", scope=f"programme:{loaded.pk}").count() == 2
