"""The page that shows which letters a programme's plan gives."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from gatherings.models import Gathering
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)


@pytest.fixture
def programme():
    return factories.round_with_deadline(date(2027, 2, 23))


def page_of(client, programme, user=None):
    with time_machine.travel(TODAY, tick=False):
        client.force_login(user or factories.adviser())
        response = client.get(reverse("letter_plan", args=[programme.key]))
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def gathering(programme, number, day=None):
    when = When.day(day) if day else When()
    return Gathering.objects.create(
        programme=programme, key=f"joint-{number}", order=number, kind="joint", number=number, form="physical",
        **factories.when_fields(when),
    )  # fmt: skip


def test_each_letter_has_its_day_its_reader_and_what_it_is_counted_from(client, programme):
    page = page_of(client, programme)

    assert "Neste dag: 9. februar 2027, «Påminnelse to uker før fristen»." in page
    assert "9. februar 2027" in page and "Kommunedirektørene uten svar" in page and "påmeldingsfristen" in page


def test_a_letter_that_the_portal_does_not_make_yet_says_so(client, programme):
    gathering(programme, 1, date(2027, 10, 6))

    assert '<span class="ds-tag" data-color="neutral">Sendes ikke ennå</span>' in page_of(client, programme)


def test_a_letter_that_was_moved_says_from_which_day_and_why(client, programme):
    gathering(programme, 1, date(2027, 3, 17))

    page = page_of(client, programme)

    assert "Skulle gått 3. februar 2027" in page and "Gruppa er ikke meldt inn før" in page


def test_what_waits_for_one_day_waits_together(client, programme):
    gathering(programme, 1)

    waiting = page_of(client, programme).partition("Venter på dato</h2>")[2]

    assert "<dt>Fellessamling 1</dt><dd>Invitasjon til samlingen, Påminnelse om å svare" in waiting


def test_what_falls_away_says_why(client, programme):
    gathering(programme, 1, date(2027, 3, 17))

    dropped = page_of(client, programme).partition("Faller bort</h2>")[2]

    said = "Påminnelse om å svare</a>, Fellessamling 1: skulle gått 24. februar 2027. For tett på invitasjonen."
    assert said in dropped


def test_a_programme_without_a_day_says_when_letters_get_theirs(client):
    page = page_of(client, factories.round_with_deadline(None))

    assert "Ingen brev har dag ennå." in page


def test_a_programme_that_does_not_write_sends_nothing_and_says_so(client, programme):
    type(programme).objects.update(letters_from=None)

    assert "Programmet sender ikke brev den dagen." in page_of(client, programme)


def test_whoever_only_reads_sees_the_plan_and_a_stranger_does_not(client, programme):
    assert "Brevplan" in page_of(client, programme, factories.process_adviser(programme.region.name))

    client.force_login(factories.adviser("KS Trøndelag"))
    assert client.get(reverse("letter_plan", args=[programme.key])).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_the_plan_costs_as_many_queries_whatever_its_length(client, programme, count, django_assert_num_queries):
    for number in range(1, count + 1):
        gathering(programme, number, date(2027, 10, 6))
    client.force_login(factories.adviser())
    client.get(reverse("letter_plan", args=[programme.key]))

    with django_assert_num_queries(12):
        client.get(reverse("letter_plan", args=[programme.key]))
