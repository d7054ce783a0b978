"""The page that says who gets which letter, and lets an adviser decide about one."""

from datetime import date

import pytest
from django.urls import reverse

from correspondence import reconciling
from correspondence.models import Letter
from tests import factories
from tests.absolutt.reading import text
from tests.correspondence.rounds import at, director_of, invited

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)
FIRST = "signup.reminder_14"


@pytest.fixture
def row(client):
    row = invited()
    with at(TODAY):
        client.force_login(factories.adviser())
        reconciling.reconcile(row.programme, TODAY)
    return row


def page(client, row, **asked):
    with at(TODAY):
        return text(client.get(reverse("letter_readers", args=[row.programme.key]), asked))


def decide(client, row, act, **more):
    letter = Letter.objects.get(rule=FIRST, participation=row)
    with at(TODAY):
        address = reverse("decide_letter", args=[row.programme.key, letter.pk])
        return client.post(address, {"act": act, **more}, follow=True), letter


def test_nothing_is_listed_before_somebody_asks(client, row):
    assert "Velg et brev, eller søk etter en person eller en kommune." in page(client, row)


def test_a_letter_shows_its_readers_their_day_and_what_can_be_done(client, row):
    shown = page(client, row, brev=FIRST)

    assert director_of(row).email in shown and "9. februar 2027" in shown and "Planlagt" in shown
    assert "Hold tilbake" in shown and "Hopp over" in shown and "Send nå" in shown


def test_who_only_reads_is_offered_nothing_to_press(client, row):
    with at(TODAY):
        client.force_login(factories.process_adviser(row.programme.region.name))

    assert "Hold tilbake" not in page(client, row, brev=FIRST)


def test_somebody_who_gets_no_such_letter_is_told_so(client, row):
    shown = page(client, row, brev=FIRST, q="Ingen Slik")

    assert "Ingen som passer til «Ingen Slik», er mottaker av «Påminnelse to uker før fristen»." in shown


def test_a_letter_is_held_and_let_go_and_the_list_comes_back_as_it_was_filtered(client, row):
    here = reverse("letter_readers", args=[row.programme.key]) + f"?brev={FIRST}"
    held, letter = decide(client, row, "hold", back=here)
    fate = Letter.objects.get(pk=letter.pk).fate
    decide(client, row, "release")

    assert held.redirect_chain[-1][0] == here
    assert (fate, Letter.objects.get(pk=letter.pk).fate) == ("held", "planned")
    assert "er holdt tilbake" in text(held) and "La det gå" in text(held)


def test_the_way_back_leads_to_no_other_site(client, row):
    held, _letter = decide(client, row, "hold", back="https://eksempel.example.no/")

    assert held.redirect_chain[-1][0] == reverse("letter_plan", args=[row.programme.key])


def test_what_somebody_else_has_decided_meanwhile_is_told(client, row):
    decide(client, row, "hold")
    again, _letter = decide(client, row, "hold")

    assert "Noen andre kom deg i forkjøpet" in text(again)


def test_a_letter_that_has_no_reason_any_more_is_not_sent_now(client, row):
    row.state = "declined"
    row.save()
    tried, letter = decide(client, row, "send")

    assert "Grunnen til brevet er borte" in text(tried)
    assert Letter.objects.get(pk=letter.pk).envelope is None


def test_another_act_changes_nothing(client, row):
    _tried, letter = decide(client, row, "burn")

    assert Letter.objects.get(pk=letter.pk).fate == "planned"
