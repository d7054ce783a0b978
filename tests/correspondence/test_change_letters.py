"""Letters about a gathering that changes or is called off: to whom, how many, what they say."""

import threading
from datetime import date, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.journal import SYSTEM
from accounts.models import JournalEntry
from correspondence import catalogue, letters, outbox
from correspondence.models import Letter
from gatherings import actions, registration_actions
from gatherings.actions import Said
from gatherings.models import Gathering, Hours
from municipalities.models import Holding, Participation
from programmes import formats
from programmes.models import Programme
from programmes.when import When
from tests import factories
from tests.correspondence import changes
from tests.correspondence.changes import about_changes, change, readers, remove, taking_part
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(round_in_sign_up):
    return round_in_sign_up


def composed(letter=None):
    letter = letter or about_changes().last()
    message = letters.compose(letter.envelope, [letter])
    return message, message.body.replace("\u00a0", " ")


# --- to whom


def test_the_coordinator_the_director_and_the_group_are_told(programme):
    row = taking_part(programme)
    factories.with_member(row, email="kari@example.no")
    factories.with_member(row, email="ref@example.no", kind="reference", title="lærer")
    changes.everything_leaves()

    change(programme, place="Hamar")

    director = Holding.objects.get(seat__kind="director").person.email
    assert readers() == sorted([f"koordinator{row.pk}@example.no", director, "kari@example.no"])


def test_whoever_no_letter_has_left_for_gets_the_plan_as_it_is_in_her_first(programme):
    row = taking_part(programme)
    factories.with_member(row, email="kari@example.no")  # her welcome lies ready

    change(programme, place="Hamar")

    assert "kari@example.no" not in readers() and len(readers()) == 2


def test_whoever_was_written_to_before_the_gathering_came_into_the_plan_knows_nothing_of_it(programme):
    taking_part(programme)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        programme.refresh_from_db()
        added = actions.add_gathering(
            programme=programme, said=Said(kind="joint", number=3), version=programme.version, by=SYSTEM
        )
        change(programme, key=added.key, place="Hamar")

    assert readers() == []


def test_one_human_with_several_places_gets_one_letter(programme):
    for name in ("Lom", "Sel"):
        row = taking_part(programme, name, coordinator="mona@example.no")
        factories.with_member(row, name="Mona Dalen", email="mona@example.no")
    changes.everything_leaves()

    change(programme, place="Hamar")

    assert readers().count("mona@example.no") == 1


def test_those_who_have_withdrawn_are_told_nothing(programme):
    taking_part(programme)
    Participation.objects.update(state="withdrawn")

    change(programme, place="Hamar")

    assert readers() == []


def test_a_meeting_of_coordinators_is_told_to_coordinators_only(programme):
    row = taking_part(programme)
    Gathering.objects.filter(key="joint-2").update(kind="coordinator_gathering")

    change(programme, key="joint-2", place="Hamar")

    assert readers() == [f"koordinator{row.pk}@example.no"]


def test_a_programme_that_does_not_write_yet_tells_nobody(programme):
    taking_part(programme)
    Programme.objects.update(letters_from=None)

    change(programme, place="Hamar")

    assert readers() == []


def test_a_programme_that_is_archived_before_the_letter_leaves_is_silent(programme):
    taking_part(programme)
    change(programme, place="Hamar")
    assert catalogue.still_wanted(about_changes().last())

    Programme.objects.update(state="archived", letters_from=None)

    assert not catalogue.still_wanted(Letter.objects.get(pk=about_changes().last().pk))


@pytest.mark.parametrize("said", [
    {"number": 7}, {"external_url": "https://example.no/"}, {"places_total": 50}, {"answer_deadline": date(2027, 1, 1)},
])  # fmt: skip
def test_what_readers_do_not_know_is_no_news(programme, said):
    taking_part(programme)

    change(programme, **said)

    assert readers() == []


def test_what_is_over_is_put_right_without_a_word(programme):
    taking_part(programme)
    row = changes.gathering(programme)
    row.when = When.day(factories.in_days(-3))
    row.save()

    change(programme, place="Hamar")
    change(programme, when=When.day(factories.in_days(-4)))

    assert readers() == []


def test_who_comes_to_an_information_meeting_is_told_and_may_cancel_also_before_the_programme_writes():
    gathering = meeting(link="https://mote.example.no/1")
    registered(gathering)
    registration_actions.cancel(registration=registered(gathering, "per@example.no"), by=SYSTEM)

    change(gathering.programme, key=gathering.key, when=When.day(factories.in_days(12)))

    assert readers() == ["kari@example.no"]
    _message, text = composed()
    assert "Informasjonsmøte" in text and "/infomote/avmeld/" in text
    assert "fordi du har meldt deg på informasjonsmøtet" in text


def test_who_has_cancelled_since_or_left_the_group_is_not_written_to(programme):
    Programme.objects.update(is_public=True)
    programme.refresh_from_db()
    gathering = meeting(programme=programme)
    registration = registered(gathering)
    change(programme, key=gathering.key, place="Hamar")
    taking_part(programme)
    change(programme, place="Hamar")
    assert all(catalogue.still_wanted(letter) for letter in about_changes())

    registration_actions.cancel(registration=registration, by=SYSTEM)
    Holding.objects.update(until=timezone.now())

    assert not any(catalogue.still_wanted(letter) for letter in about_changes())


# --- what it says


def test_it_says_what_was_and_what_is(programme):
    taking_part(programme)
    old = changes.gathering(programme)

    change(programme, when=When.day(date(2028, 4, 28)), hours=(Hours(time(10), time(15)),), form="physical",
           place="Hamar")  # fmt: skip

    message, text = composed()
    assert message.subject == "Endret: Fellessamling 1 – Lom"
    was = formats.day(old.start, "nb").replace("\u00a0", " ")
    assert f"- Dato: 28. april 2028 (før: {was})" in text.replace("Fredag ", "")
    assert "- Klokkeslett: kl. 10.00–15.00 (før: Ikke oppgitt)" in text
    assert "- Form: Fysisk (før: Digital)" in text and "- Sted: Hamar (før: Ikke oppgitt)" in text
    assert "Lenke" not in text


def test_hours_that_move_with_the_days_are_not_told_as_changed(programme):
    both = (Hours(time(10), time(15)), Hours(time(9), time(12)))
    taking_part(programme)
    change(programme, when=When("range", date(2028, 4, 27), date(2028, 4, 28), 2), hours=both)
    changes.everything_leaves()

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        change(programme, when=When("range", date(2028, 5, 4), date(2028, 5, 5), 2))

    _message, text = composed()
    assert "- Dato: 4.–5. mai 2028 (før: 27.–28. april 2028)" in text and "Klokkeslett" not in text


def test_a_new_link_is_told_and_the_old_one_is_not_repeated(programme):
    taking_part(programme)
    Gathering.objects.update(link="https://mote.example.no/gammel")

    change(programme, link="https://mote.example.no/ny")

    message, text = composed()
    assert "- Lenke: https://mote.example.no/ny" in text and "gammel" not in text
    assert '<a href="https://mote.example.no/ny"' in message.alternatives[0].content


def test_a_date_that_is_open_again_says_so_and_promises_a_letter(programme):
    taking_part(programme)

    change(programme, when=When("semester", date(2027, 7, 1), date(2027, 12, 31), tentative=True))

    _message, text = composed()
    assert "- Dato: Høsten 2027 (foreløpig) (før:" in text
    assert "Ny dag er ikke bestemt. Du får brev når den er det." in text


def test_a_removed_gathering_is_called_off(programme):
    taking_part(programme)

    remove(programme, word="For få kunne komme.")

    message, text = composed()
    assert about_changes().count() == 2 and message.subject == "Avlyst: Fellessamling 1 – Lom"
    assert "er avlyst." in text and "KS Innlandet skriver:\nFor få kunne komme." in text
    assert outbox.send_due()["sent"] == 2


def test_the_advisers_word_stands_in_the_letter_and_is_harmless(programme):
    taking_part(programme)

    change(programme, place="Hamar", word="Salen var <b>opptatt</b>.\nVel møtt!")

    message, text = composed()
    assert "KS Innlandet skriver:\nSalen var <b>opptatt</b>.\nVel møtt!" in text
    assert "Salen var &lt;b&gt;opptatt&lt;/b&gt;.<br>Vel møtt!" in message.alternatives[0].content


def test_the_journal_keeps_neither_the_word_nor_the_place(programme):
    taking_part(programme)
    change(programme, place="Hamar", word="Salen var opptatt.")

    kept = str(list(JournalEntry.objects.values_list("details", flat=True)))
    assert "Hamar" not in kept and "opptatt" not in kept


def test_it_is_in_the_municipalitys_norm(programme):
    row = taking_part(programme)
    row.organisation.written_norm = "nn"
    row.organisation.save()

    change(programme, place="Hamar")

    assert set(about_changes().values_list("envelope__language", flat=True)) == {"nn"}


# --- how many


def test_several_changes_in_one_act_are_one_letter(programme):
    taking_part(programme)

    change(programme, when=When.day(date(2028, 4, 28)), form="physical", place="Hamar")

    assert len(readers()) == 2


def test_the_newest_of_a_day_says_all_and_one_that_has_not_left_is_not_sent(programme):
    taking_part(programme)
    change(programme, place="Hamar", word="Først dette.")
    change(programme, form="physical", word="Så dette.")

    first, second = about_changes().filter(person=about_changes().first().person)

    assert not catalogue.still_wanted(first) and catalogue.still_wanted(second)
    assert (first.occasion, second.occasion) == (1, 2)
    _message, text = composed(second)
    assert "- Sted: Hamar (før: Ikke oppgitt)" in text and "- Form: Fysisk (før: Digital)" in text
    assert "Først dette.\n\nSå dette." in text
    assert outbox.send_due()["sent"] == 2 and len(mail.outbox) == 2


def test_after_one_that_has_left_the_next_of_the_day_says_both_and_not_the_old_word(programme):
    taking_part(programme)
    change(programme, place="Hamar", word="Først dette.")
    changes.everything_leaves()
    change(programme, form="physical")

    _message, text = composed()
    assert "- Sted: Hamar (før: Ikke oppgitt)" in text and "- Form: Fysisk" in text and "Først dette" not in text


def test_a_change_that_is_taken_back_before_anybody_heard_of_it_gives_no_letter(programme):
    taking_part(programme)
    change(programme, place="Hamar")
    change(programme, place="")

    assert about_changes().count() == 2
    assert not any(catalogue.still_wanted(letter) for letter in about_changes())


def test_a_change_that_is_taken_back_after_it_was_told_is_told_too(programme):
    taking_part(programme)
    change(programme, place="Hamar")
    changes.everything_leaves()
    change(programme, place="")

    letter = about_changes().last()
    assert catalogue.still_wanted(letter)
    assert "- Sted: Ikke oppgitt (som før)" in composed(letter)[1]


def test_what_was_told_yesterday_is_what_she_knows_today(programme):
    taking_part(programme)
    change(programme, place="Hamar")
    changes.everything_leaves()

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        change(programme, place="Gjøvik")

    assert "- Sted: Gjøvik (før: Hamar)" in composed()[1]


def test_saving_what_holds_already_writes_to_nobody(programme):
    taking_part(programme)

    change(programme)

    assert readers() == []


def test_the_cost_does_not_grow_with_who_reads(programme):
    counts = []
    for size in (1, 9):
        for number in range(size):
            taking_part(programme, f"Kommune {size}-{number}")
        with CaptureQueriesContext(connection) as counted:
            change(programme, place=f"Sted {size}")
        counts.append(len(counted))
        changes.everything_leaves()

    assert counts[0] == counts[1], counts


@pytest.mark.django_db(transaction=True)
def test_two_who_change_two_gatherings_at_once_both_write(round_in_sign_up):
    """The second waits for the first, and gives her letters the next number."""
    if connection.vendor == "sqlite":
        pytest.skip("threads need a database that several connections can open")
    taking_part(round_in_sign_up)
    faults = []

    def second():
        try:
            change(round_in_sign_up, key="joint-2", place="Lom")
        except IntegrityError as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        change(round_in_sign_up, place="Hamar")
        thread.start()
        thread.join(1)
    thread.join(30)

    assert faults == [] and sorted(about_changes().values_list("occasion", flat=True)) == [1, 1, 2, 2]
