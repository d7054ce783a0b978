"""A municipality's page and its forms, as its coordinator, its adviser and its director meet them."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import limits
from accounts.journal import Actor
from accounts.models import User
from gatherings.models import Gathering
from municipalities import seat_actions
from municipalities.actions import SignUp, answer, register_answer
from municipalities.models import Holding, Organisation, Person, Seat
from programmes.models import CompositionRule, Programme, Role
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db

MOST_QUERIES = 14


@pytest.fixture
def participation():
    """Signed up, with a coordinator, in a programme that requires elected people."""
    made = factories.signed_up()
    CompositionRule.objects.create(programme=made.programme, order=1, level="political", strength="required")
    CompositionRule.objects.create(programme=made.programme, order=2, level="youth", strength="desired")
    for order, (name, key, level) in enumerate(
        [("Ordfører", "mayor", "political"), ("skolesjef", "head_of_schools", "administrative")], start=1
    ):
        Role.objects.create(programme=made.programme, order=order, name=Words(name), key=key, level=level)
    factories.with_coordinator(made)
    return made


@pytest.fixture
def coordinator(client, participation):
    client.force_login(User.objects.get(email="mona.dalen@example.no"))
    return client


def path(participation, rest=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{rest}"


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def version(participation):
    participation.refresh_from_db()
    return participation.version


def role(participation, key):
    return participation.programme.roles.get(key=key).pk


def add(client, participation, **given):
    data = {"version": version(participation), "role": role(participation, "mayor")} | given
    return client.post(path(participation, "gruppe/ny/"), data)


def test_the_group_reads_of_a_gatherings_website(coordinator, participation):
    Gathering.objects.filter(key="joint-1").update(external_url="https://www.example.no/samling/")

    assert 'href="https://www.example.no/samling/"' in text(coordinator.get(path(participation, "gruppe/")))


def test_a_coordinator_of_one_municipality_is_taken_straight_to_it(coordinator, participation):
    response = coordinator.get("/")

    assert response.status_code == 302 and response.url == path(participation, "gruppe/")


def test_a_coordinator_of_several_sees_each_with_what_waits_first(coordinator, participation):
    factories.with_coordinator(factories.signed_up(programme=participation.programme))

    page = text(coordinator.get("/"))

    assert page.count("Du er koordinator for") == 1 and page.count("Meld inn deltakergruppa") == 2
    assert "Kommunene du er koordinator for" not in page  # once is enough


def test_somebody_who_coordinates_no_more_is_told_so(client, participation):
    factories.with_coordinator(participation, name="Lise", email="lise@example.no")
    client.force_login(User.objects.get(email="mona.dalen@example.no"))

    assert "Har du hatt tilgang før, som koordinator eller rådgiver, er den avsluttet." in text(client.get("/"))


@pytest.mark.parametrize("state", ["no", "undecided"])
def test_somebody_whose_municipality_has_withdrawn_is_told_that_and_not_that_another_coordinates(client, state):
    participation = factories.signed_up(organisation=factories.OrganisationFactory(name="Lom"))
    factories.with_coordinator(participation, email="mona@example.no")
    register_answer(
        participation=participation, choice=state, via="telephone", said_by="Odd", reason="Ringte",
        version=participation.version, by=Actor(user=factories.UserFactory()),
    )  # fmt: skip
    client.force_login(User.objects.get(email="mona@example.no"))

    page = text(client.get("/"))

    assert "Lom kommune er ikke påmeldt til ABSOLUTT Innlandet nå" in page and "er den avsluttet" not in page


def test_the_page_says_what_waits_who_is_missing_and_when_the_gatherings_are(coordinator, participation):
    page = text(coordinator.get(path(participation, "gruppe/")))

    for said in ("Meld inn deltakergruppa", "Dere mangler en folkevalgt.", "Ingen plasser er lagt inn ennå", "Digital",
                 "Dere bør ha med en representant for barn og unge.", "Deltakergruppa", "Mona Dalen"):  # fmt: skip
        assert said in page


def test_a_place_from_the_list_without_a_name_waits_for_it(coordinator, participation):
    response = add(coordinator, participation)

    assert response.status_code == 302
    seat = Seat.objects.get(kind="member")
    assert (seat.role, seat.level, str(seat.title)) == ("mayor", "political", "ordfører")
    assert "Navn kommer" in text(coordinator.get(path(participation, "gruppe/")))


def test_a_place_in_ones_own_words_says_where_it_belongs(coordinator, participation):
    without = add(coordinator, participation, role="other", title="Folkehelsekoordinator")
    add(coordinator, participation, role="other", title="Folkehelsekoordinator", level="professional")

    assert without.status_code == 422 and "Velg hvor rollen hører til" in text(without)
    assert Seat.objects.get(kind="member").level == "professional"


def test_a_name_without_an_address_is_kept_and_asked_about(coordinator, participation):
    response = add(coordinator, participation, name="Kari Lien")

    assert response.status_code == 422
    assert "Skriv e-postadressen, eller la navnet stå tomt" in text(response) and 'value="Kari Lien"' in text(response)


def test_another_place_can_be_added_at_once(coordinator, participation):
    response = add(coordinator, participation, more="1")

    assert response.url == path(participation, "gruppe/ny/")


def test_a_double_tap_makes_one_place(coordinator, participation):
    data = {"version": version(participation), "role": role(participation, "mayor")}

    coordinator.post(path(participation, "gruppe/ny/"), data)
    second = coordinator.post(path(participation, "gruppe/ny/"), data)

    assert (
        second.status_code == 422
        and "av deg i et annet vindu eller av noen andre" in text(second)
        and "Sist lagt til: ordfører" in text(second)
    )
    assert Seat.objects.filter(kind="member").count() == 1


def test_what_somebody_typed_survives_that_another_saved_first(coordinator, participation):
    seat = factories.with_member(participation, email="")
    seen = {"fill-version": seat.version, "fill-name": "Ola Moen", "fill-email": "ola@example.no"}
    seat_actions.fill_seat(
        seat=seat, name="Kari", email="kari@example.no", version=seat.version, by=factories.journal.SYSTEM
    )

    second = coordinator.post(path(participation, f"plass/{seat.pk}/navn/"), seen)
    fresh = second.context["fill_form"]["version"].value()
    third = coordinator.post(path(participation, f"plass/{seat.pk}/navn/"), seen | {"fill-version": fresh})

    assert second.status_code == 422 and 'value="Ola Moen"' in text(second)
    assert third.status_code == 302
    assert Holding.objects.current().get(seat=seat).person.name == "Ola Moen"


def test_a_place_shows_who_has_held_it(coordinator, participation):
    seat = factories.with_member(participation, name="Kari Lien", email="kari@example.no")

    coordinator.post(
        path(participation, f"plass/{seat.pk}/navn/"),
        {"fill-version": seat.version, "fill-name": "Ola Moen", "fill-email": "ola@example.no"},
    )

    page = text(coordinator.get(path(participation, f"plass/{seat.pk}/")))
    assert "Har hatt plassen før" in page and "Kari Lien" in page
    assert "Hvem som har vært med før" in text(coordinator.get(path(participation, "gruppe/")))


def test_somebody_known_elsewhere_is_not_corrected_here_and_the_page_says_whom_to_ask(coordinator, participation):
    seat = factories.with_member(participation, name="Kari Lien", email="kari@example.no")
    factories.with_member(factories.signed_up(), name="Kari Lien", email="kari@example.no")

    response = coordinator.post(
        path(participation, f"plass/{seat.pk}/rett/"),
        {"correct-version": seat.version, "correct-name": "Tulling", "correct-email": "kari@example.no"},
    )

    assert response.status_code == 422 and "Skriv til rådgiveren i KS" in text(response)
    assert Person.objects.get(email="kari@example.no").name == "Kari Lien"


def test_a_group_without_somebody_required_is_not_offered_and_cannot_be_confirmed(coordinator, participation):
    factories.with_member(participation, level="administrative", title="skolesjef")

    page = text(coordinator.get(path(participation, "gruppe/")))
    coordinator.post(path(participation, "gruppe/bekreft/"), {"version": version(participation)})

    assert "Bekreft deltakergruppa" not in page and "Må på plass" in page
    participation.refresh_from_db()
    assert participation.group_confirmed_at is None


def test_a_group_with_everybody_required_is_confirmed(coordinator, participation):
    factories.with_member(participation)

    offered = text(coordinator.get(path(participation, "gruppe/")))
    coordinator.post(path(participation, "gruppe/bekreft/"), {"version": version(participation)})

    assert "Bekreft deltakergruppa" in offered
    assert "Gruppa ble bekreftet" in text(coordinator.get(path(participation, "gruppe/")))


def test_a_group_that_changed_since_the_page_was_opened_is_not_confirmed_unseen(coordinator, participation):
    seen = version(participation)
    factories.with_member(participation)

    coordinator.post(path(participation, "gruppe/bekreft/"), {"version": seen})

    participation.refresh_from_db()
    assert participation.group_confirmed_at is None


def test_the_reference_group_may_be_a_body_that_exists(coordinator, participation):
    coordinator.post(
        path(participation, "gruppe/referansegruppe/"), {"version": version(participation), "body": "Oppvekstforum"}
    )

    assert 'value="Oppvekstforum"' in text(coordinator.get(path(participation, "gruppe/")))


def test_a_coordinator_who_hands_over_is_taken_to_the_front_page(coordinator, participation):
    seat = Seat.objects.get(kind="coordinator")

    response = coordinator.post(
        path(participation, f"plass/{seat.pk}/navn/"),
        {"fill-version": seat.version, "fill-name": "Lise Viken", "fill-email": "lise@example.no"},
    )

    assert response.url == "/"
    assert coordinator.get(path(participation, "gruppe/")).status_code == 404


def test_a_county_municipality_gets_its_own_words(client):
    county = factories.signed_up(organisation=factories.OrganisationFactory(kind=Organisation.Kind.COUNTY_MUNICIPALITY))
    CompositionRule.objects.create(programme=county.programme, order=1, level="political", strength="required")
    Role.objects.create(programme=county.programme, order=1, name=Words("Ordfører"), key="mayor", level="political")
    client.force_login(factories.adviser())

    assert "Mangler en folkevalgt fra fylkestinget." in text(client.get(path(county, "gruppe/")))
    assert "Fylkesordfører" in text(client.get(path(county, "gruppe/ny/")))


def test_the_group_is_called_what_the_programme_calls_it_in_both_norms(client, participation):
    Programme.objects.update(group_term=Words("kjernegruppe"))
    client.force_login(factories.adviser())

    assert "Kjernegruppa" in text(client.get(path(participation, "gruppe/")))
    client.cookies["django_language"] = "nn"
    page = text(client.get(path(participation, "gruppe/ny/")))
    assert "Ny plass i kjernegruppa" in page and "Ordførar" in page


def test_nobody_is_asked_about_party_or_union(coordinator, participation):
    page = text(coordinator.get(path(participation, "gruppe/ny/"))).lower()

    assert "parti" not in page and "fagforening" not in page and "tillitsvalgt" not in page


def test_an_archived_programme_shows_its_groups_and_changes_nothing(client, participation):
    factories.with_member(participation, name="Kari Lien")
    Programme.objects.update(state="archived", letters_from=None)
    client.force_login(factories.adviser())

    page = text(client.get(path(participation, "gruppe/")))
    response = add(client, participation)

    assert "Kari Lien" in page and "Legg til en plass" not in page
    assert response.status_code == 422 and "arkivert" in text(response)


def test_the_page_costs_the_same_with_1_and_with_50_places(coordinator, participation):
    counts = []
    for size in (1, 49):
        for _ in range(size):
            factories.with_member(participation, title=f"rolle {Seat.objects.count()}")
        with CaptureQueriesContext(connection) as counted:
            coordinator.get(path(participation, "gruppe/"))
        counts.append(len(counted))

    assert counts[0] == counts[1] <= MOST_QUERIES + 1, counts  # and who has answered about gatherings


def test_the_front_page_costs_the_same_with_1_and_with_50_municipalities(client):
    counts = []
    for size in (2, 48):
        programme = Programme.objects.first() or factories.OpenProgrammeFactory()
        for _ in range(size):
            factories.with_coordinator(factories.signed_up(programme=programme))
        client.force_login(User.objects.get(email="mona.dalen@example.no"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/").status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_an_exception_is_given_and_taken_back_on_the_organisations_page(client, participation):
    client.force_login(factories.adviser())
    given = {"exception-duty": "group.register", "exception-what": "waive", "exception-reason": "Går sammen med Lom"}

    client.post(path(participation, "unntak/"), given | {"exception-version": version(participation)})
    waived = text(client.get(path(participation)))
    client.post(path(participation, "unntak/slutt/"), {"duty": "group.register", "version": version(participation)})

    assert "Fritatt" in waived and "Går sammen med Lom" in waived
    assert "Går sammen med Lom" not in text(client.get(path(participation)))


def test_a_coordinator_with_an_outside_address_is_warned_about(coordinator, participation):
    data = {"version": version(participation), "name": "Lise Viken", "email": "lise@annet.example.no"}

    page = text(coordinator.post(path(participation, "koordinator/"), data, follow=True))

    assert "lise@annet.example.no er ikke en av adressene til kommunen" in page


def test_nobody_sends_letters_without_end(coordinator, participation, settings):
    for _ in range(150):
        limits.spend("seat", f"user:{User.objects.get(email='mona.dalen@example.no').pk}", most=150, seconds=3600)

    assert add(coordinator, participation).status_code == 429


def test_an_address_that_is_too_long_gets_a_sentence(coordinator, participation):
    response = add(coordinator, participation, name="Kari", email="k@" + "a" * 250 + ".no")

    assert response.status_code == 422


def test_the_adviser_sees_whom_a_waiting_answer_makes_coordinator(client):
    participation = factories.invited()
    stranger = factories.PersonFactory(email="x@annet.example.no")
    said = SignUp(choice="yes", version=1, coordinator_name="Nils Berg", coordinator_email="nils@annet.example.no")
    answer(participation=participation, person=stranger, sign_up=said)
    client.force_login(factories.adviser())

    assert "Svaret nevner Nils Berg, nils@annet.example.no, som koordinator" in text(client.get(path(participation)))


def test_the_group_may_have_longer_time_also_after_the_programme_has_begun(client, participation):
    client.force_login(factories.adviser())
    later = {
        "exception-duty": "group.register",
        "exception-what": "extend",
        "exception-reason": "Nytt kommunestyre",
        "exception-day": factories.in_days(90).isoformat(),
        "exception-version": version(participation),
    }

    assert client.post(path(participation, "unntak/"), later).status_code == 302


def test_a_language_is_chosen_also_after_a_form_that_failed(client, participation):
    """The form stands at the act's address, which a browser cannot come back to."""
    client.force_login(factories.adviser())
    seat = factories.with_member(participation)

    for rest, page in [
        ("unntak/", ""),
        ("gruppe/referansegruppe/", "gruppe/"),
        (f"plass/{seat.pk}/navn/", f"plass/{seat.pk}/"),
    ]:
        response = client.post(path(participation, rest), {"body": "x" * 200})
        assert f'name="next" value="{path(participation, page)}"' in text(response), rest


def test_a_young_persons_place_is_offered_where_the_programme_asks_for_one(coordinator, participation):
    response = add(coordinator, participation, role="0")

    assert response.status_code == 302
    assert Seat.objects.get(kind="member").level == "youth"
