"""What the page of letters says about letters that are not written: what waits for a date, what is held back."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from correspondence import making
from municipalities.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db
DEADLINE = date(2027, 2, 23)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)


def page_of(client, programme, day=date(2027, 2, 9), query="", path="brev/", hour=10):
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False):
        client.force_login(factories.adviser())
        response = client.get(f"/program/{programme.key}/{path}{query}")
    return response.content.decode().replace("\u00a0", " ")


def without_an_address(programme):
    bare = factories.OrganisationFactory(mailbox="")
    return factories.invited_to(programme, at=INVITED, director=False, organisation=bare)


def test_what_waits_for_a_date_is_named():
    programme = factories.round_with_deadline(None)

    page = page_of(Client(), programme)

    assert "Venter på dato" in page and "<li>Meld inn gruppa</li>" in page


def test_what_is_held_back_says_whom_and_why():
    programme = factories.round_with_deadline(DEADLINE)
    row = without_an_address(programme)
    name = Participation.objects.named_on(None).get(pk=row.pk).shown_name

    page = page_of(Client(), programme)

    held = page.partition("Holdt tilbake i dag")[2]
    assert "Påminnelse to uker før fristen" in held and "Vi har ingen adresse å skrive til." in held
    assert f"<li>{name}" in held


def test_a_day_without_anything_of_the_kind_says_nothing():
    programme = factories.round_with_deadline(DEADLINE)
    factories.invited_to(programme, at=INVITED)

    page = page_of(Client(), programme)

    assert "Venter på dato" not in page and "Holdt tilbake" not in page


@pytest.mark.parametrize("silent", ["off", "quiet day", "filtered"])
def test_a_programme_that_writes_nothing_today_holds_nothing_back(silent):
    programme = factories.round_with_deadline(DEADLINE)
    without_an_address(programme)
    if silent == "off":
        programme.letters_from = None
        programme.save()
    day = date(2027, 2, 13) if silent == "quiet day" else date(2027, 2, 9)

    page = page_of(Client(), programme, day, "?status=sent" if silent == "filtered" else "")

    assert "Holdt tilbake" not in page


def test_a_letter_whose_rule_is_gone_is_still_shown():
    row = factories.invited()
    factories.letter_to(row, rule="taken.away")

    page = page_of(Client(), row.programme)

    assert "Et brev som portalen ikke lenger lager" in page


def test_a_letter_that_lies_ready_says_when_it_goes_and_leads_to_its_municipality():
    programme = factories.round_with_deadline(DEADLINE)
    row = factories.invited_to(programme, at=INVITED)
    with time_machine.travel(datetime(2027, 2, 9, 6, tzinfo=UTC), tick=False):
        making.make(date(2027, 2, 9))

    page = page_of(Client(), programme, hour=6)
    one = page_of(Client(), programme, hour=6, path=f"{row.organisation.organisation_number}/")

    assert "Sendes 9. februar 2027 kl. 09.00" in page and "sendes 9. februar 2027 kl. 09.00" in one
    assert "<td" in page and "18. januar 2027 kl. 10.00" in page  # what has gone says when it went
    assert f'href="/program/{programme.key}/{row.organisation.organisation_number}/"' in page
