"""The subject of a letter and of a bundle: under 60 characters, since telephones and lists show no more, and with the
organisation's name whole. What gives way is the programme's title (docs/decisions/0028)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import ngettext

LONGEST = 59


def of_letter(template: str, context: Mapping[str, Any]) -> str:
    """The template's words with the programme's title as ``title``. Where that is too long, the framework's name stands
    in its place, and at last only the letter's name in lists with the organisation's."""
    programme, participation = context["programme"], context["participation"]
    for title in (str(programme.title), programme.framework.name):
        subject = one_line(template, {**context, "title": title})
        if len(subject) <= LONGEST:
            return subject
    label = str(context["rule"].label)
    return _cut(f"{label}: {participation.shown_name}" if participation else label)


def of_bundle(parts: Sequence[Mapping[str, Any]]) -> str:
    """How many things it tells, and about whom when all are about one."""
    about = {part["participation"].shown_name for part in parts if part["participation"]}
    is_of_one = len(about) == 1 and all(part["participation"] for part in parts)
    said = ngettext("%(n)s sak om ABSOLUTT", "%(n)s saker om ABSOLUTT", len(parts)) % {"n": len(parts)}
    return _cut(f"{said} – {about.pop()}") if is_of_one else said


def one_line(template: str, context: Mapping[str, Any]) -> str:
    return " ".join(render_to_string(template, dict(context)).split())


def _cut(subject: str) -> str:
    """A name that nobody has thought of yet: whole words, and a sign that more is missing."""
    if len(subject) <= LONGEST:
        return subject
    return subject[:LONGEST].rpartition(" ")[0].rstrip(" :–") + "…"
