"""The page behind the button in an invitation to a gathering."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from gatherings.answer_duty import deadline_of
from gatherings.models import Gathering, SeatAnswer
from municipalities import seat_actions
from municipalities.models import Participation, Seat
from programmes import formats
from tests import factories
from tests.gatherings.answers import adviser, asked, for_group, gathering, group, link, own, replaced

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def choice(held, participation, *choices, **more):
    """What the form sends for her seat."""
    seat = asked(held, participation)[0]
    days = {f"choice_{seat.seat}_{number}": value for number, value in enumerate(choices)}
    return {"version": held.version, f"seen_{seat.seat}": seat.newest, f"holder_{seat.seat}": seat.person} | days | {
        f"{name}_{seat.seat}": value for name, value in more.items()
    }  # fmt: skip


@pytest.fixture
def held():
    return gathering(number=2, place="Molde", form_tentative=True)


@pytest.fixture
def row(held):
    return group(held)


def test_it_says_which_gathering_when_where_how_and_until_when_and_a_get_changes_nothing(client, held, row):
    page = text(client.get(link(held, row)))

    assert "Fellessamling 2</h1>" in page and "Kommer du?" in page and "Du svarer som <b>Kari Lien</b>, kari" in page
    assert formats.day(held.first_day).replace("\u00a0", " ") in page and "Molde" in page
    assert "Digital (foreløpig)" in page
    assert formats.day(deadline_of(held)).replace("\u00a0", " ") in page
    assert not SeatAnswer.objects.exists()


def test_what_is_not_decided_is_said_to_be_so(client, row, held):
    Gathering.objects.filter(pk=held.pk).update(form="undecided", form_tentative=False, place="")

    page = text(client.get(link(held, row)))

    assert "Digital eller fysisk: ikke avklart" in page and "Ikke oppgitt ennå" in page


@pytest.mark.parametrize(("said", "told"), [
    (("comes", {}), "<p class=\"ds-paragraph\">Kommer</p>"),
    (("cannot", {}), "<p class=\"ds-paragraph\">Kan ikke komme</p>"),
    (("deputy", {"name": "Siv Rud", "email": "Siv.Rud@example.no"}), "Sender vara: Siv Rud"),
])  # fmt: skip
def test_she_answers_without_an_account_and_sees_what_she_answered(client, held, row, said, told):
    value, more = said

    response = client.post(link(held, row), choice(held, row, value, **more), follow=True)

    answer = SeatAnswer.objects.get()
    assert (answer.choice, answer.via, answer.person.name) == (value, "link", "Kari Lien")
    assert answer.deputy_email == ("siv.rud@example.no" if more else "")
    assert "Takk, svaret er lagret." in text(response) and told in text(response)


def test_an_answer_that_is_none_is_asked_for_again(client, held, row):
    response = client.post(link(held, row), choice(held, row, ""))

    assert response.status_code == 422 and "Velg et svar" in text(response)
    assert not SeatAnswer.objects.exists()


def test_a_deputy_needs_a_name_and_an_address(client, held, row):
    response = client.post(link(held, row), choice(held, row, "deputy"))

    assert response.status_code == 422
    assert "Skriv hvem som er vara" in text(response) and "Skriv e-postadressen til varaen" in text(response)
    assert not SeatAnswer.objects.exists()


def test_what_stands_in_the_deputys_fields_is_nobodys_fault_when_she_comes_herself(client, held, row):
    response = client.post(link(held, row), choice(held, row, "comes", name="", email="siv rud"))

    assert response.status_code == 302
    assert (SeatAnswer.objects.get().choice, SeatAnswer.objects.get().deputy_email) == ("comes", "")


def test_of_two_days_each_is_asked_about(client):
    held = gathering(days=40, last=41)
    row = group(held)
    page = text(client.get(link(held, row)))

    half = client.post(link(held, row), choice(held, row, "comes", ""))
    client.post(link(held, row), choice(held, row, "comes", "cannot"))

    assert f"Kommer du {formats.day_without_year(held.last_day)}?".replace("\u00a0", " ") in page
    assert half.status_code == 422 and not half.context["form"].errors.get("version")
    assert {row.day: row.choice for row in SeatAnswer.objects.all()} == {held.start: "comes", held.end: "cannot"}


def test_an_old_window_sees_what_has_changed_and_keeps_what_was_typed(client, held, row):
    address, said = link(held, row), choice(held, row, "comes")
    for_group(held, row, {"Kari Lien": ["cannot"]})

    response = client.post(address, said)
    again = client.post(address, said | {key: value for key, value in response.context["form"].data.items()
                                         if key.startswith("seen")})  # fmt: skip

    assert response.status_code == 422 and "Dette er endret etter at du åpnet siden" in text(response)
    assert again.status_code == 302
    assert SeatAnswer.objects.holding().get().choice == "comes"


def test_two_presses_are_one_answer(client, held, row):
    address, said = link(held, row), choice(held, row, "comes")

    statuses = [client.post(address, said).status_code for _ in range(2)]

    assert statuses == [302, 302] and SeatAnswer.objects.count() == 1


def test_after_the_deadline_it_says_whom_to_ask_and_takes_no_answer(client, held, row):
    own(held, row, "comes")
    address, said = link(held, row), choice(held, row, "cannot")
    midnight = timezone.make_aware(datetime.combine(deadline_of(held) + timedelta(days=1), time.min))

    with time_machine.travel(midnight, tick=False):
        client.post(address, said)
        page = text(client.get(address))

    assert "Svarfristen er ute" in page and "skriver du til rådgiveren i KS" in page
    assert held.programme.contact in page and "Kommer</p>" in page
    assert SeatAnswer.objects.get().choice == "comes"


def test_after_the_gatherings_last_day_the_link_is_dead(client, held, row):
    address = link(held, row)
    end = timezone.make_aware(datetime.combine(held.last_day + timedelta(days=1), time.min))

    with time_machine.travel(end - timedelta(minutes=1), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(end, tick=False):
        response = client.get(address)

    assert response.status_code == 410 and "Lenken er gått ut på dato." in text(response)


def test_a_link_lives_to_the_end_of_the_day_that_the_gathering_moves_to(client, held, row):
    from dataclasses import replace

    from gatherings import actions
    from programmes.when import When

    address, later = link(held, row), factories.in_days(60)
    said = replace(actions.said_of(held), when=When.day(later))
    actions.change_gathering(gathering=held, said=said, version=held.version, by=adviser())

    with time_machine.travel(timezone.make_aware(datetime.combine(later, time(20))), tick=False):
        assert client.get(address).status_code == 200


def test_the_link_of_who_has_left_the_seat_is_dead_and_her_answer_is_a_question_to_the_next(client, held, row):
    address = link(held, row)
    client.post(address, choice(held, row, "comes"))
    replaced(row, "Kari Lien", "Nils Aas")

    gone, page = client.get(address), text(client.get(link(held, row, "Nils Aas")))

    assert gone.status_code == 410 and "Lenken er trukket tilbake" in text(gone)
    assert "Den som hadde plassen før deg, svarte «Kommer». Nå spør vi deg." in page
    assert "Du har svart" not in page and "checked" not in page


def test_a_link_that_went_to_a_wrong_address_is_dead_once_that_is_put_right(client, held, row):
    address = link(held, row)
    seat = Seat.objects.get(kind="member")
    seat_actions.correct_person(
        seat=seat, name="Kari Lien", email="kari.ny@example.no", version=seat.version, by=adviser()
    )

    assert client.get(address).status_code == 410


def test_a_municipality_that_has_left_answers_no_more(client, held, row):
    address = link(held, row)
    Participation.objects.update(state="withdrawn")

    assert client.get(address).status_code == 410


def test_nothing_is_asked_while_no_day_is_decided(client, held, row):
    address, said = link(held, row), choice(held, row, "comes")
    Gathering.objects.filter(pk=held.pk).update(precision="month", days=None)

    page, posted = text(client.get(address)), client.post(address, said)

    assert "Ingen dag er bestemt nå" in page and "Vi spør på nytt" in page
    assert posted.status_code == 200 and not SeatAnswer.objects.exists()


def test_a_wrong_link_opens_nothing(client, held, row):
    assert client.get("/samling/svar/feil/").status_code == 410


def test_it_speaks_the_municipalitys_norm(client, held, row):
    type(row.organisation).objects.update(written_norm="nn")

    assert 'lang="nn"' in text(client.get(link(held, row)))


def test_it_costs_the_same_few_queries_however_large_the_group_is(client, held, row, django_assert_max_num_queries):
    beside = group(held, *(f"Person {number}" for number in range(9)), coordinator="")
    addresses = [link(held, row), link(held, beside, "Person 3")]

    for address in addresses:
        with django_assert_max_num_queries(12):
            client.get(address)
