"""Who comes to an information meeting: once an address, while there is room, and forgotten afterwards."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from accounts import links
from accounts.journal import SYSTEM
from accounts.models import JournalEntry
from correspondence import outbox
from correspondence.models import Envelope, Letter
from gatherings import actions, registration_actions, registration_links
from gatherings.models import Gathering, Registration
from gatherings.registration_actions import Full, NotOpen, cancel, erase
from programmes.when import When
from tests import factories
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db


def test_somebody_comes_and_the_journal_has_nothing_of_hers():
    registration = registered(meeting(), "KARI@example.no ")

    assert (registration.email, registration.name) == ("kari@example.no", "Kari Lien")
    entry = JournalEntry.objects.get(verb="registration.made")
    assert entry.details == {} and entry.actor_ref == "public page"


def test_many_come_from_one_place():
    gathering = meeting()

    for number in range(3):
        registered(gathering, f"person{number}@example.no")

    assert Registration.objects.coming().count() == 3


def test_the_same_name_at_the_same_address_again_corrects_what_it_said_and_is_confirmed_again():
    gathering = meeting()
    first = registered(gathering)

    again = registered(gathering, name="kari  LIEN", role="avdelingsleder")

    assert again.pk == first.pk and Registration.objects.get().role == "avdelingsleder"
    assert sorted(Letter.objects.values_list("rule", "occasion")) == [
        ("info.confirmation", 1), ("info.confirmation", 2),
    ]  # fmt: skip


def test_a_full_meeting_takes_nobody_but_who_has_a_place_already():
    gathering = meeting(places=1)
    registered(gathering)

    with pytest.raises(Full):
        registered(gathering, "ola@example.no")
    registered(gathering, role="avdelingsleder")

    assert Registration.objects.get().role == "avdelingsleder"


def test_another_name_at_the_same_address_is_another_person():
    gathering = meeting(places=2)
    kari, ola = registered(gathering, "post@example.no"), registered(gathering, "post@example.no", name="Ola Moen")

    assert [row.name for row in Registration.objects.coming()] == ["Kari Lien", "Ola Moen"]
    assert set(Letter.objects.values_list("registration", "envelope__address")) == {
        (kari.pk, "post@example.no"), (ola.pk, "post@example.no"),
    }  # fmt: skip
    with pytest.raises(Full):
        registered(gathering, "post@example.no", name="Eva Berg")


def test_of_two_at_one_address_one_cancels_or_is_erased_and_the_other_stays():
    gathering = meeting()
    kari, ola, eva = (registered(gathering, "post@example.no", name=name) for name in ("Kari", "Ola", "Eva"))

    cancel(registration=kari, by=SYSTEM)
    erase(registration=ola, by=SYSTEM)

    assert list(Registration.objects.coming()) == [eva]
    assert Registration.objects.get(pk=ola.pk).name == ""


def test_a_place_that_was_given_up_is_anothers():
    gathering = meeting(places=1)
    cancel(registration=registered(gathering), by=SYSTEM)
    registered(gathering, "ola@example.no")

    with pytest.raises(Full):
        registered(gathering)


def test_whoever_cancelled_may_come_after_all():
    gathering = meeting()
    registration = registered(gathering)
    assert cancel(registration=registration, by=SYSTEM)
    assert not cancel(registration=registration, by=SYSTEM)

    registered(gathering)

    assert Registration.objects.coming().count() == 1


@pytest.mark.parametrize("fields", [
    {"days": -1},
    {"when": When()},
    {"when": When("month", date(2030, 1, 1), date(2030, 1, 31))},
])  # fmt: skip
def test_a_meeting_that_has_been_or_has_no_day_takes_nobody(fields):
    with pytest.raises(NotOpen):
        registered(meeting(**fields))


@pytest.mark.parametrize("state", ["sketch", "finished"])
def test_a_programme_that_is_not_announced_or_is_over_takes_nobody(state):
    programme = factories.OpenProgrammeFactory(state=state, is_public=True)

    with pytest.raises(NotOpen):
        registered(meeting(programme=programme))


def test_a_programme_that_is_not_public_takes_nobody():
    with pytest.raises(NotOpen):
        registered(meeting(programme=factories.OpenProgrammeFactory(is_public=False)))


def test_the_meetings_own_day_is_not_too_late():
    registered(meeting(days=0))

    assert Registration.objects.count() == 1


def test_what_is_erased_tells_nothing_and_its_link_is_dead():
    registration = registered(meeting())
    token = registration_links.issue(registration)

    erase(registration=registration, by=SYSTEM)

    registration.refresh_from_db()
    assert (registration.name, registration.email, registration.organisation_name) == ("", "", "")
    with pytest.raises(links.DeadLink):
        links.find(purpose="registration", token=token)


def test_the_outbox_forgets_the_address_of_who_is_erased_and_sends_her_no_more():
    registration, other = registered(meeting()), registered(meeting(), "ola@example.no")

    erase(registration=registration, by=SYSTEM)
    outbox.send_due()

    hers, his = (Envelope.objects.get(letters__registration=row) for row in (registration, other))
    assert (hers.address, hers.state) == ("", "cancelled")
    assert (his.address, his.state) == ("ola@example.no", "sent")


def test_whoever_is_erased_gets_no_new_link():
    registration = registered(meeting())
    erase(registration=registration, by=SYSTEM)
    registration.refresh_from_db()

    assert registration_links.issue(registration) == ""


def test_the_link_follows_a_meeting_that_moves():
    registration = registered(meeting(days=10))
    token = registration_links.issue(registration)
    gathering = registration.gathering

    later = replace(actions.said_of(gathering), when=When.day(factories.in_days(40)))
    actions.change_gathering(gathering=gathering, said=later, version=gathering.version, by=SYSTEM)

    with time_machine.travel(timezone.now() + timezone.timedelta(days=39)):
        assert links.find(purpose="registration", token=token)


def test_the_link_outlives_a_day_that_was_taken_away():
    registration = registered(meeting(days=10))
    token = registration_links.issue(registration)
    gathering = registration.gathering

    undecided = replace(actions.said_of(gathering), when=When())
    actions.change_gathering(gathering=gathering, said=undecided, version=gathering.version, by=SYSTEM)

    assert links.find(purpose="registration", token=token)


def test_a_meeting_with_somebody_on_its_list_stays_an_information_meeting():
    gathering = registered(meeting()).gathering
    said = replace(actions.said_of(gathering), kind="digital_session")

    with pytest.raises(actions.KindInUse):
        actions.change_gathering(gathering=gathering, said=said, version=gathering.version, by=SYSTEM)
    erase(registration=Registration.objects.get(), by=SYSTEM)
    gathering.refresh_from_db()
    actions.change_gathering(gathering=gathering, said=said, version=gathering.version, by=SYSTEM)

    assert Gathering.objects.get(pk=gathering.pk).kind == "digital_session"


def test_half_a_year_after_the_meeting_all_is_erased():
    registered(meeting(days=1))

    with time_machine.travel(timezone.now() + timezone.timedelta(days=180)):
        assert registration_actions.erase_old() == 0
    with time_machine.travel(timezone.now() + timezone.timedelta(days=190)):
        assert registration_actions.erase_old() == 1

    assert Registration.objects.get().email == ""


def test_a_meeting_whose_date_was_made_open_again_keeps_nobody_longer():
    registration = registered(meeting(days=1))
    type(registration.gathering).objects.update(precision="", start=None, end=None, days=None)

    with time_machine.travel(timezone.now() + timezone.timedelta(days=180)):
        assert registration_actions.erase_old() == 0
    with time_machine.travel(timezone.now() + timezone.timedelta(days=190)):
        assert registration_actions.erase_old() == 1


def test_the_link_dies_with_the_meetings_day():
    registration = registered(meeting(days=1))
    token = registration_links.issue(registration)

    with time_machine.travel(timezone.now() + timezone.timedelta(days=3)):
        assert registration_links.issue(registration) == ""
        with pytest.raises(links.DeadLink, match="expired"):
            links.find(purpose="registration", token=token)
