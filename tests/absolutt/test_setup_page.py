"""«Oppsett» on the screen: what deviates, the programme's facts, phases, rules and roles."""

import pytest
from django.urls import reverse

from accounts import journal
from programmes.models import Adviser, Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(programmes):
    """A living copy: archived ones are read only."""
    programme = programmes["more-og-romsdal-2020"]
    Programme.objects.filter(pk=programme.pk).update(state="sketch")
    programme.refresh_from_db()
    return programme


@pytest.fixture
def reader(client, programme):
    client.force_login(factories.adviser("KS Møre og Romsdal"))
    return client


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(client, programme):
    return text_of(client.get(reverse("setup", args=[programme.key])))


def send(client, programme, **data):
    values = {
        "version": programme.version, "title_nb": str(programme.title), "contact_email": programme.contact_email,
        "when": "2020–2022",
    }  # fmt: skip
    return client.post(reverse("facts", args=[programme.key]), values | data, follow=True)


def test_what_deviates_from_the_framework_is_shown(reader, programme):
    text = page(reader, programme)

    assert "Avviker fra rammeverket på" in text
    assert "Roller og ansvar – Samspill og dialog" in text and "Tatt bort" in text
    assert "kjernegruppe" in text


def test_the_facts_are_changed_on_one_form(reader, programme):
    text = text_of(send(reader, programme, venue_nb="Molde", when="høsten 2028", letters_from="2028-08-01"))

    programme.refresh_from_db()
    assert "Endringen er lagret." in text and "Molde" in text
    assert (programme.when.format(), str(programme.letters_from)) == ("høsten 2028", "2028-08-01")


def test_a_fault_keeps_what_was_typed(reader, programme):
    response = send(reader, programme, when="en gang", venue_nb="Molde")

    assert response.status_code == 422
    assert 'value="en gang"' in response.content.decode() and "Molde" in response.content.decode()


def test_whoever_comes_second_is_told_and_keeps_what_she_typed(reader, programme):
    Programme.objects.filter(pk=programme.pk).update(version=7)

    response = send(reader, programme, venue_nb="Molde")

    assert response.status_code == 422
    text = text_of(response)
    assert "Dette er endret etter at du åpnet siden" in text and "Molde" in text and 'name="version" value="7"' in text
    assert send(reader, programme, venue_nb="Molde", version=7).status_code == 200


def test_a_county_that_may_take_part_after_all_is_listed(reader, programme):
    programme.participations.filter(organisation__kind="county").delete()
    Programme.objects.filter(pk=programme.pk).update(county_takes_part=False)

    send(reader, programme, county_takes_part="on")

    assert programme.participations.filter(organisation__kind="county").count() == 1


def test_a_phase_is_added_and_stands_last(reader, programme):
    (part,) = [reverse("add_content", args=[programme.key, part]) for part in _parts() if part.key == "phase"]

    reader.post(part, {"version": programme.phases.order_by("-pk").first().pk, "name_nb": "Etterpå"})

    assert [str(phase.name) for phase in programme.phases.all()][-1] == "Etterpå"


def _parts():
    from programmes.setup import SETUP

    return SETUP


def test_a_process_adviser_reads_and_changes_nothing(reader, programme):
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    text = page(reader, programme)

    assert "Oppsett" in text and reverse("facts", args=[programme.key]) not in text
    assert send(reader, programme).status_code == 403


def test_an_archived_programme_is_read_only(reader, programme):
    Programme.objects.filter(pk=programme.pk).update(state="archived", letters_from=None)

    assert reverse("facts", args=[programme.key]) not in page(reader, programme)
    assert "arkivert og kan ikke endres" in text_of(send(reader, programme))


@pytest.mark.parametrize("more", [0, 49])
def test_the_page_costs_as_many_queries_whatever_there_is(reader, programme, more, django_assert_num_queries):
    for number in range(more):
        programme.roles.create(order=100 + number, name={"nb": f"rolle {number}"})

    with django_assert_num_queries(12):
        reader.get(reverse("setup", args=[programme.key]))


def test_the_county_is_listed_with_the_change_or_neither_is(reader, programme, monkeypatch):
    programme.participations.filter(organisation__kind="county").delete()
    Programme.objects.filter(pk=programme.pk).update(county_takes_part=False)

    def stop(entry, subject):
        if entry.verb == "programme.organisations_listed":
            raise RuntimeError("the machine stops here")

    monkeypatch.setattr(journal, "_listeners", [stop])
    with pytest.raises(RuntimeError):
        send(reader, programme, county_takes_part="on")

    programme.refresh_from_db()
    assert not programme.county_takes_part and not programme.participations.filter(organisation__kind="county").exists()
