from datetime import timedelta

import pytest

from municipalities.forms import ExtensionForm, SignUpForm
from tests import factories


def signed(**data):
    return SignUpForm({"choice": "yes", "version": 1, **data}, organisation_name="Hamar kommune")


def test_the_director_is_asked_at_most_four_things():
    visible = list(signed().visible_fields())

    assert len(visible) == 4
    assert visible[0].label == "Blir Hamar kommune med?"


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

    form = ExtensionForm({"day": day.isoformat(), "reason": "Sak", "version": 1}, participation=participation)

    assert form.is_valid() is valid
