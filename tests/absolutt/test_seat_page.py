"""The page of one place: what may be done there, what it leads to, and what is said about it."""

import html

import pytest
from django.utils import timezone

from accounts.models import User
from correspondence.models import Envelope
from municipalities.models import Participation, Person, Seat
from tests import factories

pytestmark = pytest.mark.django_db


def path(participation, rest=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{rest}"


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def participation():
    made = factories.signed_up()
    factories.with_coordinator(made)
    return made


def test_an_adviser_puts_right_somebody_who_stands_in_two_municipalities_and_is_told_where(client, participation):
    seat = factories.with_member(participation, name="Kari Lein", email="kari@example.no")
    other = factories.signed_up(programme=participation.programme)
    factories.with_member(other, name="Kari Lein", email="kari@example.no")
    client.force_login(factories.adviser("KS Innlandet"))

    page = text(client.get(path(participation, f"plass/{seat.pk}/")))
    response = client.post(
        path(participation, f"plass/{seat.pk}/rett/"),
        {"correct-version": seat.version, "correct-name": "Kari Lien", "correct-email": "kari@example.no"},
    )

    name = Participation.objects.named_on(participation.programme.day_for_names).get(pk=other.pk).full_name
    assert f"Kari Lein er også med for {name}. Det du retter, gjelder der også." in page
    assert response.status_code == 302 and Person.objects.get(email="kari@example.no").name == "Kari Lien"


def seat_page(client, participation, email):
    seat = Seat.objects.get(participation=participation, holdings__person__email=email)
    return text(client.get(path(participation, f"plass/{seat.pk}/")))


def test_the_only_coordinator_is_warned_before_she_locks_herself_out(client, participation):
    client.force_login(User.objects.get(email="mona.dalen@example.no"))

    alone = seat_page(client, participation, "mona.dalen@example.no")
    factories.with_second_coordinator(participation)
    beside = seat_page(client, participation, "mona.dalen@example.no")
    the_other = seat_page(client, participation, "lise.viken@example.no")

    assert "Du mister tilgangen, og kommunen står uten koordinator." in alone
    assert "Du mister tilgangen når en annen overtar." in alone
    assert "Du mister tilgangen." in beside and "uten koordinator" not in beside
    assert "Du mister" not in the_other


def test_an_adviser_who_empties_the_only_coordinators_place_is_told_what_is_left(client, participation):
    client.force_login(factories.adviser())

    page = seat_page(client, participation, "mona.dalen@example.no")

    assert "Kommunen står uten koordinator." in page and "Du mister" not in page


def test_a_place_in_the_group_warns_of_no_lost_coordinator(client, participation):
    factories.with_member(participation, email="kari@example.no")
    client.force_login(User.objects.get(email="mona.dalen@example.no"))

    assert "mister" not in seat_page(client, participation, "kari@example.no")


def fill(client, participation, seat, name, email):
    seat.refresh_from_db()
    data = {"fill-version": seat.version, "fill-name": name, "fill-email": email}
    return text(client.post(path(participation, f"plass/{seat.pk}/navn/"), data, follow=True))


def test_a_replacement_says_who_is_out_who_is_in_and_who_gets_a_letter(client, participation):
    seat = factories.with_member(participation, name="Olav Moe", email="olav@example.no")
    empty = factories.with_member(participation, title="rektor", email="")
    client.force_login(factories.adviser())

    replaced = fill(client, participation, seat, "Petra Lien", "petra@example.no")
    named = fill(client, participation, empty, "Ola Dahl", "ola@example.no")
    same = fill(client, participation, empty, "Ola Dahl", "ola@example.no")

    assert "Olav Moe er ute, og Petra Lien har plassen. Petra Lien får et brev." in replaced
    assert "Navnet er lagret. Ola Dahl får et brev." in named
    assert "er ute" not in same


def test_somebody_who_has_been_told_is_not_said_to_get_a_letter(client, participation):
    factories.with_member(participation, name="Petra Lien", email="petra@example.no")
    Envelope.objects.update(state="sent", sent_at=timezone.now())
    empty = factories.with_member(participation, title="rektor", email="")
    client.force_login(factories.adviser())

    assert "får et brev" not in fill(client, participation, empty, "Petra Lien", "petra@example.no")


def test_the_history_names_every_role_alike(client, participation):
    factories.with_coordinator(participation, name="Lise Viken", email="lise@example.no")
    client.force_login(factories.adviser())

    assert "Mona Dalen, koordinator, " in text(client.get(path(participation, "gruppe/")))
