"""The public page of a programme, section by section, in the order they stand there.

A section is shown when its function finds something to say. Another room's section is one more row in ``SECTIONS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from absolutt.pages.content_rows import figure_value, source_of
from gatherings import overview
from programmes import formats
from programmes.content import Content
from programmes.models import ContentBlock, Programme
from programmes.words import Words

Kind, State = ContentBlock.Kind, Programme.State


@dataclass(frozen=True, slots=True)
class Section:
    """``key`` is its place in the page's address, ``of`` finds what its template (as ``part``) shows; None: nothing."""

    key: str
    title: Any
    template: str
    of: Callable[[Programme, Content], dict[str, Any] | None]


def about(programme, content):
    commitment = _("Gruppa forplikter seg til å være med på alle samlingene.")
    facts = (
        (_("Region"), Words.same(programme.region.name)),
        (_("Periode"), Words.same(period(programme))),
        (_("Målgruppe"), programme.target_group),
        (_("Alder"), programme.age_span),
        (_("Gruppa"), programme.group_name),
        (_("Koordinator"), programme.coordinator_rule),
        (_("Referansegruppe"), programme.reference_group_rule),
        (_("Barn og unge"), programme.youth_rule),
        (_("Kommunedirektøren"), programme.director_rule),
        (_("Deltakelse"), Words.same(commitment) if programme.commits_to_all_gatherings else Words()),
        (_("Hvor ofte"), programme.cadence),
        (_("Sted"), programme.venue),
        (_("Plasser"), programme.limited_places),
    )
    return {
        "framework": programme.framework,
        "facts": [(name, value) for name, value in facts if value],
        "sign_up": sign_up(programme),
        "email": programme.contact,
    }


def period(programme):
    """«høsten 2026–våren 2028», with its doubt; says so where nothing is decided."""
    if not programme.when.precision:
        return _("Ikke satt ennå")
    when = formats.when(programme.when, get_language())
    return _("%(when)s (foreløpig)") % {"when": when} if programme.when.tentative else when


def sign_up(programme):
    """How one signs up now, in sentences."""
    deadline, state = programme.sign_up_deadline, programme.state
    day = formats.when(deadline, get_language()) if deadline.precision else ""
    said = {"day": day}
    if state in (State.FINISHED, State.ARCHIVED):
        return [_("Programmet er avsluttet.")]
    if deadline.end and deadline.end < timezone.localdate():
        begun = [_("Programmet er i gang.")] if state == State.RUNNING else []
        return [*begun, _("Påmeldingsfristen var %(day)s.") % said]
    if state in (State.SKETCH, State.ANNOUNCED):
        planned = [_("Etter planen er fristen %(day)s.") % said] if day else []
        return [_("Påmelding åpner når invitasjonen er sendt."), *planned]
    if state == State.RUNNING:
        return [_("Programmet er i gang.")]
    how = _("Kommunedirektøren svarer med lenken i invitasjonen.")
    if programme.county_takes_part:
        how = _("Kommunedirektøren eller fylkeskommunedirektøren svarer med lenken i invitasjonen.")
    if deadline.has_day:
        return [_("Påmeldingen er åpen til og med %(day)s.") % said, how]
    return [_("Påmeldingen er åpen."), _("Fristen er %(day)s.") % said if day else _("Fristen er ikke satt ennå."), how]


def ambitions(programme, content):
    return _lines(content, Kind.AMBITION)


def goals(programme, content):
    return _lines(content, Kind.COMPETENCE_GOAL)


def questions(programme, content):
    return _lines(content, Kind.REFLECTION_QUESTION)


def responsibilities(programme, content):
    return _lines(content, Kind.RESPONSIBILITY)


def _lines(content, kind):
    lines = content.blocks.get(kind)
    return {"lines": lines} if lines else None


def schedule(programme, content):
    rows = overview.schedule(programme)
    return {
        "main_steps": [row for row in rows if row["is_joint"]],
        "other_meetings": [row for row in rows if not row["is_joint"]],
        "calendar": _calendar(programme) if any(row["has_day"] for row in rows) else "",
        "is_over": programme.state in (State.FINISHED, State.ARCHIVED),
    }


def _calendar(programme):
    """Where a calendar program subscribes; only where everybody may read of the programme."""
    return reverse("programme_calendar", args=[programme.key]) if programme.is_public else ""


def phases(programme, content):
    found = list(programme.phases.all())
    return {"phases": found} if found else None


def figures(programme, content):
    found = [{"value": figure_value(row), "text": row.text, "source": source_of(row)} for row in content.figures]
    return {"figures": found} if found else None


def directions(programme, content):
    """«Lokal innretning»: the texts, what the municipalities may build on, and what they can be offered."""
    texts = [block for kind in ContentBlock.DIRECTIONS for block in content.blocks.get(kind, [])]
    approaches = content.blocks.get(Kind.APPROACH, [])
    offers = [block for kind in ContentBlock.OFFERS for block in content.blocks.get(kind, [])]
    found = {"texts": texts, "approaches": approaches, "offers": offers}
    return found if any(found.values()) else None


def sectors(programme, content):
    return {"matrix": content.matrix} if content.matrix else None


def endorsements(programme, content):
    return {"endorsements": content.endorsements} if content.endorsements else None


def costs(programme, content):
    """Always there: where nothing is said, that is said."""
    return {"costs": [overview.cost(line) for line in content.costs], "email": programme.contact}


def resources(programme, content):
    return {"resources": content.resources} if content.resources else None


def contacts(programme, content):
    """Those that can be reached; the programme's own address where no other is given."""
    found = [{"purpose": row.purpose, "email": row.email, "phone": formats.telephone(row.phone), "dial": row.phone}
             for row in content.contacts if row.email or row.phone]  # fmt: skip
    if programme.contact and not any(row["email"] == programme.contact for row in found):
        own = Words.same(_("Spørsmål om programmet"))
        found.append({"purpose": own, "email": programme.contact, "phone": "", "dial": ""})
    return {"contacts": found} if found else None


SECTIONS = (
    Section("om", gettext_lazy("Om programmet"), "public/_about.html", about),
    Section("ambisjoner", gettext_lazy("Ambisjoner"), "public/_ambitions.html", ambitions),
    Section("samlinger", gettext_lazy("Samlinger"), "public/_schedule.html", schedule),
    Section("faser", gettext_lazy("Faser"), "public/_phases.html", phases),
    Section("kompetansemal", gettext_lazy("Kompetansemål"), "public/_goals.html", goals),
    Section("ansvar", gettext_lazy("Hvem har ansvaret"), "public/_responsibilities.html", responsibilities),
    Section("utfordringsbildet", gettext_lazy("Utfordringsbildet"), "public/_figures.html", figures),
    Section("lokal-innretning", gettext_lazy("Lokal innretning"), "public/_directions.html", directions),
    Section("tjenester", gettext_lazy("Tjenester nivå for nivå"), "public/_sectors.html", sectors),
    Section("forankring", gettext_lazy("Forankring"), "public/_endorsements.html", endorsements),
    Section("kostnader", gettext_lazy("Hva koster det?"), "public/_costs.html", costs),
    Section("ressurser", gettext_lazy("Ressurser"), "public/_resources.html", resources),
    Section("refleksjon", gettext_lazy("Spørsmål til refleksjon"), "public/_questions.html", questions),
    Section("kontakt", gettext_lazy("Kontakt"), "public/_contacts.html", contacts),
)


def sections_of(programme: Programme, content: Content) -> list[dict[str, Any]]:
    """What there is to say, in order, each with the template that shows it."""
    found = ((section, section.of(programme, content)) for section in SECTIONS)
    return [{"key": section.key, "title": section.title, "template": section.template, "part": part}
            for section, part in found if part is not None]  # fmt: skip
