"""A programme's page as anybody reads it: honest, in both norms, without cookies, and without anybody's name."""

import html
import re

import pytest

from accounts.models import User
from gatherings.models import Gathering
from municipalities.models import Person
from programmes.models import Deadline, Programme
from programmes.when import When
from programmes.words import Words
from tests import factories
from tests.gatherings.meetings import meeting
from tests.programmes import contents

pytestmark = pytest.mark.django_db


def public(key="runden", **fields):
    return factories.ProgrammeFactory(key=key, is_public=True, **fields)


def text(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2].partition("</main")[0])
    return re.sub(r"\s+", " ", html.unescape(words))


def read(client, key="runden", **query):
    return text(client.get(f"/om/{key}/", query))


def test_only_what_is_shown_publicly_is_there(client):
    factories.ProgrammeFactory(key="lukket")
    public("apent")

    assert client.get("/om/lukket/").status_code == 404
    assert client.get("/om/apent/").status_code == 200
    page = client.get("/om/").content.decode()
    assert "/om/apent/" in page and "/om/lukket/" not in page


@pytest.mark.parametrize(
    ("key", "title"), [("trondelag-2020", "ABSOLUTT Trøndelag"), ("innlandet-2021", "ABSOLUTT Innlandet")]
)
def test_a_historical_programme_tells_its_period_and_that_it_is_over(client, programmes, key, title):
    Programme.objects.update(is_public=True)

    page = read(client, key)

    assert title in page and "Programmet er avsluttet." in page and "Arkivert" in page


def test_trondelag_tells_its_figures_with_source_and_year_and_who_stands_behind_it(client, programmes):
    Programme.objects.update(is_public=True)

    page = read(client, "trondelag-2020")

    assert "6763 barn i Trøndelag vokser opp uten at noen av de foresatte er i jobb" in page
    assert "ca. 300 barn i Trøndelag" in page
    assert page.count("Kilde: Fylkesmannen i Trøndelag, 2018") == 5
    assert "Rådmannsutvalget full tilslutning" in page and "Fylkesmannen støtter opp om programmet" in page
    assert "våren 2022" in page.lower() and "Beløp ikke fastsatt" in page
    assert "0 kroner" not in page


def test_more_og_romsdal_tells_its_matrix_in_words_and_that_costs_are_not_said(client, programmes):
    Programme.objects.update(is_public=True)

    page = read(client, "more-og-romsdal-2020")

    assert "Ikke oppgitt – spør rådgiver." in page
    assert "OT-rådgivning ? (usikkert)" in page and "Familievernet ? (usikkert)" in page
    assert "3 av 8 tjenester har ingen på dette nivået." in page
    assert "God rolleforståelse" in page and "FNs Bærekraftsmål" in page and "Styring og ledelse administrativt" in page


def test_innlandet_tells_what_may_cost_something(client, programmes):
    Programme.objects.update(is_public=True)

    page = read(client, "innlandet-2021")

    assert "Kan bli aktuelt, beløpet er ikke fastsatt" in page and "Gjelder bare digitale samlinger" in page
    assert "Temadag (dypdykk): kommunestyre / fylkesting (foreløpig)" in page
    assert "Digital eller fysisk: ikke avklart" in page


def test_a_gatherings_website_is_shown_to_everybody_and_the_link_to_the_meeting_is_not(client, round_in_sign_up):
    Gathering.objects.create(programme=round_in_sign_up, key="information-1", order=3, kind="information_meeting")
    Gathering.objects.update(external_url="https://www.example.no/samling/", link="https://mote.example.no/1")
    Programme.objects.update(is_public=True, key="runden")

    page = client.get("/om/runden/").content.decode()

    assert page.count('href="https://www.example.no/samling/"') == 3 and "Nettside om samlingen" in page
    assert "mote.example.no" not in page


@pytest.mark.parametrize(
    ("state", "deadline", "said", "unsaid"),
    [
        ("sketch", None, "Påmelding åpner når invitasjonen er sendt.", "Etter planen"),
        ("sketch", 40, "Etter planen er fristen", "Påmeldingen er åpen"),
        ("announced", None, "Påmelding åpner når invitasjonen er sendt.", "Påmeldingen er åpen"),
        ("open", 0, "Påmeldingen er åpen til og med", "fristen var"),
        ("open", 20, "Påmeldingen er åpen til og med", "fristen var"),
        ("open", None, "Påmeldingen er åpen. Fristen er ikke satt ennå.", "til og med"),
        ("open", -1, "Påmeldingsfristen var", "Påmeldingen er åpen"),
        ("running", -40, "Programmet er i gang. Påmeldingsfristen var", "Påmeldingen er åpen"),
        ("finished", -40, "Programmet er avsluttet.", "Påmelding åpner"),
        ("archived", None, "Programmet er avsluttet.", "Påmelding åpner"),
    ],
)
def test_how_one_signs_up_is_said_by_state_and_deadline(client, state, deadline, said, unsaid):
    programme = public(state=state)
    if deadline is not None:
        day = factories.when_fields(When.day(factories.in_days(deadline)))
        Deadline.objects.create(programme=programme, kind="sign_up", **day)

    page = read(client)

    assert said in page and unsaid not in page


def test_what_is_asked_of_the_group_is_said(client):
    public(state="open", commits_to_all_gatherings=True, county_takes_part=True, director_rule=Words("støtter opp"))

    page = read(client)

    assert "Gruppa forplikter seg til å være med på alle samlingene." in page
    assert "Kommunedirektøren Støtter opp" in page
    assert "Kommunedirektøren eller fylkeskommunedirektøren svarer med lenken i invitasjonen." in page


def test_a_deadline_that_is_no_day_is_never_made_one(client):
    programme = public(state="open")
    month = When("month", factories.in_days(40).replace(day=1), factories.in_days(40).replace(day=28))
    Deadline.objects.create(programme=programme, kind="sign_up", **factories.when_fields(month))

    page = read(client)

    assert "Påmeldingen er åpen. Fristen er" in page and "28." not in page


def test_a_sketch_is_marked_and_asks_no_search_engine_in(client):
    public("skissen", state="sketch")
    public("runden", state="open")

    sketch, other = client.get("/om/skissen/"), client.get("/om/runden/")

    assert "Foreløpig. Dette er en skisse." in text(sketch) and "(foreløpig)" in sketch.content.decode()
    assert 'content="noindex"' in sketch.content.decode()
    assert "Foreløpig" not in text(other) and 'content="all"' in other.content.decode()
    assert text(client.get("/om/")).count("Foreløpig") == 1


def test_a_period_that_nobody_set_is_said_not_to_be(client):
    programme = public()

    assert "Periode Ikke satt ennå" in read(client)
    programme.when = When(
        "semester",
        factories.in_days(0).replace(month=1, day=1),
        factories.in_days(0).replace(month=6, day=30),
        tentative=True,
    )
    programme.save()
    assert re.search(r"Periode våren \d{4} \(foreløpig\)", read(client), re.IGNORECASE)


def test_nothing_is_told_of_what_there_is_nothing_of(client):
    public(contact_email="")

    page = read(client)

    for title in ("Ambisjoner", "Kompetansemål", "Utfordringsbildet", "Lokal innretning", "Forankring", "Ressurser",
                  "Kontakt", "Faser", "Tjenester"):  # fmt: skip
        assert title not in page
    assert "Ikke oppgitt – spør rådgiver." in page and "Samlingene er ikke planlagt ennå." in page


def test_the_page_is_read_in_either_norm_by_its_address(client):
    programme = public(title=Words("Tittel", "Tittel på nynorsk"))
    contents.block(programme, text="Et mål")
    factories.Programme.objects.filter(pk=programme.pk).update(target_group=Words("folkevalgte"))

    bokmal, nynorsk = client.get("/om/runden/"), client.get("/om/runden/?malform=nn")

    assert '<html lang="nb"' in bokmal.content.decode() and '<html lang="nn"' in nynorsk.content.decode()
    assert "Et mål" in text(bokmal) and "Et mål på nynorsk" in text(nynorsk)
    assert "Tittel på nynorsk" in text(nynorsk) and "Kva kostar det?" in text(nynorsk)
    assert '<span lang="nb">Folkevalgte</span>' in nynorsk.content.decode()
    assert 'href="?malform=nn"' in bokmal.content.decode()
    assert client.get("/om/runden/?malform=se").status_code == 200


def test_a_readers_own_choice_holds_where_the_address_says_nothing(client):
    public()
    client.cookies["django_language"] = "nn"

    assert '<html lang="nn"' in client.get("/om/runden/").content.decode()
    assert '<html lang="nb"' in client.get("/om/runden/?malform=nb").content.decode()


@pytest.mark.parametrize("page", ["/om/", "/om/runden/"])
def test_a_stranger_gets_no_cookie_and_a_page_that_may_be_kept(client, page):
    public()

    response = client.get(page)

    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in response["Vary"]  # a reader who has chosen a målform gets her own
    assert "csrf" not in response.content.decode() and "<form" not in response.content.decode()
    assert "<script" not in response.content.decode()


def test_what_an_adviser_gets_is_kept_by_nobody(client, adviser):
    public()
    client.force_login(adviser)

    assert client.get("/om/runden/")["Cache-Control"] == "private, no-store"


def test_nobodys_name_stands_on_a_public_page(client):
    programme = factories.OpenProgrammeFactory(key="runden", is_public=True)
    contents.fill(programme, 3)
    factories.adviser("KS Innlandet")
    signed_up = factories.signed_up(programme=programme)
    factories.with_director(signed_up)
    factories.with_coordinator(signed_up)
    factories.with_member(signed_up)

    page = client.get("/om/runden/").content.decode()

    assert [row.name for row in (*User.objects.all(), *Person.objects.all()) if row.name in page] == []


def test_contacts_are_told_by_role_and_those_without_an_address_are_not(client):
    programme = public()
    contents.contact(programme, purpose=Words("påmelding"), email="pamelding@example.no", phone="22222222")
    contents.contact(programme, purpose=Words("prosessveileder"), email="", phone="")

    page = read(client)

    assert "Påmelding pamelding@example.no 22 22 22 22" in page.replace("\u00a0", " ")
    assert "rosessveileder" not in page
    assert "Spørsmål om programmet absolutt.innlandet@example.no" in page


def test_resources_are_linked_to_and_never_shown_inside_the_page(client):
    programme = public()
    contents.resource(programme, captioned=True)
    contents.resource(programme, captioned=False, url="https://www.ks.no/andre/")
    contents.resource(programme, captioned=None, url="")

    response = client.get("/om/runden/")
    page = response.content.decode()

    assert '<a class="ds-link" href="https://www.ks.no/film/" rel="external noopener noreferrer">' in page
    assert "<iframe" not in page and "<video" not in page and "<embed" not in page
    assert [text(response).count(words) for words in ("Med teksting", "Uten teksting", "Teksting ikke oppgitt")] == [
        1,
        1,
        1,
    ]


def test_the_printed_page_says_where_it_is_from(client, settings):
    settings.SITE_URL = "https://absolutt.example.no"
    public()

    page = client.get("/om/runden/", headers={"host": "localhost"}).content.decode()

    assert "Skrevet ut fra https://absolutt.example.no/om/runden/" in page


def test_a_text_is_never_read_as_html(client):
    programme = public()
    contents.block(programme, text="<script>alert(1)</script>")
    contents.figure(programme, source=Words("<b>SSB</b>"))

    page = client.get("/om/runden/").content.decode()

    assert "<script" not in page and "<b>SSB" not in page


def test_the_page_and_the_list_cost_the_same_at_fifty_rows_as_at_one(client, django_assert_max_num_queries):
    counts = {}
    for size in (1, 50):
        programme = public(f"runde-{size}")
        contents.fill(programme, size)
        with django_assert_max_num_queries(13) as counted:  # eleven for plan and content, the days' hours, the texts
            client.get(f"/om/runde-{size}/")
        counts[size] = len(counted)
    assert counts[1] == counts[50]
    with django_assert_max_num_queries(1):
        client.get("/om/")
    for n in range(48):
        public(f"mer-{n}")
    with django_assert_max_num_queries(1):
        assert client.get("/om/").content.decode().count("/om/mer-") == 48


def test_every_page_leads_to_the_list_from_its_foot(client):
    assert 'href="/om/"' in client.get("/kontakt/").content.decode().partition("<footer")[2]


def test_an_empty_list_says_what_will_come(client):
    assert "Her kommer programmene som alle kan lese om." in text(client.get("/om/"))


def test_what_is_over_stands_after_what_is_alive(client):
    public("gammelt", state="archived", title=Words("Det gamle"))
    public("nytt", state="open", title=Words("Det nye"))

    page = text(client.get("/om/"))

    assert page.index("Det nye") < page.index("Avsluttet") < page.index("Det gamle")


@pytest.mark.parametrize(("term", "shown"), [("gruppe", False), ("Gruppe", False), ("kjernegruppe", True)])
def test_a_group_without_a_name_of_its_own_is_not_named(client, term, shown):
    public(state="open", group_term=Words(term, term))

    assert ("<dt>Gruppa</dt>" in client.get("/om/runden/").content.decode()) is shown


def test_anybody_subscribes_to_the_days_that_are_decided(client):
    gathering = meeting(days=10)
    gathering.programme.gatherings.exclude(pk=gathering.pk).update(precision="", start=None, end=None, days=None)

    page = client.get(f"/om/{gathering.programme.key}/").content.decode()
    response = client.get(f"/om/{gathering.programme.key}/kalender.ics", {"malform": "nn"})

    assert f"/om/{gathering.programme.key}/kalender.ics" in page
    assert response["Content-Type"].startswith("text/calendar") and "max-age" in response["Cache-Control"]
    assert response.content.count(b"BEGIN:VEVENT") == 1 and not response.cookies


def test_a_programme_without_a_day_or_that_is_not_shown_has_no_calendar_to_subscribe_to(client):
    open_date = meeting(when=When()).programme
    open_date.gatherings.update(precision="", start=None, end=None, days=None)
    hidden = factories.OpenProgrammeFactory(is_public=False)

    assert "kalender.ics" not in client.get(f"/om/{open_date.key}/").content.decode()
    assert client.get(f"/om/{hidden.key}/kalender.ics").status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_the_calendar_costs_as_many_queries_whatever_its_length(client, django_assert_num_queries, count):
    programme = meeting(days=10).programme
    for number in range(count - 1):
        meeting(programme=programme, days=11 + number)

    with django_assert_num_queries(4):
        client.get(f"/om/{programme.key}/kalender.ics")
