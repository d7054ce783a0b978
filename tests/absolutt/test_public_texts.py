"""What an adviser has written stands on the programme's public page, in its place and in the reader's norm."""

import pytest

from programmes.models import Programme
from programmes.text_kinds import PROGRAMME_PAGE
from programmes.words import Words
from tests import factories
from tests.written import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(round_in_sign_up):
    Programme.objects.filter(pk=round_in_sign_up.pk).update(is_public=True)
    return round_in_sign_up


def page(client, programme, norm="nb"):
    return client.get(f"/om/{programme.key}/?malform={norm}").content.decode()


def test_each_section_stands_in_its_place_in_the_readers_norm(client, public):
    write(
        public, PROGRAMME_PAGE, introduction=Words("Hei fra {region}", "Hei frå {region}"),
        about=Words("### Hvorfor\n\nFor alle.", "### Kvifor\n\nFor alle."), practical=Words("Ta toget", "Ta tog, òg"),
    )  # fmt: skip

    nb, nn = page(client, public), page(client, public, "nn")

    order = [
        nb.index(part) for part in ("Hei fra KS Innlandet", 'id="om"', "<h3>Hvorfor</h3>", "Ta toget", 'id="kontakt"')
    ]
    assert order == sorted(order)
    assert "Mer om programmet" in nb and "Hei frå KS Innlandet" in nn and "<h3>Kvifor</h3>" in nn and "òg" in nn


def test_what_is_not_written_in_the_readers_norm_is_marked(client, public):
    write(public, PROGRAMME_PAGE, introduction="Bare bokmål")

    assert '<div lang="nb"><p>Bare bokmål</p></div>' in page(client, public, "nn")


def test_a_page_that_nobody_has_written_for_has_none_of_it(client, public):
    text = page(client, public)

    assert 'class="prose' not in text and "Mer om programmet" not in text and 'id="praktisk"' not in text


def test_the_frameworks_text_stands_on_every_programmes_page(client, public):
    write(None, PROGRAMME_PAGE, practical="Fra rammeverket, {programtittel}")

    assert "Fra rammeverket, ABSOLUTT Innlandet" in page(client, public)


def test_nothing_that_is_written_runs(client, public):
    write(public, PROGRAMME_PAGE, about="<script>alert(1)</script> [x](javascript:alert(1))")

    text = page(client, public)
    assert "<script>alert" not in text and 'href="javascript' not in text and "&lt;script&gt;" in text


def test_the_texts_cost_the_page_one_query(client, public, django_assert_num_queries):
    from absolutt.pages.public_texts import with_texts

    write(public, PROGRAMME_PAGE, introduction="{programtittel}", about="{frist}", practical="{kontakt}")
    at_hand = Programme.objects.select_related("region", "framework").prefetch_related("deadlines").get(pk=public.pk)

    with django_assert_num_queries(1):
        introduction, sections = with_texts(at_hand, [{"key": "om"}, {"key": "kontakt"}])

    assert introduction == "<p>ABSOLUTT Innlandet</p>"
    assert [section["key"] for section in sections] == ["om", "mer-om", "praktisk", "kontakt"]


def test_an_adviser_changes_what_the_page_says_and_reads_it_there(client, public, adviser):
    from tests.written import posted

    client.force_login(adviser)
    address = f"/program/{public.key}/tekster/programside/"
    client.post(address, posted(client, address, introduction_nb="Ny innledning", introduction_nn="Ny innleiing"))

    assert "Ny innleiing" in page(client, public, "nn")
    assert factories.Programme.objects.get(pk=public.pk).texts.count() == 1
