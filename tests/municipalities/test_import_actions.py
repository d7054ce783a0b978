"""Registering a spreadsheet of sign-ups: all at once or nothing, place by place, and few queries."""

import pytest
import time_machine
from django.utils import timezone

from absolutt.pages.scope import index_of
from accounts.journal import SYSTEM, Actor
from accounts.models import JournalEntry
from correspondence.models import Letter
from municipalities import import_actions
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.answer_list import understand
from municipalities.models import Answer, AnswerImport, Participation
from tests import factories

pytestmark = pytest.mark.django_db
HEADING = ["Kommune", "Svar", "Navn", "Fakturareferanse", "Merknad"]


@pytest.fixture
def by():
    return Actor(user=factories.UserFactory())


def programme_of(count, **fields):
    programme = factories.OpenProgrammeFactory(**fields)
    rows = [factories.ParticipationFactory(programme=programme) for _ in range(count)]
    return programme, [row.organisation.organisation_number for row in rows]


def sent(programme, lines, by, heading=("Orgnr", *HEADING[1:])):
    return import_actions.take_in(programme=programme, file_name="liste.xlsx", cells=[heading, *lines], by=by)


def registered(sheet, by):
    rows = understand(import_actions.rows_of(sheet), index_of(sheet.programme))
    return import_actions.register(sheet=sheet, rows=rows, version=sheet.version, by=by)


def states(programme):
    return list(programme.participations.order_by("pk").values_list("state", flat=True))


def test_every_row_becomes_an_answer_with_its_source(by):
    programme, (first, second, third) = programme_of(3)
    lines = [[first, "ja", "Kari Lien", "REF 7", "ringte først"], [second, "nei"], [third, "vet ikke"]]

    counts = registered(sent(programme, lines, by), by)

    assert counts == {"signed_up": 1, "declined": 1, "undecided": 1}
    assert states(programme) == ["signed_up", "declined", "undecided"]
    answer = Answer.objects.get(participation__organisation__organisation_number=first)
    assert (answer.via, answer.answered_by, answer.registered_by) == ("email", "Kari Lien", by.user)
    assert answer.reason == "ringte først. liste.xlsx, rad 2"
    assert answer.participation.invoice_reference == answer.invoice_reference == "REF 7"


def test_nobody_is_written_to(by):
    programme, (number,) = programme_of(1)

    registered(sent(programme, [[number, "ja"]], by), by)

    assert not Letter.objects.exists()
    assert JournalEntry.objects.filter(verb=import_actions.IMPORTED).count() == 1


def test_nothing_is_registered_while_a_row_is_not_understood(by):
    programme, (number, _other) = programme_of(2)
    sheet = sent(programme, [[number, "ja"], ["Bergen", "ja"]], by)

    with pytest.raises(import_actions.NotUnderstood):
        registered(sheet, by)

    assert states(programme) == ["listed", "listed"]


def test_a_row_that_is_set_aside_is_left_out(by):
    programme, (number, _other) = programme_of(2)
    sheet = sent(programme, [[number, "ja"], ["Bergen", "ja"]], by)
    import_actions.put_right(sheet=sheet, columns=sheet.columns, edits={"3": {"set_aside": True}}, version=1, by=by)

    registered(sheet, by)

    assert states(programme) == ["signed_up", "listed"]


def test_a_row_is_put_right_without_touching_what_was_sent(by):
    programme, (number,) = programme_of(1)
    sheet = sent(programme, [["Hamr", "tja"]], by)
    edits = {"2": {"organisation": number, "choice": "yes", "set_aside": False}}

    import_actions.put_right(sheet=sheet, columns=sheet.columns, edits=edits, version=1, by=by)

    assert sheet.cells[1][:2] == ["Hamr", "tja"]
    assert registered(sheet, by) == {"signed_up": 1}


def test_what_is_put_right_stands_until_it_is_emptied(by):
    programme, (number,) = programme_of(1)
    sheet = sent(programme, [["Hamr", "tja"]], by)

    for version, said, stands in (
        (1, {"organisation": "Bergen", "choice": "yes"}, {"organisation": "Bergen", "choice": "yes"}),
        (2, {"organisation": number}, {"organisation": number, "choice": "yes"}),
        (3, {"organisation": "", "set_aside": True}, {"choice": "yes", "set_aside": True}),
        (4, {"choice": "", "set_aside": False}, None),
    ):
        import_actions.put_right(sheet=sheet, columns=sheet.columns, edits={"2": said}, version=version, by=by)
        assert AnswerImport.objects.get().edits.get("2") == stands


def test_a_file_without_a_heading_is_read_once_somebody_has_said_what_its_columns_are(by):
    programme, (number,) = programme_of(1)
    sheet = import_actions.take_in(programme=programme, file_name="x.csv", cells=[[number, "ja"]], by=by)
    assert (sheet.heading_row, sheet.columns) == (0, ["", ""])

    import_actions.put_right(sheet=sheet, columns=["number", "choice"], edits={}, version=1, by=by)

    assert registered(sheet, by) == {"signed_up": 1}


def test_places_are_given_in_the_sheets_order_and_the_rest_stand_in_line(by):
    programme, numbers = programme_of(4, places_total=2)
    lines = [[number, "ja"] for number in reversed(numbers)]

    counts = registered(sent(programme, lines, by), by)

    assert counts == {"signed_up": 2, "queued": 2}
    queued = programme.participations.filter(state="queued").order_by("queue_number")
    assert [row.organisation.organisation_number for row in queued] == [numbers[1], numbers[0]]


@time_machine.travel("2026-11-26T12:00:00+01:00")
def test_places_are_given_by_the_day_of_the_yes_where_the_sheet_has_it_then_by_row(by):
    programme, numbers = programme_of(5, places_total=2)
    days = ["", "november 2026", "5.11.2026", "3. november 2026", "5.11.2026"]
    lines = [[number, "ja", "", "", "", day] for number, day in zip(numbers, days, strict=True)]

    registered(sent(programme, lines, by, heading=("Orgnr", *HEADING[1:], "Dato")), by)

    assert states(programme) == ["queued", "queued", "signed_up", "signed_up", "queued"]
    queued = programme.participations.filter(state="queued").order_by("queue_number")
    assert [row.organisation.organisation_number for row in queued] == [numbers[4], numbers[0], numbers[1]]
    answer = Answer.objects.get(participation__organisation__organisation_number=numbers[3])
    assert answer.reason == "Svaret kom: 3.\xa0november 2026. liste.xlsx, rad 5"


def test_rows_have_the_numbers_of_the_file(by):
    programme, (first, second) = programme_of(2)
    cells = [["Påmeldinger"], [], ["Orgnr", "Svar"], [first, "ja"], [], ["", ""], [second, "-", "nei"]]

    sheet = import_actions.take_in(programme=programme, file_name="x.xlsx", cells=cells, by=by)

    assert (sheet.heading_row, [row.number for row in import_actions.rows_of(sheet)]) == (3, [4, 7])
    assert import_actions.rows_of(sheet)[1].values == {"number": second}
    assert JournalEntry.objects.get(verb="import.taken_in").details["rows"] == 2


def test_whoever_waits_already_goes_first(by):
    programme, numbers = programme_of(2, places_total=1)
    Participation.objects.filter(organisation__organisation_number=numbers[0]).update(state="queued", queue_number=4)

    registered(sent(programme, [[numbers[1], "ja"]], by), by)

    assert programme.participations.get(organisation__organisation_number=numbers[1]).queue_number == 5


def test_a_sheet_is_registered_once(by):
    programme, (number,) = programme_of(1)
    sheet = sent(programme, [[number, "ja"]], by)
    late = AnswerImport.objects.get()
    registered(sheet, by)

    with pytest.raises((ChangedMeanwhile, import_actions.NotUnderstood)):
        registered(late, by)

    assert Answer.objects.count() == 1


def test_an_answer_that_came_meanwhile_stops_the_whole_sheet(by):
    programme, (number, other) = programme_of(2)
    sheet = sent(programme, [[number, "ja"], [other, "ja"]], by)
    rows = understand(import_actions.rows_of(sheet), index_of(programme))
    Participation.objects.filter(organisation__organisation_number=other).update(version=2)

    with pytest.raises(ChangedMeanwhile):
        import_actions.register(sheet=sheet, rows=rows, version=1, by=by)

    assert states(programme) == ["listed", "listed"]
    assert AnswerImport.objects.get().saved_at is None


def test_two_who_put_rows_right_at_the_same_time_do_not_overwrite_each_other(by):
    programme, (number,) = programme_of(1)
    sheet = sent(programme, [[number, "ja"]], by)
    late = AnswerImport.objects.get()
    import_actions.put_right(sheet=sheet, columns=sheet.columns, edits={}, version=1, by=by)

    with pytest.raises(ChangedMeanwhile):
        import_actions.put_right(sheet=late, columns=late.columns, edits={}, version=1, by=by)


def test_a_sheet_that_was_registered_and_an_archived_programme_are_closed(by):
    programme, (number,) = programme_of(1)
    sheet = sent(programme, [[number, "ja"]], by)
    programme.state, programme.letters_from = "archived", None
    programme.save()
    with pytest.raises(Closed):
        registered(sheet, by)
    with pytest.raises(Closed):
        sent(programme, [[number, "ja"]], by)
    with pytest.raises(Closed):
        import_actions.put_right(sheet=sheet, columns=["choice"], edits={"2": {"set_aside": True}}, version=1, by=by)
    assert AnswerImport.objects.get().edits == {}

    programme.state = "running"
    sheet.saved_at = timezone.now()
    with pytest.raises(Closed):
        import_actions.put_right(sheet=sheet, columns=[], edits={}, version=1, by=by)


def test_a_file_is_taken_in_by_somebody_who_is_signed_in(by):
    with pytest.raises(ValueError, match="signed in"):
        sent(programme_of(1)[0], [["x"]], SYSTEM)


def test_a_sheet_is_deleted_after_a_week(by):
    programme, (number,) = programme_of(1)
    sent(programme, [[number, "ja"]], by)

    with time_machine.travel(timezone.now() + timezone.timedelta(days=6)):
        assert import_actions.forget_old() == 0
    with time_machine.travel(timezone.now() + timezone.timedelta(days=8)):
        assert import_actions.forget_old() == 1
    assert not AnswerImport.objects.exists()
    line = JournalEntry.objects.get(verb="import.forgotten")
    assert (line.actor_ref, line.scope, line.subject) == (
        "system", f"programme:{programme.pk}", JournalEntry.objects.get(verb="import.taken_in").subject,
    )  # fmt: skip


def test_a_thousand_rows_cost_at_most_twenty_queries_and_as_many_as_one(by, django_assert_max_num_queries):
    """A programme has at most a few hundred organisations: the other rows say what is wrong and are set aside."""
    programme, numbers = programme_of(60)
    lines = [[number, "ja"] for number in numbers] + [["Bergen", "ja"]] * 939
    sheet = sent(programme, lines, by)
    aside = {str(n): {"set_aside": True} for n in range(62, 1001)}

    with django_assert_max_num_queries(20) as asked:
        import_actions.put_right(sheet=sheet, columns=sheet.columns, edits=aside, version=1, by=by)
        assert registered(sheet, by) == {"signed_up": 60}

    assert len(asked) == _queries_of_one(by)


def _queries_of_one(by):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    programme, (number,) = programme_of(1)
    sheet = sent(programme, [[number, "ja"]], by)
    with CaptureQueriesContext(connection) as asked:
        import_actions.put_right(sheet=sheet, columns=sheet.columns, edits={}, version=1, by=by)
        registered(sheet, by)
    return len(asked)
