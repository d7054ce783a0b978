"""The page of letters: searched and filtered by an address that can be shared, with what to do about what did not
arrive, and with what the whole of sending waits for."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from absolutt.pages import letters
from absolutt.pages.letters_filter import STATES
from accounts import journal
from accounts.models import JournalEntry
from correspondence import pause_actions
from correspondence.models import Envelope, Letter, Pause
from municipalities.actions import name_director
from tests import factories
from tests.absolutt.boards import board, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


@pytest.fixture
def client(client, programme):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def outbox(client, programme, query=""):
    response = client.get(f"/program/{programme.key}/brev/{query}")
    assert response.status_code == 200
    return response


def addresses(client, programme, query=""):
    return sorted(row["address"] for row in outbox(client, programme, query).context["rows"])


def one(programme, name="Lom", address="lom@example.no", rule="signup.invitation", **changes):
    """An envelope to a director of a municipality by this name."""
    row = factories.invited(programme=programme, organisation=factories.OrganisationFactory(name=name))
    director = factories.with_director(row, factories.PersonFactory(email=address))
    envelope = factories.letter_to(row, person=director, rule=rule).envelope
    Envelope.objects.filter(pk=envelope.pk).update(**changes)
    envelope.refresh_from_db()
    return envelope


SENT = {"state": "sent", "sent_at": timezone.now()}
RETURNED = {**SENT, "returned_at": timezone.now(), "returned_why": "550 5.1.1 User unknown"}
SET_ASIDE = {"state": "set_aside", "attempts": 8}
STUCK = {"due_at": timezone.now() - timedelta(days=9)}


# --- Searching and filtering


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lom@", ["lom@example.no"]),
        ("LOM@EXAMPLE", ["lom@example.no"]),
        ("ostre toten", ["ot@example.no"]),
        ("Østre Toten kommune", ["ot@example.no"]),
        ("påminnelse", ["ot@example.no"]),
        ("invitasjon", ["lom@example.no"]),
        ("ingen heter dette", []),
        ("<script>", []),
        ("%", []),
        ("\0", ["lom@example.no", "ot@example.no"]),
    ],
)
def test_an_e_mail_is_found_by_its_address_its_municipality_and_its_letter(client, programme, query, found):
    one(programme)
    one(programme, "Østre Toten", "ot@example.no", rule="signup.reminder_14")

    response = client.get(f"/program/{programme.key}/brev/", {"q": query})

    assert sorted(row["address"] for row in response.context["rows"]) == found
    assert "<script>" not in text(response)


def test_a_municipality_is_found_by_a_name_that_it_had_before_and_also_when_it_is_held_outside(client, programme):
    envelope = one(programme)
    letter = envelope.letters.get()
    letter.participation.organisation.designations.create(
        number="0514", name="Gamlelom", county_number="05", county_name="Oppland", valid_from="2000-01-01",
        valid_to="2019-12-31",
    )  # fmt: skip
    type(letter.participation).objects.update(state="left_out")

    assert addresses(client, programme, "?q=gamlelom") == ["lom@example.no"]
    assert addresses(client, programme, "?q=0514") == ["lom@example.no"]


def test_another_programmes_letters_are_not_found_by_what_they_are(client, programme):
    envelope = one(programme)
    other = one(factories.OpenProgrammeFactory(), "Skjåk", "skjak@example.no")
    Letter.objects.filter(pk=other.letters.get().pk).update(envelope=envelope)

    assert addresses(client, programme, "?q=Skjåk") == []
    assert addresses(client, programme, "?q=Lom") == ["lom@example.no"]


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("", 7), ("tull", 7), ("ready", 3), ("sending", 0), ("sent", 1), ("returned", 1), ("set_aside", 1),
        ("cancelled", 1), ("held", 0), ("stuck", 1),
    ],
)  # fmt: skip
def test_they_are_filtered_by_how_they_stand(client, programme, status, found):
    for number, changes in enumerate([{}, {}, SENT, RETURNED, SET_ASIDE, STUCK, {"state": "cancelled"}]):
        one(programme, f"Kommune{number}", f"k{number}@example.no", **changes)

    page = outbox(client, programme, f"?status={status}")

    assert len(page.context["rows"]) == found
    if status in STATES:
        shown = {value: count for value, _label, count in page.context["counts"]}
        assert shown.get(status, 0) == found


def test_search_and_filter_go_together_and_the_page_shows_what_was_asked_for(client, programme):
    one(programme, **SENT)
    one(programme, "Skjåk", "skjak@example.no", **SENT)
    one(programme, "Vågå", "lomse@example.no")

    response = outbox(client, programme, "?q=lom&status=sent")

    assert [row["address"] for row in response.context["rows"]] == ["lom@example.no"]
    page = text(response)
    assert 'value="lom"' in page and '<option value="sent" selected>' in page and "Én e-post passer." in page


def test_the_next_page_keeps_what_was_asked_for(client, programme, monkeypatch):
    monkeypatch.setattr(letters, "ROWS", 1)
    for number in range(3):
        one(programme, f"Kommune{number}", f"k{number}@example.no")

    page = text(outbox(client, programme, "?q=example&status=ready&side=2"))

    assert re.search(r'href="\?q=example&amp;status=ready&amp;side=3"', page) and "Side 2 av 3" in page


def test_nothing_found_says_so_and_leads_back_to_all(client, programme):
    one(programme)

    page = text(outbox(client, programme, "?q=finnes-ikke"))

    assert "Ingen brev passer med søket." in page and f'href="/program/{programme.key}/brev/">Vis alle</a>' in page


# --- What to do


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (RETURNED, "Ingen har fått dette brevet. Er adressen feil, retter du den på siden til kommunen"),
        ({**SET_ASIDE, "trouble": "SMTPRecipientsRefused: 550"}, "E-posttjeneren tok ikke imot e-post til denne"),
        ({**SET_ASIDE, "trouble": "AddressRefused: This site"}, "Portalen har ikke lov til å skrive til denne"),
        ({**SET_ASIDE, "trouble": "SMTPDataError: 451"}, "Portalen har gitt opp. Si fra til den som drifter portalen"),
        (STUCK, "Brevet skulle ha gått for lenge siden."),
        (SENT, ""),
        ({}, ""),
    ],
)
def test_what_did_not_arrive_says_what_to_do(client, programme, changes, said):
    one(programme, **changes)

    (row,) = outbox(client, programme).context["rows"]

    assert row["remedy"].startswith(said) and bool(row["remedy"]) == bool(said)


def test_who_can_put_the_address_right_depends_on_whose_it_is(client, programme):
    envelope = one(programme, **RETURNED)
    letter = Letter.objects.filter(envelope=envelope)

    letter.update(person=None)
    mailbox = outbox(client, programme).context["rows"][0]["remedy"]
    letter.update(user=factories.UserFactory())
    user = outbox(client, programme).context["rows"][0]["remedy"]

    assert "Postmottakets adresse står i registeret." in mailbox and "Si fra til en administrator" in user


def test_a_letter_that_came_back_shows_why_and_can_be_sent_again(client, programme):
    envelope = one(programme, **RETURNED)

    page = text(outbox(client, programme))
    client.post(f"/program/{programme.key}/brev/{envelope.pk}/send-igjen/")

    envelope.refresh_from_db()
    assert "Kom i retur: 1." in page and "550 5.1.1 User unknown" in page
    assert (envelope.state, envelope.returned_at, envelope.sent_at) == ("ready", None, None)
    assert JournalEntry.objects.filter(verb="envelope.retried").count() == 1


def test_a_letter_that_is_late_says_whose_server_is_slow(client, programme):
    one(programme, **SENT, trouble="4.4.1 Connection timed out")

    page = text(outbox(client, programme))

    assert "Mottakerens e-posttjener er treg:" in page and "4.4.1 Connection timed out" in page


def test_letters_that_have_stood_too_long_are_told_of_and_led_to(client, programme):
    one(programme, **STUCK)

    page = text(outbox(client, programme))

    assert "Én e-post skulle ha gått for lenge siden" in page and 'brev/?status=stuck"' in page


# --- Pause


def test_who_runs_the_programme_stops_its_letters_and_lets_them_go_on(client, programme):
    one(programme)
    address = f"/program/{programme.key}/brev/"

    stopped = client.post(f"{address}pause/", follow=True)
    again = client.post(f"{address}pause/", follow=True)
    (row,) = stopped.context["rows"]
    going = client.post(f"{address}fortsett/", follow=True)

    assert "Sendingen i dette programmet er satt på pause" in text(stopped)
    assert "Satt på pause av Ingrid Solbakken" in text(stopped) and "Én e-post i programmet venter." in text(stopped)
    assert row["remedy"] == "Brevet går når sendingen fortsetter."
    assert "Sendingen var allerede satt på pause." in text(again)
    assert "Sendingen fortsetter." in text(going) and not Pause.objects.exists()
    assert "Sett dette programmet på pause" in text(going) and "Sett dette programmet på pause" not in text(stopped)


def test_only_an_administrator_stops_everything(client, programme):
    one(programme)
    address = f"/program/{programme.key}/brev/"
    offered = "Sett alle programmene på pause" in text(outbox(client, programme))
    client.force_login(factories.UserFactory(is_superuser=True))

    client.post(f"{address}pause/")
    both = text(outbox(client, programme))
    client.post(f"{address}fortsett/")
    stopped = text(client.post(f"{address}pause-alt/", follow=True))
    client.force_login(factories.adviser("KS Innlandet"))
    seen = text(outbox(client, programme))
    refused = client.post(f"{address}fortsett-alt/").status_code

    assert not offered and "Fortsett all sending" in stopped
    assert "Sett alle programmene på pause" in both and "Sett dette programmet på pause" not in both
    assert "All sending fra portalen er satt på pause" in seen and "Fortsett all sending" not in seen
    assert "En administrator kan la sendingen fortsette." in seen and refused == 403


def test_a_letter_that_waits_for_another_programmes_pause_says_so(client, programme):
    envelope = one(programme)
    other = one(factories.OpenProgrammeFactory(), "Skjåk", "skjak@example.no").letters.get()
    Letter.objects.filter(pk=other.pk).update(envelope=envelope)
    pause_actions.pause_sending(programme=other.programme, by=journal.SYSTEM)

    (row,) = outbox(client, programme).context["rows"]

    assert row["remedy"].startswith("Brevet ligger i samme e-post som et brev fra et program der")
    assert "satt på pause</h2>" not in text(outbox(client, programme))


# --- Elsewhere


def test_the_board_and_the_municipalitys_page_say_that_e_mail_to_the_director_came_back(client, programme):
    envelope = one(programme, **RETURNED)
    row = envelope.letters.get().participation
    number = row.organisation.organisation_number

    on_board, own = text(board(client, programme)), text(client.get(f"/program/{programme.key}/{number}/"))

    assert "E-post kom i retur" in on_board
    assert "E-post til Anders Bakke kom i retur" in own and "status=returned&amp;q=lom%40example.no" in own
    assert "Kom i retur, " in own


@pytest.mark.parametrize("mended", ["sent again", "new address", "somebody else"])
def test_it_is_forgotten_when_the_letter_is_sent_again_or_the_director_is_reached_elsewhere(client, programme, mended):
    envelope = one(programme, **RETURNED)
    row = envelope.letters.get().participation
    if mended == "sent again":
        client.post(f"/program/{programme.key}/brev/{envelope.pk}/send-igjen/")
    else:
        name = "Anders Bakke" if mended == "new address" else "Kari Lien"
        name_director(participation=row, name=name, email="ny@example.no", by=journal.SYSTEM)

    assert "E-post kom i retur" not in text(board(client, programme))
    assert "kom i retur" not in text(client.get(f"/program/{programme.key}/{row.organisation.organisation_number}/"))


def test_e_mail_to_a_coordinator_that_came_back_says_nothing_of_the_director(client, programme):
    row = factories.signed_up(programme=programme)
    factories.with_director(row)
    factories.with_coordinator(row)
    letter = row.letters.get(rule="coordinator.welcome")
    Envelope.objects.filter(pk=letter.envelope_id).update(**RETURNED)

    assert "E-post kom i retur" not in text(board(client, programme))
