"""One way down: a room depends only on rooms below it. import-linter reads the imports; this walks the models."""

import ast

import pytest
from django.apps import apps

ROOMS = ["absolutt", "correspondence", "gatherings", "municipalities", "programmes", "accounts"]


def test_no_model_points_at_a_room_above_its_own():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label in ROOMS
        if ROOMS.index(field.related_model._meta.app_label) < ROOMS.index(model._meta.app_label)
    ]

    assert upward == []


def test_absolutt_itself_has_no_models():
    assert list(apps.get_app_config("absolutt").get_models()) == []


def python_files(settings, *folders):
    return [path for folder in folders for path in (settings.BASE_DIR / folder).rglob("*.py")]


def test_pages_find_through_scope_and_never_in_the_whole_table(settings):
    """Reach is a queryset: a page that says ``.objects`` could show what the reader does not reach."""
    guilty = [
        path.name
        for path in python_files(settings, "absolutt/pages")
        if ".objects" in path.read_text() and not path.name.endswith("scope.py")
    ]

    assert guilty == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_is_imported_by_a_room_below_it_even_inside_a_function(settings, room):
    below = ROOMS[ROOMS.index(room) + 1 :]
    guilty = []
    for path in python_files(settings, *below):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            guilty += [f"{path.name}: {name}" for name in names if name.split(".")[0] == room]

    assert guilty == []
