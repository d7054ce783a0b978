"""Writes a programme file into the rooms. Loading twice changes nothing; a bad file changes nothing."""

from datetime import date
from typing import Any

from django.db import transaction

from absolutt.loading import content as of_content
from absolutt.loading.reader import BadFile, ProgrammeFile, digest
from absolutt.loading.rows import replace_rows, schedule_rows
from accounts import journal
from accounts.journal import Actor
from municipalities import signup_links
from municipalities.actions import list_organisations
from municipalities.models import Designation
from programmes.framework import phase_values, role_values, rule_values
from programmes.models import CompositionRule, CostLine, Deadline, Framework, Phase, Programme, Region, Role
from programmes.when import When
from programmes.words import Words

# What this version gives a place of its own. Everything else in a programme is kept in Programme.rest.
LOADED = {
    "id", "title", "subtitle", "region", "county", "state", "letters_from", "period", "target_group", "age_span",
    "county_municipality_takes_part", "phases", "composition", "group", "reference_group", "coordinator",
    "cadence_rule", "venue_default", "information_meetings", "sign_up", "pre_meeting", "reflection_note",
    "gatherings", "coordinator_meetings", "cost",
} | of_content.LOADED  # fmt: skip
MAKES = 2  # counted up when this version makes more of a file than the one before: it is then read anew


@transaction.atomic
def write(file: ProgrammeFile, *, by: Actor) -> dict[str, str]:
    """Returns {programme key: «new», «changed» or «unchanged»}. Raises ``BadFile`` and leaves nothing behind."""
    framework = _framework(file.content["framework"])
    outcome = {}
    for position, content in enumerate(file.content["programmes"]):
        outcome[content["id"]] = _Writer(file, position, framework, by).write(content)
    return outcome


def _framework(content: dict[str, Any]) -> Framework:
    framework, _ = Framework.objects.update_or_create(
        name=content["name"],
        defaults={
            "meaning": Words.of(content.get("acronym")),
            "owner": content["owner"],
            "developed_with": content.get("developed_with") or "",
            "phases": content["phases"],
            "competence_goals": content.get("competence_goals") or [],
            "responsibilities": content.get("responsibility_triad") or [],
            "roles": content.get("example_roles") or [],
            "composition": content.get("composition") or [],
            "group_term": Words.of(content.get("group_term")),
        },
    )
    return framework


class _Writer:
    """Writes one programme; knows where in the file it stands, so that a fault can name its line."""

    def __init__(self, file: ProgrammeFile, position: int, framework: Framework, by: Actor):
        self.file, self.framework, self.by = file, framework, by
        self.path: tuple[str | int, ...] = ("programmes", position)

    def write(self, content: dict[str, Any]) -> str:
        framework = self.framework
        frameworks = [framework.phases, framework.competence_goals, framework.responsibilities]
        wanted = digest([MAKES, content, *frameworks])
        programme = Programme.objects.filter(key=content["id"]).first()
        if programme and programme.digest == wanted:
            return "unchanged"
        outcome = "changed" if programme else "new"
        programme = self._programme(programme or Programme(key=content["id"]), content, wanted)
        self._phases(programme, content)
        self._deadlines(programme, content)
        self._rules_and_roles(programme, content)
        self._costs(programme, content.get("cost") or {})
        of_content.write_content(programme, content, fail=self.fail)
        schedule_rows(programme, content, self.when, self.words_list)
        journal.append(verb="programme.loaded", by=self.by, subject=programme, scope=programme, outcome=outcome)
        list_organisations(programme=programme, by=self.by)
        signup_links.follow_programme(programme)
        return outcome

    def fail(self, path: tuple[str | int, ...], said: str) -> BadFile:
        return BadFile([self.file.fault(self.path + path, said)])

    def when(
        self, path: tuple[str | int, ...], content: dict[str, Any] | None, *, days: int | None = None,
        tentative: bool = False,
    ) -> When:  # fmt: skip
        """A date of the file as a ``When``. Raises ``BadFile`` for one that cannot be, with its line."""
        if not content or not content.get("precision"):
            return When(days=days, tentative=tentative)
        start, end = (date.fromisoformat(content[k]) if content.get(k) else None for k in ("start", "end"))
        try:
            return When(content["precision"], start, end, days, tentative, content.get("text") or "")
        except ValueError as error:
            raise self.fail(path, f"{error}") from error

    @staticmethod
    def words_list(value: Any) -> Words:
        """A theme may be a list of texts: they are read as one, joined by a slash."""
        parts = [Words.of(item) for item in (value if isinstance(value, list) else [value])]
        return Words(" / ".join(p.nb for p in parts if p.nb), " / ".join(p.nn for p in parts if p.nn))

    def _programme(self, programme: Programme, content: dict[str, Any], wanted: str) -> Programme:
        group, sign_up = content.get("group") or {}, content.get("sign_up") or {}
        period = content["period"]
        programme.when = self.when(("period",), period, tentative=period.get("tentative", False))
        for field in ("title", "subtitle", "target_group", "age_span"):
            setattr(programme, field, Words.of(content.get(field)))
        texts = {
            "group_term": group.get("term"),
            "limited_places": (group.get("limited_places") or {}).get("text"),
            "youth_rule": (group.get("youth_representative") or {}).get("text"),
            "director_rule": (group.get("municipal_director") or {}).get("text"),
            "venue": (content.get("venue_default") or {}).get("text"),
            "cadence": (content.get("cadence_rule") or {}).get("text"),
            "coordinator_rule": (content.get("coordinator") or {}).get("text"),
            "reference_group_rule": (content.get("reference_group") or {}).get("text"),
        }
        for field, value in texts.items():
            setattr(programme, field, Words.of(value))
        programme.framework = self.framework
        programme.region = self._region(content)
        programme.state = content.get("state") or Programme.State.ARCHIVED
        programme.letters_from = content.get("letters_from")
        programme.commits_to_all_gatherings = group.get("commits_to_all_gatherings", False)
        programme.county_takes_part = content.get("county_municipality_takes_part", False)
        programme.contact_email = sign_up.get("contact") or ""
        programme.sign_up_channel = sign_up.get("channel") or ""
        programme.sign_up_by = sign_up.get("who_signs") or ""
        programme.rest = {key: value for key, value in content.items() if key not in LOADED}
        programme.digest = wanted
        if programme.state == Programme.State.ARCHIVED and programme.letters_from:
            raise self.fail(("letters_from",), "an archived programme sends no letters; leave it out")
        programme.save()
        return programme

    def _region(self, content: dict[str, Any]) -> Region:
        numbers = set(
            Designation.objects.filter(county_name__iexact=content["county"]).values_list("county_number", flat=True)
        )
        if not numbers:
            raise self.fail(("county",), f"«{content['county']}» is no county of the register (load_register first)")
        region, _ = Region.objects.get_or_create(name=content["region"], defaults={"county_numbers": sorted(numbers)})
        return region

    def _phases(self, programme: Programme, content: dict[str, Any]) -> None:
        phases = content.get("phases") or self.framework.phases
        replace_rows(Phase, programme, "key", phase_values(phases))

    def _deadlines(self, programme: Programme, content: dict[str, Any]) -> None:
        sources = (
            (Deadline.Kind.SIGN_UP, "sign_up", "deadline", None),
            (Deadline.Kind.PRE_MEETING, "pre_meeting", "window", "purpose"),
            (Deadline.Kind.REFLECTION_NOTE, "reflection_note", "sent", "content"),
        )
        rows = []
        for kind, section, field, purpose in sources:
            part = content.get(section) or {}
            said = part.get(field)
            if not said:
                continue
            when = self.when((section, field), said, tentative=False)
            rows.append({"kind": kind, "when": when, "year_basis": said.get("year_basis") or "",
                         "purpose": Words.of(part.get(purpose) if purpose else None)})  # fmt: skip
        replace_rows(Deadline, programme, "kind", rows)

    def _rules_and_roles(self, programme: Programme, content: dict[str, Any]) -> None:
        replace_rows(CompositionRule, programme, "order", rule_values(content.get("composition") or []))
        roles = (content.get("group") or {}).get("example_roles") or []
        replace_rows(Role, programme, "order", role_values(roles))

    def _costs(self, programme: Programme, cost: dict[str, Any]) -> None:
        funds, own = CostLine.Payer.FUNDS, CostLine.Payer.ORGANISATION
        lines: list[dict[str, Any]] = [{"what": item["source"], "payer": funds} for item in cost.get("funding") or []]
        if cost.get("covered"):
            lines.append({"what": cost["covered"]["text"], "payer": funds})
        lines += [{"what": item, "payer": own} for item in cost.get("borne_by_municipality") or []]
        for name in ("participation_fee", "digital_fee"):
            fee = cost.get(name)
            if fee:
                lines.append({
                    "what": fee.get("text") or fee["term"], "payer": own, "is_fee": True, "amount": fee.get("amount"),
                    "certain": fee.get("rule") != "may_occur", "only_form": "digital" if name == "digital_fee" else "",
                })  # fmt: skip
        replace_rows(
            CostLine, programme, "order",
            [line | {"order": order, "what": Words.of(line["what"])} for order, line in enumerate(lines, start=1)],
        )  # fmt: skip
