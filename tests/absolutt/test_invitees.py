"""«Hvem vi inviterer»: the list as it stands when the programme begins, its exceptions, and how many there is room
for."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from absolutt.pages import invitees
from accounts.models import JournalEntry
from municipalities.models import Organisation, Participation, PlaceDecision
from programmes.models import Adviser, Programme
from programmes.when import When
from tests import factories
from tests.municipalities.places import invited_to, offered, queued, says, with_places

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


def path(programme, act=""):
    return f"/program/{programme.key}/hvem/{act}"


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def seen(row):
    return f"{row.organisation.organisation_number}:{row.version}"


def named(programme, name, **kwargs):
    return factories.ParticipationFactory(
        programme=programme, organisation=factories.OrganisationFactory(name=name), **kwargs
    )


# --- The list


def test_the_list_says_how_many_of_each_kind_and_on_which_day_they_stand_so(client, programme):
    for name in ("Hamar", "Lom"):
        named(programme, name)
    county = factories.OrganisationFactory(name="Innlandet", kind="county")
    factories.ParticipationFactory(programme=programme, organisation=county)

    page = text(client.get(path(programme)))

    assert "På lista: 2 kommuner og én fylkeskommune, slik de er" in page
    assert "Det er den første dagen i programmet." in page


@pytest.mark.parametrize(("period", "said"), [
    (When("semester", date(2027, 7, 1), date(2027, 12, 31), tentative=True), "høsten 2027"),
    (When("years", date(2027, 1, 1), date(2028, 12, 31)), "2027–2028"),
    (When("after", date(2027, 12, 16)), "etter 15. desember 2027"),
])  # fmt: skip
def test_a_programme_whose_first_day_is_not_decided_is_given_none(client, programme, period, said):
    programme.when = period
    programme.save()

    page = text(client.get(path(programme)))

    assert f"slik de er når programmet begynner ({said})." in page
    assert "den første dagen i programmet" not in page and "slik de er 1. j" not in page


def test_a_programme_without_a_first_day_shows_them_as_they_are_today(client):
    programme = factories.ProgrammeFactory()
    named(programme, "Hamar")

    page = text(client.get(path(programme)))

    assert "Programmet har ingen første dag ennå." in page and "én kommune" in page


def test_a_body_that_ends_or_comes_to_be_while_the_programme_lasts_is_told_in_words(client, programme):
    ends = programme.start + timedelta(days=30)
    leaving = named(programme, "Lille")
    Organisation.objects.filter(pk=leaving.organisation_id).update(valid_to=ends)
    new = factories.OrganisationFactory(name="Store", valid_from=ends + timedelta(days=1))
    new.designations.update(valid_from=ends + timedelta(days=1))
    leaving.organisation.successors.add(new)

    page = text(client.get(path(programme)))

    assert "Blir en del av Store kommune fra" in page
    assert "I regionen, men ikke på lista" in page
    assert "Var før det en del av Lille kommune." in page


def test_one_of_the_regions_own_that_is_missing_is_put_on_the_list_with_one_press(client, programme):
    own = factories.OrganisationFactory(name="Hamar")

    response = client.post(path(programme, "ny/"), {"own": own.organisation_number}, follow=True)

    assert programme.participations.get().organisation == own
    assert "Lagt til på lista." in text(response)
    again = client.post(path(programme, "ny/"), {"own": own.organisation_number}, follow=True)
    assert "Den står på lista allerede" in text(again)


def test_an_archived_programme_has_no_such_page(client):
    programme = factories.ProgrammeFactory(state="archived")

    assert [client.get(path(programme)).status_code, client.post(path(programme, "plasser/")).status_code] == [404, 404]


@pytest.mark.parametrize("page", ["", "?sok=toten"])
def test_the_list_costs_the_same_queries_at_1_50_and_357(client, page):
    counts = []
    factories.OrganisationFactory(name="Ikke på lista")
    for size in (1, 50, 357):
        programme = factories.OpenProgrammeFactory()
        Programme.objects.filter(pk=programme.pk).update(places_total=5)
        for number in range(size):
            named(programme, f"Toten {number}", state="left_out" if number % 3 == 1 else "listed")
        client.get(path(programme, page))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path(programme, page)).status_code == 200
        counts.append(len(counted))

    assert len(set(counts)) == 1 and counts[0] <= MOST_QUERIES, counts


# --- Left out, and in again


def test_several_are_left_out_with_one_reason_and_taken_in_one_by_one(client, programme):
    hamar, lom, vang = (named(programme, name) for name in ("Hamar", "Lom", "Vang"))

    out = client.post(path(programme, "utenfor/"), {
        "to": [seen(hamar), seen(lom)], "out-reason": "Vil vente til neste runde"
    }, follow=True)  # fmt: skip
    lom.refresh_from_db()
    back = client.post(path(programme, "inn/"), {"to": seen(lom)}, follow=True)

    assert "2 er holdt utenfor." in text(out) and "Vil vente til neste runde" in text(out)
    assert "Lom står på lista igjen." in text(back)
    assert list(Participation.objects.on_the_list().order_by("pk")) == [lom, vang]


def test_a_reason_and_somebody_to_leave_out_are_asked_for_and_what_was_chosen_stays(client, programme):
    hamar = named(programme, "Hamar")

    without_reason = client.post(path(programme, "utenfor/"), {"to": seen(hamar), "out-reason": ""})
    without_choice = client.post(path(programme, "utenfor/"), {"out-reason": "Vil vente"})

    assert (without_reason.status_code, without_choice.status_code) == (422, 422)
    assert "Skriv kort hvorfor" in text(without_reason)
    assert f'value="{seen(hamar)}" id="to-{hamar.organisation.organisation_number}" checked' in text(without_reason)
    assert "Velg minst én kommune" in text(without_choice) and 'value="Vil vente"' in text(without_choice)
    assert not PlaceDecision.objects.exists()


def test_one_that_was_invited_meanwhile_is_not_left_out(client, programme):
    hamar = named(programme, "Hamar")
    showed = seen(hamar)
    Participation.objects.update(state="invited", invited_at=timezone.now(), version=2)

    response = client.post(path(programme, "utenfor/"), {"to": showed, "out-reason": "Vil vente"})

    assert response.status_code == 422 and "Noe er endret" in text(response)
    assert Participation.objects.get().state == "invited"


def test_who_is_left_out_is_not_on_the_board_the_invitations_or_the_front_page(client, programme):
    named(programme, "Hamar")
    named(programme, "Vang", state="left_out")

    for page in ("tavle/", "invitasjoner/", "kommunedirektorer/"):
        shown = text(client.get(f"/program/{programme.key}/{page}"))
        assert "Hamar" in shown and "Vang" not in shown, page
    assert "0 av 1" in text(client.get("/"))


# --- Added


def elsewhere(name="Gjerdrum", number="3230"):
    organisation = factories.OrganisationFactory(name=name)
    organisation.designations.update(county_number="32", county_name="Akershus", number=number)
    return organisation


def test_one_from_another_county_is_found_and_added_with_a_reason(client, programme):
    gjerdrum = elsewhere()

    found = client.get(path(programme, "?sok=gjerdrum"))
    asked = {"sok": "gjerdrum", "add-number": gjerdrum.organisation_number}
    silent = client.post(path(programme, "ny/"), asked)
    added = client.post(path(programme, "ny/"), asked | {"add-reason": "Samarbeider med Hamar"}, follow=True)

    assert "Gjerdrum kommune, 3230, Akershus" in text(found)
    assert silent.status_code == 422 and "Skriv kort hvorfor" in text(silent)
    assert "Lagt til på lista." in text(added) and "Fra et annet fylke: Akershus." in text(added)
    assert PlaceDecision.objects.get().reason == "Samarbeider med Hamar"


def test_one_that_is_on_the_list_cannot_be_chosen_and_a_search_without_hits_says_so(client, programme):
    named(programme, "Hamar")

    there, nowhere = client.get(path(programme, "?sok=hamar")), client.get(path(programme, "?sok=finnes+ikke"))

    assert "står på lista (ikke invitert)" in text(there)
    assert there.context["add_form"] is None
    assert "Ingen i registeret passer med søket." in text(nowhere)


def test_a_choice_that_the_search_does_not_have_is_refused(client, programme):
    elsewhere()
    other = elsewhere("Nes", "3228")

    response = client.post(path(programme, "ny/"), {
        "sok": "gjerdrum", "add-number": other.organisation_number, "add-reason": "Vil"
    })  # fmt: skip

    assert response.status_code == 422 and "Søk på nytt" in text(response)
    assert not programme.participations.exists()


# --- How many


def limits(programme, total, each="", version=None):
    return {
        "limits-total": total, "limits-per_organisation": each, "limits-version": version or programme.version,
    }  # fmt: skip


def test_the_number_of_places_is_saved_and_an_empty_field_is_no_limit(client, programme):
    client.post(path(programme, "plasser/"), limits(programme, "20", "8"))
    programme.refresh_from_db()
    first = (programme.places_total, programme.places_per_organisation)
    page = text(client.get(path(programme)))
    client.post(path(programme, "plasser/"), limits(programme, ""))

    programme.refresh_from_db()
    assert first == (20, 8) and "0 av 20 plasser er tatt." in page
    assert (programme.places_total, programme.places_per_organisation) == (None, None)
    assert "Ingen grense er satt." in text(client.get(path(programme)))


@pytest.mark.parametrize(("typed", "said"), [
    ("mange", "Skriv et helt tall"), ("0", "Skriv 1 eller mer"), ("-3", "Skriv 1 eller mer"),
    ("100000", "Tallet er for stort"), ("2,5", "Skriv et helt tall"),
])  # fmt: skip
def test_a_number_that_is_none_is_told_and_stays(client, programme, typed, said):
    response = client.post(path(programme, "plasser/"), limits(programme, typed))

    assert response.status_code == 422
    assert said in text(response) and f'value="{typed}"' in text(response)


def test_fewer_places_than_are_given_away_is_told_with_the_number(client):
    programme = with_places(3)
    for row in invited_to(programme, 2):
        says(row)
    offered(programme)

    response = client.post(path(programme, "plasser/"), limits(programme, "2"))

    assert response.status_code == 422
    assert "3 har plass eller tilbud om plass. Skriv 3 eller mer." in text(response)


def test_two_windows_do_not_overwrite_each_other_and_what_was_typed_stays(client, programme):
    client.post(path(programme, "plasser/"), limits(programme, "20", version=1))

    response = client.post(path(programme, "plasser/"), limits(programme, "30", version=1))
    again = client.post(path(programme, "plasser/"), limits(programme, "30", version=2))

    assert response.status_code == 422 and "Dette er endret etter at du åpnet siden" in text(response)
    assert 'value="30"' in text(response) and again.status_code == 302
    programme.refresh_from_db()
    assert programme.places_total == 30


# --- Who may


@pytest.fixture
def process_adviser(programme):
    user = factories.UserFactory()
    Adviser.objects.create(user=user, region=programme.region, role="process")
    return user


def test_a_process_adviser_reads_and_changes_nothing(client, programme, process_adviser):
    hamar = named(programme, "Hamar")
    queued(programme)
    client.force_login(process_adviser)
    acts = ("hvem/plasser/", "hvem/utenfor/", "hvem/inn/", "hvem/ny/", "venteliste/neste/", "venteliste/utenom/",
            "interesse/fortell/")  # fmt: skip

    page, line = client.get(path(programme)), client.get(f"/program/{programme.key}/venteliste/")
    posted = [client.post(f"/program/{programme.key}/{act}", {"to": seen(hamar)}).status_code for act in acts]

    assert (page.status_code, line.status_code) == (200, 200)
    assert "Lagre antall plasser" not in text(page) and 'type="checkbox"' not in text(page)
    assert "Gi plass direkte" not in text(line)
    assert posted == [403] * len(acts)
    number = hamar.organisation.organisation_number
    for act in ("trekk/", "trekk/angre/"):
        assert client.post(f"/program/{programme.key}/{number}/{act}").status_code == 403
    assert not JournalEntry.objects.exists()


def archived_when_found(monkeypatch):
    found = invitees.living_programme_to_run

    def found_and_archived(user, key):
        row = found(user, key)
        Programme.objects.filter(pk=row.pk).update(state="archived", letters_from=None)
        return row

    monkeypatch.setattr(invitees, "living_programme_to_run", found_and_archived)


@pytest.mark.parametrize(("act", "state"), [("utenfor/", "listed"), ("inn/", "left_out")])
def test_whom_an_archived_programme_invites_stands(client, programme, monkeypatch, act, state):
    hamar = factories.ParticipationFactory(programme=programme, state=state)
    archived_when_found(monkeypatch)

    response = client.post(path(programme, act), {"to": seen(hamar), "out-reason": "Vil vente"})
    shown = text(response) if response.status_code == 422 else str(list(messages_of(response)))

    hamar.refresh_from_db()
    assert "Programmet er arkivert og kan ikke endres." in shown and hamar.state == state


@pytest.mark.parametrize("act", ["plasser/", "ny/"])
def test_a_programme_that_was_archived_meanwhile_is_said_to_be(client, programme, monkeypatch, act):
    hamar = factories.OrganisationFactory(name="Hamar")
    archived_when_found(monkeypatch)
    said = limits(programme, "20") if act == "plasser/" else {"own": hamar.organisation_number}
    response = client.post(path(programme, act), said)
    shown = text(response) if response.status_code == 422 else str(list(messages_of(response)))

    assert "Programmet er arkivert og kan ikke endres." in shown
    assert not programme.participations.exists()


def messages_of(response):
    return get_messages(response.wsgi_request)
