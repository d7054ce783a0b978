"""Where a programme deviates from the national framework: found by comparing, stored nowhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from programmes.framework import block_values, phase_values, role_values, rule_values
from programmes.models import CompositionRule, ContentBlock, Programme
from programmes.roles import KNOWN, Level
from programmes.words import Words

GOAL, RESPONSIBILITY = ContentBlock.Kind.COMPETENCE_GOAL, ContentBlock.Kind.RESPONSIBILITY


@dataclass(frozen=True, slots=True)
class Deviation:
    """``framework`` and ``programme`` are what each says, in words; "" where it says nothing of the kind."""

    kind: str
    framework: str
    programme: str


def deviations(programme: Programme) -> list[Deviation]:
    """In the order of the programme's setup, in the language in force. Four queries and the framework."""
    framework = programme.framework
    blocks = list(programme.blocks.filter(kind__in=(GOAL, RESPONSIBILITY)))
    goals, duties = ([row for row in block_values(framework) if row["kind"] == kind] for kind in (GOAL, RESPONSIBILITY))
    return [
        *_term(programme),
        *_compared(_("Fase"), phase_values(framework.phases), programme.phases.all(), _by_key, _phase),
        *_compared(_("Mål"), goals, [row for row in blocks if row.kind == GOAL], _words, _line),
        *_compared(_("Ansvar"), duties, [row for row in blocks if row.kind != GOAL], _words, _line),
        *_compared(_("Krav til gruppa"), rule_values(framework.composition), programme.composition.all(), _whom, _rule),
        *_compared(_("Rolle"), role_values(framework.roles), programme.roles.all(), _known_or_name, _role),
    ]


def _term(programme: Programme) -> Iterable[Deviation]:
    """A framework without a word of its own leaves it to the programme."""
    ours, theirs = programme.group_term, programme.framework.group_term
    if theirs and ours != theirs:
        yield Deviation(_("Navn på gruppa"), str(theirs), str(ours))


def _compared(
    kind: str, framework: list[dict[str, Any]], rows: Iterable[Any], identity: Callable[[dict], Any],
    text: Callable[[dict], str],
) -> Iterable[Deviation]:  # fmt: skip
    """What both have in other words, what the programme lacks, and what it has of its own."""
    theirs, mine = _by_identity(framework, identity, text), _by_identity(map(vars, rows), identity, text)
    nothing = ("", "")
    for key, (compared, said) in theirs.items():
        if mine.get(key, nothing)[0] != compared:
            yield Deviation(kind, said, mine.get(key, nothing)[1])
    for key, (_compared_by, said) in mine.items():
        if key not in theirs:
            yield Deviation(kind, "", said)


def _by_identity(
    rows: Iterable[dict[str, Any]], identity: Callable[[dict], Any], text: Callable[[dict], str]
) -> dict[Any, tuple[str, str]]:
    """{identity: (in bokmål, in the language in force)}. Compared in bokmål: a nynorsk that only one of them has is no
    other content."""
    found = {}
    for values in rows:
        with translation.override("nb"):
            compared = text(values)
        found[identity(values)] = (compared, text(values))
    return found


def _words(values: dict[str, Any]) -> str:
    return values["text"].nb or values["text"].nn


def _line(values: dict[str, Any]) -> str:
    return " – ".join(str(part) for part in (values["text"], values["more"]) if part)


def _by_key(values: dict[str, Any]) -> str:
    return values["key"]


def _phase(values: dict[str, Any]) -> str:
    parts = (values["name"], values["subtitle"], values["question"])
    return " – ".join(str(part) for part in parts if part)


def _whom(values: dict[str, Any]) -> tuple[str, str, str]:
    return values["level"], values["role"], values["group"]


def _rule(values: dict[str, Any]) -> str:
    strength = CompositionRule.Strength(values["strength"]).label
    return _("%(whom)s: %(strength)s, minst %(n)s") % {
        "whom": rule_subject(**{name: values[name] for name in ("level", "role", "group")}),
        "strength": strength, "n": values["least"],
    }  # fmt: skip


def rule_subject(*, level: str, role: str, group: str) -> str:
    """Whom a rule is about: «Folkevalgt», «koordinator», «referansegruppe»."""
    if group:
        return _("Referansegruppe")
    if level:
        return str(Level(level).label)
    if role == "coordinator":
        return _("Koordinator")
    return str(KNOWN[role].name) if role in KNOWN else role


def _known_or_name(values: dict[str, Any]) -> str:
    return values["key"] or values["name"].nb.lower()


def _role(values: dict[str, Any]) -> str:
    """By what the catalogue calls it, where it knows it: «rådmann/kommunedirektør» is no other role."""
    known = KNOWN.get(values["key"])
    words: Words = known.name if known else values["name"]
    return str(words)
