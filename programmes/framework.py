"""What a framework, or a programme's file, says about phases, rules and roles, as the values of a programme's rows."""

from collections.abc import Iterable
from typing import Any

from programmes.roles import recognise
from programmes.words import Words

Values = list[dict[str, Any]]


def phase_values(phases: Iterable[dict[str, Any]]) -> Values:
    return [
        {
            "key": phase["key"],
            "order": phase["order"],
            "name": Words.of(phase["name"]),
            "subtitle": Words.of(phase.get("subtitle")),
            "question": Words.of(phase.get("question")),
        }
        for phase in phases
    ]


def block_values(framework: Any) -> Values:
    """The goals of the framework, and whose each responsibility is, as lines of a programme's content."""
    goals = [{"text": Words.of(goal), "more": Words()} for goal in framework.competence_goals]
    responsibilities = [
        {"text": Words.of(item["what"]), "more": Words.of(item["whose"])} for item in framework.responsibilities
    ]
    kinds = (("competence_goal", goals), ("responsibility", responsibilities))
    return [{"kind": kind, "order": order, **row} for kind, rows in kinds for order, row in enumerate(rows, start=1)]


def rule_values(rules: Iterable[dict[str, Any]]) -> Values:
    return [
        {
            "order": order,
            "level": rule.get("level", ""),
            "role": rule.get("role", ""),
            "group": rule.get("group", ""),
            "least": rule.get("min", 1),
            "strength": rule["strength"],
            "may_be": rule.get("as", []),
        }
        for order, rule in enumerate(rules, start=1)
    ]


def role_values(names: Iterable[Any]) -> Values:
    """``names`` are texts or {nb, nn}; the role catalogue recognises those it knows."""
    rows = []
    for order, name in enumerate(names, start=1):
        words = Words.of(name)
        key, level = recognise(words.nb)
        rows.append({"order": order, "name": words, "key": key, "level": level})
    return rows
