"""The pages of texts: what stands where, the editor, versions; who may, and how many queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import Letter
from municipalities.models import Participation
from programmes.models import Adviser, Region, TextVersion
from programmes.text_kinds import INVITATION, PROGRAMME_PAGE
from programmes.words import Words
from tests import factories
from tests.absolutt.texts import page, url, with_readers
from tests.written import newest, posted, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(round_in_sign_up):
    return with_readers(round_in_sign_up)


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def reader(client, programme):
    """A process adviser: she reads, and changes nothing."""
    user = factories.UserFactory()
    Adviser.objects.create(user=user, region=programme.region, role="process")
    client.force_login(user)
    return client


@pytest.fixture
def national(client):
    client.force_login(factories.adviser())
    return client


def row_of(client, programme, title, group=0):
    groups = client.get(url(programme)).context["groups"]
    return next(row for entry in groups[group]["kinds"] for row in entry["rows"] if str(row["title"]) == title)


# --- What stands where


def test_the_overview_says_in_words_whose_text_each_norm_has(signed_in, programme, adviser):
    from accounts.journal import Actor

    write(programme, INVITATION, by=Actor(user=adviser), introduction=Words("Egen", "Eigen"), practical="Bare bokmål")

    own, empty = row_of(signed_in, programme, "Innledning"), row_of(signed_in, programme, "Hvem bør delta")
    half = row_of(signed_in, programme, "Praktisk")

    assert (own["nb"]["text"], own["nn"]["text"]) == ("Egen tekst", "Egen tekst")
    assert (half["nb"]["text"], half["nn"]["text"]) == ("Egen tekst", "Mangler, går ut på bokmål")
    assert empty["nb"]["text"] == ""
    assert row_of(signed_in, programme, "Innledning", group=2)["nb"]["text"] == "Rammeverkets tekst"
    text = page(signed_in, url(programme))
    assert f"{adviser.name}, versjon 1" in text and "Ikke endret her" in text


def test_the_overview_tells_how_many_get_a_text_in_the_other_norm(signed_in, programme):
    write(programme, INVITATION, practical="Bare bokmål", who=Words("", "Berre nynorsk"))

    text = re.sub(r"<[^>]+>", " ", page(signed_in, url(programme)))
    text = " ".join(text.split())

    assert "Invitasjonen (PDF): Praktisk mangler på nynorsk. 2 mottakere har nynorsk og får teksten på bokmål." in text
    assert (
        "Invitasjonen (PDF): Hvem bør delta mangler på bokmål. 1 mottaker har bokmål og får teksten på nynorsk." in text
    )


def test_nobody_is_warned_about_where_nobody_reads_the_norm(signed_in, round_in_sign_up):
    factories.ParticipationFactory(programme=round_in_sign_up)
    write(round_in_sign_up, INVITATION, practical="Bare bokmål")

    assert "Noen får ikke teksten" not in page(signed_in, url(round_in_sign_up))


def test_whoever_is_about_to_invite_is_told_which_texts_lack_a_norm(signed_in, programme):
    write(programme, INVITATION, practical="Bare bokmål")
    write(programme, "letter.signup.invitation", closing="Bare bokmål")
    write(programme, "letter.group.due", closing="Bare bokmål")

    text = page(signed_in, f"/program/{programme.key}/invitasjoner/")

    assert "Invitasjonen (PDF): Praktisk</a> mangler på nynorsk." in text
    assert "Invitasjon: Til slutt</a> mangler på nynorsk." in text
    assert "Meld inn gruppa: Til slutt" not in text


def test_the_row_of_links_leads_here(signed_in, programme):
    text = page(signed_in, url(programme, "invitasjon/"))

    assert f'<a href="{url(programme)}" aria-current="page">Tekster</a>' in text


# --- The editor


def test_the_editor_shows_both_norms_the_fallback_and_the_fields(signed_in, programme):
    write(programme, INVITATION, who=Words("Hvem på bokmål", "Kven på nynorsk"))

    text = page(signed_in, url(programme, "invitasjon/"))

    assert "Hvem på bokmål</textarea>" in text and "Kven på nynorsk</textarea>" in text
    assert 'lang="nn">{region} inviterer {kommune} til å vere med.' in text
    for part in ("<code>{kommune}</code>", "<code>{frist}</code>", "Nå: Lom kommune", "Nå: deltakergruppa"):
        assert part in text


def test_an_unknown_kind_of_text_is_not_there(signed_in, programme):
    for rest in ("annet/", "annet/forhandsvisning/", "annet/versjoner/"):
        assert signed_in.get(url(programme, rest)).status_code == 404


def test_saving_makes_a_version_and_says_what_was_saved(signed_in, programme, adviser):
    address = url(programme, "invitasjon/")

    response = signed_in.post(
        address, posted(signed_in, address, who_nb="Kom, {kommune}", who_nn="Kom, {kommune}"), follow=True
    )

    assert "Lagret: Hvem bør delta." in response.content.decode()
    saved = newest(programme, INVITATION, "who")
    assert (saved.words, saved.by, saved.number) == (Words("Kom, {kommune}", "Kom, {kommune}"), adviser, 1)
    assert TextVersion.objects.count() == 1


def test_saving_without_nynorsk_says_at_once_who_gets_bokmal(signed_in, programme):
    address = url(programme, "brev-signup-place/")

    response = signed_in.post(address, posted(signed_in, address, closing_nb="Vi gleder oss"), follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert said == [
        "Lagret: Til slutt.",
        "«Til slutt» mangler på nynorsk. 2 mottakere har nynorsk og får teksten på bokmål.",
    ]
    assert "2 mottakere har nynorsk og får teksten på bokmål." in response.content.decode()


def test_saving_what_was_not_changed_saves_nothing(signed_in, programme):
    address = url(programme, "invitasjon/")

    response = signed_in.post(address, posted(signed_in, address), follow=True)

    assert "Ingenting var endret." in response.content.decode() and not TextVersion.objects.exists()


def test_a_fault_is_told_and_what_was_typed_stays(signed_in, programme):
    address = url(programme, "invitasjon/")

    response = signed_in.post(address, posted(signed_in, address, who_nb="Hei {komune}", about_nb="Det jeg skrev"))

    text = response.content.decode()
    assert response.status_code == 422
    assert "{komune} finnes ikke. Mente du {kommune}?" in text and "Du kan bruke {kommune}, {kommunen}" in text
    assert "Hei {komune}</textarea>" in text and "Det jeg skrev</textarea>" in text
    assert not TextVersion.objects.exists()


def test_two_editors_see_each_others_words_and_lose_none(signed_in, programme):
    address = url(programme, "invitasjon/")
    mine = posted(signed_in, address, who_nb="Mitt", about_nb="Bare mitt")
    write(programme, INVITATION, who="Hennes", practical="Også hennes")

    refused = signed_in.post(address, mine)

    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Noen andre har lagret «Hvem bør delta» mens du skrev." in text
    assert "Mitt</textarea>" in text and "Bare mitt</textarea>" in text and "Hennes" in text
    assert newest(programme, INVITATION, "who").nb == "Hennes"

    form = refused.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert signed_in.post(address, again).status_code == 302
    assert newest(programme, INVITATION, "who").nb == "Mitt"
    assert newest(programme, INVITATION, "about").nb == "Bare mitt"
    assert newest(programme, INVITATION, "practical").nb == "Også hennes"


def test_a_page_that_has_lost_its_numbers_is_refused_and_keeps_what_was_typed(signed_in, programme):
    address = url(programme, "invitasjon/")

    response = signed_in.post(address, posted(signed_in, address, who_nb="Mitt", who_seen="x"))

    assert response.status_code == 422
    assert "Siden er for gammel." in response.content.decode() and "Mitt</textarea>" in response.content.decode()


def test_a_letters_page_says_that_what_is_unsent_gets_the_text_of_then(signed_in, programme):
    for row in Participation.objects.filter(programme=programme):
        factories.letter_to(row)
    sent = Letter.objects.first().envelope
    type(sent).objects.filter(pk=sent.pk).update(state="sent", sent_at=factories.timezone.now())

    text = page(signed_in, url(programme, "brev-signup-invitation/"))

    assert "2 brev av dette slaget venter på å bli sendt." in text
    assert "Det som ikke er sendt ennå, får teksten slik den er da." in text
    assert "venter på å bli sendt" not in page(signed_in, url(programme, "brev-group-due/"))


def test_a_copied_text_says_where_it_comes_from(signed_in, programme):
    from absolutt.copying import copy_programme

    write(programme, INVITATION, who="Møt opp 5. februar")
    copy = copy_programme(
        source=programme, key="kopi", title=Words("Ny runde"), weeks=52, state="sketch", letters_from=None,
        by=factories.journal.SYSTEM,
    )  # fmt: skip

    text = page(signed_in, url(copy, "invitasjon/"))

    assert "Møt opp 5. februar</textarea>" in text
    assert "Teksten er kopiert fra ABSOLUTT Innlandet. Se etter om den nevner datoer fra den runden." in text
    assert "Kopiert fra ABSOLUTT Innlandet." in page(signed_in, url(copy, "invitasjon/versjoner/"))


# --- Who may


def test_a_process_adviser_reads_and_sees_previews_but_changes_nothing(reader, programme):
    write(programme, INVITATION, who="Hvem")
    version = newest(programme, INVITATION, "who")

    text = page(reader, url(programme, "invitasjon/"))

    assert "Du kan lese tekstene." in text and "Hvem</div>" in text
    assert "<textarea" not in text and "Lagre teksten" not in text
    assert "Hent tilbake" not in page(reader, url(programme, "invitasjon/versjoner/"))
    assert reader.get(url(programme, "invitasjon/forhandsvisning/")).status_code == 200
    assert reader.post(url(programme, "invitasjon/"), {}).status_code == 403
    assert reader.post(url(programme, f"invitasjon/versjoner/{version.pk}/hent/"), {"seen": 1}).status_code == 403


def test_an_archived_programmes_texts_are_read_and_not_changed(signed_in, programme):
    write(programme, INVITATION, who="Hvem")
    address = url(programme, "invitasjon/")
    filled = posted(signed_in, address, who_nb="Nytt")
    programme.state, programme.letters_from = "archived", None
    programme.save()

    text = page(signed_in, address)
    response = signed_in.post(address, filled)
    version = newest(programme, INVITATION, "who")
    again = signed_in.post(url(programme, f"invitasjon/versjoner/{version.pk}/hent/"), {"seen": 1}, follow=True)

    assert "Programmet er arkivert." in text and "<textarea" not in text
    assert response.status_code == 422 and "Programmet er arkivert og kan ikke endres." in response.content.decode()
    assert "Programmet er arkivert og kan ikke endres." in again.content.decode()
    assert TextVersion.objects.count() == 1


def test_another_regions_texts_and_versions_are_not_there(client, programme):
    write(programme, INVITATION, who="Hvem")
    version = newest(programme, INVITATION, "who")
    client.force_login(factories.adviser("KS Trøndelag"))

    for rest in ("", "invitasjon/", "invitasjon/versjoner/", "invitasjon/forhandsvisning/"):
        assert client.get(url(programme, rest)).status_code == 404
    own = factories.OpenProgrammeFactory(region=Region.objects.get(name="KS Trøndelag"))
    assert client.post(url(own, f"invitasjon/versjoner/{version.pk}/hent/"), {"seen": 1}).status_code == 404


def test_the_frameworks_texts_are_the_national_advisers(client, signed_in, programme, adviser):
    assert signed_in.get(url(None)).status_code == 403
    assert "Rammeverkets tekster" not in page(signed_in, url(programme))
    client.force_login(factories.UserFactory())
    assert client.get(url(None)).status_code == 404
    client.force_login(factories.adviser())
    assert client.get(url(None)).status_code == 200
    assert 'href="/rammeverk/tekster/"' in page(client, url(programme))
    client.force_login(factories.UserFactory(is_superuser=True))
    assert client.get(url(None, "invitasjon/")).status_code == 200


def test_a_national_process_adviser_does_not_write_for_the_framework(client, programme):
    user = factories.UserFactory()
    Adviser.objects.create(user=user, region=None, role="process")
    client.force_login(user)

    assert client.get(url(None)).status_code == 403


def test_what_the_national_adviser_writes_is_every_programmes_fallback(national, programme):
    address = url(None, "invitasjon/")

    national.post(address, posted(national, address, practical_nb="Fra rammeverket", practical_nn="Frå rammeverket"))

    assert TextVersion.objects.get().programme is None
    assert row_of(national, programme, "Praktisk")["nn"]["text"] == "Rammeverkets tekst"
    assert "Frå rammeverket" in page(national, url(programme, "invitasjon/"))
    text = page(national, url(None))
    assert "Skrevet for rammeverket" in text and "Portalens egen tekst" in text


# --- Versions


def test_every_version_can_be_read_and_an_earlier_one_brought_back(signed_in, programme):
    write(programme, INVITATION, who=Words("Første", "Fyrste"))
    write(programme, INVITATION, who="Andre")
    first = TextVersion.objects.get(number=1)
    address = url(programme, "invitasjon/versjoner/")

    before = page(signed_in, address)
    done = signed_in.post(f"{address}{first.pk}/hent/", {"seen": 2}, follow=True)

    assert "Hvem bør delta, versjon 2" in before and "Fyrste" in before and before.count("Gjelder nå") == 1
    text = " ".join(done.content.decode().split())
    assert "Versjon 1 er hentet tilbake, som versjon 3." in text and "Hentet tilbake fra versjon 1." in text
    assert newest(programme, INVITATION, "who").words == Words("Første", "Fyrste")


@pytest.mark.parametrize("seen", ["1", "", "x"])
def test_nothing_is_brought_back_over_what_came_meanwhile(signed_in, programme, seen):
    write(programme, INVITATION, who="Første")
    write(programme, INVITATION, who="Andre")
    first = TextVersion.objects.get(number=1)

    done = signed_in.post(url(programme, f"invitasjon/versjoner/{first.pk}/hent/"), {"seen": seen}, follow=True)

    assert "Dette er endret etter at du åpnet siden" in done.content.decode()
    assert newest(programme, INVITATION, "who").nb == "Andre"


def test_versions_can_be_narrowed_to_one_section(signed_in, programme):
    write(programme, INVITATION, who="Hvem", about="Om")

    text = page(signed_in, url(programme, "invitasjon/versjoner/"), **{"del": "about"})

    assert "Om programmet, versjon 1" in text and "Hvem bør delta, versjon 1" not in text


def test_a_version_of_another_kind_or_programme_is_not_there(signed_in, programme):
    write(programme, INVITATION, who="Hvem")
    write(None, INVITATION, who="Rammeverket")
    own, framework = newest(programme, INVITATION, "who"), newest(None, INVITATION, "who")

    for rest in (f"programside/versjoner/{own.pk}/hent/", f"invitasjon/versjoner/{framework.pk}/hent/"):
        assert signed_in.post(url(programme, rest), {"seen": 1}).status_code == 404


# --- How many queries


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("rest", ["", "invitasjon/", "invitasjon/versjoner/", "brev-signup-invitation/"])
def test_the_pages_cost_as_many_queries_with_50_versions_and_50_municipalities_as_with_one(signed_in, rest):
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme)
    write(programme, INVITATION, who="Hvem")
    one = queries(signed_in, url(programme, rest))

    for number in range(50):
        factories.ParticipationFactory(programme=programme)
        write(programme, INVITATION, by=factories.journal.Actor(user=factories.UserFactory()), who=f"Hvem {number}")
    fifty = queries(signed_in, url(programme, rest))

    assert fifty == one <= 15  # the invitation's letter asks whether the programme states any costs


def test_the_frameworks_editor_costs_as_many_queries_with_12_programmes_as_with_one(national):
    factories.ParticipationFactory()
    one = queries(national, url(None, "invitasjon/"))
    for _ in range(12):
        factories.ParticipationFactory()

    assert queries(national, url(None, "invitasjon/")) == one


def test_a_programmes_page_section_is_offered_to_the_public_page(programme):
    from programmes import texts

    write(programme, PROGRAMME_PAGE, introduction="Hei fra {region}")

    assert texts.section(programme, PROGRAMME_PAGE, "introduction", "nb") == "<p>Hei fra KS Innlandet</p>"
