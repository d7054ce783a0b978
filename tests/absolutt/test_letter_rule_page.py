"""The page on which an adviser moves a letter's day, or switches it off."""

from datetime import date

import pytest
from django.urls import reverse

from correspondence.models import RuleSetting
from correspondence.rule_actions import set_rule
from programmes.models import Programme
from tests import factories
from tests.municipalities.places import by

pytestmark = pytest.mark.django_db
FIRST = "signup.reminder_14"


@pytest.fixture
def programme():
    return factories.round_with_deadline(date(2031, 2, 25))


@pytest.fixture
def reader(client):
    client.force_login(factories.adviser())
    return client


def address(programme, rule=FIRST):
    return reverse("letter_rule", args=[programme.key, rule])


def send(client, programme, **data):
    values = {"state": "sent", "days": "14", "version": "0"} | data
    return client.post(address(programme), values, follow=True)


def text_of(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_the_page_says_when_the_letter_goes_and_what_is_usual(reader, programme):
    page = text_of(reader.get(address(programme)))

    assert "Slik det er nå, går det 11. februar 2031." in page
    assert "Hvor mange dager før påmeldingsfristen?" in page and "Vanligvis 14 dager." in page


def test_a_new_day_is_saved_and_told(reader, programme):
    page = text_of(send(reader, programme, days="20"))

    assert "Lagret. «Påminnelse to uker før fristen» går 5. februar 2031." in page
    assert RuleSetting.objects.get().days == -20


def test_a_letter_that_is_switched_off_says_so_and_stands_among_those_that_fall_away(reader, programme):
    page = text_of(send(reader, programme, state="off"))

    assert "blir ikke sendt i dette programmet" in page
    assert "Programmet har slått av brevet" in page.partition("Faller bort</h2>")[2]


@pytest.mark.parametrize(("days", "said"), [
    ("", "Skriv hvor mange dager"), ("to", "Skriv et helt tall"), ("0", "Skriv et tall fra 1 til 180"),
    ("999", "Skriv et tall fra 1 til 180"),
])  # fmt: skip
def test_a_number_that_cannot_be_is_asked_for_again_and_stands(reader, programme, days, said):
    response = send(reader, programme, days=days)

    assert response.status_code == 422 and said in text_of(response)
    assert not RuleSetting.objects.exists() and (not days or f'value="{days}"' in response.content.decode())


def test_whoever_was_overtaken_is_told_and_can_save_what_she_typed(reader, programme):
    set_rule(programme=programme, rule=FIRST, days=-10, is_off=False, version=0, by=by())

    response = send(reader, programme, days="20")
    assert response.status_code == 422 and "Dette er endret etter at du åpnet siden" in text_of(response)
    send(reader, programme, days="20", version="1")

    assert RuleSetting.objects.get().days == -20


def test_a_rule_that_the_portal_does_not_send_has_no_page(reader, programme):
    assert reader.get(address(programme, "gathering.thanks")).status_code == 404
    assert reader.get(address(programme, "tull")).status_code == 404


def test_a_rule_about_gatherings_has_its_page_before_there_is_one_and_no_day_where_the_deadline_follows(
    reader, programme
):
    practical, invitation = (reader.get(address(programme, f"gathering.{name}")) for name in ("practical", "invite"))

    assert "Hvor mange dager før samlingen?" in practical.content.decode()
    assert "Hvor mange dager" not in invitation.content.decode()
    assert reader.post(address(programme, "gathering.invite"), {"state": "off", "version": 0}).status_code == 302
    assert RuleSetting.objects.get(rule="gathering.invite").is_off


def test_an_archived_programme_has_no_rules_to_move(reader, programme):
    Programme.objects.update(state="archived", letters_from=None)

    assert reader.get(address(programme)).status_code == 404


def test_the_plan_leads_whoever_runs_it_to_the_rule_and_others_not(client, programme):
    client.force_login(factories.adviser())
    assert address(programme) in client.get(reverse("letter_plan", args=[programme.key])).content.decode()

    client.force_login(factories.process_adviser(programme.region.name))
    assert address(programme) not in client.get(reverse("letter_plan", args=[programme.key])).content.decode()
    assert client.get(address(programme)).status_code == 403
