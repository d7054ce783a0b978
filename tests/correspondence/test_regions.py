"""Where letters are answered and who sends them; and which advisers get them, stand-ins included."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from correspondence import facts, letters, outbox, planning
from programmes.models import Adviser, Region
from tests import factories
from tests.correspondence.rounds import AFTER, DEADLINE, at

pytestmark = pytest.mark.django_db


def letter_of(programme):
    return factories.letter_to(factories.ParticipationFactory(programme=programme))


def region(name="KS Innlandet", **more):
    row = factories.RegionFactory(name=name)
    Region.objects.filter(pk=row.pk).update(**more)
    row.refresh_from_db()
    return row


def programme(contact_email, **more):
    return factories.OpenProgrammeFactory(region=region(**more), contact_email=contact_email)


def message(*rows):
    return letters.compose(rows[0].envelope, list(rows))


# --- where it is answered


@pytest.mark.parametrize(
    ("own", "regions", "answered"),
    [
        ("runden@example.no", "innlandet@example.no", "runden@example.no"),
        ("", "innlandet@example.no", "innlandet@example.no"),
        ("", "", settings.CONTACT_EMAIL),
    ],
)
def test_the_programmes_own_address_then_its_regions_then_the_sites(own, regions, answered):
    composed = message(letter_of(programme(own, reply_to=regions)))

    assert composed.reply_to == [answered]
    signed = composed.body.split("Vennlig hilsen")[1].split("--")[0]
    assert (answered in signed) is bool(own or regions)


def test_a_real_letter_carries_it(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letter_of(programme("", reply_to="more@example.no", sender_name="KS Møre og Romsdal", name="KS Møre og Romsdal"))

    outbox.send_due()

    sent = mail.outbox[0].message()
    assert sent["Reply-To"] == "more@example.no"
    assert str(sent["From"]) == "=?utf-8?q?KS_M=C3=B8re_og_Romsdal?= <absolutt@example.no>"


def test_without_a_name_of_the_regions_the_sender_is_the_sites():
    assert message(letter_of(programme(""))).from_email == settings.DEFAULT_FROM_EMAIL


@pytest.mark.parametrize("name", ['KS "Nord", avdeling', "KS <nord>", "KS: Nord; Sør"])
def test_a_name_with_signs_of_its_own_stays_a_name(name):
    sent = message(letter_of(programme("", sender_name=name))).message()

    assert sent["From"].endswith("<absolutt@example.no>") and sent["From"].count("@") == 1


def test_two_regions_in_one_e_mail_are_both_answered_and_neither_sends_it_alone():
    here = letter_of(programme("", reply_to="a@example.no", sender_name="KS Innlandet"))
    there = letter_of(programme("", name="KS Trøndelag", reply_to="b@example.no", sender_name="KS Trøndelag"))

    composed = message(here, there)

    assert composed.reply_to == ["a@example.no", "b@example.no"]
    assert composed.from_email == settings.DEFAULT_FROM_EMAIL


def test_the_public_page_of_contacts_knows_the_regions_address(client):
    programme("", reply_to="innlandet@example.no")

    assert "innlandet@example.no" in client.get("/kontakt/").content.decode()


# --- which advisers


def written_to(one):
    return [user.pk for user in facts.of_programme(one, only=[])[0].advisers]


@pytest.fixture
def ingrid():
    return factories.adviser("KS Innlandet")


def test_a_stand_in_gets_what_the_adviser_gets_beside_her(ingrid):
    gro = factories.stand_in("KS Innlandet", absent=ingrid)

    assert written_to(factories.ProgrammeFactory()) == [ingrid.pk, gro.pk]


def test_who_only_reads_who_has_ended_and_who_is_not_there_yet_do_not(ingrid):
    factories.process_adviser("KS Innlandet")
    factories.former_adviser("KS Innlandet")
    factories.stand_in("KS Innlandet", absent=ingrid, from_day=factories.in_days(2))
    factories.adviser("KS Trøndelag")
    factories.adviser()

    assert written_to(factories.ProgrammeFactory()) == [ingrid.pk]


def test_the_national_ones_get_it_only_where_the_region_has_nobody_of_its_own():
    national = factories.adviser()
    factories.former_adviser("KS Innlandet")

    assert written_to(factories.ProgrammeFactory()) == [national.pk]


def test_somebody_with_two_reaches_is_one_reader(ingrid):
    colleague = factories.adviser("KS Innlandet")
    Adviser.objects.create(
        user=colleague, region=region(), stands_in_for=ingrid, until=factories.in_days(3)
    )  # fmt: skip

    assert written_to(factories.ProgrammeFactory()) == [ingrid.pk, colleague.pk]


def test_the_closed_list_goes_to_the_stand_in_of_that_day_and_to_no_earlier_one():
    with at(AFTER):
        ingrid = factories.adviser("KS Innlandet")
        now = factories.stand_in("KS Innlandet", absent=ingrid, from_day=DEADLINE, until=AFTER)
        factories.stand_in("KS Innlandet", absent=ingrid, from_day=AFTER - timedelta(days=9), until=DEADLINE)
        factories.round_with_deadline(DEADLINE)

        going = {row.address for row in planning.due(AFTER) if row.rule == "signup.closed" and row.goes}

    assert going == {ingrid.email, now.email}
