"""Putting right how somebody is written who stands in several places: who may, and what follows."""

import pytest
from django.utils import timezone

from accounts import links
from accounts.journal import SYSTEM, Actor
from accounts.models import JournalEntry, PersonalLink, User
from municipalities import appoint_links, correcting, seat_actions, signup_links
from municipalities.actions import SignUp, answer, speaks_for
from municipalities.models import Person, Seat
from programmes.models import Adviser
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hareid():
    """Signed up, in KS Innlandet, with somebody in its reference group whose address is misspelt."""
    made = factories.signed_up()
    factories.with_coordinator(made, name="Terje Brandal", email="terje@example.no")
    factories.with_member(made, name="Kari Lein", email="kari.lein@example.no", kind="reference")
    return made


def place_of(participation):
    seats = Seat.objects.exclude(kind="director").filter(participation=participation)
    return seats.get(holdings__person__email="kari.lein@example.no")


def correct(seat, by, name="Kari Lien", email="kari.lien@example.no"):
    seat.refresh_from_db()
    actor = by if isinstance(by, Actor) else Actor(user=by)
    seat_actions.correct_person(seat=seat, name=name, email=email, version=seat.version, by=actor)


def beside(hareid, **kwargs):
    """The same person as mayor of another municipality, in the same programme unless another is given."""
    other = factories.signed_up(**({"programme": hareid.programme} | kwargs))
    factories.with_member(other, name="Kari Lein", email="kari.lein@example.no")
    return other


def the_person():
    return Person.objects.get(email__startswith="kari")


def test_an_adviser_puts_right_somebody_who_holds_places_in_two_municipalities(hareid):
    beside(hareid)

    correct(place_of(hareid), factories.adviser("KS Innlandet"))

    assert (the_person().name, the_person().email) == ("Kari Lien", "kari.lien@example.no")


def test_a_coordinator_of_both_municipalities_may_too_and_of_one_may_not(hareid):
    other = beside(hareid)
    terje = User.objects.get(email="terje@example.no")

    with pytest.raises(correcting.KnownElsewhere):
        correct(place_of(hareid), terje)
    factories.with_coordinator(other, name="Terje Brandal", email="terje@example.no")
    correct(place_of(hareid), terje)

    assert the_person().email == "kari.lien@example.no"


def test_a_coordinator_of_both_may_not_when_the_person_sat_in_a_third(hareid):
    third = beside(hareid)
    seat = place_of(third)
    seat_actions.vacate_seat(seat=seat, version=seat.version, by=SYSTEM)

    with pytest.raises(correcting.KnownElsewhere):
        correct(place_of(hareid), User.objects.get(email="terje@example.no"))


def test_an_adviser_who_does_not_run_the_other_programme_sends_it_to_one_with_all_of_them(hareid):
    region = factories.RegionFactory(name="KS Trøndelag")
    beside(hareid, programme=factories.OpenProgrammeFactory(region=region))

    with pytest.raises(correcting.BeyondReach):
        correct(place_of(hareid), factories.adviser("KS Innlandet"))
    correct(place_of(hareid), factories.adviser())

    assert the_person().email == "kari.lien@example.no"


def test_a_process_adviser_reads_and_does_not_correct_elsewhere(hareid):
    beside(hareid)
    reader = factories.UserFactory()
    Adviser.objects.create(user=reader, region=hareid.programme.region, role=Adviser.Role.PROCESS)

    with pytest.raises(correcting.KnownElsewhere):
        correct(place_of(hareid), reader)


def test_a_directors_name_is_put_right_and_her_address_is_not(hareid):
    adviser = factories.adviser("KS Innlandet")
    factories.with_director(hareid, person=the_person())

    with pytest.raises(correcting.Directs):
        correct(place_of(hareid), adviser)
    correct(place_of(hareid), adviser, email="kari.lein@example.no")

    assert (the_person().name, the_person().email) == ("Kari Lien", "kari.lein@example.no")


def test_a_coordinator_does_not_rename_a_director(hareid):
    factories.with_director(hareid, person=the_person())

    with pytest.raises(correcting.KnownElsewhere):
        correct(place_of(hareid), User.objects.get(email="terje@example.no"), email="kari.lein@example.no")


def test_an_answer_that_waits_is_settled_by_the_address_it_came_from(hareid):
    invited = factories.invited(programme=hareid.programme)
    answer(participation=invited, person=the_person(), sign_up=SignUp(choice="yes", version=1))

    with pytest.raises(correcting.AnswerWaits):
        correct(place_of(hareid), factories.adviser("KS Innlandet"))


def test_the_links_to_an_address_that_was_wrong_open_nothing_by_the_new_one(hareid):
    """She is a stranger by the old address and trusted by the new: whoever has the old letter must not become her."""
    person = the_person()
    token = signup_links.issue(hareid, person)
    links.issue(purpose=appoint_links.PURPOSE, subject=signup_links.subject(hareid, person), expires_at=timezone.now())
    domain = hareid.organisation.mail_domains[0]

    correct(place_of(hareid), factories.adviser("KS Innlandet"), email=f"kari.lien@{domain}")

    assert speaks_for(hareid, the_person())
    with pytest.raises(links.DeadLink) as dead:
        links.find(purpose=signup_links.PURPOSE, token=token)
    assert dead.value.reason == "revoked"
    assert not PersonalLink.objects.filter(purpose=appoint_links.PURPOSE, revoked_at=None).exists()


@pytest.mark.parametrize("who", ["adviser", "administrator"])
def test_whoever_works_for_ks_is_not_corrected_by_anybody_here(hareid, who):
    """A coordinator could else take over a colleague's seat unseen: appoint an adviser's address, then change it."""
    user = factories.UserFactory(email="kari.lein@example.no", is_superuser=who == "administrator")
    if who == "adviser":
        Adviser.objects.create(user=user, region=hareid.programme.region)

    for by in (User.objects.get(email="terje@example.no"), factories.adviser()):
        with pytest.raises(correcting.WorksForKs):
            correct(place_of(hareid), by)


def test_a_page_that_shows_the_old_spelling_in_another_place_is_stale(hareid):
    other = beside(hareid)
    seen = place_of(other).version

    correct(place_of(hareid), factories.adviser())

    assert Seat.objects.get(participation=other, kind="member").version == seen + 1


def test_each_programme_is_told_in_its_journal_of_what_was_put_right(hareid):
    other = beside(hareid)

    correct(place_of(hareid), factories.adviser())

    told = JournalEntry.objects.filter(verb="person.corrected").values_list("subject", flat=True)
    assert set(told) == {f"participation:{hareid.pk}", f"participation:{other.pk}"}


def test_a_coordinator_of_two_who_moves_is_told_how_to_sign_in_for_both(hareid):
    other = factories.signed_up(programme=hareid.programme)
    factories.with_coordinator(other, name="Terje Brandal", email="terje@example.no")
    before = JournalEntry.objects.filter(verb="coordinator.appointed").count()
    seat = Seat.objects.get(participation=hareid, kind="coordinator")

    correct(seat, factories.adviser(), name="Terje Brandal", email="terje.brandal@example.no")

    assert JournalEntry.objects.filter(verb="coordinator.appointed").count() == before + 2
    assert User.objects.filter(email="terje.brandal@example.no").exists()
