"""The letter that asks for the group calls it what the programme calls it, and a reference group is asked for only as
the programme asks for one."""

import pytest
from django.utils import translation

from correspondence import letters, planning
from correspondence.facts import Facts
from municipalities.duties import DUTIES
from programmes.models import CompositionRule
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    participation = factories.signed_up()
    participation.programme.group_term = Words(nb="kjernegruppe", nn="kjernegruppe")
    participation.programme.save()
    return participation


def mail(participation, language="nb"):
    coordinator = factories.seat(participation, "coordinator")
    letter = factories.letter_to(participation, person=coordinator, rule="group.due")
    letter.envelope.language = language
    message = letters.compose(letter.envelope, [letter])
    texts = (message.body, message.alternatives[0].content)
    return [f"{message.subject} {' '.join(text.split())}" for text in texts]


def asks(participation, strength):
    CompositionRule.objects.create(programme=participation.programme, order=1, group="reference", strength=strength)


def test_the_letter_calls_the_group_what_the_programme_calls_it(participation):
    for text in mail(participation):
        assert "Meld inn kjernegruppa: ABSOLUTT Innlandet" in text
        assert "Nå skal dere melde inn hvem som er med i kjernegruppa." in text
        assert "og kjernegruppa ikke er meldt inn ennå" in text
        assert " gruppa" not in text


def test_and_so_it_does_in_nynorsk(participation):
    participation.programme.group_term = Words(nb="deltakergruppe", nn="deltakargruppe")
    participation.programme.save()

    for text in mail(participation, "nn"):
        assert "Meld inn deltakargruppa" in text and "med i deltakargruppa." in text and "deltaker" not in text


@pytest.mark.parametrize(
    ("strength", "said"),
    [
        ("required", "Dere må også ha en referansegruppe."),
        ("desired", "Dere bør også ha en referansegruppe."),
        ("hint", "Dere kan også ha en referansegruppe."),
    ],
)
def test_a_reference_group_is_asked_for_as_the_programmes_rule_asks(participation, strength, said):
    asks(participation, strength)

    for text in mail(participation):
        assert said in text and text.count("eferansegruppe") + text.count("eferansegruppa") == 1


def test_a_programme_that_only_has_words_about_it_is_quoted(participation):
    participation.programme.reference_group_rule = Words("en tverrfaglig referansegruppe", "ei tverrfagleg gruppe")
    participation.programme.save()

    for text in mail(participation):
        assert "Om referansegruppe sier programmet: «en tverrfaglig referansegruppe»" in text


def test_a_programme_that_says_nothing_about_a_reference_group_asks_for_none(participation):
    for text in mail(participation):
        assert "eferanse" not in text


def test_the_duties_have_the_programmes_word_too(participation):
    programme = participation.programme

    said = [duty.called(programme) for duty in DUTIES]
    with translation.override("nn"):
        in_nynorsk = [duty.called(programme) for duty in DUTIES]

    assert said == ["Svar på invitasjonen", "Velg en koordinator", "Meld inn kjernegruppa", "Bekreft kjernegruppa"]
    assert in_nynorsk[2:] == ["Meld inn kjernegruppa", "Stadfest kjernegruppa"]


def test_pages_have_the_programmes_word(client, participation, adviser):
    client.force_login(adviser)
    number = participation.organisation.organisation_number
    base = f"/program/{participation.programme.key}/"

    for path in ("tavle/", f"{number}/", f"{number}/gruppe/"):
        page = client.get(base + path).content.decode()
        wanted = "Velg en koordinator" if path == "tavle/" else "Meld inn kjernegruppa"
        assert wanted in page and "Meld inn gruppa" not in page


def test_whoever_runs_the_portal_reads_it_too(participation):
    because = planning._because(planning.BY_KEY["group.due"], Facts(participation.programme, participation))

    assert because.startswith("Fristen for å melde inn kjernegruppa er ")
