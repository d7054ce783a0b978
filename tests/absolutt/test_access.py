"""«Tilganger»: roles given and taken on a page, stand-ins, and where each region is answered."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import JournalEntry, User
from programmes.models import Adviser, Region
from tests import factories
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db

NEW = {"name": "Even Nygård", "email": "even.nygard@example.no"}


@pytest.fixture
def ingrid(client):
    user = factories.adviser("KS Innlandet")
    client.force_login(user)
    return user


@pytest.fixture
def marit(client):
    user = factories.adviser()
    client.force_login(user)
    return user


@pytest.fixture
def liv(client):
    user = factories.UserFactory(name="Liv Myhre", is_superuser=True)
    client.force_login(user)
    return user


def region(name="KS Innlandet"):
    return factories.RegionFactory(name=name)


def give(client, **more):
    return client.post("/tilganger/ny/", NEW | more, follow=True)


def stand_in(client, absent, first=0, last=7, **more):
    today = timezone.localdate()
    days = {"from_day": today + timedelta(days=first), "until": today + timedelta(days=last)}
    said = {"absent": absent.pk, "name": "Gro Leirvik", "email": "gro.leirvik@example.no"} | days | more
    return client.post("/tilganger/stedfortreder/", said, follow=True)


# --- the page


def test_an_adviser_sees_her_own_region_and_whom_to_ask_for_more(client, ingrid):
    factories.adviser("KS Trøndelag")
    factories.UserFactory(name="Liv Myhre", is_superuser=True)
    Adviser.objects.create(user=factories.UserFactory(name="Marit Hovde"))

    page = text(client.get("/tilganger/"))

    assert "KS Innlandet" in page and "KS Trøndelag" not in page
    assert "Marit Hovde" in page and "Liv Myhre" in page
    assert "Avslutt tilgangen" not in page


def test_the_menu_leads_there_only_for_who_gives_roles(client, ingrid):
    factories.ProgrammeFactory()
    here = text(client.get("/"))
    client.force_login(factories.process_adviser("KS Innlandet"))
    process = text(client.get("/"))
    client.force_login(factories.stand_in("KS Innlandet"))

    assert 'href="/tilganger/"' in here
    assert 'href="/tilganger/"' not in process + text(client.get("/"))


def test_a_role_that_has_ended_stays_with_its_last_day(client, ingrid):
    factories.former_adviser("KS Innlandet")

    page = client.get("/tilganger/")

    assert "Én tidligere tilgang" in text(page)
    (former,) = page.context["groups"][1]["former"]
    assert former["name"] == "Ola Tidlig" and former["period"].startswith("til og med ")


def test_the_page_says_who_has_set_up_a_second_factor(client, ingrid):
    factories.with_factor(ingrid)

    assert "Satt opp" in text(client.get("/tilganger/"))


def test_the_page_costs_the_same_with_1_and_with_50_roles(client, liv):
    counts = []
    for size in (1, 49):
        for number in range(size):
            factories.adviser("KS Innlandet")
            factories.stand_in(f"KS {size}.{number}", absent=factories.adviser("KS Trøndelag"))
            factories.former_adviser("KS Innlandet")
            factories.UserFactory(is_superuser=True)
        client.get("/tilganger/")
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/tilganger/").status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 10, counts


# --- giving


def test_an_adviser_gives_a_process_adviser_who_is_told_how_to_sign_in(client, ingrid, on_commit):
    with on_commit():
        page = give(client, given="process", region=region().pk)

    assert "Even Nygård har fått tilgang" in text(page)
    assert Adviser.objects.get(role="process").user.email == NEW["email"]
    (told,) = mail.outbox
    assert told.to == [NEW["email"]] and told.subject == "Du har fått tilgang til ABSOLUTT-portalen"
    assert "har gitt deg tilgang som prosessveileder i KS Innlandet" in told.body and "localhost:8000" in told.body
    assert JournalEntry.objects.get(verb="adviser.reach_given").actor == ingrid


@pytest.mark.parametrize("given", ["adviser", "national", "administrator"])
def test_an_adviser_cannot_give_more_than_that_whatever_she_sends(client, ingrid, given):
    page = give(client, given=given, region=region().pk)

    assert page.status_code == 422 and not User.objects.filter(email=NEW["email"]).exists()


def test_an_adviser_cannot_give_in_another_region(client, ingrid):
    page = give(client, given="process", region=region("KS Trøndelag").pk)

    assert page.status_code == 422 and Adviser.objects.count() == 1


def test_a_national_adviser_gives_an_adviser_in_any_region(client, marit):
    give(client, given="adviser", region=region("KS Trøndelag").pk)

    assert Adviser.objects.get(region__name="KS Trøndelag").role == "adviser"


def test_an_administrator_gives_everything(client, liv):
    give(client, given="national")
    give(client, given="administrator", name="Kari", email="kari@example.no")

    assert Adviser.objects.get().region is None
    assert User.objects.get(email="kari@example.no").is_superuser


def test_a_role_in_a_region_needs_the_region(client, liv):
    page = give(client, given="adviser")

    assert page.status_code == 422 and "Velg en region" in text(page)
    assert 'value="Even Nygård"' in page.content.decode()


def test_nothing_said_is_asked_for_field_by_field(client, ingrid):
    page = client.post("/tilganger/ny/", {})

    for said in ("Skriv navnet", "Skriv e-postadressen", "Velg hva slags tilgang det er", "Velg en region"):
        assert said in text(page)


def test_pressed_twice_it_is_given_once(client, ingrid):
    give(client, given="process", region=region().pk)

    page = give(client, given="process", region=region().pk)

    assert "har denne tilgangen fra før" in text(page) and Adviser.objects.filter(role="process").count() == 1


def test_an_address_elsewhere_is_looked_at_twice(client, ingrid):
    page = give(client, given="process", region=region().pk, email="even@annet.example.no")

    assert "på et annet domene enn din egen adresse" in text(page)


def test_somebody_with_more_is_not_made_less(client, ingrid):
    colleague = factories.adviser("KS Innlandet")

    page = give(client, given="process", region=region().pk, email=colleague.email)

    assert page.status_code == 422 and "rådgiver der fra før" in text(page)


def test_a_closed_account_is_told_of(client, ingrid):
    factories.UserFactory(email=NEW["email"], is_active=False)

    assert "er stengt" in text(give(client, given="process", region=region().pk))


# --- taking


def test_a_process_adviser_is_ended_by_the_regions_adviser_after_a_look(client, ingrid):
    process = factories.process_adviser("KS Innlandet")
    address = f"/tilganger/{process.advises.get().pk}/slutt/"

    asked = text(client.get(address))
    assert "Tilgangen slutter med en gang" in asked and process.advises.get().ended_at is None
    done, again = client.post(address, follow=True), client.post(address, follow=True)

    assert "er avsluttet" in text(done) and "var allerede avsluttet" in text(again)
    assert process.advises.get().is_over


def test_whoever_is_ended_reaches_nothing_in_the_same_session(client, ingrid):
    programme = factories.ProgrammeFactory()
    process = factories.process_adviser("KS Innlandet")
    theirs = Client()
    theirs.force_login(process)
    assert theirs.get(f"/program/{programme.key}/").status_code == 200

    client.post(f"/tilganger/{process.advises.get().pk}/slutt/")

    assert theirs.get(f"/program/{programme.key}/").status_code == 404
    assert theirs.get(f"/program/{programme.key}/tavle/").status_code == 404


@pytest.mark.parametrize("whose", ["colleague", "herself", "national"])
def test_an_adviser_ends_no_adviser(client, ingrid, whose):
    user = {"colleague": lambda: factories.adviser("KS Innlandet"), "herself": lambda: ingrid,
            "national": factories.adviser}[whose]()  # fmt: skip
    address = f"/tilganger/{user.advises.get().pk}/slutt/"

    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert not user.advises.get().is_over


def test_an_administrators_role_is_taken_by_another_and_never_by_herself(client, liv):
    kari = factories.UserFactory(name="Kari", is_superuser=True)

    own = client.post(f"/tilganger/administrator/{liv.pk}/slutt/", follow=True)
    other = client.post(f"/tilganger/administrator/{kari.pk}/slutt/", follow=True)

    assert "Du kan ikke avslutte din egen tilgang" in text(own)
    assert "Kari er ikke lenger administrator" in text(other)
    assert list(User.objects.filter(is_superuser=True)) == [liv]


# --- standing in


def test_an_adviser_chooses_who_stands_in_for_her_and_both_are_told(client, ingrid, on_commit):
    with on_commit():
        page = stand_in(client, ingrid)

    assert page.redirect_chain[-1][0] == "/tilganger/"
    gro = User.objects.get(email="gro.leirvik@example.no")
    assert "fra og med" in mail.outbox[0].body and "stedfortreder for Ingrid Solbakken" in mail.outbox[0].body
    mine = text(client.get("/"))
    client.force_login(gro)
    hers = text(client.get("/"))
    assert "Gro Leirvik er stedfortreder for deg i KS Innlandet til og med" in mine
    assert "Du er stedfortreder for Ingrid Solbakken i KS Innlandet til og med" in hers


def test_before_the_time_the_front_page_says_when_it_begins_and_after_it_says_nothing(client, ingrid):
    factories.stand_in("KS Innlandet", absent=ingrid, from_day=timezone.localdate() + timedelta(days=3))
    past = timezone.localdate() - timedelta(days=30)
    factories.stand_in("KS Innlandet", absent=ingrid, from_day=past, until=past)

    page = text(client.get("/"))

    assert page.count("Gro Leirvik") == 1 and "blir stedfortreder for deg i KS Innlandet fra og med" in page


def test_several_regions_of_one_time_are_one_note(client, ingrid):
    Adviser.objects.create(user=ingrid, region=region("KS Trøndelag"))
    stand_in(client, ingrid)

    page = text(client.get("/"))

    assert page.count("er stedfortreder for deg") == 1 and "KS Innlandet, KS Trøndelag" in page


def test_an_adviser_chooses_only_for_herself(client, ingrid):
    page = stand_in(client, factories.adviser("KS Innlandet"))

    assert page.status_code == 422 and not Adviser.objects.stand_ins().exists()


def test_a_national_adviser_chooses_for_whoever_is_ill(client, marit):
    ill = factories.adviser("KS Innlandet")

    stand_in(client, ill)

    assert Adviser.objects.stand_ins().get().stands_in_for == ill


def test_a_stand_in_gives_nothing_herself(client):
    client.force_login(factories.stand_in("KS Innlandet"))

    addresses = ("", "ny/", "stedfortreder/", f"region/{region().pk}/")
    assert [client.get(f"/tilganger/{rest}").status_code for rest in addresses] == [403] * 4


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (5, 3, "samme dagen som den første, eller en senere"), (-9, -2, "Velg i dag eller en dag som kommer"),
        (0, 400, "høyst ett år"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_told_and_kept(client, ingrid, first, last, said):
    page = stand_in(client, ingrid, first, last)

    assert page.status_code == 422 and said in text(page)
    assert 'value="Gro Leirvik"' in page.content.decode()


def test_days_written_by_hand_are_understood_or_asked_about(client, ingrid):
    today = timezone.localdate()
    odd = stand_in(client, ingrid, until="i morgen")
    written = stand_in(client, ingrid, from_day=f"{today:%d.%m.%Y}", until=f"{today + timedelta(days=2):%d.%m.%Y}")

    assert odd.status_code == 422 and "Skriv datoen som dag.måned.år" in text(odd)
    assert written.status_code == 200 and Adviser.objects.stand_ins().get().until == today + timedelta(days=2)


def test_herself_is_no_stand_in(client, ingrid):
    assert "Velg en annen enn den som er borte" in text(stand_in(client, ingrid, email=ingrid.email))


# --- where a region is answered


def test_a_regions_own_adviser_writes_where_it_is_answered(client, ingrid):
    here = region()
    said = {"reply_to": "innlandet@example.no", "sender_name": "KS Innlandet", "version": here.version}

    page = client.post(f"/tilganger/region/{here.pk}/", said, follow=True)

    assert "Svar på brev går til innlandet@example.no." in text(page)
    assert Region.objects.get(pk=here.pk).sender_name == "KS Innlandet"


def test_two_who_write_it_at_once_the_second_is_told_and_keeps_what_she_wrote(client, ingrid):
    here = region()
    said = {"reply_to": "a@example.no", "sender_name": "", "version": 1}
    client.post(f"/tilganger/region/{here.pk}/", said)

    page = client.post(f"/tilganger/region/{here.pk}/", said | {"reply_to": "b@example.no"})

    assert page.status_code == 422 and "Dette er endret etter at du åpnet siden" in text(page)
    assert 'value="b@example.no"' in page.content.decode()
    kept = said | {"reply_to": "b@example.no", "version": page.context["form"].data["version"]}
    assert client.post(f"/tilganger/region/{here.pk}/", kept).status_code == 302


def test_a_name_with_a_line_break_writes_no_letter_of_its_own(client, ingrid):
    here = region()
    said = {"reply_to": "a@example.no", "sender_name": "KS\r\nBcc: alle@example.no", "version": 1}

    client.post(f"/tilganger/region/{here.pk}/", said)

    assert Region.objects.get(pk=here.pk).sender_name == "KS Bcc: alle@example.no"


def test_a_bad_address_is_asked_about(client, ingrid):
    page = client.post(f"/tilganger/region/{region().pk}/", {"reply_to": "innlandet@", "version": 1})

    assert page.status_code == 422 and "Skriv en fullstendig e-postadresse" in text(page)
