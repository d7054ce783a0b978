"""How a round has come along: replayed from the journal, drawn so that nothing covers anything, and said in words."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from absolutt.pages import progress
from absolutt.pages.progress import APART, HEIGHT, TOP, Day, plotted, replay
from accounts.journal import Actor
from municipalities import actions, seat_actions
from municipalities.actions import register_answer
from tests import factories


def line(hour, verb, subject=1, choice=None):
    return hour, verb, f"participation:{subject}", choice


def test_each_day_counts_who_has_come_how_far():
    days = replay([
        line("2026-11-02 08", "participation.invited", 1),
        line("2026-11-02 09", "participation.invited", 2),
        line("2026-11-05 10", "participation.answered", 1, "yes"),
        line("2026-11-05 10", "coordinator.appointed", 1),
        line("2026-11-06 10", "participation.answered", 2, "undecided"),
        line("2026-11-09 10", "group.confirmed", 1),
        line("2026-11-10 10", "group.reopened", 1),
    ])  # fmt: skip

    assert days == [
        Day(date(2026, 11, 2), (2, 0, 0, 0, 0)),
        Day(date(2026, 11, 5), (2, 1, 1, 1, 0)),
        Day(date(2026, 11, 9), (2, 1, 1, 1, 1)),
        Day(date(2026, 11, 10), (2, 1, 1, 1, 0)),
    ]


def test_who_changes_her_mind_counts_as_what_she_said_last():
    days = replay([
        line("2026-11-02 08", "participation.answered", 1, "yes"),
        line("2026-11-02 08", "coordinator.appointed", 1),
        line("2026-11-03 08", "participation.answered", 1, "no"),
        line("2026-11-04 08", "participation.answered", 1, "undecided"),
    ])  # fmt: skip

    assert [day.counts for day in days] == [(0, 1, 1, 1, 0), (0, 1, 0, 0, 0), (0, 0, 0, 0, 0)]


def test_who_is_invited_twice_counts_once_and_such_a_day_is_left_out():
    days = replay([line("2026-11-02 08", "participation.invited"), line("2026-11-03 08", "participation.invited")])

    assert [day.day.day for day in days] == [2]


def test_when_the_last_coordinator_has_left_there_is_none():
    days = replay([
        line("2026-11-02 08", "participation.answered", choice="yes"),
        line("2026-11-02 08", "coordinator.appointed", choice=5),
        line("2026-11-03 08", "seat.left", choice=5),
        line("2026-11-03 08", "coordinator.appointed", choice=6),
        line("2026-11-04 08", "coordinator.appointed", choice=7),
        line("2026-11-05 08", "seat.left", choice=6),
        line("2026-11-06 08", "seat.left", choice=7),
    ])  # fmt: skip

    assert [(day.day.day, day.counts[3]) for day in days] == [(2, 1), (6, 0)]


def test_a_day_ends_at_midnight_in_norway():
    days = replay([
        line("2026-11-02 22", "participation.invited", 1),
        line("2026-11-02 23", "participation.invited", 2),
    ])  # fmt: skip

    assert [day.day for day in days] == [date(2026, 11, 2), date(2026, 11, 3)]


@pytest.mark.django_db
def test_before_anything_has_happened_nothing_is_drawn():
    assert plotted(factories.OpenProgrammeFactory(), total=46) is None


@pytest.mark.django_db
def test_the_acts_themselves_draw_it():
    participation, by = factories.ParticipationFactory(), Actor(user=factories.UserFactory())
    factories.ParticipationFactory(programme=participation.programme)
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        actions.invite(participations=[participation], by=by)
    participation.refresh_from_db()
    register_answer(
        participation=participation, choice="yes", via="telephone", said_by="K", reason="Ringte", by=by,
        version=participation.version,
    )  # fmt: skip
    seat_actions.appoint_coordinator(participation=participation, name="Mona", email="mona@example.no", by=by)

    found = plotted(participation.programme, total=2)

    assert found["summary"] == (
        "Framdrift så langt: 1 invitert, 1 har svart, 1 påmeldt, 1 har koordinator, 0 har bekreftet."
    )
    assert [cell["count"] for cell in found["table"][0]["cells"]] == ["1", "1", "1", "1", "0"]
    assert [cell["count"] for cell in found["table"][1]["cells"]] == ["1", "0", "0", "0", "0"]
    assert found["deadline"]["x"] == "100.0%" and found["today"]["x"] == "12.5%"


@pytest.mark.django_db
def test_who_leaves_is_read_from_the_acts_and_a_member_who_leaves_is_no_coordinator():
    participation, by = factories.signed_up(), Actor(user=factories.UserFactory())
    signs_up = {"choice": "yes", "via": "telephone", "said_by": "K", "reason": "Ringte", "by": by}
    acts = [
        lambda: register_answer(participation=participation, version=1, **signs_up),
        lambda: factories.with_coordinator(participation, email="mona@example.no"),
        lambda: vacated(factories.with_member(participation), by),
        lambda: vacated(participation.seats.get(kind="coordinator"), by),
    ]
    for ago, act in zip((4, 3, 2, 1), acts, strict=True):
        with time_machine.travel(timezone.now() - timedelta(days=ago)):
            act()

    table = plotted(participation.programme, total=1)["table"]

    assert [row["cells"][3]["count"] for row in reversed(table)] == ["0", "1", "0"]


def vacated(seat, by):
    seat_actions.vacate_seat(seat=seat, version=seat.version, by=by)


@pytest.mark.django_db
def test_the_page_promises_what_the_plot_shows(client, adviser):
    client.force_login(adviser)

    page = client.get(f"/program/{factories.OpenProgrammeFactory().key}/tavle/").content.decode()

    assert "invitert, har svart, har koordinator og har bekreftet gruppa" in page


def test_no_words_cover_others_and_all_stay_inside():
    for ends in ([60, 60, 60, 60, 60], [TOP] * 5, [TOP + HEIGHT] * 5, [TOP, 150, 151, 152, TOP + HEIGHT]):
        places = progress._spread(ends)

        assert all(lower - upper >= APART for upper, lower in pairwise(places))
        assert places[0] >= TOP and places[-1] <= TOP + HEIGHT


@pytest.mark.parametrize(("highest", "ticks"), [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (46, [0, 20, 40, 60]),
                                                (357, [0, 100, 200, 300, 400])])  # fmt: skip
def test_the_scale_counts_in_round_numbers(highest, ticks):
    assert progress._Axis(date(2026, 1, 1), date(2026, 1, 1), highest).ticks == ticks


@pytest.mark.django_db
def test_the_page_draws_without_styles_of_its_own_and_says_the_same_in_a_table(client, adviser):
    client.force_login(adviser)
    participation = factories.ParticipationFactory()
    actions.invite(participations=[participation], by=Actor(user=adviser))

    page = client.get(f"/program/{participation.programme.key}/tavle/").content.decode()

    assert page.count('class="plot__line plot__line--') == 5 + 1  # five samples at the ends, one line that has begun
    assert "Vis tallene som tabell" in page and "1 invitert" in page
    assert not re.search(r"\sstyle=", page)


@pytest.mark.django_db
def test_the_page_says_what_will_come_before_anything_has_happened(client, adviser, round_in_sign_up):
    client.force_login(adviser)

    page = client.get(f"/program/{round_in_sign_up.key}/tavle/").content.decode()

    assert "Her kommer en kurve" in page and "plot" not in page


def test_a_yes_that_stands_in_line_is_an_answer_and_a_sign_up_only_with_its_place():
    days = replay([
        line("2026-11-02 08", "participation.answered", 1, "queued"),
        line("2026-11-04 08", "place.given", 1),
        line("2026-11-05 08", "participation.answered", 2, "queued"),
        line("2026-11-06 08", "participation.answered", 2, "yes"),
    ])  # fmt: skip

    assert [day.counts for day in days] == [(0, 1, 0, 0, 0), (0, 1, 1, 0, 0), (0, 2, 1, 0, 0), (0, 2, 2, 0, 0)]


def test_a_withdrawal_counts_no_more_and_undone_counts_with_all_it_had():
    days = replay([
        line("2026-11-02 08", "participation.answered", 1, "yes"),
        line("2026-11-02 08", "coordinator.appointed", 1, 7),
        line("2026-11-02 09", "group.confirmed", 1),
        line("2026-11-03 08", "participation.withdrawn", 1, "withdraw"),
        line("2026-11-03 08", "seat.left", 1, 7),
        line("2026-11-04 08", "seat.back", 1, 7),
        line("2026-11-04 08", "place.given", 1),
    ])  # fmt: skip

    assert [day.counts for day in days] == [(0, 1, 1, 1, 1), (0, 1, 0, 0, 0), (0, 1, 1, 1, 1)]


def test_who_says_yes_anew_after_a_withdrawal_begins_without_coordinator_and_group():
    days = replay([
        line("2026-11-02 08", "participation.answered", 1, "yes"),
        line("2026-11-02 08", "coordinator.appointed", 1, 7),
        line("2026-11-02 09", "group.confirmed", 1),
        line("2026-11-03 08", "participation.withdrawn", 1, "withdraw"),
        line("2026-11-03 08", "seat.left", 1, 7),
        line("2026-11-04 08", "group.reopened", 1),
        line("2026-11-04 08", "participation.answered", 1, "yes"),
    ])  # fmt: skip

    assert days[-1].counts == (0, 1, 1, 0, 0)


@pytest.mark.django_db
def test_the_plot_is_replayed_from_the_lines_that_the_acts_write():
    from municipalities import place_actions
    from tests.municipalities import places

    programme = places.with_places(1)
    first, second = places.invited_to(programme, 2)
    places.says(first)
    places.says(second)
    director = first.seats.get(kind="director").holder.person
    place_actions.withdraw(participation=first, person=director, version=first.version)
    place_actions.give_place(participation=second, reason="Neste", version=second.version, by=places.by())

    heads = plotted(programme, total=2)

    assert heads["summary"].startswith("Framdrift så langt: 0 invitert, 2 har svart, 1 påmeldt")
