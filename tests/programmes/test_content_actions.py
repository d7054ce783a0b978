import pytest
from django.db import IntegrityError, transaction

from accounts.journal import Actor
from accounts.models import JournalEntry
from programmes import content_actions
from programmes.acting import Archived, ChangedMeanwhile
from programmes.content import BY_KEY, content_of
from programmes.models import ContentBlock, Programme, Sector, SectorCell
from programmes.words import Words
from tests import factories
from tests.programmes import contents

pytestmark = pytest.mark.django_db
Kind = ContentBlock.Kind
GOALS, FIGURES, DIRECTIONS, LEVELS = (
    BY_KEY[key] for key in ("competence_goal", "figure", "local_direction", "sector_level")
)


@pytest.fixture
def programme():
    return factories.ProgrammeFactory()


@pytest.fixture
def by():
    return Actor(user=factories.UserFactory())


def goal(text):
    return {"kind": Kind.COMPETENCE_GOAL, "text": Words(text)}


def texts(part, programme):
    return [str(row.text) for row in part.rows(programme)]


def lines():
    return [(entry.details["kind"], entry.details["act"], entry.details["fields"])
            for entry in JournalEntry.objects.filter(verb="content.changed").order_by("pk")]  # fmt: skip


def test_a_new_row_comes_last_among_its_own_kind(programme, by):
    contents.block(programme, Kind.AMBITION)
    first = content_actions.add(programme=programme, part=GOALS, values=goal("En"), newest=0, by=by)

    content_actions.add(programme=programme, part=GOALS, values=goal("To"), newest=first.pk, by=by)

    assert texts(GOALS, programme) == ["En", "To"]
    assert [row.order for row in GOALS.rows(programme)] == [1, 2]


def test_a_button_pressed_twice_adds_one_row(programme, by):
    seen = content_actions.newest_of(GOALS, programme)
    content_actions.add(programme=programme, part=GOALS, values=goal("En"), newest=seen, by=by)

    with pytest.raises(ChangedMeanwhile):
        content_actions.add(programme=programme, part=GOALS, values=goal("En"), newest=seen, by=by)

    assert texts(GOALS, programme) == ["En"]


def test_two_advisers_who_add_to_different_parts_both_get_their_row(programme, by):
    goals, figures = (content_actions.newest_of(part, programme) for part in (GOALS, FIGURES))
    content_actions.add(programme=programme, part=GOALS, values=goal("En"), newest=goals, by=by)
    figure = {"value": 7, "text": Words("barn"), "source": Words("SSB"), "year": 2020}

    content_actions.add(programme=programme, part=FIGURES, values=figure, newest=figures, by=by)

    assert programme.figures.get().year == 2020


def test_a_place_that_somebody_took_at_the_same_moment_is_not_taken_twice(programme, by, monkeypatch):
    contents.block(programme)
    monkeypatch.setattr(content_actions, "_next_order", lambda part, row: 1)
    newest = content_actions.newest_of(GOALS, programme)

    with pytest.raises(ChangedMeanwhile):
        content_actions.add(programme=programme, part=GOALS, values=goal("To"), newest=newest, by=by)


def test_a_row_that_cannot_be_is_not_taken_for_somebody_elses_change(programme, by):
    with pytest.raises(IntegrityError):
        content_actions.add(programme=programme, part=GOALS, values=goal(""), newest=0, by=by)


def test_a_change_says_which_fields_it_was_and_never_what_stands_there(programme, by):
    figure = contents.figure(programme)

    changed = content_actions.change(
        row=figure, part=FIGURES, values={"value": figure.value, "year": 2019, "text": Words("unge")},
        version=figure.version, by=by,
    )  # fmt: skip

    assert changed == ["text", "year"]
    entry = JournalEntry.objects.get(verb="content.changed")
    assert entry.details == {"kind": "figure", "act": "changed", "row": figure.pk, "fields": ["text", "year"]}
    assert (entry.actor, entry.scope) == (by.user, f"programme:{programme.pk}")


def test_contact_addresses_never_reach_the_journal(programme, by):
    values = {"purpose": Words("påmelding"), "email": "kari.lien@example.no", "phone": "22222222"}

    content_actions.add(programme=programme, part=BY_KEY["contact"], values=values, newest=0, by=by)

    details = JournalEntry.objects.get(verb="content.changed").details
    assert details["fields"] == ["email", "phone", "purpose"]
    assert "kari" not in str(details) and "2222" not in str(details)


def test_saving_what_stands_there_is_no_act(programme, by):
    row = contents.block(programme)

    assert content_actions.change(row=row, part=GOALS, values={"text": row.text}, version=1, by=by) == []
    assert lines() == []


def test_an_old_page_changes_nothing(programme, by):
    row = contents.block(programme)
    content_actions.change(row=row, part=GOALS, values=goal("Ny"), version=1, by=by)

    contents.block(programme, text="En til")

    for act in (
        lambda: content_actions.change(row=row, part=GOALS, values=goal("Eldre"), version=1, by=by),
        lambda: content_actions.move(row=row, part=GOALS, up=False, version=1, by=by),
        lambda: content_actions.remove(row=row, part=GOALS, version=1, by=by),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()

    assert texts(GOALS, programme) == ["Ny", "En til"]


def test_two_rows_changed_at_the_same_time_are_both_saved(programme, by):
    one, two = contents.block(programme, text="En"), contents.block(programme, text="To")

    content_actions.change(row=one, part=GOALS, values=goal("1"), version=1, by=by)
    content_actions.change(row=two, part=GOALS, values=goal("2"), version=1, by=by)

    assert texts(GOALS, programme) == ["1", "2"]


def test_a_row_moves_one_place_and_stops_at_the_ends(programme, by):
    one, two, three = (contents.block(programme, text=text) for text in ("En", "To", "Tre"))

    content_actions.move(row=three, part=GOALS, up=True, version=1, by=by)
    assert texts(GOALS, programme) == ["En", "Tre", "To"]
    content_actions.move(row=one, part=GOALS, up=False, version=1, by=by)
    assert texts(GOALS, programme) == ["Tre", "En", "To"]
    three.refresh_from_db()
    content_actions.move(row=three, part=GOALS, up=True, version=three.version, by=by)
    content_actions.move(row=two, part=GOALS, up=False, version=1, by=by)

    assert texts(GOALS, programme) == ["Tre", "En", "To"]
    assert [row.order for row in GOALS.rows(programme)] == [1, 2, 3]
    assert len(lines()) == 2


def test_a_move_pressed_twice_moves_once(programme, by):
    contents.block(programme, text="En"), contents.block(programme, text="To")
    three = contents.block(programme, text="Tre")
    content_actions.move(row=three, part=GOALS, up=True, version=1, by=by)

    with pytest.raises(ChangedMeanwhile):
        content_actions.move(row=three, part=GOALS, up=True, version=1, by=by)

    assert texts(GOALS, programme) == ["En", "Tre", "To"]


def test_a_move_leaves_the_form_of_its_neighbour_good(programme, by):
    one, two = contents.block(programme, text="En"), contents.block(programme, text="To")
    content_actions.move(row=two, part=GOALS, up=True, version=1, by=by)

    content_actions.change(row=one, part=GOALS, values=goal("Rettet"), version=1, by=by)

    assert texts(GOALS, programme) == ["To", "Rettet"]


def test_a_row_moves_among_its_own_kind_only_and_a_new_kind_is_a_new_place(programme, by):
    aim = contents.block(programme, Kind.AIM, "Målet")
    contents.block(programme, Kind.FOUNDATION, "Fundamentet")
    direction = contents.block(programme, Kind.LOCAL_DIRECTION, "Innretningen")

    content_actions.move(row=aim, part=DIRECTIONS, up=True, version=1, by=by)
    assert texts(DIRECTIONS, programme) == ["Innretningen", "Målet", "Fundamentet"]
    content_actions.change(
        row=direction, part=DIRECTIONS, values={"kind": Kind.FOUNDATION, "text": direction.text}, version=1, by=by
    )

    assert texts(DIRECTIONS, programme) == ["Målet", "Fundamentet", "Innretningen"]
    direction.refresh_from_db()
    assert direction.order == 2


def test_a_removed_row_is_gone_and_said_to_be(programme, by):
    row = contents.block(programme)

    content_actions.remove(row=row, part=GOALS, version=1, by=by)

    assert not GOALS.rows(programme).exists()
    assert lines() == [("competence_goal", "removed", [])]


def test_a_service_is_written_cell_by_cell(programme, by):
    state, town = contents.level(programme, "Stat"), contents.level(programme, "Kommune")
    part = BY_KEY["sector"]

    def cell(level, text):
        return SectorCell(level=level, text=Words(text.removesuffix("?")), uncertain=text.endswith("?"))

    def cells(**texts):
        levels = {"state": state, "town": town}
        return {"cells": {levels[name]: cell(levels[name], text) for name, text in texts.items()}}

    row = content_actions.add(programme=programme, part=part, values=cells(state="Udir", town="PPT?"), newest=0, by=by)
    assert {(cell.level.name.nb, cell.text.nb, cell.uncertain) for cell in row.cells.all()} == {
        ("Stat", "Udir", False), ("Kommune", "PPT", True)
    }  # fmt: skip
    content_actions.change(row=row, part=part, values=cells(town="PPT"), version=1, by=by)

    assert [(cell.text.nb, cell.uncertain) for cell in row.cells.all()] == [("PPT", False)]
    assert content_actions.change(row=row, part=part, values=cells(town="PPT"), version=row.version, by=by) == []
    with pytest.raises(ChangedMeanwhile):
        content_actions.change(row=row, part=part, values=cells(town="OT"), version=1, by=by)
    assert lines() == [("sector", "added", ["cells"]), ("sector", "changed", ["cells"])]


def test_a_level_takes_what_stood_at_it_away_and_leaves_the_services(programme, by):
    level = contents.level(programme)
    contents.sector(programme, ("PPT",))

    content_actions.remove(row=level, part=LEVELS, version=1, by=by)

    assert (SectorCell.objects.count(), Sector.objects.count()) == (0, 1)


def test_an_archived_programme_is_changed_by_nobody(by):
    programme = factories.ProgrammeFactory(state="archived")
    row = contents.block(programme)
    acts = (
        lambda: content_actions.add(programme=programme, part=GOALS, values=goal("En"), newest=row.pk, by=by),
        lambda: content_actions.change(row=row, part=GOALS, values=goal("En"), version=1, by=by),
        lambda: content_actions.move(row=row, part=GOALS, up=True, version=1, by=by),
        lambda: content_actions.remove(row=row, part=GOALS, version=1, by=by),
    )

    for act in acts:
        with pytest.raises(Archived):
            act()
    assert texts(GOALS, programme) == ["Et mål"]


@pytest.mark.parametrize("state", Programme.State.values)
def test_a_programme_is_shown_and_hidden_in_any_state(by, state):
    programme = factories.ProgrammeFactory(state=state)

    content_actions.show_publicly(programme=programme, public=True, version=1, by=by)
    assert Programme.objects.shown_publicly().get() == programme
    content_actions.show_publicly(programme=programme, public=False, version=2, by=by)

    assert not Programme.objects.shown_publicly().exists()
    verbs = JournalEntry.objects.filter(scope=f"programme:{programme.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["programme.shown", "programme.hidden"]
    with pytest.raises(ChangedMeanwhile):
        content_actions.show_publicly(programme=programme, public=True, version=1, by=by)


def test_everything_of_a_programme_is_read_in_seven_queries(programme, django_assert_num_queries):
    contents.fill(programme, 3)

    with django_assert_num_queries(7):
        found = content_of(programme)
        for part in BY_KEY.values():
            assert len(list(found.of(part))) >= 3, part.key


def test_an_act_that_fails_leaves_nothing(programme, by):
    contents.block(programme)

    with pytest.raises(IntegrityError), transaction.atomic():
        content_actions.change(row=programme.blocks.get(), part=GOALS, values=goal(""), version=1, by=by)

    assert texts(GOALS, programme) == ["Et mål"] and lines() == []
