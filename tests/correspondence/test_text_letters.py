"""The texts in the letters and in the invitation: every section, in the right norm, as they are when it is sent; and a
preview that shows the same and leaves nothing behind."""

from itertools import pairwise

import pdfua
import pikepdf
import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import PersonalLink
from correspondence import catalogue, documents, letter_texts, letters, outbox, previews
from correspondence.batch import Batch
from municipalities import actions
from municipalities.models import Participation
from programmes import text_kinds
from programmes.text_kinds import INVITATION, Output
from programmes.texts import Texts
from programmes.words import Words
from tests import factories
from tests.correspondence.every_letter import letter_of
from tests.correspondence.test_documents import elements, text_of
from tests.written import write

pytestmark = pytest.mark.django_db
LETTERS = [kind for kind in text_kinds.every() if kind.output == Output.LETTER]


def named(participation):
    rows = Participation.objects.named_on(participation.programme.day_for_names)
    return rows.select_related("programme__region", "programme__framework", "organisation").get(pk=participation.pk)


def taking_part(**organisation):
    """A municipality with a director who has answered, and a coordinator."""
    row = factories.invited(organisation=factories.OrganisationFactory(name="Ringsaker", **organisation))
    factories.with_director(row)
    return row


def answered(row, choice="yes"):
    """An answer that somebody has given for it."""
    row.refresh_from_db()
    sign_up = actions.SignUp(choice=choice, version=row.version)
    return actions.answer(participation=row, person=factories.PersonFactory(), sign_up=sign_up)


def both(message):
    return message.body, message.alternatives[0].content


def test_there_is_a_text_for_every_letter_and_none_for_others():
    assert {letter_texts.rule_of(kind) for kind in LETTERS} == set(catalogue.BY_KEY)
    assert all(kind.sections[-1].key == letter_texts.CLOSING for kind in LETTERS)
    assert letter_texts.rule_of(text_kinds.by_key(INVITATION)) == ""


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_section_of_each_letter_stands_in_it_in_its_norm(kind, language):
    """Also in a letter that somebody adds later: its last section is in the frame of every letter."""
    row = taking_part()
    rule = letter_texts.rule_of(kind)
    said = {section.key: Words(f"nb {section.key} ord", f"nn {section.key} ord") for section in kind.sections}
    write(row.programme, kind.key, **said)
    choices = ("yes", "no", "undecided", "queued") if rule == "signup.receipt" else ("yes",)
    bodies, pages = "", ""
    for choice in choices:
        letter = letter_of(rule, row, answer=answered(row, choice.replace("queued", "yes")), language=language)
        letter.about |= {"queue": 3} if choice == "queued" else {}
        body, page = both(letters.compose(letter.envelope, [letter]))
        bodies, pages = bodies + body, pages + page

    for section in kind.sections:
        wanted = f"{language} {section.key} ord"
        assert wanted in bodies and wanted in pages
        assert ("nn" if language == "nb" else "nb") + f" {section.key} ord" not in bodies + pages


def test_a_letter_is_formatted_for_mail_programs_and_for_those_who_read_plain_text():
    row = taking_part()
    write(row.programme, "letter.signup.place", opening="# Gratulerer\n\nHei {kommune}!\n\n- [les](https://www.ks.no/)")
    letter = letter_of("signup.place", row, answer=answered(row))

    body, page = both(letters.compose(letter.envelope, [letter]))

    assert "Gratulerer\n\nHei Ringsaker kommune!\n\n- les (https://www.ks.no/)" in body
    assert '<h2 style="margin:0 0 8px' in page and '<p style="margin:0 0 16px">Hei Ringsaker kommune!</p>' in page
    assert 'rel="noopener noreferrer"' in page


def test_headings_in_a_bundle_stand_under_each_letters_own():
    row = taking_part()
    write(row.programme, "letter.signup.place", opening="# Gratulerer")
    one, two = (
        letter_of("signup.place", row, answer=answered(row)),
        letter_of("signup.reminder_3", row, answer=answered(row)),
    )

    page = letters.compose(one.envelope, [one, two]).alternatives[0].content

    assert page.split("Gratulerer")[0].rpartition("<")[2].startswith("h3 ")


def test_the_greeting_and_the_facts_stay_where_an_adviser_writes_nothing_about_them():
    row = taking_part()
    write(row.programme, "letter.signup.invitation", opening="Kort.")
    letter = letter_of("signup.invitation", row, answer=answered(row))

    body = letters.compose(letter.envelope, [letter]).body

    assert "Hei, Anders Bakke!\n\nKort.\n\nSvar innen" in body
    assert "/svar/" in body and "Hvorfor fikk jeg denne?" in body


def test_what_counts_is_the_text_when_the_letter_is_sent():
    row = taking_part()
    write(row.programme, "letter.signup.invitation", closing="Gammel tekst")
    factories.letter_to(row, person=row.seats.get(kind="director").holder.person)
    write(row.programme, "letter.signup.invitation", closing="Ny tekst")

    outbox.send_due()

    assert "Ny tekst" in mail.outbox[0].body and "Gammel tekst" not in mail.outbox[0].body


def sent_with(count):
    programme = factories.OpenProgrammeFactory()
    write(programme, "letter.deadline.extended", opening="{kommune} {frist} {gruppa}", closing="{kontakt}")
    for _ in range(count):
        row = factories.invited(programme=programme)
        factories.letter_to(row, person=factories.with_director(row), rule="deadline.extended")
    with CaptureQueriesContext(connection) as counted:
        assert outbox.send_due()["sent"] == count
    return [query["sql"] for query in counted if "programmes_textversion" in query["sql"]], len(counted)


def test_sending_many_letters_reads_the_texts_once():
    (few, one), (many, nine) = sent_with(1), sent_with(9)

    assert (len(few), len(many)) == (1, 1)
    assert nine - one == 8  # each further envelope costs its mark and no more


def test_a_letter_with_own_texts_asks_no_more_than_one_without():
    plain, own = taking_part(), taking_part()
    fields = {"opening": "{kommune} {frist} {gruppa} {periode}", "closing": "{kontakt}"}
    write(own.programme, "letter.signup.reminder_now", **fields)
    counts = []
    for row in (plain, own):
        letter = letter_of("signup.reminder_now", row, answer=answered(row))
        shelf = Batch([letter])
        shelf.of(row.programme)
        with CaptureQueriesContext(connection) as counted:
            letters.compose(letter.envelope, [letter], shelf)
        counts.append(len(counted))

    assert counts[0] == counts[1]


# --- The invitation as PDF


def pdf_of(tmp_path, row, texts=None):
    path = tmp_path / "invitation.pdf"
    path.write_bytes(previews.invitation(named(row), texts or Texts.of(row.programme)))
    return path


WRITTEN = {
    "introduction": Words("Velkommen, {kommune}.\n\n## Kort sagt\n\nDet tar to år.", "Velkomen, {kommune}.\n\n## Kort"),
    "about": Words("Om nb", "Om nn"),
    "who": Words("Be {ordføreren} bli med.\n\n- **folkevalgte**\n- fagfolk", "Be {ordføreren} bli med.\n\n- folk"),
    "expectations": Words("Vi venter nb", "Vi ventar nn"),
    "practical": Words("### Reise\n\nTa toget [hit](https://www.vy.no/).", "Ta toget"),
}


@pytest.mark.parametrize(("norm", "present", "absent"), [
    ("nb", ["Velkommen, Ringsaker kommune.", "Hvem bør delta?", "Be ordføreren", "Vi venter nb", "Praktisk", "Om nb"],
     ["Vi ventar nn"]),
    ("nn", ["Velkomen, Ringsaker kommune.", "Kven bør delta?", "Be ordføraren", "Vi ventar nn", "Praktisk", "Om nn"],
     ["Vi venter nb"]),
])  # fmt: skip
def test_the_invitation_holds_every_section_in_the_organisations_norm(tmp_path, norm, present, absent):
    row = taking_part(written_norm=norm)
    write(row.programme, INVITATION, **WRITTEN)

    text = text_of(pdf_of(tmp_path, row))

    assert [part for part in present if part not in text] == []
    assert [part for part in absent if part in text] == []


def test_an_invitation_with_own_texts_is_as_accessible_as_one_without(tmp_path):
    row = taking_part()
    write(row.programme, INVITATION, **WRITTEN)
    path = pdf_of(tmp_path, row)

    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []
    with pikepdf.open(path) as file:
        levels = [int(str(heading.S)[2:]) for heading in elements(file, "/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_a_text_in_the_other_norm_is_marked_in_the_document():
    row = taking_part(written_norm="nn")
    write(row.programme, INVITATION, about="Bare bokmål")

    with translation.override("nn"):
        html = documents.invitation_html(participation=named(row), person=None, link="")

    assert '<div lang="nb"><p>Bare bokmål</p></div>' in html


# --- Previews


def everything():
    rooms = ("accounts", "programmes", "municipalities", "gatherings", "correspondence")
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.key)
def test_every_letter_can_be_previewed_and_leaves_nothing_behind(kind):
    """Whether somebody is known or not, with days decided or none."""
    user = factories.adviser("KS Innlandet")
    bare = factories.ParticipationFactory(programme=factories.ProgrammeFactory())
    known = taking_part()
    factories.with_coordinator(known)
    before = everything()
    for row in (bare, known):
        for language in ("nb", "nn"):
            for choice in ("yes", "no", "undecided", previews.QUEUED):
                shown = previews.letter(
                    letter_texts.rule_of(kind), row.programme, named(row) if kind.to_organisations else None,
                    Texts.of(row.programme), user=user, language=language, choice=choice,
                )  # fmt: skip
                said = shown.subject + shown.text + shown.html
                assert "/svar/" not in said and "/koordinator/" not in said and "%(" not in said
                assert "None" not in said and " ." not in shown.text
                assert shown.to and shown.language == language

    assert everything() == before
    assert not PersonalLink.objects.exists()


def test_a_preview_is_the_letter_that_is_sent_but_for_the_link():
    row = taking_part()
    write(row.programme, "letter.signup.invitation", opening="Hei {kommune}", closing="Skriv til {kontakt}")
    director = row.seats.get(kind="director").holder.person
    letter = factories.letter_to(row, person=director)

    shown = previews.letter(
        "signup.invitation", row.programme, named(row), Texts.of(row.programme),
        user=factories.UserFactory(), language="nb",
    )  # fmt: skip
    sent = letters.compose(letter.envelope, [letter])

    address = next(line for line in sent.body.splitlines() if "/svar/" in line)
    assert shown.text == sent.body.replace(address, documents.SPECIMEN)
    assert shown.subject == sent.subject
    assert shown.to == f"{director.name} <{director.email}>"


def test_a_preview_shows_a_draft_that_nobody_has_saved(tmp_path):
    row = taking_part()
    draft = Texts.of(row.programme).with_draft(INVITATION, {"introduction": Words("Et utkast til {kommune}")})

    assert "Et utkast til Ringsaker kommune" in text_of(pdf_of(tmp_path, row, draft))
    assert "Et utkast" not in text_of(pdf_of(tmp_path, row))


def test_a_preview_for_an_organisation_that_nobody_is_known_in_is_addressed_to_the_office():
    row = factories.ParticipationFactory()

    shown = previews.letter(
        "signup.invitation", row.programme, named(row), Texts.of(row.programme),
        user=factories.UserFactory(), language="nb",
    )  # fmt: skip

    assert "Att.: kommunedirektøren" in shown.text and shown.to == row.organisation.mailbox


@pytest.mark.parametrize(("language", "said", "costs"), [
    ("nb", "hva programmet er, og når samlingene er.", "hva det koster"),
    ("nn", "kva programmet er, og når samlingane er.", "kva det kostar"),
])  # fmt: skip
def test_the_invitation_promises_costs_only_where_the_programme_states_any(language, said, costs):
    row = taking_part()
    letter = letter_of("signup.invitation", row, language=language)
    with_costs = letters.compose(letter.envelope, [letter]).body
    row.programme.costs.all().delete()
    without = letters.compose(letter.envelope, [letter]).body

    assert costs in with_costs and said not in with_costs
    assert said in without and costs not in without
