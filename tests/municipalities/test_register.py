from datetime import date

import pytest
from django.core.management import call_command

from accounts import journal
from municipalities import names, register
from municipalities.models import Designation, Organisation, Participation

pytestmark = pytest.mark.usefixtures("register")
TODAY = date(2026, 11, 23)


def test_today_there_are_357_municipalities_and_14_county_municipalities():
    today = Organisation.objects.valid_on(TODAY)

    assert today.filter(kind="municipality").count() == 357
    assert today.filter(kind="county").count() == 14
    assert today.named_on(TODAY).filter(shown_number="0301").get().kind == "municipality"


def test_every_organisation_has_one_name_and_number_today():
    assert Organisation.objects.valid_on(TODAY).named_on(TODAY).exclude(shown_name=None).count() == 371


def test_every_organisation_number_passes_modulus_11():
    numbers = Organisation.objects.values_list("organisation_number", flat=True)

    assert all(names.organisation_number_is_valid(number) for number in numbers)


def test_alesund_was_1507_in_2020_and_is_1508_and_haram_today():
    def shown(day):
        rows = Organisation.objects.valid_on(day).named_on(day).filter(shown_name__in=["Ålesund", "Haram"])
        return dict(rows.values_list("shown_name", "shown_number"))

    assert shown(date(2020, 11, 17)) == {"Ålesund": "1507"}
    assert shown(TODAY) == {"Ålesund": "1508", "Haram": "1580"}


def test_the_old_alesund_has_two_successors():
    old = Designation.objects.get(number="1507").organisation

    after = {row.designations.get().name for row in old.successors.all()}

    assert (after, old.valid_to) == ({"Ålesund", "Haram"}, date(2023, 12, 31))


def test_a_name_that_changed_is_shown_as_it_was():
    def names_on(day):
        rows = Organisation.objects.named_on(day).filter(shown_number="5037")
        return rows.values_list("shown_name", "shown_sami_name").get()

    assert names_on(date(2021, 1, 1)) == ("Levanger", "")
    assert names_on(TODAY)[1] != ""


def test_the_written_norm_decides_the_language_and_neutral_means_bokmal():
    def language(number):
        return Organisation.objects.get(designations__number=number, designations__valid_to=None).language

    assert (language("3434"), language("3411"), language("1146")) == ("nn", "nb", "nb")


def test_mailboxes_are_official_and_a_countys_missing_one_is_missing():
    assert Organisation.objects.get(designations__number="3411").mailbox.endswith("ringsaker.kommune.no")
    assert Organisation.objects.get(designations__number="56").mailbox == ""


def test_loading_twice_changes_nothing(capsys):
    assert register.load(by=journal.SYSTEM) == {"organisations": 0, "designations": 0}

    call_command("load_register")

    assert "0 organisations and 0 names" in capsys.readouterr().out


def test_in_a_demo_no_address_is_real(settings):
    settings.DEMO = True

    register.load(by=journal.SYSTEM)

    mailboxes = Organisation.objects.exclude(mailbox="").values_list("mailbox", flat=True)
    assert {mailbox.rpartition("@")[2] for mailbox in mailboxes} == {"example.no"}


def test_a_2020_programme_in_more_og_romsdal_lists_alesund_as_1507(programmes):
    programme = programmes["more-og-romsdal-2020"]

    rows = Participation.objects.filter(programme=programme).for_list(programme.day_for_names)

    shown = {row.shown_name: row.shown_number for row in rows}
    assert (len(rows), shown["Ålesund"], "Haram" in shown) == (27, "1507", False)
