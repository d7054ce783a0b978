"""A field that holds personal data says so, and says when it is erased."""

from django.apps import apps
from django.db import models

ROOMS = {"accounts", "programmes", "municipalities", "gatherings", "correspondence"}
NAMES = {"name", "email", "address", "phone", "answered_by", "role", "reason"}

# Names and addresses of bodies, places and things; nobody's own.
NOT_PERSONS = {
    ("Region", "name"), ("Framework", "name"), ("Programme", "contact_email"),
    ("Phase", "name"), ("Role", "name"), ("CompositionRule", "role"), ("Designation", "name"),
    ("Organisation", "mailbox"),
}  # fmt: skip


def test_every_field_that_may_name_a_person_says_when_it_is_erased():
    unsaid = [
        (model.__name__, field.name)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.fields
        if (field.name in NAMES or isinstance(field, models.EmailField))
        and (model.__name__, field.name) not in NOT_PERSONS
        and field.name not in getattr(model, "personal_data", {})
    ]

    assert unsaid == []


def test_what_is_said_to_be_personal_is_a_field_and_has_an_end():
    for model in apps.get_models():
        for name, erased in getattr(model, "personal_data", {}).items():
            assert model._meta.get_field(name)
            assert "after" in erased
