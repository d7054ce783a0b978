"""What an archive gets: PDF/A that stays tagged, a file in Noark's words that is right about it, and nothing personal
beyond what the document says."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pdfua
import pikepdf
import pytest
import time_machine
from django.utils import timezone

from accounts.models import PersonalLink
from correspondence import archive, letters
from correspondence.models import Envelope
from municipalities import actions
from municipalities.models import Answer, Participation
from tests import factories
from tests.correspondence.test_documents import addresses_linked_to, elements, run, text_of
from tests.municipalities import places

pytestmark = pytest.mark.django_db
PDFA = "http://www.aiim.org/pdfa/ns/id/"


def named(participation):
    rows = Participation.objects.named_on(participation.programme.day_for_names)
    rows = rows.select_related("programme__region", "programme__framework", "organisation")
    return rows.get(pk=participation.pk)


def answered(participation, choice="yes", person=None):
    participation.refresh_from_db()
    sign_up = actions.SignUp(choice=choice, version=participation.version)
    return actions.answer(participation=participation, person=person or factories.PersonFactory(), sign_up=sign_up)


def a_municipality(name="Ringsaker", norm="nb", **kwargs):
    """Invited, with a director who has said «ikke bestemt ennå» and then yes."""
    row = factories.invited(organisation=factories.OrganisationFactory(name=name, written_norm=norm), **kwargs)
    director = factories.with_director(row)
    answered(row, "undecided", director)
    answered(row, "yes", director)
    return row


def unpacked(participation):
    """{name: content}, the metadata as a tree, of its package."""
    _name, content = archive.package(named(participation))
    with ZipFile(BytesIO(content)) as file:
        found = {name: file.read(name) for name in file.namelist()}
    (described,) = [name for name in found if name.endswith("_metadata.xml")]
    return found, ElementTree.fromstring(found.pop(described))  # noqa: S314  (our own)


def test_the_package_holds_the_invitation_every_receipt_and_where_it_stands_in_the_order_they_came():
    row = a_municipality()

    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC)):
        found, _tree = unpacked(row)

    assert [re.sub(r"_[\d-]+\.pdf", "", name).removeprefix(f"{row.programme.key}_") for name in found] == [
        "ringsaker-kommune_01_invitasjon", "ringsaker-kommune_02_kvittering", "ringsaker-kommune_03_kvittering",
        "ringsaker-kommune_04_status",
    ]  # fmt: skip
    assert sorted(found) == list(found)
    assert next(iter(found)).endswith("_2026-11-26.pdf")


@pytest.mark.parametrize("name", ["Våler på Østlandet", "Porsáŋgu čđŋšŧž", "A/B..\\C: «Å»?"])
def test_names_of_files_are_safe_whatever_the_municipality_is_called(name):
    found, _tree = unpacked(a_municipality(name))
    package, _content = archive.package(named(Participation.objects.get()))

    for given in (*found, package):
        assert re.fullmatch(r"[a-z0-9_-]+\.(pdf|zip)", given), given


def test_each_document_says_that_it_is_pdf_a_2u_and_is_sound(tmp_path):
    found, _tree = unpacked(a_municipality())

    for name, content in found.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pikepdf.open(path) as file:
            with file.open_metadata() as metadata:
                assert metadata[f"{{{PDFA}}}part"] == "2" and metadata[f"{{{PDFA}}}conformance"] == "U"
                assert metadata["dc:title"] == str(file.docinfo["/Title"])
            assert not file.is_encrypted and "/ID" in file.trailer
            intent = file.Root.OutputIntents[0]
            assert str(intent.S) == "/GTS_PDFA1" and "/DestOutputProfile" in intent
            assert "/AA" not in file.Root and "/OpenAction" not in file.Root and "/EmbeddedFiles" not in file.Root
        checked = run("qpdf", "--check", path)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_font_lies_in_the_file_and_every_glyph_is_a_letter():
    found, _tree = unpacked(a_municipality())

    for content in found.values():
        with pikepdf.open(BytesIO(content)) as file:
            fonts = [font for page in file.pages for font in page.Resources.Font.values()]
            assert fonts
            for font in fonts:
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
                assert "/ToUnicode" in font and "/CIDToGIDMap" in font.DescendantFonts[0]


def test_a_document_for_the_archive_stays_tagged_and_lacks_only_the_mark_of_the_other_standard(tmp_path):
    found, _tree = unpacked(a_municipality())

    for name, content in found.items():
        path = tmp_path / name
        path.write_bytes(content)
        report = pdfua.validate(str(path))
        assert [finding.message for finding in report.findings if "pdfuaid" not in str(finding)] == []
        assert len(report.findings) == 1
        with pikepdf.open(path) as file:
            assert bool(file.Root.MarkInfo.Marked) and str(file.Root.Lang) == "nb"
            assert elements(file, "/H1") and elements(file, "/TH")


def test_no_copy_has_a_personal_link_a_token_or_a_code_and_none_is_made(tmp_path):
    row = a_municipality()
    links = PersonalLink.objects.count()

    found, tree = unpacked(row)

    assert PersonalLink.objects.count() == links
    said = ElementTree.tostring(tree, encoding="unicode")
    for name, content in found.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pikepdf.open(path) as file:
            assert set(addresses_linked_to(file)) <= {"mailto:absolutt.innlandet@example.no"}
            assert elements(file, "/Figure") == []
        said += text_of(path)
    assert "/svar/" not in said and "/pamelding/" not in said and "http" not in said
    assert "direktor" not in said.replace("kommunedirektør", "")  # her address


def test_the_invitation_and_the_description_name_nobody(tmp_path):
    row = a_municipality()
    found, tree = unpacked(row)
    path = tmp_path / "invitation.pdf"
    path.write_bytes(next(iter(found.values())))

    assert "Anders Bakke" not in text_of(path) and "Att.: kommunedirektøren" in text_of(path)
    assert "Anders" not in ElementTree.tostring(tree, encoding="unicode")


def test_the_description_has_the_sum_size_and_name_of_each_file():
    found, tree = unpacked(a_municipality())

    described = tree.findall("mappe/journalpost/dokumentbeskrivelse/dokumentobjekt")
    assert [row.findtext("referanseDokumentfil") for row in described] == list(found)
    for row in described:
        content = found[row.findtext("referanseDokumentfil")]
        assert row.findtext("sjekksumAlgoritme") == "SHA-256"
        assert row.findtext("sjekksum") == sha256(content).hexdigest()
        assert row.findtext("filstoerrelse") == str(len(content))
        assert row.findtext("format") == "fmt/478" and row.findtext("formatDetaljer") == "PDF/A-2u"


def test_the_description_says_who_wrote_to_whom_about_what_and_when():
    row = a_municipality()
    sent = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    answer = Answer.objects.get(choice="yes")
    for letter in row.letters.filter(rule="signup.receipt"):
        if letter.about["answer"] == answer.pk:
            Envelope.objects.filter(pk=letter.envelope_id).update(state="sent", sent_at=sent)

    _found, tree = unpacked(row)

    assert tree.findtext("tittel") == "ABSOLUTT Innlandet"
    assert tree.findtext("arkivskaper/arkivskaperNavn") == "KS Innlandet"
    receipt = tree.findall("mappe/journalpost")[2]
    assert receipt.findtext("tittel") == "Kvittering for svar: ABSOLUTT Innlandet – Ringsaker kommune"
    assert receipt.findtext("journalposttype") == "Utgående dokument"
    assert receipt.findtext("dokumentetsDato") == timezone.localdate(answer.at).isoformat()
    assert receipt.findtext("sendtDato") == "2026-11-02T09:30:00+01:00"
    parties = [[part.text for part in party] for party in receipt.findall("korrespondansepart")]
    number = row.organisation.organisation_number
    assert parties == [["Avsender", "KS Innlandet"], ["Mottaker", "Ringsaker kommune", number]]
    assert tree.find("mappe/journalpost[2]/sendtDato") is None  # it has not left


def test_the_receipt_says_what_that_answer_said_on_its_own_day_and_nothing_that_has_changed_since(tmp_path):
    row = factories.invited(organisation=factories.OrganisationFactory(name="Ringsaker"))
    director = factories.with_director(row)
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        first = answered(row, "undecided", director)
    Answer.objects.filter(pk=first.pk).update(coordinator_name="Mona Dalen", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    answered(row, "yes", director)
    factories.with_coordinator(row, name="Lise Viken")

    found, tree = unpacked(row)
    path = tmp_path / "receipt.pdf"
    path.write_bytes(list(found.values())[1])
    text = text_of(path)

    assert "2. november 2026" in text and list(found)[1].endswith("_2026-11-02.pdf")
    assert "Mona Dalen" in text and "Lise Viken" not in text
    assert "Hva skjer nå" not in text and "Svaret kan endres" not in text
    assert "Et nyere svar har kommet" in tree.findtext("mappe/journalpost[2]/beskrivelse")
    assert "Et nyere svar" not in tree.findtext("mappe/journalpost[3]/beskrivelse")


def test_the_place_in_line_is_the_one_that_the_yes_was_told_and_the_status_the_one_it_has_now(tmp_path):
    programme = places.with_places(1)
    for row in places.invited_to(programme, 2):
        places.says(row)
    late = factories.invited(programme=programme)
    places.says(late)
    ahead = Participation.objects.filter(programme=programme, state="queued").exclude(pk=late.pk)
    ahead.update(state="withdrawn", queue_number=None)

    found, _tree = unpacked(late)
    texts = []
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
        texts.append(text_of(tmp_path / name))

    assert "står som nummer 2 på ventelista" in texts[1]
    assert "På venteliste, nummer 1 på ventelista" in texts[2]


def test_an_organisation_with_nynorsk_gets_its_documents_in_it(tmp_path):
    found, tree = unpacked(a_municipality("Vågå", "nn"))
    path = tmp_path / "status.pdf"
    path.write_bytes(list(found.values())[-1])

    with pikepdf.open(path) as file:
        assert str(file.Root.Lang) == "nn"
    assert tree.findtext("mappe/journalpost/tittel").startswith("Invitasjon til")


def test_there_is_nothing_to_keep_before_the_invitation_and_of_an_answer_that_waits_or_was_refused():
    listed = factories.ParticipationFactory()
    waiting = factories.invited()
    answered(waiting, "yes", factories.PersonFactory(email="x@annet.example.no"))

    assert archive.package(named(listed)) is None and not archive.has_documents(named(listed), [])
    assert not archive.has_documents(named(listed), waiting.answers.all())
    assert archive.has_documents(named(listed), a_municipality().answers.all())
    assert [name.split("_")[3] for name in unpacked(waiting)[0]] == ["invitasjon"]


def test_what_leaves_by_mail_is_as_it_was(tmp_path):
    row = factories.invited()
    letter = factories.letter_to(row, person=factories.with_director(row))

    (_name, content, _kind) = letters.compose(letter.envelope, [letter]).attachments[0]

    with pikepdf.open(BytesIO(content)) as file, file.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
