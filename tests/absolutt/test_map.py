"""The region on a map and as a table; every region on one page."""

import re

import pytest
from django.urls import reverse

from programmes.models import Programme, Region
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def open_map(client, programme):
    client.force_login(factories.adviser())
    return client.get(reverse("region_map", args=[programme.key]))


def test_each_municipality_is_drawn_by_what_it_answered_and_stands_in_the_table(client, programmes):
    programme = programmes["innlandet-2021"]
    programme.participations.filter(organisation__designations__name="Hamar").update(state="signed_up")

    response = open_map(client, programme)

    html = response.content.decode()
    assert len(re.findall(r'<path d="M', html)) == 46
    assert "<title>Hamar kommune: Påmeldt</title>" in html and "© Kartverket" in html
    assert re.search(r"Påmeldt</span></th>.{0,200}>1</td>.{0,300}Hamar", text_of(response))


def test_a_body_that_was_divided_is_drawn_as_what_it_became(client, programmes):
    html = open_map(client, programmes["more-og-romsdal-2020"]).content.decode()

    assert html.count("<title>Ålesund kommune: Ikke invitert</title>") == 2  # Ålesund and Haram today


def test_what_has_no_shape_is_named(client, programmes):
    assert "Ikke tegnet på kartet: Innlandet fylkeskommune." in text_of(open_map(client, programmes["innlandet-2021"]))


def test_without_shapes_the_table_stands_alone(client):
    participation = factories.ParticipationFactory()

    response = open_map(client, participation.programme)

    assert "Vi har ikke kart over fylket" in text_of(response) and "<path d=" not in response.content.decode()
    assert "Ikke invitert" in text_of(response)


@pytest.mark.parametrize("count", [1, 50])
def test_the_map_costs_as_many_queries_whatever_it_shows(client, count, django_assert_num_queries):
    programme = factories.OpenProgrammeFactory()
    for _ in range(count):
        factories.ParticipationFactory(programme=programme)
    client.force_login(factories.adviser())

    with django_assert_num_queries(7):
        client.get(reverse("region_map", args=[programme.key]))


def test_every_living_programme_stands_by_region_with_what_comes_and_what_is_open(client, programmes):
    Programme.objects.update(state="archived", letters_from=None)
    factories.OpenProgrammeFactory(key="b", region=Region.objects.get(name="KS Trøndelag"))
    factories.OpenProgrammeFactory(key="a")
    client.force_login(factories.adviser())

    text = text_of(client.get(reverse("national")))

    assert text.index("KS Innlandet") < text.index("KS Trøndelag")
    assert "2 samlinger mangler dag eller form." in text and "innlandet-2021" not in text


def test_an_adviser_of_one_region_has_no_such_page_and_no_link_to_it(client):
    client.force_login(factories.adviser("KS Innlandet"))

    assert client.get(reverse("national")).status_code == 403
    assert reverse("national") not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_all_regions_cost_as_many_queries_whatever_there_is(client, count, django_assert_num_queries):
    for number in range(count):
        factories.OpenProgrammeFactory(key=f"runde-{number}-x")
    client.force_login(factories.adviser())

    with django_assert_num_queries(6):
        client.get(reverse("national"))
