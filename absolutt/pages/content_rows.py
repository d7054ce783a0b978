"""The rows of a programme's content in words, for whoever edits them: what each says, and what it lacks."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings import overview
from programmes import formats
from programmes.deviations import rule_subject
from programmes.models import (
    CompositionRule,
    Contact,
    ContentBlock,
    CostLine,
    Endorsement,
    Figure,
    Phase,
    Resource,
    Role,
    SectorLevel,
)
from programmes.roles import Level
from programmes.words import NORMS, Words, WordsField


def content_rows(part, rows):
    """One dict a row. ``first`` and ``last`` say where it stands among those it can change places with."""
    rows = list(rows)
    described = [_row(part, row) for row in rows]
    scopes = [getattr(row, "kind", "") if part.kinds else "" for row in rows]
    for here, before, scope, after in zip(described, [None, *scopes], scopes, [*scopes[1:], None], strict=False):
        here["first"], here["last"] = before != scope, after != scope
    return described


def _row(part, row):
    label = row.get_kind_display() if len(part.kinds) > 1 else ""
    return {
        "pk": row.pk,
        "version": row.version,
        "lead": "",
        "label": label,
        "under": [],
        "tags": [],
        "lacks": norms_lacking(row),
        **_WORDS[type(row)](row),
    }


def norms_lacking(row):
    """The norms that some of the row's texts are not written in."""
    texts = [getattr(row, field.name) for field in row._meta.fields if isinstance(field, WordsField)]
    return [norm for norm in NORMS if any(text.lacks(norm) for text in texts)]


def _block(row):
    tags = [("warning", _("Foreløpig"))] if row.tentative else []
    return {"text": row.text, "under": [row.more] if row.more else [], "tags": tags}


def _figure(row):
    return {"lead": figure_value(row), "text": row.text, "under": [Words.same(source_of(row))]}


def figure_value(row):
    """«6763», «ca. 300»."""
    value = formats.quantity(row.value)
    return _("ca. %(value)s") % {"value": value} if row.approx else value


def source_of(row):
    """«Kilde: Fylkesmannen i Trøndelag, 2018»."""
    county = f" ({row.county})" if row.county and row.county not in str(row.source) else ""
    return _("Kilde: %(source)s, %(year)s") % {"source": f"{row.source}{county}", "year": row.year}


def _endorsement(row):
    day = [Words.same(formats.day(row.day, get_language()))] if row.day else []
    return {"text": row.body, "under": [row.how, *day]}


def _cost(row):
    line = overview.cost(row)
    under = [Words.same(said) for said in (line["payer_text"], line["amount"], line["note"]) if said]
    return {"text": row.what, "under": under, "tags": [] if row.certain else [("warning", _("Ikke bestemt"))]}


def _resource(row):
    said = (row.url or _("Nettadresse ikke oppgitt"), row.year and str(row.year), row.phase and row.phase.name)
    return {
        "text": row.title,
        "label": row.get_kind_display(),
        "under": [Words.same(text) for text in said if text],
        "tags": _captions(row),
    }


def _captions(row):
    if row.lacks_captions:
        return [("danger", _("Filmen mangler teksting"))]
    return [("warning", _("Teksting ikke oppgitt"))] if row.kind == "film" and row.captioned is None else []


def _contact(row):
    under = [Words.same(said) for said in (row.email, formats.telephone(row.phone)) if said]
    tags = [] if under else [("warning", _("Vises ikke: adresse mangler"))]
    return {"text": row.purpose, "under": under, "tags": tags}


def _phase(row):
    return {"text": row.name, "under": [said for said in (row.subtitle, row.question) if said]}


def _rule(row):
    said = [_("Minst %(n)s") % {"n": row.least}] if row.least > 1 else []
    said += [_("Kan også støtte arbeidet uten plass i gruppa")] if "sponsor" in row.may_be else []
    colour = "warning" if row.strength == CompositionRule.Strength.REQUIRED else "neutral"
    return {
        "text": Words.same(rule_subject(level=row.level, role=row.role, group=row.group)),
        "under": [Words.same(text) for text in said],
        "tags": [(colour, row.get_strength_display())],
    }


def _role(row):
    level = [Words.same(Level(row.level).label)] if row.level else []
    return {"text": row.name, "under": level, "tags": [] if level else [("neutral", _("Ikke plassert"))]}


def _level(row):
    return {"text": row.name}


def sector_rows(matrix):
    """The services, each with what stands at each level. What has no text is called by its number."""
    return [
        {
            "pk": row.sector.pk,
            "version": row.sector.version,
            "name": row.name or _("Tjeneste %(number)s") % {"number": position},
            "cells": list(zip(matrix.levels, row.cells, strict=True)),
            "lacks": [norm for norm in NORMS if any(cell.text.lacks(norm) for cell in row.known)],
            "first": position == 1,
            "last": position == len(matrix.rows),
        }
        for position, row in enumerate(matrix.rows, start=1)
    ]


_WORDS = {
    ContentBlock: _block,
    Figure: _figure,
    Endorsement: _endorsement,
    CostLine: _cost,
    Resource: _resource,
    Contact: _contact,
    SectorLevel: _level,
    Phase: _phase,
    CompositionRule: _rule,
    Role: _role,
}
