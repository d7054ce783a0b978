import re
from datetime import timedelta

import pytest

from municipalities.forms import SignUpForm
from municipalities.group_forms import ExceptionForm, ReferenceForm
from tests import factories


def signed(**data):
    return SignUpForm({"choice": "yes", "version": 1, **data}, organisation_name="Hamar kommune")


def test_the_director_is_asked_at_most_four_things():
    visible = list(signed().visible_fields())

    assert len(visible) == 4
    assert visible[0].label == "Blir Hamar kommune med?"


def test_the_invitation_is_answered_by_yes_no_or_not_decided_and_never_by_a_withdrawal():
    assert [value for value, _ in signed().fields["choice"].choices] == ["yes", "no", "undecided"]
    assert not signed(choice="withdraw").is_valid()


def test_only_the_answer_is_required():
    assert signed().is_valid()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"coordinator_name": "Mona"}, "coordinator_email"),
        ({"coordinator_email": "mona@example.no"}, "coordinator_name"),
        ({"coordinator_name": "Mona", "coordinator_email": "mona@"}, "coordinator_email"),
        ({"choice": ""}, "choice"),
        ({"invoice_reference": "x" * 61}, "invoice_reference"),
    ],
)
def test_every_error_stands_at_its_field_and_says_what_to_do(data, field):
    form = signed(**data)

    assert list(form.errors) == [field]
    assert form.errors[field][0].split()[0] in {"Skriv", "Velg", "Referansen"}


def test_a_secretary_says_who_she_is():
    form = SignUpForm({"choice": "yes", "version": 1}, organisation_name="Hamar kommune", on_behalf=True)

    assert form.errors == {"answered_by": ["Skriv navnet ditt"]}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "valid"), [(-1, False), (0, False), (21, False), (22, True)])
def test_an_extension_is_a_day_after_the_ordinary_deadline(days, valid):
    participation = factories.ParticipationFactory()
    day = factories.in_days(0) + timedelta(days=days)

    given = {"duty": "signup.answer", "what": "extend", "day": day.isoformat(), "reason": "Sak", "version": 1}
    form = ExceptionForm(given, participation=participation)

    assert form.is_valid() is valid


def test_a_letter_that_cannot_stand_in_an_address_is_named():
    strange, plain = (
        signed(coordinator_name="Áŋŋá", coordinator_email=email) for email in ("Čáppa@example.no", "mona@")
    )

    assert strange.errors["coordinator_email"][0].startswith("En e-postadresse kan ikke ha bokstaven «Č» foran @.")
    assert plain.errors["coordinator_email"][0].startswith("Skriv en fullstendig e-postadresse")


def test_what_is_too_long_is_not_cut_off_in_silence_but_told_with_its_limit():
    form = ReferenceForm({"version": 1, "body": "x" * 121})

    assert "maxlength" not in str(form) and "maxlength" not in str(signed())
    assert form.errors["body"] == ["Navnet er for langt. Bruk høyst 120 tegn"]
    assert "x" * 121 in str(form)


def test_words_that_adviser_and_coordinator_both_read_speak_to_neither_as_the_municipality(client, db):
    participation = factories.signed_up()
    client.force_login(factories.adviser())
    home = f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/"

    for page in ("gruppe/ny/", "referansegruppe/ny/", "koordinator/", "gruppe/"):
        words = re.sub(r"<[^>]+>", " ", client.get(home + page).content.decode()).lower().split()
        assert not {"dere", "deres"} & {word.strip(".,:;«»") for word in words}, page
