"""The waiting list's page: who is next, offers, places given at once; and where else the line is told."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from municipalities import place_actions, placing, seat_actions
from municipalities.models import Answer, Participation, PlaceDecision
from tests import factories
from tests.absolutt.boards import board, member
from tests.municipalities.places import by, offered, queued, says, states, with_places

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


def path(programme, act=""):
    return f"/program/{programme.key}/venteliste/{act}"


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def seen(row):
    row.refresh_from_db()
    return f"{row.organisation.organisation_number}:{row.version}"


def named(programme, name):
    return queued(programme, organisation=factories.OrganisationFactory(name=name))


def test_the_line_stands_in_its_order_and_says_who_is_next(client):
    programme = with_places(1)
    named(programme, "Åmot")
    named(programme, "Alvdal")

    page = client.get(path(programme))

    assert [row["name"] for row in page.context["waiting"]] == ["Åmot", "Alvdal"]
    assert "Det er ledig plass til den neste" in text(page) and "<b>Åmot</b> står for tur." in text(page)
    assert "0 av 1 plasser er tatt. 2 står på venteliste." in text(page)


def test_a_yes_that_an_adviser_registered_says_so_since_it_came_before(client):
    programme = with_places(1)
    Answer.objects.create(
        participation=named(programme, "Åmot"), choice="yes", via="email", registered_by=factories.UserFactory(),
        reason="Svaret kom: uke 43. liste.xlsx, rad 2",
    )  # fmt: skip

    assert 'data-name="Sa ja">Registrert ' in text(client.get(path(programme)))


def test_the_next_is_offered_a_place_with_three_ordinary_days_to_answer(client):
    programme = with_places(1)
    first, second = named(programme, "Åmot"), named(programme, "Alvdal")

    response = client.post(path(programme, "neste/"), {"to": seen(first)}, follow=True)

    first.refresh_from_db()
    assert (first.state, first.offered_until) == ("offered", placing.last_day_to_answer())
    assert "1 tilbud om plass er på vei." in text(response)
    assert "Tilbud som venter på svar" in text(response)
    second.refresh_from_db()
    assert second.state == "queued"


def test_as_many_are_offered_as_there_are_places(client):
    programme = with_places(2)
    rows = [named(programme, name) for name in ("Åmot", "Alvdal", "Lom")]
    page = client.get(path(programme))

    client.post(path(programme, "neste/"), {"to": [seen(row) for row in rows[:2]]})

    assert "Gi plass til de 2 neste" in text(page) and "<b>Åmot og Alvdal</b>" in text(page)
    assert states(programme) == ["offered", "offered", "queued"]


def test_a_second_press_offers_nothing_more(client):
    programme = with_places(1)
    first, second = named(programme, "Åmot"), named(programme, "Alvdal")
    showed = seen(first)
    client.post(path(programme, "neste/"), {"to": showed})

    again = client.post(path(programme, "neste/"), {"to": showed})

    assert again.status_code == 422 and "Ventelista er endret" in text(again)
    assert states(programme) == ["offered", "queued"]
    full = client.post(path(programme, "neste/"), {"to": seen(second)})
    assert full.status_code == 422 and "Alle plassene er tatt." in text(full)


def test_one_who_is_not_next_takes_a_reason_that_stands_on_the_municipalitys_page(client):
    programme = with_places(1)
    named(programme, "Åmot")
    second = named(programme, "Alvdal")
    chosen = {"chosen-number": seen(second), "act": "offer"}

    silent = client.post(path(programme, "utenom/"), chosen)
    client.post(path(programme, "utenom/"), chosen | {"chosen-reason": "Samarbeider med Lom"})

    assert silent.status_code == 422 and "Skriv kort hvorfor" in text(silent)
    assert states(programme) == ["queued", "offered"]
    page = client.get(f"/program/{programme.key}/{second.organisation.organisation_number}/")
    assert "Samarbeider med Lom" in text(page) and "Tilbudt plass utenom rekkefølgen" in text(page)


def test_a_place_is_given_at_once(client):
    programme = with_places(1)
    first = named(programme, "Åmot")

    response = client.post(path(programme, "utenom/"), {
        "chosen-number": seen(first), "chosen-reason": "Sa ja på telefon", "act": "give"
    }, follow=True)  # fmt: skip

    assert states(programme) == ["signed_up"]
    assert "Åmot har fått plass." in text(response)
    assert PlaceDecision.objects.get().kind == "placed"


def test_a_place_that_is_not_there_is_not_given_and_what_was_typed_stays(client):
    programme = with_places(1)
    factories.signed_up(programme=programme)
    waits = named(programme, "Åmot")

    response = client.post(path(programme, "utenom/"), {
        "chosen-number": seen(waits), "chosen-reason": "Sa ja på telefon", "act": "give"
    })  # fmt: skip

    assert response.status_code == 422
    assert "Øk antall plasser først" in text(response) and 'value="Sa ja på telefon"' in text(response)


def test_one_that_changed_meanwhile_is_chosen_anew(client):
    programme = with_places(1)
    row = named(programme, "Åmot")
    showed = seen(row)
    Participation.objects.update(version=9)

    response = client.post(path(programme, "utenom/"), {"chosen-number": showed, "chosen-reason": "x", "act": "give"})

    assert response.status_code == 422 and "står ikke på ventelista lenger" in text(response)


def test_a_programme_without_letters_gives_places_at_once_only(client):
    programme = with_places(1)
    programme.letters_from = None
    programme.save()
    row = named(programme, "Åmot")

    page = text(client.get(path(programme)))
    refused = client.post(path(programme, "neste/"), {"to": seen(row)})

    assert "Da kan du gi plass direkte" in page and "Gi plass til neste" not in page
    assert refused.status_code == 422 and "Programmet sender ikke brev nå." in text(refused)


def test_an_offer_that_ended_is_seen_before_and_after_the_scheduler(client, adviser):
    programme = with_places(1)
    row, _director = offered(programme)

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        client.force_login(adviser)
        before = client.get(path(programme))
        place_actions.end_offers(programme=programme)
        after = client.get(path(programme))

    for page in (before, after):
        assert [shown["number"] for shown in page.context["waiting"]] == [row.organisation.organisation_number]
        assert "Det er ledig plass til den neste" in text(page)
    assert "og svarte ikke" in text(after)


def test_an_empty_line_says_what_will_come_and_what_to_do_first(client):
    page = text(client.get(path(with_places(None))))

    assert "Ingen står på venteliste nå." in page and "Sett antall plasser" in page


@pytest.mark.parametrize("extra", [0, 1])
def test_the_waiting_list_costs_the_same_queries_at_1_50_and_357(client, extra):
    counts = []
    for size in (1, 50, 357):
        programme = with_places(5)
        for number in range(size):
            factories.with_director(queued(programme, number + 10))
        if extra:
            offered(programme, number=1)
        client.get(path(programme))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path(programme)).status_code == 200
        counts.append(len(counted))

    assert len(set(counts)) == 1 and counts[0] <= MOST_QUERIES, counts


# --- Where else it is told


def test_the_board_says_the_number_the_offers_day_and_what_waits(client):
    programme = with_places(3)
    named(programme, "Alvdal")
    named(programme, "Dovre")
    open_offer, _director = offered(programme)
    factories.ParticipationFactory(programme=programme, state="withdrawn", invited_at=timezone.now())

    rows = {row["number"]: row for row in board(client, programme).context["rows"]}
    told = {cell["text"]: cell["note"].replace("\u00a0", " ") for row in rows.values() for cell in row["cells"][:1]}

    assert [row["cells"][0]["note"] for row in board(client, programme, "?svar=queued").context["rows"]] == [
        "Nummer 1", "Nummer 2",
    ]  # fmt: skip
    assert told["Tilbudt plass"].startswith("Til og med ") and "Har trukket seg" in told
    following = rows[open_offer.organisation.organisation_number]["next"]
    assert (following["task"], following["due"]) == ("Svar på tilbudet om plass", open_offer.offered_until)


def test_the_board_sorted_by_answer_has_the_line_in_its_order(client):
    programme = with_places(3)
    for name, number in (("Alvdal", 9), ("Dovre", 4), ("Lom", 7)):
        queued(programme, number, organisation=factories.OrganisationFactory(name=name))

    names = [row["name"] for row in board(client, programme, "?sorter=svar").context["rows"]]

    assert names == ["Dovre", "Lom", "Alvdal"]


def test_the_workbook_says_the_number_in_words(client):
    programme = with_places(1)
    named(programme, "Alvdal")

    content = client.get(f"/program/{programme.key}/tavle.xlsx").content
    heads, row = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()

    assert dict(zip(heads, row, strict=True))["Påmelding"] == "På venteliste. Nummer 1"


def test_the_programme_page_counts_them_and_says_that_a_place_can_be_given(client):
    programme = with_places(2)
    says(factories.invited(programme=programme))
    named(programme, "Alvdal")

    page = client.get(f"/program/{programme.key}/")

    assert "1 av 2 plasser er tatt. Én står på venteliste." in text(page)
    assert "Ledig plass til den neste på ventelista" in text(page)
    assert [entry["state"] for entry in page.context["answers"]["entries"] if entry["count"]] == ["signed_up", "queued"]
    assert sum(float(entry["width"]) for entry in page.context["answers"]["entries"]) == pytest.approx(100, abs=0.01)


def test_a_yes_that_the_adviser_registers_tells_her_the_number(client):
    programme = with_places(1)
    factories.signed_up(programme=programme)
    row = factories.invited(programme=programme)

    response = client.post(f"/program/{programme.key}/{row.organisation.organisation_number}/svar/", {
        "answer-choice": "yes", "answer-via": "telephone", "answer-said_by": "Odd", "answer-reason": "Ringte",
        "answer-version": row.version,
    }, follow=True)  # fmt: skip

    assert "så de står som nummer 1 på ventelista." in text(response)
    assert "Nummer 1 på ventelista." in text(response)


# --- A group that is larger than there is room for


def test_a_group_with_more_places_than_the_programme_has_room_for_is_told_and_not_stopped(client):
    programme = with_places(None)
    programme.places_per_organisation = 2
    programme.save()
    row = factories.signed_up(programme=programme)
    factories.with_coordinator(row)
    for number in range(3):
        member(row, "political", f"Kari {number}", f"kari{number}@example.no")
    row.refresh_from_db()
    coordinator = factories.User.objects.get(email="mona.dalen@example.no")

    seen_by_adviser = board(client, programme).context["rows"][0]["composition"]
    client.force_login(coordinator)
    page = client.get(f"/program/{programme.key}/{row.organisation.organisation_number}/gruppe/")
    seat_actions.confirm_group(participation=row, version=row.version, by=by())

    assert "Programmet har plass til 2 fra hver kommune. Dere har 3." in text(page)
    assert (seen_by_adviser["text"], seen_by_adviser["tone"]) == ("3 i gruppa, plass til 2", "")
    assert row.group_confirmed_at


def test_a_group_of_just_so_many_and_a_programme_without_a_limit_warn_nobody(client):
    programme = with_places(None)
    row = factories.signed_up(programme=programme)
    for number in range(3):
        member(row, "political", f"Kari {number}", f"kari{number}@example.no")

    unlimited = seat_actions.findings(row)
    programme.places_per_organisation = 3
    row.programme = programme

    assert unlimited == seat_actions.findings(row) == []
