"""The pages of a spreadsheet of sign-ups: sent, looked over, registered, fetched back with remarks."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.journal import SYSTEM
from correspondence.models import Letter
from municipalities import sheets
from municipalities.models import Answer, AnswerImport, Participation, Seat
from municipalities.seat_actions import appoint_coordinator
from programmes.models import Adviser, Programme
from tests import factories

pytestmark = pytest.mark.django_db
HEADING = ["Kommune", "Svar", "Hvem svarte"]


@pytest.fixture
def programme():
    programme = factories.OpenProgrammeFactory()
    for name in ("Hamar", "Østre Toten", "Vågå"):
        factories.ParticipationFactory(programme=programme, organisation=factories.OrganisationFactory(name=name))
    return programme


@pytest.fixture
def reader(client):
    client.force_login(factories.adviser("KS Innlandet"))
    return client


def sheet_of(*rows, heading=HEADING):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    page = book.add_worksheet()
    for down, row in enumerate([heading, *rows]):
        page.write_row(down, 0, row)
    book.close()
    return SimpleUploadedFile("påmeldinger.xlsx", file.getvalue())


def send(client, programme, file):
    return client.post(reverse("import_answers", args=[programme.key]), {"file": file}, follow=True)


def press(client, programme, act, **data):
    sheet = AnswerImport.objects.get()
    values = {"version": sheet.version, "column": sheet.columns, "act": act, **data}
    return client.post(reverse("import_rows", args=[programme.key, sheet.pk]), values, follow=True)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_file_that_is_understood_can_be_registered_and_nothing_is_before(reader, programme):
    text = text_of(send(reader, programme, sheet_of(["Hamar", "ja", "Kari Lien"], ["ostre toten", "nei"])))

    assert "2 rader er forstått." in text and "Registrer 2 svar" in text
    assert not Answer.objects.exists()


def test_the_button_registers_and_says_how_many_of_each(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja"], ["Vågå", "nei"], ["Østre Toten", "ja"]))

    text = text_of(press(reader, programme, "save"))

    assert "3 svar er registrert. Påmeldt: 2, Takket nei: 1." in text
    assert "Registrer 3 svar" not in text
    assert Participation.objects.filter(state="signed_up").count() == 2


def test_a_coordinator_in_the_file_is_proposed_and_not_appointed(reader, programme):
    heading = [*HEADING, "Koordinator", "Koordinatorens e-postadresse"]
    row = ["Hamar", "ja", "Kari Lien", "Siri Foss", "siri.foss@example.no"]
    before = text_of(send(reader, programme, sheet_of(row, ["Vågå", "ja", "", "", ""], heading=heading)))
    assert "Filen nevner koordinatorer. De får ikke brev eller tilgang" in before

    registered = press(reader, programme, "save")

    hamar = programme.participations.get(answers__coordinator_name="Siri Foss")
    adding = reverse("add_coordinator", args=[programme.key, hamar.organisation.organisation_number])
    assert hamar.coordinator is None and Letter.objects.count() == 0
    assert adding in registered.content.decode()
    form = reader.get(adding).content.decode()
    assert 'value="Siri Foss"' in form and 'value="siri.foss@example.no"' in form

    appoint_coordinator(participation=hamar, name="Siri Foss", email="siri.foss@example.no", by=SYSTEM)
    after = reader.get(reverse("import_rows", args=[programme.key, AnswerImport.objects.get().pk]))
    assert adding not in after.content.decode()


def test_whoever_has_left_is_not_proposed_again(reader, programme):
    hamar = programme.participations.first()
    Answer.objects.create(
        participation=hamar, choice="yes", via="email", registered_by=factories.UserFactory(), reason="Fra fil",
        coordinator_name="Siri Foss", coordinator_email="siri.foss@example.no",
    )  # fmt: skip
    assert hamar.coordinator_to_appoint == ("Siri Foss", "siri.foss@example.no")

    Seat.objects.create(participation=hamar, kind="coordinator", closed_at=timezone.now())

    assert hamar.coordinator_to_appoint is None


def test_a_row_that_is_not_understood_is_put_right_on_the_page(reader, programme):
    text = text_of(send(reader, programme, sheet_of(["Hamr", "tja"], ["Vågå", "nei"])))
    assert "Rad 2." in text and "Mente du Hamar?" in text and "Registrer" not in text

    text = text_of(press(reader, programme, "look", row="2", **{"organisation-2": "Hamar", "choice-2": "yes"}))

    assert "Registrer 2 svar" in text


def test_what_was_typed_stands_when_it_still_is_not_understood(reader, programme):
    send(reader, programme, sheet_of(["Hamr", "tja"]))

    response = press(reader, programme, "save", row="2", **{"organisation-2": "Bergen", "choice-2": ""})

    assert response.status_code == 422 and not Answer.objects.exists()
    assert 'value="Bergen"' in response.content.decode() and "tja" in response.content.decode()


NUMBERED = ["Kommune", "Kommunenummer", "Svar"]


def test_a_name_and_a_number_that_disagree_are_not_settled_by_mending_another_row(reader, programme):
    rows = ["Hamar", "9999", "ja"], ["Hamr", "", "ja"], ["Vågå", "", "tja"]
    text = text_of(send(reader, programme, sheet_of(*rows, heading=NUMBERED)))
    asked = "Navnet «Hamar» og nummeret «9999» hører ikke til samme kommune. Skriv hvilken kommune som svarte."
    assert asked in text and 'name="organisation-2" value=""' in text

    shown = {"organisation-2": "", "choice-2": "yes", "organisation-3": "Hamr", "choice-3": "yes"}
    mended = {"organisation-4": "Vågå", "choice-4": "no"}
    text = text_of(press(reader, programme, "look", row=["2", "3", "4"], **shown, **mended))

    assert asked in text and "Mente du Hamar?" in text and "Én rad er forstått." in text
    assert AnswerImport.objects.get().edits == {"4": {"choice": "no"}}
    text = text_of(press(reader, programme, "look", row=["2", "3"], **shown | {"organisation-2": "Østre Toten"}))
    assert asked not in text and "2 rader er forstått." in text


def test_the_name_in_the_file_may_be_typed_when_it_is_the_number_that_is_wrong(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "9999", "ja"], heading=NUMBERED))

    text = text_of(press(reader, programme, "look", row="2", **{"organisation-2": "Hamar", "choice-2": "yes"}))

    assert "Registrer ett svar" in text


def test_what_was_put_right_and_emptied_again_is_as_the_file_says(reader, programme):
    send(reader, programme, sheet_of(["Hamr", "tja"]))
    press(reader, programme, "look", row="2", **{"organisation-2": "Bergen", "choice-2": "yes"})
    assert AnswerImport.objects.get().edits == {"2": {"organisation": "Bergen", "choice": "yes"}}

    text = text_of(press(reader, programme, "look", row="2", **{"organisation-2": "", "choice-2": ""}))

    assert AnswerImport.objects.get().edits == {}
    assert "Mente du Hamar?" in text and "Bergen" not in text and ">tja<" in text


def test_a_row_is_set_aside_and_taken_in_again(reader, programme):
    send(reader, programme, sheet_of(["Bergen", "ja"], ["Hamar", "ja"]))
    text = text_of(press(reader, programme, "look", row="2", **{"aside-2": "on", "organisation-2": "Bergen"}))
    assert "Registrer ett svar" in text and "Ta med rad 2 igjen" in text

    text = text_of(press(reader, programme, "look", back="2"))

    assert "«Bergen» står ikke på lista" in text


def test_a_column_that_is_not_read_is_said_above_the_rows_with_the_columns_open(reader, programme):
    heading = ["Kommune", "Svar", "Telefon", "E-post koordinator", "Tom"]
    row = ["Hamar", "ja", "12345678", "siri@", ""]

    response = send(reader, programme, sheet_of(row, heading=heading))

    assert "Kolonnen «Telefon» blir ikke lest. Velg hva den er" in text_of(response)
    assert "E-postadressen «siri@» er ikke fullstendig" in text_of(response)
    assert '<details class="ds-details" open>' in response.content.decode()
    response = press(reader, programme, "look", column=["organisation", "choice", "remark", "coordinator_email", ""])
    assert "blir ikke lest" not in text_of(response)


def test_headings_below_a_title_are_found_and_rows_keep_the_numbers_of_the_file(reader, programme):
    rows = [[], ["Kommune", "Svar"], ["Hamar", "ja"], [], ["Hamr", "nei"]]

    text = text_of(send(reader, programme, sheet_of(*rows, heading=["Påmeldinger 2027"])))

    assert "Overskriftene står i rad 3. Det som står over, blir ikke lest." in text
    assert "Rad 6.</b> Fant ikke kommunen. Mente du Hamar?" in text and "Kommunen mangler" not in text
    sheet = AnswerImport.objects.get()
    content = reader.get(reverse("import_file", args=[programme.key, sheet.pk])).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert cells[2] == ["Kommune", "Svar", "Merknad fra portalen"]
    assert [row[2] for row in cells] == [
        "", "", "Merknad fra portalen", "Forstått", "", "Fant ikke kommunen. Mente du Hamar?",
    ]  # fmt: skip


def test_a_day_on_which_no_answer_came_is_put_right_or_taken_away_on_the_page(reader, programme):
    heading = ["Kommune", "Svar", "Dato"]
    rows = ["Hamar", "ja", "31.02.2026"], ["Vågå", "ja", "1.1.2099"]
    text = text_of(send(reader, programme, sheet_of(*rows, heading=heading)))
    assert "Dagen «31.02.2026» finnes ikke." in text and "Svaret kan ikke ha kommet 1.1.2099" in text
    shown = {"organisation-2": "Hamar", "choice-2": "yes", "organisation-3": "Vågå", "choice-3": "yes"}

    text = text_of(press(reader, programme, "look", row=["2", "3"], **shown, **{"date-2": "igår", "date-3": ""}))

    assert 'name="date-2" value="igår"' in text and "Én rad er forstått." in text
    text = text_of(press(reader, programme, "look", row="2", **shown, **{"date-2": "3. mars 2026"}))
    assert "Registrer 2 svar" in text and "3. mars 2026" in text
    assert "Dagen svaret kom, blir stående i merknaden til svaret." in text
    text = text_of(press(reader, programme, "save"))
    assert "Dagen svaret kom, står i merknaden til svaret." in text
    reasons = set(Answer.objects.values_list("reason", flat=True))
    assert reasons == {"Svaret kom: 3.\xa0mars 2026. påmeldinger.xlsx, rad 2", "påmeldinger.xlsx, rad 3"}


def test_rows_are_pasted_in_and_stand_in_the_field_when_they_cannot_be_used(reader, programme):
    address = reverse("import_answers", args=[programme.key])

    text = text_of(reader.post(address, {"text": "Kommune\tSvar\nHamar\tja takk"}, follow=True))

    assert "Innlimte rader" in text and "Registrer ett svar" in text
    refused = reader.post(address, {"text": "Hamar;ja\n" * 1001})
    assert refused.status_code == 422 and "for mange rader" in refused.content.decode()
    assert "Hamar;ja\nHamar;ja" in refused.content.decode()


def test_columns_that_were_not_known_are_said_by_the_reader(reader, programme):
    text = text_of(send(reader, programme, sheet_of(["Hamar", "ja"], heading=["Hvor", "Hva sa de"])))
    assert "Kommunen mangler" in text
    assert "Vi fant ingen overskrifter i de ti første radene." in text

    text = text_of(press(reader, programme, "look", column=["organisation", "choice"]))

    assert "Registrer 2 svar" in text or "Hvor" in text


def test_the_file_comes_back_with_a_remark_on_every_row_and_no_formula(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja", "=1+1"], ["Hamr", "ja"]))
    sheet = AnswerImport.objects.get()

    response = reader.get(reverse("import_file", args=[programme.key, sheet.pk]))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*HEADING, "Merknad fra portalen"]
    assert rows[1] == ["Hamar", "ja", "=1+1", "Forstått"]
    assert rows[2][3] == "Fant ikke kommunen. Mente du Hamar?"


@pytest.mark.parametrize(("content", "said"), [
    (b"x" * (sheets.MOST_BYTES + 1), "for stor"),
    (b"", "tom"),
    (b"PK\x03\x04 nothing of the kind", "kan ikke lese filen"),
    (b"\n\n", "ingen rader"),
    (b"a;b\n" * 1001, "for mange rader"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(reader, programme, content, said):
    response = reader.post(
        reverse("import_answers", args=[programme.key]), {"file": SimpleUploadedFile("fil.xlsx", content)}
    )

    assert response.status_code == 422 and said in response.content.decode()
    assert not AnswerImport.objects.exists()


def test_a_form_without_a_file_asks_for_one(reader, programme):
    assert "Velg filen" in text_of(send(reader, programme, ""))


def test_whoever_looks_over_an_old_page_is_told(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja"]))
    AnswerImport.objects.update(version=2)

    response = press(reader, programme, "save", version=1)

    assert response.status_code == 422 and "Dette er endret etter at du åpnet siden" in response.content.decode()


def test_nothing_is_put_right_in_a_programme_that_is_archived(reader, programme):
    send(reader, programme, sheet_of(["Hamr", "ja"]))
    Programme.objects.filter(pk=programme.pk).update(state=Programme.State.ARCHIVED, letters_from=None)

    for act in ("look", "save"):
        response = press(reader, programme, act, row="2", **{"organisation-2": "Hamar"})
        assert response.status_code == 422 and "Programmet er arkivert" in response.content.decode()

    assert (AnswerImport.objects.get().version, Answer.objects.count()) == (1, 0)


def test_the_list_of_files_leaves_their_rows_where_they_are(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja"]))

    with CaptureQueriesContext(connection) as asked:
        reader.get(reverse("import_answers", args=[programme.key]))

    (listing,) = (each["sql"] for each in asked.captured_queries if "file_name" in each["sql"])
    assert "cells" not in listing and "edits" not in listing


def test_a_sheet_of_another_programme_is_not_there(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja"]))
    other = factories.OpenProgrammeFactory()

    response = reader.get(reverse("import_rows", args=[other.key, AnswerImport.objects.get().pk]))

    assert response.status_code == 404


def test_a_process_adviser_reads_and_registers_nothing(reader, programme):
    send(reader, programme, sheet_of(["Hamar", "ja"]))
    Adviser.objects.update(role=Adviser.Role.PROCESS)

    assert press(reader, programme, "save").status_code == 403
    assert send(reader, programme, sheet_of(["Hamar", "ja"])).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_looking_over_costs_as_many_queries_whatever_the_rows(reader, programme, count, django_assert_num_queries):
    send(reader, programme, sheet_of(*[["Bergen", "ja"]] * count))
    address = reverse("import_rows", args=[programme.key, AnswerImport.objects.get().pk])

    with django_assert_num_queries(9):
        reader.get(address)
