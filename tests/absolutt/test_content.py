"""«Innhold»: an adviser adds, changes, moves and removes what a programme says of itself."""

import re

import pytest

from absolutt.pages import content as content_pages
from accounts.models import JournalEntry
from programmes.content import BY_KEY, PARTS
from programmes.models import Adviser, ContentBlock, Programme
from programmes.words import Words
from tests import factories
from tests.programmes import contents

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory(key="runden")


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


def at(part="", *more):
    return "/".join(("/program/runden/innhold", *((BY_KEY[part].slug,) if part else ()), *map(str, more), ""))


def said(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def goals(programme):
    return [row.text for row in BY_KEY["competence_goal"].rows(programme)]


def test_the_page_shows_each_part_and_what_is_not_there(signed_in, programme):
    contents.figure(programme, 300, approx=True)

    page = said(signed_in.get(at()))

    for part in PARTS:
        assert (str(part.title) in page) == (part.key != "sector_level"), part.key
    assert "ca. 300 barn" in page and "Kilde: SSB, 2018" in page
    assert "Ingenting er lagt inn." in page


def test_without_costs_the_page_says_what_its_readers_will_see(signed_in, programme):
    programme.costs.all().delete()

    assert "«Ikke oppgitt – spør rådgiver»" in said(signed_in.get(at()))


def test_a_row_is_added_from_a_form_of_its_own_and_said_to_be(signed_in, programme):
    form = signed_in.get(at("competence_goal", "ny"))
    assert form.status_code == 200

    response = signed_in.post(
        at("competence_goal", "ny"), {"version": 0, "text_nb": "Innsikt", "text_nn": "Innsikt òg"}, follow=True
    )

    assert response.redirect_chain == [(at("competence_goal"), 302)]
    assert goals(programme) == [Words("Innsikt", "Innsikt òg")]
    assert "Det er lagt til." in said(response) and "Innsikt" in said(response)


def test_one_can_be_added_after_another(signed_in, programme):
    response = signed_in.post(at("approach", "ny"), {"version": 0, "text_nb": "0-24", "more": "1"})

    assert response.url == at("approach", "ny")


def test_a_fault_keeps_what_was_typed_and_says_what_to_do(signed_in, programme):
    response = signed_in.post(at("figure", "ny"), {"version": 0, "value": "ca 300", "text_nb": "barn i Vang"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Skriv bare tallet" in page and "Skriv hvor tallet kommer fra" in page and "hvilket år" in page
    assert page.index("Skriv bare tallet") < page.index("Skriv hvor tallet") < page.index("hvilket år")  # as they stand
    assert 'value="ca 300"' in page and "barn i Vang" in page
    assert not programme.figures.exists()


def test_a_form_sent_twice_adds_one_row_and_names_what_came_first(signed_in, programme):
    posted = {"version": 0, "text_nb": "Innsikt"}
    signed_in.post(at("competence_goal", "ny"), posted)

    response = signed_in.post(at("competence_goal", "ny"), posted)

    assert response.status_code == 422
    assert "Sist lagt til: Innsikt." in said(response)
    assert len(goals(programme)) == 1
    newest = programme.blocks.get().pk
    assert f'name="version" value="{newest}"' in response.content.decode()


def test_a_row_is_changed_where_nobody_has_changed_it_since(signed_in, programme):
    row = contents.block(programme)
    assert "Et mål på nynorsk" in signed_in.get(at("competence_goal", row.pk)).content.decode()

    signed_in.post(at("competence_goal", row.pk), {"version": 1, "text_nb": "Ny"})
    late = signed_in.post(at("competence_goal", row.pk), {"version": 1, "text_nb": "Eldre"})

    assert goals(programme) == [Words("Ny")]
    assert late.status_code == 422 and "Eldre" in late.content.decode()
    assert "Dette er endret etter at du åpnet siden" in said(late)
    again = signed_in.post(at("competence_goal", row.pk), {"version": 2, "text_nb": "Eldre"})
    assert again.status_code == 302 and goals(programme) == [Words("Eldre")]


def test_rows_are_moved_and_removed_and_a_stale_button_is_told(signed_in, programme):
    one, two = contents.block(programme, text="En"), contents.block(programme, text="To")

    moved = signed_in.post(at("competence_goal", two.pk, "flytt"), {"version": 1, "way": "up"}, follow=True)
    assert "Rekkefølgen er endret." in said(moved)
    stale = signed_in.post(at("competence_goal", two.pk, "flytt"), {"version": 1, "way": "down"}, follow=True)
    assert "Se over og prøv på nytt" in said(stale)
    assert [str(text) for text in goals(programme)] == ["To", "En"]
    removed = signed_in.post(at("competence_goal", one.pk, "fjern"), {"version": 1}, follow=True)

    assert "Det er fjernet." in said(removed)
    assert [str(text) for text in goals(programme)] == ["To"]


def test_the_first_row_has_no_way_up_and_the_last_none_down(signed_in, programme):
    for kind in ("local_direction", "aim", "aim"):
        contents.block(programme, kind, "Tekst")

    page = signed_in.get(at("local_direction")).content.decode()

    assert page.count('value="up"') == page.count('value="down"') == 1


def test_a_row_of_another_part_or_programme_is_not_there(signed_in, programme):
    ambition = contents.block(programme, ContentBlock.Kind.AMBITION)
    elsewhere = contents.block(factories.ProgrammeFactory())

    for row in (ambition, elsewhere):
        for method, tail in (("get", ()), ("post", ()), ("post", ("flytt",)), ("post", ("fjern",))):
            assert getattr(signed_in, method)(at("competence_goal", row.pk, *tail)).status_code == 404


def test_a_film_without_captions_is_warned_about_when_it_is_saved_and_after(signed_in, programme):
    film = {"version": 0, "kind": "film", "title_nb": "En film", "url": "https://www.ks.no/film/", "captions": "no"}

    saved = said(signed_in.post(at("resource", "ny"), film, follow=True))

    assert "Filmen mangler teksting. Finn en som er tekstet" in saved
    assert "Én film mangler teksting." in said(signed_in.get(at()))
    assert "Filmen mangler teksting" in said(signed_in.get(at("resource")))
    row = programme.resources.get()
    mended = said(signed_in.post(at("resource", row.pk), film | {"version": 1, "captions": "yes"}, follow=True))
    assert "mangler teksting" not in mended


def test_nobody_has_said_whether_a_film_is_captioned_is_not_a_warning_of_none(signed_in, programme):
    contents.resource(programme)

    page = said(signed_in.get(at()))

    assert "Teksting ikke oppgitt" in page and "mangler teksting" not in page


def test_what_lacks_one_of_the_norms_is_counted(signed_in, programme):
    for text in ("Et mål", "To mål"):
        row = contents.block(programme, text=text)
        ContentBlock.objects.filter(pk=row.pk).update(text=Words(text))
    contents.block(programme, ContentBlock.Kind.APPROACH)

    page = said(signed_in.get(at()))

    assert "2 rader mangler nynorsk." in page and "2 mangler nynorsk" in page
    assert "mangler bokmål" not in page


def test_a_contact_without_an_address_is_told_not_to_be_shown(signed_in, programme):
    contents.contact(programme, email="")

    assert "Vises ikke: adresse mangler" in said(signed_in.get(at()))


def test_the_matrix_is_written_a_service_at_a_time(signed_in, programme):
    empty = said(signed_in.get(at("sector")))
    assert "Legg inn nivåene først" in empty
    assert "Du må legge inn nivåene først." in said(signed_in.get(at("sector", "ny")))
    state, town = contents.level(programme, "Stat"), contents.level(programme, "Kommune")
    cells = {"version": 0, f"at_{state.pk}_nb": "Udir", f"at_{town.pk}_nb": "OT", f"uncertain_{town.pk}": "on"}

    page = said(signed_in.post(at("sector", "ny"), cells, follow=True))

    assert "Udir" in page and "(usikkert)" in page
    row = programme.sectors.get()
    form = signed_in.get(at("sector", row.pk)).content.decode()
    assert 'value="Udir"' in form and form.count("checked") == 1
    changed = signed_in.post(at("sector", row.pk), {"version": 1, f"at_{state.pk}_nb": "Udir"}, follow=True)
    assert "Ingen" in said(changed) and "usikkert" not in said(changed)


def test_a_cost_that_may_come_with_a_digital_form_is_written_as_such(signed_in, programme):
    programme.costs.all().delete()
    fee = {"version": 0, "what_nb": "Deltakeravgift", "payer": "organisation", "is_fee": "on", "possible": "on",
           "only_digital": "on", "amount": ""}  # fmt: skip

    page = said(signed_in.post(at("cost", "ny"), fee, follow=True))

    line = programme.costs.get()
    assert (line.certain, line.only_form, line.amount) == (False, "digital", None)
    assert "Kan bli aktuelt, beløpet er ikke fastsatt" in page and "Gjelder bare digitale samlinger" in page


def test_a_programme_is_shown_to_everybody_and_hidden_again(signed_in, client, programme):
    assert "Bare rådgivere kan lese den." in said(signed_in.get(at()))

    shown = signed_in.post(at() + "offentlig/", {"version": programme.version, "public": "yes"}, follow=True)
    assert "Alle kan nå lese siden om programmet." in said(shown)
    programme.refresh_from_db()
    assert programme.is_public and JournalEntry.objects.filter(verb="programme.shown").count() == 1
    stale = signed_in.post(at() + "offentlig/", {"version": programme.version - 1, "public": "no"}, follow=True)
    assert "Se over og prøv på nytt" in said(stale)
    signed_in.post(at() + "offentlig/", {"version": programme.version, "public": "no"})

    assert not Programme.objects.shown_publicly().exists()


def test_a_sketch_is_told_to_be_marked_before_it_is_shown(signed_in):
    factories.ProgrammeFactory(key="runden", state="sketch")

    assert "blir den merket «Foreløpig»" in said(signed_in.get(at()))


def test_the_programmes_page_leads_to_the_public_one_once_there_is_one(signed_in, programme):
    assert "/om/runden/" not in signed_in.get("/program/runden/").content.decode()
    Programme.objects.update(is_public=True)

    assert "/om/runden/" in signed_in.get("/program/runden/").content.decode()


def test_an_adviser_sees_the_page_before_anybody_else(signed_in, programme):
    contents.block(programme)

    page = said(signed_in.get(at() + "se/"))

    assert "Slik blir siden." in page and "Et mål" in page


@pytest.fixture
def reader(client):
    """A process adviser in the region."""
    user = factories.UserFactory()
    Adviser.objects.create(user=user, region=factories.RegionFactory(), role=Adviser.Role.PROCESS)
    client.force_login(user)
    return client


def test_a_process_adviser_reads_and_changes_nothing(reader, programme):
    row = contents.block(programme)

    for address in (at(), at("competence_goal"), at("sector"), at() + "se/"):
        response = reader.get(address)
        assert response.status_code == 200
        page = response.content.decode().partition("<main")[2]
        assert "/ny/" not in page and "/flytt/" not in page and "/offentlig/" not in page
        assert at("competence_goal", row.pk) not in page
    for method, tail in (
        ("get", ("ny",)), ("post", ("ny",)), ("get", (row.pk,)), ("post", (row.pk,)), ("post", (row.pk, "flytt")),
        ("post", (row.pk, "fjern")),
    ):  # fmt: skip
        assert getattr(reader, method)(at("competence_goal", *tail)).status_code == 403
    assert reader.post(at() + "offentlig/").status_code == 403
    assert goals(programme) == [row.text]


def test_an_archived_programmes_content_is_read_and_not_changed(signed_in):
    programme = factories.ProgrammeFactory(key="runden", state="archived")
    row = contents.block(programme)

    for address in (at(), at("competence_goal")):
        page = signed_in.get(address).content.decode()
        assert "Et mål" in page and "/ny/" not in page and "/flytt/" not in page
    for tail, posted in (
        (("ny",), {"version": row.pk, "text_nb": "To"}),
        ((row.pk,), {"version": 1, "text_nb": "To"}),
        ((row.pk, "flytt"), {"version": 1, "way": "up"}),
        ((row.pk, "fjern"), {"version": 1}),
    ):
        refused = signed_in.post(at("competence_goal", *tail), posted, follow=True)
        assert "Programmet er arkivert og kan ikke endres." in said(refused)
    assert goals(programme) == [row.text]


def queries_of(signed_in, address, django_assert_max_num_queries):
    more = 3 if address.endswith("/se/") else 0  # the public page's thirteen, and who it is that looks beforehand
    with django_assert_max_num_queries(MOST_QUERIES + more) as counted:
        assert signed_in.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("page", ["", "se/", *(f"{part.slug}/" for part in PARTS)])
def test_a_page_costs_as_many_queries_at_fifty_rows_as_at_one(
    signed_in, programme, django_assert_max_num_queries, page
):
    contents.fill(programme, 1)
    one = queries_of(signed_in, at() + page, django_assert_max_num_queries)
    for related in (programme.blocks, programme.figures, programme.endorsements, programme.resources,
                    programme.contacts, programme.costs, programme.sectors, programme.sector_levels,
                    programme.gatherings, programme.phases):  # fmt: skip
        related.all().delete()
    contents.fill(programme, 50)

    assert queries_of(signed_in, at() + page, django_assert_max_num_queries) == one


def test_a_services_form_costs_no_more_with_more_levels(signed_in, programme, django_assert_max_num_queries):
    row = (contents.level(programme), contents.sector(programme, ("PPT",)))[1]
    few = queries_of(signed_in, at("sector", row.pk), django_assert_max_num_queries)
    for n in range(20):
        contents.level(programme, f"Nivå {n}")

    assert queries_of(signed_in, at("sector", row.pk), django_assert_max_num_queries) == few


@pytest.mark.parametrize("key", ["trondelag-2020", "more-og-romsdal-2020", "innlandet-2021"])
def test_a_historical_programmes_content_can_be_written_by_hand_to_the_same_rows(client, programmes, key):
    source = programmes[key]
    new = factories.ProgrammeFactory(key="runden", region=source.region)
    client.force_login(factories.adviser())
    for part in sorted(PARTS, key=lambda part: part.key != "sector_level"):  # a service needs its levels
        for row in part.rows(source):
            form = part.form(programme=source, row=row)
            values = {name: form[name].value() for name in form.fields}
            typed = {_in(new, source, name): _typed(value) for name, value in values.items() if value}
            newest = part.rows(new).order_by("-pk").values_list("pk", flat=True).first()
            response = client.post(at(part.key, "ny"), typed | {"version": newest or 0})
            assert response.status_code == 302, response.context["form"].errors

    assert contents.everything(new) == contents.everything(source)


def _typed(value):
    return "on" if value is True else value


def _in(new, source, name):
    """The field of a service's form is named after the level, which the new programme has its own of."""
    if not name.startswith(("at_", "uncertain_")):
        return name
    what, pk, *norm = name.split("_")
    order = source.sector_levels.get(pk=pk).order
    return "_".join((what, str(new.sector_levels.get(order=order).pk), *norm))


def test_a_row_added_while_the_programme_was_archived_says_so(signed_in, programme, monkeypatch):
    found = content_pages.programme_to_run

    def found_and_archived(user, key):
        row = found(user, key)
        Programme.objects.filter(pk=row.pk).update(state="archived", letters_from=None)
        return row

    monkeypatch.setattr(content_pages, "programme_to_run", found_and_archived)
    response = signed_in.post(at("competence_goal", "ny"), {"version": 0, "text_nb": "Et mål"}, follow=True)

    assert "Programmet er arkivert og kan ikke endres." in said(response) and goals(programme) == []
