"""What is written about places: the waiting list, an offer, a place given, a withdrawal; and to the interested."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts import journal, links
from accounts.models import PersonalLink
from correspondence import catalogue, documents, letters, making, outbox, planning
from correspondence.letter_facts import closed_list
from correspondence.models import Envelope, Letter
from municipalities import actions, interest_actions, place_actions
from municipalities.models import Interest
from tests import factories
from tests.correspondence.rounds import at
from tests.municipalities.places import by, interested, invited_to, offered, queued, says, with_places

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/tilbud/([^/\s\"]+)/")


def text(message):
    return f"{message.subject}\n{message.body}".replace("\u00a0", " ")


def written(rule, **which):
    """The newest letter of a rule, as a message."""
    letter = Letter.objects.filter(rule=rule, **which).latest("pk")
    return letters.compose(letter.envelope, [letter])


def readers(rule):
    return sorted(Letter.objects.filter(rule=rule).values_list("envelope__address", "is_copy"))


def offer(*rows, **more):
    place_actions.offer(participations=rows, until=factories.in_days(5), by=by(), **more)


@pytest.fixture
def full():
    """A programme with one place, which is taken."""
    programme = with_places(1)
    says(factories.invited(programme=programme))
    return programme


# --- The receipt


def test_the_receipt_of_a_yes_without_a_place_says_so_and_says_the_number(full):
    for row in invited_to(full, 2):
        says(row, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")

    receipt = text(written("signup.receipt", is_copy=False))

    assert "står på venteliste" in receipt.partition("\n")[0]
    assert "Alle plassene er tatt nå, så dere står som nummer 2 på ventelista." in receipt
    assert "er påmeldt" not in receipt
    assert not Letter.objects.filter(rule="coordinator.welcome").exists()


def test_the_receipt_tells_the_number_of_that_moment_also_when_the_line_has_moved(full):
    first, second = invited_to(full, 2)
    says(first)
    says(second)
    says(first, "no")

    assert "nummer 2 på ventelista" in text(written("signup.receipt", participation=second, is_copy=False))


def test_the_receipt_as_pdf_says_it_too_in_both_norms(full, monkeypatch):
    printed = []
    monkeypatch.setattr(documents.pdf, "render", lambda html: printed.append(html) or b"%PDF")
    row = factories.invited(programme=full)
    says(row, coordinator_name="Mona Dalen", coordinator_email="mona@example.no")
    letter = Letter.objects.filter(participation=row, is_copy=False).latest("pk")

    for language in ("nb", "nn"):
        letter.envelope.language = language
        letters.compose(letter.envelope, [letter])

    bokmal, nynorsk = (re.sub(r"<[^>]+>", " ", html) for html in printed)
    assert "nummer 1 på ventelista" in bokmal and "tre virkedager på å svare" in bokmal
    assert "nummer 1 på ventelista" in nynorsk and "tre verkedagar på å svare" in nynorsk
    assert "Mona Dalen" not in bokmal


# --- The offer


def test_an_offer_goes_to_the_director_with_a_link_of_her_own_and_the_mailbox_gets_none(full):
    row = queued(full)
    director = factories.with_director(row)
    full.places_total = 2
    full.save()

    offer(row)

    hers, copy = written("place.offer", is_copy=False), written("place.offer", is_copy=True)
    assert readers("place.offer") == sorted([(director.email, False), (row.organisation.mailbox, True)])
    assert f"Svar innen {factories.in_days(5).day}." in text(hers) and "dere står sist på ventelista" in text(hers)
    assert links.find(purpose="place", token=TOKEN.search(hers.body).group(1))
    assert "/tilbud/" not in text(copy) + copy.alternatives[0].content
    assert "Hvorfor fikk jeg denne?" in text(hers) and "står på venteliste til" in text(hers)


def test_whoever_said_yes_gets_the_offer_where_nobody_directs(full):
    row = factories.invited(programme=full)
    secretary = factories.PersonFactory(email="sekretaer@kommune.example.no")
    says(row, person=secretary)
    full.places_total = 2
    full.save()

    offer(row)

    assert (secretary.email, False) in readers("place.offer")
    assert "fordi du meldte på" in text(written("place.offer", is_copy=False))


def test_the_mailbox_gets_the_offer_itself_where_nobody_is_known_and_writes_to_answer(full):
    row = queued(full)
    full.places_total = 2
    full.save()

    offer(row)

    message = written("place.offer")
    assert readers("place.offer") == [(row.organisation.mailbox, False)]
    assert "Att.: kommunedirektøren" in text(message) and "Svar ved å skrive til" in text(message)
    assert not PersonalLink.objects.exists()


@pytest.mark.parametrize("what", ["answered", "ended", "replaced"])
def test_an_offer_that_is_not_open_any_more_is_not_sent(what):
    row, director = offered(with_places(1))
    journal_line(row)
    letter = Letter.objects.get(is_copy=False)
    assert catalogue.still_wanted(letter)

    if what == "answered":
        place_actions.answer_offer(participation=row, person=director, accept=False, version=row.version)
    if what == "replaced":
        actions.name_director(participation=row, name="Ny", email="ny@kommune.example.no", by=by())
    with time_machine.travel(timezone.now() + timedelta(days=6 if what == "ended" else 0)):
        letter.refresh_from_db()
        wanted = catalogue.still_wanted(Letter.objects.get(pk=letter.pk))
        token = TOKEN.search(letters.compose(letter.envelope, [letter]).body) if wanted else None

    assert not wanted or token is None


def journal_line(row):
    from django.db import transaction

    with transaction.atomic():
        journal.append(
            verb="place.offered", by=journal.SYSTEM, subject=row, scope=row.programme,
            until=row.offered_until.isoformat(),
        )  # fmt: skip


def test_a_second_offer_has_a_letter_of_its_own_and_a_new_director_gets_one_too(full):
    full.places_total = 2
    full.save()
    row = queued(full)
    factories.with_director(row)
    offer(row)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        place_actions.end_offers(programme=full)
        row.refresh_from_db()
        place_actions.offer(participations=[row], until=factories.in_days(5), by=by())
        actions.name_director(participation=row, name="Ny", email="ny@kommune.example.no", by=by())

    occasions = Letter.objects.filter(rule="place.offer", is_copy=False).order_by("pk")
    assert [letter.occasion for letter in occasions] == [1, 2, 1]
    assert occasions.last().envelope.address == "ny@kommune.example.no"


# --- The place


def test_a_place_given_at_once_is_told_and_asks_for_a_coordinator(full):
    row = queued(full)
    director = factories.with_director(row)
    full.places_total = 2
    full.save()

    place_actions.give_place(participation=row, reason="Neste", version=row.version, by=by())

    message = written("place.given", is_copy=False)
    assert (director.email, False) in readers("place.given")
    assert "sto på venteliste og har nå fått plass" in text(message)
    assert "velge en koordinator" in text(message) and "/koordinator/" in message.body


def test_the_day_after_the_deadline_who_waits_is_told_where_it_stands(full):
    waits = queued(full)
    factories.with_director(waits)
    placed = full.participations.get(state="signed_up")

    with at(planning.quiet.forward(factories.in_days(22))):
        making.make(timezone.localdate())
        told = text(written("signup.place", participation=waits, is_copy=False))
        confirmed = text(written("signup.place", participation=placed, is_copy=False))

    assert told.startswith("Venteliste: ") and "som nummer 1 på ventelista" in told and "/koordinator/" not in told
    assert confirmed.startswith("Plass bekreftet: ") and "har fått plass" in confirmed


def test_the_advisers_list_at_the_deadline_has_the_line_in_its_order(full):
    last, first = queued(full, number=9), queued(full, number=5)
    offered(full, number=2)

    groups = dict(closed_list(full)["groups"])

    assert groups["På venteliste, i rekkefølge"] == [name_of(first), name_of(last)]
    assert len(groups["Tilbudt plass, ikke svart"]) == 1
    assert "Har trukket seg" not in groups


def name_of(row):
    return row.organisation.designations.get().name


# --- The withdrawal


@pytest.fixture
def withdrawn():
    row = factories.signed_up()
    row.director = factories.with_director(row)
    factories.with_coordinator(row, email="mona.dalen@example.no")
    Letter.objects.exclude(rule="coordinator.welcome").delete()
    row.refresh_from_db()
    place_actions.withdraw(participation=row, person=row.director, version=row.version, reason="Ingen kapasitet")
    return row


def test_a_withdrawal_is_confirmed_to_the_director_and_as_a_copy(withdrawn):
    message = written("signup.withdrawn", person=withdrawn.director)

    assert readers("signup.withdrawn") == sorted([
        (withdrawn.director.email, False), (withdrawn.organisation.mailbox, True),
    ])  # fmt: skip
    assert "har trukket seg fra" in text(message) and "Anders Bakke" in text(message)
    assert "kapasitet" not in text(message)
    assert "http" not in message.body
    assert Letter.objects.filter(rule="signup.receipt").count() == 0


def test_the_coordinator_is_told_that_her_way_in_is_closed_and_why(withdrawn):
    message = text(written("seat.goodbye", envelope__address="mona.dalen@example.no"))

    assert "Du er ikke lenger koordinator" in message and "er ikke lenger påmeldt." in message
    assert "fordi du hadde en rolle for" in message and "24 måneder" in " ".join(message.split())


def test_a_receipt_that_was_still_to_be_sent_has_no_link_after_the_withdrawal():
    row = factories.invited()
    says(row)
    receipt = Letter.objects.get(rule="signup.receipt", is_copy=False)
    row.refresh_from_db()
    place_actions.withdraw(participation=row, person=receipt.person, version=row.version)

    message = letters.compose(receipt.envelope, [receipt])

    assert "/svar/" not in message.body
    assert not PersonalLink.objects.filter(revoked_at=None).exists()


def test_an_undone_withdrawal_is_told_and_its_receipt_is_not_sent_any_more(withdrawn):
    unsent = Letter.objects.filter(rule="signup.withdrawn").first()
    place_actions.undo_withdrawal(participation=withdrawn, version=withdrawn.version, by=by())

    message = written("place.given", person=withdrawn.director)

    assert "er med i ABSOLUTT Innlandet igjen" in text(message)
    assert ("mona.dalen@example.no", False) in readers("place.given")
    assert not catalogue.still_wanted(Letter.objects.get(pk=unsent.pk))


# --- To the interested


def test_the_interested_hear_once_in_their_norm_that_the_programme_is_announced():
    programme = factories.OpenProgrammeFactory()
    first, second = interested(programme, language="nb"), interested(programme, language="nn")

    interest_actions.tell(programme=programme, interests=[first, second], by=by())
    interest_actions.tell(programme=programme, interests=[first, second], by=by())

    bokmal, nynorsk = (written("interest.announced", interest=row) for row in (first, second))
    assert Letter.objects.count() == 2
    assert bokmal.to == [first.email] and "Hei, Solveig Hegstad!" in text(bokmal)
    assert "Dette er ikke en påmelding" in text(bokmal) and "fordi du har meldt interesse for" in text(bokmal)
    assert f"Påmeldingsfristen er {factories.in_days(21).day}." in text(bokmal)
    assert "Dette er ikkje ei påmelding" in text(nynorsk)
    assert "/om/" not in text(bokmal)
    assert outbox.send_due()["sent"] == 2 and len(mail.outbox) == 2


def test_the_letter_leads_to_the_programmes_page_where_everybody_may_read_it():
    programme = factories.OpenProgrammeFactory(is_public=True)

    interest_actions.tell(programme=programme, interests=[interested(programme)], by=by())

    message = written("interest.announced")
    address = f"http://localhost:8000/om/{programme.key}/"
    assert address in message.body and f'href="{address}"' in message.alternatives[0].content


def test_nobody_who_was_erased_meanwhile_is_written_to():
    programme = factories.OpenProgrammeFactory()
    row = interested(programme)
    interest_actions.tell(programme=programme, interests=[row], by=by())
    interest_actions.erase(interest=Interest.objects.get(), by=by())

    assert outbox.send_due()["cancelled"] == 1
    assert Envelope.objects.get().state == "cancelled" and mail.outbox == []
    assert Envelope.objects.get().address == ""


def test_a_deadline_without_a_day_is_not_invented():
    programme = factories.OpenProgrammeFactory()
    programme.deadlines.all().delete()
    row = interested(programme)

    interest_actions.tell(programme=programme, interests=[row], by=by())

    assert "Påmeldingsfristen er ikke satt ennå." in text(written("interest.announced"))


@pytest.mark.parametrize("rule", ["place.offer", "place.given", "signup.withdrawn", "interest.announced"])
def test_each_rule_says_why_and_has_a_name(rule):
    found = catalogue.BY_KEY[rule]

    assert str(found.label) and "Du får dette brevet fordi" in str(found.why)
