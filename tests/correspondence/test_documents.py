"""The invitation and the receipt as PDF, read back with other programs than the one that made them."""

import shutil
import subprocess
from datetime import UTC, datetime
from itertools import pairwise

import pdfua
import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import translation

from absolutt.loading.reader import read
from absolutt.loading.writer import write
from accounts import journal
from accounts.models import User
from correspondence import documents
from gatherings.models import Gathering
from municipalities import register
from municipalities.models import Answer, Participation, Person
from programmes.models import Programme

# The fixture below needs the test database to be made, and should run in one process only.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("documents")]

LINK = "https://absolutt.example.no/svar/3r4Vn0vQWk7mXy2sPq9tJb6cZ1dFhL8uGaE5oKiR0wY/"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LONG_NAME = "Nordre Søndre-Fjordbygdas og Øvre Nordheimsunds sammenslåtte"
SAMI_NAME = "Porsáŋgu čđŋšŧž ÁČĐŊŠŦŽ ïö"
# What this version of the checker cannot run: it stops on WeasyPrint's arrays. The headings have a test of their own.
NOT_EVALUATED = {"UA-14-001"}


def participation_in(key, name):
    programme = Programme.objects.get(key=key)
    return (
        Participation.objects.named_on(programme.day_for_names)
        .select_related("programme__region", "programme__framework", "organisation")
        .get(programme=programme, shown_name=name)
    )


def invitation(key, name, *, shown_name="", **kwargs):
    participation = participation_in(key, name)
    participation.shown_name = shown_name or name
    return documents.invitation(
        participation=participation, **{"person": Person(name="Anders Bakke"), "link": LINK} | kwargs
    )


def receipt(key, name, *, state="open", invoice_reference="", **answer):
    participation = participation_in(key, name)
    participation.programme.state = state
    participation.invoice_reference = invoice_reference
    return documents.receipt(
        {
            "participation": participation,
            "programme": participation.programme,
            "organisation_name": participation.full_name,
            "answer": Answer(participation=participation, at=NOW, **answer),
            "deadline": participation.deadline,
            "link": LINK,
            "is_copy": False,
        }
    )


def invitation_with_a_schedule_longer_than_a_page():
    programme = Programme.objects.get(key="more-og-romsdal-2020")
    for number in range(60):
        Gathering.objects.create(
            programme=programme, key=f"digital-{number}", order=100 + number, kind="digital_session", number=number + 1
        )
    return invitation("more-og-romsdal-2020", "Kristiansund")


def made():
    """(name, language, what makes it) of every document that the tests read."""
    anders = Person(name="Anders Bakke")
    innlandet, trondelag, more = "innlandet-2021", "trondelag-2020", "more-og-romsdal-2020"
    dead = {"link": documents.SPECIMEN, "is_preview": True}
    copy = {"link": "", "is_copy": True, "person": None}
    with_deputy = {"via": "portal", "person": anders, "answered_by": "Kari Lien", "role": "rådgiver"}
    by_telephone = {"via": "telephone", "answered_by": "Anders Bakke", "registered_by": User(pk=1), "reason": "Ringte"}
    return [
        ("innlandet", "nb", lambda: invitation(innlandet, "Ringsaker")),
        ("innlandet nynorsk", "nn", lambda: invitation(innlandet, "Vågå")),
        ("preview", "nb", lambda: invitation(innlandet, "Ringsaker", **dead)),
        ("copy", "nb", lambda: invitation(innlandet, "Ringsaker", **copy)),
        ("county copy", "nb", lambda: invitation(trondelag, "Trøndelag fylkeskommune", **copy)),
        ("trøndelag", "nb", lambda: invitation(trondelag, "Snåsa", person=None)),
        ("trøndelag nynorsk", "nn", lambda: invitation(trondelag, "Snåsa", person=None)),
        ("county", "nb", lambda: invitation(trondelag, "Trøndelag fylkeskommune")),
        ("møre", "nb", lambda: invitation(more, "Kristiansund")),
        ("long name", "nb", lambda: invitation(innlandet, "Ringsaker", shown_name=LONG_NAME)),
        ("sámi name", "nb", lambda: invitation(innlandet, "Ringsaker", shown_name=SAMI_NAME)),
        ("yes", "nb", lambda: receipt(innlandet, "Ringsaker", choice="yes", invoice_reference="R-4711", **with_deputy)),
        ("no", "nb", lambda: receipt(trondelag, "Snåsa", choice="no", **by_telephone)),
        ("undecided", "nn", lambda: receipt(innlandet, "Vågå", choice="undecided", via="portal", person=anders)),
        ("long schedule", "nb", invitation_with_a_schedule_longer_than_a_page),
    ]


SHAPES = [name for name, _, _ in made()]
RECEIPTS = {"yes", "no", "undecided"}
INVITATIONS = [name for name in SHAPES if name not in RECEIPTS and name != "long schedule"]


@pytest.fixture(scope="module")
def made_documents(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every document as a file, made once: {name: path}. The database is as before when this returns."""
    folder = tmp_path_factory.mktemp("documents")
    paths = {}
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        register.load(by=journal.SYSTEM)
        write(read(settings.BASE_DIR / "data" / "programmes.yaml"), by=journal.SYSTEM)
        for name, language, make in made():
            paths[name] = folder / f"{name}.pdf"
            with translation.override(language):
                paths[name].write_bytes(make())
        transaction.set_rollback(True)
    return paths


def run(tool, *arguments):
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, check=False)


def text_of(path, *options):
    """The text as a reader copies it, on one line; «kl. 13.00» has an ordinary space here."""
    return " ".join(run("pdftotext", *options, path, "-").stdout.replace("\u00a0", " ").split())


def structure(pdf_file):
    """The structure elements in reading order."""
    stack = [pdf_file.Root.StructTreeRoot.K[0]]
    while stack:
        element = stack.pop()
        if isinstance(element, pikepdf.Dictionary):
            yield element
            children = element.get("/K", [])
            stack += reversed(list(children) if isinstance(children, pikepdf.Array) else [children])


def elements(pdf_file, *roles):
    return [element for element in structure(pdf_file) if element.get("/S") in roles]


def addresses_linked_to(pdf_file):
    return [str(note.A.URI) for page in pdf_file.pages for note in page.get("/Annots", []) if "/A" in note]


# --- What holds for every document


@pytest.mark.parametrize("name", SHAPES)
def test_the_accessibility_checker_finds_nothing(made_documents, name):
    report = pdfua.validate(str(made_documents[name]))

    assert [finding.message for finding in report.findings] == []
    assert {outcome.rule_id for outcome in report.skipped} <= NOT_EVALUATED


@pytest.mark.parametrize("name", SHAPES)
def test_the_file_is_sound(made_documents, name):
    outcome = run("qpdf", "--check", made_documents[name])

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize("name", SHAPES)
def test_the_file_says_its_language_and_shows_its_title(made_documents, name):
    language = {shape: language for shape, language, _ in made()}[name]
    with pikepdf.open(made_documents[name]) as file:
        assert str(file.Root.Lang) == language
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        title = str(file.docinfo["/Title"])

    assert title.startswith("Kvittering" if name in RECEIPTS else "Invitasjon")
    assert title.endswith(("kommune", "fylkeskommune"))


@pytest.mark.parametrize("name", SHAPES)
def test_every_font_is_inter_and_lies_in_the_file(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        fonts = {str(font.BaseFont): font for page in file.pages for font in page.Resources.Font.values()}

        assert fonts
        for base_font, font in fonts.items():
            assert base_font.split("+")[1].startswith("Inter"), base_font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("name", SHAPES)
def test_one_main_heading_comes_first_and_no_level_is_skipped(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        levels = [int(str(heading.S)[2:]) for heading in elements(file, "/H1", "/H2", "/H3")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level - before <= 1 for before, level in pairwise(levels))


@pytest.mark.parametrize("name", SHAPES)
def test_every_picture_has_words(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        assert all(str(picture.Alt) for picture in elements(file, "/Figure"))


@pytest.mark.parametrize("name", SHAPES)
def test_every_header_says_what_it_heads_and_every_cell_knows_its_headers(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        assert elements(file, "/Caption")
        assert {str(header.A.Scope) for header in elements(file, "/TH")} <= {"/Column", "/Row"}
        assert all(len(cell.A.Headers) >= 1 for cell in elements(file, "/TD"))


@pytest.mark.parametrize("name", INVITATIONS)
def test_an_invitation_is_two_or_three_pages(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        pages = len(file.pages)

    assert pages in (2, 3)
    assert f"Side {pages} av {pages}" in text_of(made_documents[name])


@pytest.mark.parametrize("name", sorted(RECEIPTS))
def test_a_receipt_is_one_page(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        assert len(file.pages) == 1


# --- What the invitation says


def test_the_invitation_says_who_is_invited_by_whom_and_until_when(made_documents):
    text = text_of(made_documents["innlandet"])

    assert "Ringsaker kommune v/ kommunedirektør Anders Bakke" in text
    assert "KS Innlandet inviterer Ringsaker kommune" in text
    assert "23. november 2026" in text
    assert "Svar innen 15. desember 2020" in text
    assert "absolutt.innlandet@example.no" in text
    assert "Ansvar for barnehage, skole og oppvekst: Læring – utvikling – trivsel – tilhørighet." in text


def test_the_invitation_gives_the_schedule_with_what_is_open_in_words(made_documents):
    text = text_of(made_documents["innlandet"], "-layout")

    assert "Informasjonsmøte" not in text  # it has been
    assert "Fellessamling 1 5. februar 2021 Digital Roller og ansvar / Samspill og dialog" in text
    assert "Fellessamling 2 27.–28. april 2021 Digital eller fysisk: Kvalitet og kunnskapsgrunnlag ikke avklart" in text
    assert "Fellessamling 4 1.–2. februar 2022 Fysisk Utviklingsprosessen" in text


def test_the_invitation_says_what_it_commits_to_and_what_it_costs(made_documents):
    text = text_of(made_documents["innlandet"], "-layout")

    assert "Dere må ha med: minst én folkevalgt, minst én fra administrasjonen og en koordinator." in text
    assert "Dere kan gjerne ha med: minst én representant for barn og unge." in text
    assert "Programmet kaller gruppa «deltakergruppe»." in text
    assert "Opphold Dere betaler selv" in text
    assert "Dere betaler selv Kan bli aktuelt," in text
    assert "beløpet er ikke" in text


def test_the_invitation_links_to_the_answer_page_and_its_code_has_the_same_address_in_words(made_documents):
    with pikepdf.open(made_documents["innlandet"]) as file:
        assert set(addresses_linked_to(file)) == {LINK, "mailto:absolutt.innlandet@example.no"}
        assert len(elements(file, "/Figure")) == 1


def test_a_date_or_an_amount_that_nobody_has_set_is_said_to_be_so(made_documents):
    text = text_of(made_documents["trøndelag"], "-layout")

    assert "Påmeldingsfrist er ikke satt" in text
    assert "Svar innen" not in text
    assert "Fellessamling 1 Høsten 2020 (foreløpig) Form ikke oppgitt Stjørdal" in text
    assert "Dato ikke satt" in text
    assert "Deltakerne faktureres for egenandel Dere betaler selv Beløp ikke fastsatt" in text
    assert "Spør rådgiveren i KS Trøndelag." in text


def test_costs_that_are_not_given_and_a_form_with_a_question_mark_are_said_in_words(made_documents):
    text = text_of(made_documents["møre"], "-layout")

    assert "Kostnader er ikke oppgitt. Spør rådgiveren." in text
    assert "Fellessamling 2 10.–11. desember 2020 Fysisk (foreløpig)" in text
    assert "April 2022 (2 dager)" in text


def test_an_unknown_director_is_addressed_by_office(made_documents):
    assert "Snåsa kommune Att.: kommunedirektøren" in text_of(made_documents["trøndelag"])
    assert "Lenken er personlig" not in text_of(made_documents["trøndelag"])


def test_a_county_municipality_has_a_director_of_its_own_kind(made_documents):
    text = text_of(made_documents["county"])

    assert "Trøndelag fylkeskommune v/ fylkeskommunedirektør Anders Bakke" in text
    assert "fylkeskommunedirektøren personlig" in text_of(made_documents["county copy"])


def test_a_copy_carries_no_code_and_no_personal_address(made_documents):
    with pikepdf.open(made_documents["copy"]) as file:
        assert addresses_linked_to(file) == ["mailto:absolutt.innlandet@example.no"]
        assert elements(file, "/Figure") == []
    text = text_of(made_documents["copy"])
    assert "/svar/" not in text
    assert "Lenken til svarsiden er sendt til kommunedirektøren personlig." in text


def test_a_preview_says_that_its_code_is_dead_and_links_nowhere(made_documents):
    with pikepdf.open(made_documents["preview"]) as file:
        assert addresses_linked_to(file) == ["mailto:absolutt.innlandet@example.no"]
        assert str(elements(file, "/Figure")[0].Alt) == "Eksempel på QR-kode. Den virker ikke."
    text = text_of(made_documents["preview"])
    assert "Eksempel – virker ikke" in text
    assert "Forhåndsvisning. Ikke sendt til noen." in text


def test_names_however_long_and_with_sami_letters_stand_whole(made_documents):
    assert f"{LONG_NAME} kommune" in text_of(made_documents["long name"])
    assert f"{SAMI_NAME} kommune" in text_of(made_documents["sámi name"])


def test_the_nynorsk_invitation_is_nynorsk(made_documents):
    text = text_of(made_documents["innlandet nynorsk"], "-layout")

    assert "Svar innan 15. desember 2020" in text
    assert "De må ha med: minst éin folkevald, minst éin frå administrasjonen og ein koordinator." in text
    assert "Dato ikkje sett" in text_of(made_documents["trøndelag nynorsk"])
    assert "Hausten 2020 (førebels)" in text_of(made_documents["trøndelag nynorsk"])


def test_a_schedule_longer_than_a_page_keeps_its_heading_with_it_and_repeats_its_headers(made_documents):
    path = made_documents["long schedule"]
    with pikepdf.open(path) as file:
        pages = [text_of(path, "-f", n, "-l", n, "-layout") for n in range(1, len(file.pages) + 1)]

    first = next(page for page in pages if "Når vi møtes" in page)
    assert "Fellessamling 1 17. november 2020" in first
    for page in pages:
        assert ("Digital fagøkt" in page) <= ("Form og sted" in page)
    assert sum(page.count("Dato ikke satt Form ikke oppgitt") for page in pages) == 60


# --- What the receipt says


def test_the_receipt_says_who_answered_what_on_whose_behalf_when_and_how(made_documents):
    text = text_of(made_documents["yes"], "-layout")

    assert "Ja, vi melder oss på" in text
    assert "Ringsaker kommune er påmeldt til ABSOLUTT Innlandet." in text
    assert "Svart av Kari Lien, rådgiver" in text
    assert "På vegne av Anders Bakke, Ringsaker kommune" in text
    assert "Når 23. november 2026 kl. 10.00" in text
    assert "Hvordan Portalen" in text
    assert "Fakturareferanse R-4711" in text
    assert "Formøte hos dere: 15. desember 2020–22. januar 2021" in text


def test_the_receipt_for_a_call_names_the_caller_and_not_the_adviser_s_note(made_documents):
    text = text_of(made_documents["no"], "-layout")

    assert "Svart av Anders Bakke På vegne av Snåsa kommune" in text
    assert "Hvordan Telefon" in text
    assert "Svaret kan endres så lenge påmeldingen er åpen." in text
    assert "Ringte" not in text
    assert "Fakturareferanse" not in text


@pytest.mark.parametrize("name", sorted(RECEIPTS))
def test_a_receipt_carries_no_personal_address(made_documents, name):
    with pikepdf.open(made_documents[name]) as file:
        assert not [address for address in addresses_linked_to(file) if not address.startswith("mailto:")]
    assert "/svar/" not in text_of(made_documents[name])


# --- The closed door
