"""«Send påminnelse nå»: who it goes to is looked over, and who has answered is left in peace."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import JournalEntry
from municipalities import duty_actions
from municipalities.models import ANSWER
from tests import factories
from tests.absolutt.boards import board, by, named, text, the_row

pytestmark = pytest.mark.django_db
EACH_REMINDER = 7  # the change and its reading, the journal's line, whom to write to, the letter and its envelope
MOST_QUERIES = 15  # however many are reminded


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


def remind(client, programme, query="", **data):
    path = f"/program/{programme.key}/tavle/paminnelse/{query}"
    return client.post(path, data) if data else client.get(path)


def the_version(participation):
    participation.refresh_from_db()
    return f"{participation.organisation.organisation_number}:{participation.version}"


def test_who_will_be_reminded_is_shown_with_name_and_address_before_anything_is_sent(client, programme):
    anders = factories.with_director(named("Hamar", programme, factories.invited))
    lom = named("Lom", programme, factories.invited)
    named("Dovre", programme, factories.signed_up)
    named("Vang", programme)

    page = text(remind(client, programme))

    assert "Send påminnelse til alle 2 som fortsatt kan svare" in text(board(client, programme))
    assert anders.name in page and anders.email in page
    assert lom.organisation.mailbox in page
    assert "Dovre" not in page and "Vang" not in page
    assert not JournalEntry.objects.filter(verb="participation.reminded").exists()


def test_the_filter_says_who_is_reminded_and_one_row_may_be_picked(client, programme):
    hamar = named("Hamar", programme, factories.invited)
    named("Lom", programme, factories.invited)

    filtered = remind(client, programme, "?q=lom").context["rows"]
    one = remind(client, programme, f"?kommune={hamar.organisation.organisation_number}").context["rows"]

    assert [row["name"] for row in filtered] == ["Lom"]
    assert [row["name"] for row in one] == ["Hamar"]


def test_a_double_click_reminds_once(client, programme):
    participation = factories.invited(programme=programme)
    to = f"{participation.organisation.organisation_number}:{participation.version}"

    first, second = remind(client, programme, to=to), remind(client, programme, to=to)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Ingenting er sendt. Disse har fått en påminnelse i dag:" in text(second)
    assert JournalEntry.objects.filter(verb="participation.reminded").count() == 1


def test_the_same_one_is_not_reminded_twice_on_one_day_also_when_the_page_is_loaded_again(client, programme):
    """The back button brings the page anew, and the browser may put the ticks back."""
    participation = factories.invited(programme=programme)
    remind(client, programme, to=the_version(participation))

    page, again = remind(client, programme), remind(client, programme, to=the_version(participation))

    assert 'autocomplete="off" disabled' in text(page)
    assert again.status_code == 422 and "Send til dem en annen dag." in text(again)
    assert JournalEntry.objects.filter(verb="participation.reminded").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client.force_login(factories.adviser("KS Innlandet"))
        assert remind(client, programme, to=the_version(participation)).status_code == 302


def test_one_is_told_about_in_the_singular(client, programme):
    factories.invited(programme=programme)
    one = text(remind(client, programme))
    factories.invited(programme=programme)
    two = text(remind(client, programme))

    assert "Den får et brev" in one and "Hver får" not in one
    assert "Hver får et brev" in two


def test_one_who_has_answered_meanwhile_is_not_reminded(client, programme):
    participation = factories.signed_up(programme=programme)
    to = f"{participation.organisation.organisation_number}:{participation.version}"

    response = remind(client, programme, to=to)

    assert response.status_code == 422 and "Ingenting er sendt" in text(response)
    assert not JournalEntry.objects.filter(verb="participation.reminded").exists()


def test_reminding_nobody_asks_for_somebody(client, programme):
    factories.invited(programme=programme)

    assert "Velg minst én kommune" in text(remind(client, programme, to=[""]))


def test_one_who_is_excused_from_answering_is_not_asked_again(client, programme):
    participation = factories.invited(programme=programme)
    duty_actions.waive(participation=participation, duty=ANSWER, reason="Sak", version=participation.version, by=by())

    assert board(client, programme).context["to_remind"] == 0
    assert the_row(client, programme)["cells"][0]["note"] == "Fritatt"
    assert remind(client, programme).context["rows"] == []


@pytest.mark.parametrize("letters_from", [None, factories.in_days(1)])
def test_a_programme_that_sends_no_letters_reminds_nobody(client, programme, letters_from):
    participation = factories.invited(programme=programme)
    programme.letters_from = letters_from
    programme.save()

    assert "Send påminnelse" not in text(board(client, programme))
    assert remind(client, programme).context["rows"] == []
    refused = remind(client, programme, to=the_version(participation))
    assert refused.status_code == 422 and "sender ikke programmet brev" in text(refused)
    assert not JournalEntry.objects.filter(verb="participation.reminded").exists()


def test_one_who_is_excused_is_not_reminded_though_she_is_posted(client, programme):
    participation = factories.invited(programme=programme)
    duty_actions.waive(participation=participation, duty=ANSWER, reason="Sak", version=participation.version, by=by())

    response = remind(client, programme, to=the_version(participation))

    assert response.status_code == 422 and "er fritatt" in text(response)
    assert not JournalEntry.objects.filter(verb="participation.reminded").exists()


def test_each_reminder_costs_the_same_few_queries_however_many_they_are(client):
    costs = {}
    for count in (1, 4, 30):
        programme = factories.OpenProgrammeFactory()
        rows = [factories.invited(programme=programme) for _ in range(count)]
        for row in rows:
            factories.with_director(row)
        to = [the_version(row) for row in rows]
        with CaptureQueriesContext(connection) as counted:
            assert remind(client, programme, to=to).status_code == 302
        costs[count] = len(counted) - count * EACH_REMINDER

    assert max(costs.values()) <= MOST_QUERIES, costs
