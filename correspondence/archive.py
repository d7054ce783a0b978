"""What an archive takes in about one participation: its documents as PDF/A, and a file that says what each of them is
in the words of Noark 5 (docs/decisions/0028). Reads only; no copy has a personal link, a token or a QR code.

The portal keeps no copy of what it has sent, so the documents are made anew, and say of which day they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from html import unescape
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from correspondence import documents, pdf
from correspondence.models import Letter
from municipalities import names, placing
from municipalities.models import Answer, Participation
from programmes.texts import Texts

MADE_BY = "ABSOLUTT-portalen"
PRONOM = "fmt/478"  # what the register of formats calls PDF/A-2u; Noark 5 wants its keys


@dataclass(frozen=True, slots=True)
class Document:
    """One of the package. ``day`` is the day it bears, ``sent_at`` when the first of it left for the organisation;
    ``said`` is what an archivist must know that the document itself does not say."""

    kind: str
    title: str
    day: date
    sent_at: datetime | None
    said: str
    content: bytes
    name: str = ""


def has_documents(participation: Participation, answers: Iterable[Answer]) -> bool:
    """Before it is invited, and for one whose answer waits for the adviser, there is nothing yet. ``answers`` are all
    of its own, as the page has them already."""
    known = participation.invited_at is not None or participation.state in Participation.ANSWERED
    return known or any(_counts(answer) for answer in answers)


def _counts(answer: Answer) -> bool:
    return answer.choice in Answer.TO_INVITATION and answer.status == Answer.Status.ACCEPTED


def package(participation: Participation) -> tuple[str, bytes] | None:
    """The zip and its name, in the organisation's norm; None when there is nothing to keep. ``participation`` is named
    and has its programme at hand."""
    with translation.override(participation.organisation.language):
        found = _numbered(participation, list(_documents(participation)))
        if not found:
            return None
        stem = _stem(participation)
        described = (f"{stem}_metadata.xml", _metadata(participation, found))
        return f"{stem}.zip", _zipped([*((row.name, row.content) for row in found), described])


def _documents(participation: Participation) -> Iterator[Document]:
    sent, places = _letters(participation)
    anew = _("Kopi uten personlig lenke, laget i portalen. Innholdet er slik det er den dagen kopien er laget.")
    if participation.invited_at is not None:
        html = documents.invitation_html(
            participation=participation, person=None, link="", is_copy=True, texts=Texts.of(participation.programme)
        )
        yield _document("invitasjon", html, timezone.localdate(), sent.get("invitation"), anew)
    answers = list(_answers(participation).select_related("person"))
    for answer in answers:
        html = documents.receipt_html(_receipt(participation, answer, places), for_archive=True)
        said = [_("Laget i portalen av svaret slik det ble gitt.")]
        if answer != answers[-1]:
            said.append(_("Et nyere svar har kommet i stedet."))
        yield _document("kvittering", html, timezone.localdate(answer.at), sent.get(answer.pk), " ".join(said))
    if participation.state in Participation.ANSWERED:
        html = documents.standing_html(participation, placing.position(participation))
        yield _document("status", html, timezone.localdate(), None, anew)


def _document(kind: str, html: str, day: date, sent_at: datetime | None, said: str) -> Document:
    title = unescape(html.partition("<title>")[2].partition("</title>")[0])
    return Document(kind, title, day, sent_at, said, pdf.render(html, for_archive=True))


def _answers(participation: Participation) -> QuerySet[Answer]:
    """Those to the invitation that have counted, in the order they came: one that waits for the adviser or was refused
    never was the organisation's."""
    counted = participation.answers.filter(choice__in=Answer.TO_INVITATION, status=Answer.Status.ACCEPTED)
    return counted.order_by("pk")


def _receipt(participation: Participation, answer: Answer, places: dict[int, int]) -> dict[str, object]:
    """What the receipt reads (``documents.receipt``)."""
    return {
        "participation": participation,
        "programme": participation.programme,
        "organisation_name": participation.full_name,
        "answer": answer,
        "queue": places.get(answer.pk),
    }


def _letters(participation: Participation) -> tuple[dict[object, datetime], dict[int, int]]:
    """When the first copy of each left, the invitation's and by their answer the receipts'; and the place in line that
    a yes was told when it came, by its answer. One query."""
    rows = Letter.objects.filter(rule__in=("signup.invitation", "signup.receipt"), participation=participation)
    sent: dict[object, datetime] = {}
    places: dict[int, int] = {}
    found = rows.filter(is_dropped=False).order_by("-envelope__sent_at")
    for rule, about, at in found.values_list("rule", "about", "envelope__sent_at"):
        if at is not None:
            sent["invitation" if rule == "signup.invitation" else about.get("answer")] = at
        if about.get("queue"):
            places[about["answer"]] = about["queue"]
    return sent, places


# --- Names of files: a–z, digits, «-» and «_», sorted as they came


def _stem(participation: Participation) -> str:
    return f"{participation.programme.key}_{names.plain(participation.full_name).replace(' ', '-')}"


def _numbered(participation: Participation, found: list[Document]) -> list[Document]:
    stem = _stem(participation)
    return [
        replace(row, name=f"{stem}_{number:02d}_{row.kind}_{row.day:%Y-%m-%d}.pdf")
        for number, row in enumerate(found, start=1)
    ]


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    file, now = BytesIO(), timezone.localtime()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return file.getvalue()


# --- Noark 5, version 5.0: the names and values of its catalogue of metadata


def _metadata(participation: Participation, found: list[Document]) -> bytes:
    """What only an archive can give (system ids, numbers in its journal, classes) is not there: it gives them."""
    programme = participation.programme
    archive = ElementTree.Element("arkiv")
    _add(archive, tittel=str(programme.title))
    _add(ElementTree.SubElement(archive, "arkivskaper"), arkivskaperNavn=programme.region.name)
    folder = ElementTree.SubElement(archive, "mappe")
    _add(folder, tittel=f"{programme.title} – {participation.full_name}")
    for row in found:
        _add_entry(folder, participation, row)
    ElementTree.indent(archive)
    return ElementTree.tostring(archive, encoding="utf-8", xml_declaration=True)


def _add_entry(folder: ElementTree.Element, participation: Participation, row: Document) -> None:
    entry = ElementTree.SubElement(folder, "journalpost")
    _add(
        entry, tittel=row.title, beskrivelse=row.said, journalposttype="Utgående dokument",
        dokumentetsDato=row.day.isoformat(), sendtDato=_moment(row.sent_at) if row.sent_at else "",
    )  # fmt: skip
    sender = participation.programme.region.name
    _add(
        ElementTree.SubElement(entry, "korrespondansepart"),
        korrespondanseparttype="Avsender", korrespondansepartNavn=sender,
    )  # fmt: skip
    _add(
        ElementTree.SubElement(entry, "korrespondansepart"),
        korrespondanseparttype="Mottaker", korrespondansepartNavn=participation.full_name,
        organisasjonsID=participation.organisation.organisation_number,
    )  # fmt: skip
    described = ElementTree.SubElement(entry, "dokumentbeskrivelse")
    _add(
        described, dokumenttype="Brev", dokumentstatus="Dokumentet er ferdigstilt", tittel=row.title, forfatter=sender,
        tilknyttetRegistreringSom="Hoveddokument", dokumentnummer="1",
    )  # fmt: skip
    _add(
        ElementTree.SubElement(described, "dokumentobjekt"),
        versjonsnummer="1", variantformat="Arkivformat", format=PRONOM, formatDetaljer="PDF/A-2u",
        opprettetDato=_moment(timezone.now()), opprettetAv=MADE_BY, referanseDokumentfil=row.name,
        sjekksum=sha256(row.content).hexdigest(), sjekksumAlgoritme="SHA-256",
        filstoerrelse=str(len(row.content)), mimeType="application/pdf",
    )  # fmt: skip


def _add(parent: ElementTree.Element, **values: str) -> None:
    for name, value in values.items():
        if value:
            ElementTree.SubElement(parent, name).text = value


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
