"""The content of the three historical programmes, as their documents give it and no more."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from programmes.models import ContentBlock, Figure, Programme, SectorCell
from programmes.words import Words

FILE = settings.BASE_DIR / "data" / "programmes.yaml"
TRONDELAG, MORE, INNLANDET = "trondelag-2020", "more-og-romsdal-2020", "innlandet-2021"


@pytest.fixture
def file(tmp_path):
    """A copy of the real file with something replaced."""

    def changed(*replacements):
        text = FILE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "programmes.yaml"
        path.write_text(text)
        return path

    return changed


def blocks(programme):
    """{kind: [text]} of what there is, with the other half after a bar and «?» for what is tentative."""
    found = {}
    for block in programme.blocks.order_by("kind", "order"):
        text = f"{block.text}{f' | {block.more}' if block.more else ''}{'?' if block.tentative else ''}"
        found.setdefault(block.kind, []).append(text)
    return found


def rows(related, *fields):
    return [tuple(str(value) if isinstance(value, Words) else value for value in row)
            for row in related.order_by("order").values_list(*fields)]  # fmt: skip


def test_trondelag_has_its_five_figures_with_source_and_year(programmes):
    source = "Fylkesmannen i Trøndelag"

    assert rows(programmes[TRONDELAG].figures, "value", "approx", "text", "source", "year", "county") == [
        (Decimal(6763), False, "barn i Trøndelag vokser opp uten at noen av de foresatte er i jobb", source, 2018, ""),
        (Decimal(4784), False, "barn bor i en familie som har mottatt sosialhjelp siste året", source, 2018, ""),
        (Decimal(4382), False, "barn i grunnskolen har vedtak om spesialundervisning", source, 2018, ""),
        (Decimal(2403), False, "barn har ett eller annet hjelpetiltak fra barnevernet", source, 2018, ""),
        (Decimal(300), True,
         "barn i Trøndelag bor hos en familie som i år får sin bolig begjært tvangssolgt", source, 2018, ""),
    ]  # fmt: skip


def test_trondelag_has_its_endorsements_in_the_words_of_its_time(programmes):
    assert rows(programmes[TRONDELAG].endorsements, "body", "how", "day") == [
        ("Fylkesstyret i KS Trøndelag", "full tilslutning", None),
        ("rådmannsutvalget", "full tilslutning", None),
        ("Fylkesmannen", "støtter opp om programmet", None),
    ]


def test_trondelag_has_its_resources_and_nobody_has_said_whether_the_films_are_captioned(programmes):
    assert rows(programmes[TRONDELAG].resources, "kind", "title", "url", "captioned", "phase", "year") == [
        ("film", "Et eksempel fra Nordmøre", "https://www.nettverk-nordmore.no/innhold/filmer/", None, None, None),
        ("film", "Film om ABSOLUTT-programmet",
         "https://www.ks.no/fagomrader/barn-og-unge/absolutt/film-om-absolutt-programmet/", None, None, None),
        ("page", "ABSOLUTT (KS)", "https://www.ks.no/fagomrader/barn-og-unge/absolutt/", None, None, None),
    ]  # fmt: skip


def test_trondelag_has_a_direction_and_questions_and_nothing_that_its_document_does_not_say(programmes):
    trondelag = programmes[TRONDELAG]

    assert blocks(trondelag) == {
        "local_direction": ["oppvekst i bredt perspektiv"],
        "reflection_question": [
            "Hvordan kan deltakelse i ABSOLUTT skape merverdi for det lokale arbeidet?",
            "Hva gjør vi med dette når vi kommer hjem? Hvem må vi snakke med?",
        ],
    }
    assert (trondelag.contacts.count(), trondelag.sectors.count(), trondelag.sector_levels.count()) == (0, 0, 0)


def test_more_og_romsdal_alone_has_the_goals_and_the_three_responsibilities(programmes):
    more = blocks(programmes[MORE])

    begin = [text.split()[0] for text in more["competence_goal"]]
    assert begin == ["God", "Innsikt", "Handlingskapasitet", "Forståelse"]
    assert more["responsibility"] == [
        "Styring | politisk ansvar",
        "Styring og ledelse | administrativt ansvar",
        "Gjennomføring | profesjonelt ansvar",
    ]
    others = ContentBlock.objects.filter(kind__in=["competence_goal", "responsibility"])
    assert set(others.values_list("programme__key", flat=True)) == {MORE}


def test_the_framework_keeps_its_goals_for_a_programme_that_takes_them_over(programmes):
    framework = programmes[INNLANDET].framework

    assert (len(framework.competence_goals), len(framework.responsibilities)) == (4, 3)


def test_more_og_romsdal_has_its_direction_with_aim_foundation_and_four_approaches(programmes):
    more = blocks(programmes[MORE])

    assert more["local_direction"] == ["Deltakerkommunens valg av lokal innretning"]
    assert more["aim"] == [
        "Målet er bedre koordinerte tjenester og en mer helhetlig innsats for utsatte barn og unge under 24 år"
    ]
    assert more["foundation"] == ["FNs Bærekraftsmål"]
    assert more["approach"] == [
        "0-24 samarbeidet", "FNs barnekonvensjon", "Fremtidens kulturskole", "Heltidssatsingen"
    ]  # fmt: skip


def test_more_og_romsdals_matrix_is_eight_services_on_five_levels_with_its_gaps_and_doubts(programmes):
    more = programmes[MORE]
    levels = [str(level.name) for level in more.sector_levels.all()]
    found = SectorCell.objects.filter(sector__programme=more).select_related("sector", "level")
    cells = {(cell.sector.order, str(cell.level.name)): (str(cell.text), cell.uncertain) for cell in found}

    assert levels == ["Departement", "Direktorat", "Regional stat", "Fylke/ fylkeskommune", "Kommune"]
    assert more.sectors.count() == 8 and len(cells) == 36
    assert {place for place in ((n, level) for n in range(1, 9) for level in levels) if place not in cells} == {
        (3, "Regional stat"),
        (2, "Fylke/ fylkeskommune"),
        (4, "Fylke/ fylkeskommune"),
        (6, "Fylke/ fylkeskommune"),
    }
    assert {place: text for place, (text, uncertain) in cells.items() if uncertain} == {
        (3, "Kommune"): "OT-rådgivning",
        (7, "Fylke/ fylkeskommune"): "Familievernet",
    }
    assert [cells[n, "Departement"][0].split("-")[0].split("d")[0] for n in range(1, 9)] == [
        "Helse", "Helse", "Kunnskaps", "Kunnskaps", "Kunnskaps", "Kunnskaps", "Barne", "Arbei",
    ]  # fmt: skip
    assert [cells[8, level][0] for level in levels[1:]] == ["AVdir", "Fylkesmannen", "NAV fylke", "Lokalt NAV-kontor"]


def test_contacts_are_roles_and_an_address_that_is_not_given_is_empty(programmes):
    assert rows(programmes[MORE].contacts, "purpose", "email", "phone") == [
        ("Prosessveileder, seniorrådgiver", "", ""),
        ("Prosessveileder, seniorrådgiver", "", ""),
        ("påmelding", "absolutt.more-og-romsdal@example.no", ""),
    ]
    assert rows(programmes[INNLANDET].contacts, "purpose", "email") == [("påmelding", "absolutt.innlandet@example.no")]


def test_innlandet_offers_what_has_no_day_and_leaves_the_goals_to_the_municipality(programmes):
    assert blocks(programmes[INNLANDET]) == {
        "own_goals": ["utgangspunkt i eget ståsted … nå egne målsettinger"],
        "theme_day": ["temadag (dypdykk) | kommunestyre / fylkesting?"],
        "digital_session": ["digitale fagøkter med eksterne innledere?"],
    }
    assert rows(programmes[INNLANDET].resources, "kind", "title", "url") == [
        ("page", "ABSOLUTT Innlandet på hjemmesiden til KS Innlandet", "")
    ]


def test_nothing_that_has_become_rows_is_kept_beside_them(programmes):
    for programme in programmes.values():
        assert not set(programme.rest) & {
            "local_direction", "local_offers", "backing", "challenge_statistics", "resources", "contacts",
            "reflection_questions", "sector_matrix", "competence_goals", "responsibility_triad",
        }  # fmt: skip


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (ContentBlock, Figure, SectorCell)]


def test_loading_again_changes_no_row(programmes):
    before = everything()
    Programme.objects.update(digest="")

    call_command("load_programme", FILE)

    assert everything() == before


def test_a_file_that_an_earlier_version_read_is_read_anew(programmes, monkeypatch, capsys):
    monkeypatch.setattr("absolutt.loading.writer.MAKES", 3)

    call_command("load_programme", FILE)

    assert "innlandet-2021: changed" in capsys.readouterr().out


def test_a_changed_file_changes_and_removes_what_differs_and_keeps_the_rest(programmes, file):
    kept = programmes[TRONDELAG].figures.first().pk
    last = next(line for line in FILE.read_text().splitlines(keepends=True) if "value: 300" in line)

    call_command("load_programme", file(
        (last, ""), ("value: 4784", "value: 4785"), ('"OT-rådgivning?"', '"OT-rådgivning"'), ('"Familievernet?"', '""')
    ))  # fmt: skip

    figures = programmes[TRONDELAG].figures
    assert [int(row.value) for row in figures.all()] == [6763, 4785, 4382, 2403]
    assert figures.first().pk == kept
    assert not SectorCell.objects.filter(uncertain=True).exists()
    assert SectorCell.objects.count() == 35


def test_the_file_may_say_more_than_the_three_do(register, file):
    call_command("load_programme", file(
        ("    local_offers: []\n", "    ambitions: [{nb: Alle skal lære, nn: Alle skal lære}]\n"
                                   "    competence_goals: [Et eget mål]\n"),
        ('text: "barn har ett', 'county: Trøndelag, source: {nb: SSB, nn: SSB}, year: 2019, text: "barn har ett'),
        ('how: "støtter opp om programmet"', 'how: "støtter opp om programmet", date: 2020-05-04'),
        ('{kind: film, title: "Et eksempel', '{kind: film, captioned: false, phase: futures, title: "Et eksempel'),
        ("    contacts: []", '    contacts: [{role: rådgiver, phone: "22222222"}]'),
    ))  # fmt: skip

    trondelag = Programme.objects.get(key=TRONDELAG)
    assert blocks(trondelag)["ambition"] == ["Alle skal lære"]
    assert blocks(trondelag)["competence_goal"] == ["Et eget mål"]
    assert rows(trondelag.figures, "source", "year", "county")[3] == ("SSB", 2019, "Trøndelag")
    assert trondelag.endorsements.last().day.isoformat() == "2020-05-04"
    film = trondelag.resources.first()
    assert (film.captioned, film.phase.key) == (False, "futures")
    assert trondelag.contacts.get().phone == "22222222"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "expected"),
    [
        ("value: 4784", "value: mange", "value: mange", "figures[1].value", "expected a number"),
        ('      source: "Fylkesmannen i Trøndelag"\n', "", "value: 6763", "figures[0]", "lacks source"),
        ("      year: 2018\n", "", "value: 6763", "figures[0]", "lacks year"),
        ("year: 2018", "year: 18", "year: 18", "challenge_statistics.year", "a year such as 2018"),
        ("film, title", "video, title", "Et eksempel", "resources[0].kind", "one of: film, page"),
        ('"https://www.nett', '"javascript:x', "Et eksempel", "resources[0].url", "begins with https://"),
        ('"ABSOLUTT (KS)"', "A, captioned: true", "title: A,", "resources[2].captioned", "only a film"),
        ('"ABSOLUTT (KS)"', "A, phase: start", "title: A,", "resources[2].phase", "no phase"),
        ('"rådmannsutvalget", how: "full tilslutning"', "noen", "backing", "backing[1]", "lacks how"),
        ("{kind: theme_day,", "{kind: theme,", "{kind: theme,", "local_offers[0].kind", "theme_day, digital_session"),
        ('name: null, role: "påmelding"', "name: Kari, role: a", "name: Kari", "contacts[2].name", "expected nothing"),
        ('"PPT", "Intro', '"Intro', '"Kommune": [', "sector_matrix.rows.Kommune", "has 7 cells, expected 8"),
        ('"OT-rådgivning?"', '"?"', '"Kommune": [', "sector_matrix.rows.Kommune[2]", "with «?» after it"),
        ("goals: framework", "goals: ramme", "goals: ramme", "competence_goals", "«framework»"),
    ],
)
def test_a_fault_names_the_line_the_field_and_what_was_expected(register, file, old, new, line, field, expected):
    path = file((old, new))

    with pytest.raises(CommandError) as fault:
        call_command("load_programme", path)

    said = str(fault.value)
    number = int(said.partition("line ")[2].partition(":")[0])
    assert line in path.read_text().splitlines()[number - 1]
    assert field in said and expected in said
    assert not Programme.objects.exists()
