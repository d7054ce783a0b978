"""A field that holds personal data says so, and says when it is erased; the privacy page tells its readers."""

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from accounts import personal
from tests.accounts.not_personal import NOT_PERSONAL

NYNORSK = settings.BASE_DIR / "locale" / "nn" / "LC_MESSAGES" / "django.po"
ENDS = {value for value in vars(personal).values() if isinstance(value, personal.Kept)}


def fields_of(model):
    data = personal.of(model)
    return data.fields if data else {}


def texts():
    """«Model.field» of every field that may hold what somebody wrote, whichever package the model comes from."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                yield model, f"{model.__name__}.{field.name}", field.name


def test_every_text_is_said_to_be_personal_or_not_to_be_with_a_reason():
    undecided = [key for model, key, name in texts() if key not in NOT_PERSONAL and name not in fields_of(model)]

    assert undecided == []
    assert all(NOT_PERSONAL.values())


def test_no_text_is_both_personal_and_not_and_no_decision_outlives_its_field():
    known = {key: name in fields_of(model) for model, key, name in texts()}

    assert [key for key in NOT_PERSONAL if known.get(key, True)] == []


def test_what_is_said_to_be_personal_is_a_field_and_has_an_end():
    assert {model.__name__ for model, _ in personal.declared()} >= {"User", "Person", "Answer", "Envelope"}
    for model, data in personal.declared():
        assert data.fields
        for name, kept in data.fields.items():
            assert model._meta.get_field(name)
            assert kept in ENDS


def test_each_end_says_a_time_of_its_own():
    assert len({str(kept.until) for kept in ENDS}) == len(ENDS)
    for kept in ENDS:
        assert "etter" in str(kept.until)


def test_no_job_goes_by_a_length_that_nobody_has_said():
    with pytest.raises(ValueError, match="no job"):
        _ = personal.AFTER_PROGRAMME.time

    assert personal.AFTER_MEETING.time.days == 183


def test_what_is_said_of_personal_data_can_be_read_in_both_written_norms():
    nynorsk = read_po(NYNORSK.open("rb"), locale="nn")
    for model, data in personal.declared():
        said = [data.whose, data.why, data.source, *(kept.until for kept in data.fields.values())]
        said += [personal.label(model, name) for name in data.fields]
        for text in said:
            assert isinstance(text, Promise), f"{model.__name__}: «{text}» cannot be translated"
            with translation.override(None):
                source = str(text)
            ours = nynorsk.get(source)
            with translation.override("nn"):
                djangos = ours is None and str(text) != source  # «last login» is Django's field, in its catalogue
            assert djangos or (ours and ours.string), f"{model.__name__}: «{text}» has no nynorsk"
