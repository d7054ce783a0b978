"""The portal's documents: an invitation, a receipt, and for the archive where a participation stands; in the
organisation's norm."""

import re

import segno
from babel.lists import format_list
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from correspondence import merging, pdf
from gatherings import overview
from programmes import text_kinds
from programmes.models import CompositionRule, Deadline
from programmes.texts import Texts
from programmes.words import NORMS, Words

SPECIMEN = "https://example.no/eksempel"  # a preview's link opens nothing
_AROUND_BLOCKS = re.compile(
    r"\s*(</?(?:html|head|meta|title|body|header|section|div|h[1-6]|p|ul|ol|li|table|caption|thead|tbody|tr|th|td|br)\b"
    r"[^>]*>)\s*"
)


def invitation(**said):
    """The invitation to one organisation as PDF, in the language in force; ``said`` as for ``invitation_html``."""
    return pdf.render(invitation_html(**said))


def invitation_html(*, participation, person, link, is_copy=False, is_preview=False, texts=None):
    """What ``invitation`` prints.

    ``link`` is the reader's own or the public address; empty in a copy, which then carries no QR code either.
    ``texts`` are the programme's where they are at hand.
    """
    programme = participation.programme
    texts = texts or Texts.of(programme)
    facts = overview.facts(programme)
    context = {
        **facts,
        "schedule": [row for row in facts["schedule"] if row["is_joint"] or not row["past"]],
        "costs": [line | {"what": _capital(line["what"])} for line in facts["costs"]],
        "participation": participation,
        "person": person,
        "link": link,
        "qr": segno.make(link, error="m").svg_data_uri(border=0, dark="#12294f") if link else "",
        "is_copy": is_copy,
        "is_preview": is_preview,
        "deadline": participation.deadline,
        "about": _about(programme),
        "composition": _composition(programme, is_county=participation.organisation.is_county),
        "roles": _in_a_row([role.name for role in programme.roles.all()]),
        "rules": _rules(programme),
        "between": _between(programme),
        "sections": _sections(programme, participation, texts),
        "today": timezone.localdate(),
        "language": get_language(),
    }
    return _tight(render_to_string("documents/invitation.html", context))


def _sections(programme, participation, texts):
    """The free texts as HTML. Their headings come under the heading they stand beneath: the first stands under the
    title, the others under one of their own."""
    kind = text_kinds.INVITATION
    written = merging.sections(kind, programme, participation, texts, top=3)
    first = text_kinds.by_key(kind).sections[0].key
    return written | {first: merging.sections(kind, programme, participation, texts, top=2)[first]}


def receipt(context):
    """The receipt for an answer, as PDF; the same for the director and the official mailbox.

    ``context`` is the letter's (correspondence/letters.py).
    """
    return pdf.render(receipt_html(context))


def receipt_html(context, *, for_archive=False):
    """What ``receipt`` prints. For the archive it says what was answered and nothing that changes later: it bears the
    answer's own day, and leaves out what happens next."""
    answer, programme = context["answer"], context["programme"]
    named = answer.person.name if answer.person else ""
    context = {
        **context,
        "for_archive": for_archive,
        "answered_by": answer.answered_by or named,
        "on_behalf_of": named if answer.answered_by else "",
        "between": _between(programme),
        "coming": next((row for row in overview.schedule(programme) if row["next"]), None),
        "today": timezone.localdate(answer.at) if for_archive else timezone.localdate(),
        "language": get_language(),
    }
    return _tight(render_to_string("documents/receipt.html", context))


def standing_html(participation, position):
    """Where it stands today: signed up, in line as number ``position``, declined, withdrawn."""
    context = {
        "participation": participation,
        "programme": participation.programme,
        "position": position,
        "today": timezone.localdate(),
        "language": get_language(),
    }
    return _tight(render_to_string("documents/standing.html", context))


def missing_in(programme, language):
    """Names of the programme's texts that are not written in ``language``, for the preview to say."""
    texts = [programme.framework.meaning, programme.title, programme.subtitle, programme.group_term]
    texts += [item["text"] for item in (*_about(programme), *_rules(programme))]
    texts += [role.name for role in programme.roles.all()]
    texts += [text for phase in programme.phases.all() for text in (phase.name, phase.subtitle, phase.question)]
    texts += [line.what for line in programme.costs.all()]
    texts += [text for row in programme.gatherings.all() for text in (row.theme,)]
    return list(dict.fromkeys(str(text) for text in texts if text.lacks(language)))


def _about(programme):
    return _labelled(
        (_("Målgruppe"), programme.target_group),
        (_("Alder"), programme.age_span),
        (_("Samlinger"), programme.cadence),
        (_("Sted"), programme.venue),
        (_("Plasser"), programme.limited_places),
    )


def _rules(programme):
    """What the programme's own document says about its roles, in its words."""
    return _labelled(
        (_("Koordinator"), programme.coordinator_rule),
        (_("Direktørens rolle"), programme.director_rule),
        (_("Referansegruppe"), programme.reference_group_rule),
    )


def _labelled(*pairs):
    return [{"label": label, "text": text} for label, text in pairs if text]


def _between(programme):
    """What the programme has decided for the time between the deadline and the first gathering."""
    labels = {
        Deadline.Kind.PRE_MEETING: _("Formøte hos dere"),
        Deadline.Kind.REFLECTION_NOTE: _("Refleksjonsnotat sendes til dere"),
    }
    return [
        {"label": labels[row.kind], "date": row.when.format(get_language() or "nb")}
        for row in programme.deadlines.all()
        if row.kind in labels
    ]


def _composition(programme, *, is_county):
    """The composition rules as one sentence per strength: who must, should and may be in the group."""
    labels = {
        CompositionRule.Strength.REQUIRED: _("Dere må ha med"),
        CompositionRule.Strength.DESIRED: _("Dere bør ha med"),
        CompositionRule.Strength.HINT: _("Dere kan gjerne ha med"),
    }
    rules = list(programme.composition.all())
    found = {
        strength: [_member(rule, is_county=is_county) for rule in rules if rule.strength == strength]
        for strength in labels
    }
    return [
        {"label": labels[strength], "text": format_list(members, locale=get_language() or "nb")}
        for strength, members in found.items()
        if members
    ]


def _member(rule, *, is_county):
    if rule.level:
        return _at_level(rule.level, rule.least)
    if rule.group:
        return _("en referansegruppe")
    if rule.role == "coordinator":
        return _("en koordinator")
    if rule.role == "municipal_director":
        director = _("fylkeskommunedirektøren") if is_county else _("kommunedirektøren")
        if {"member", "sponsor"} <= set(rule.may_be):
            return _("%(director)s (i gruppa eller som støtte for den)") % {"director": director}
        return director
    named = (role.name for role in rule.programme.roles.all() if role.key == rule.role)
    return str(next(named, rule.role))


def _at_level(level, least):
    texts = {
        "political": ngettext("minst én folkevalgt", "minst %(least)s folkevalgte", least),
        "administrative": ngettext("minst én fra administrasjonen", "minst %(least)s fra administrasjonen", least),
        "professional": ngettext("minst én fagperson", "minst %(least)s fagpersoner", least),
        "youth": ngettext(
            "minst én representant for barn og unge", "minst %(least)s representanter for barn og unge", least
        ),
        "union": ngettext("minst én tillitsvalgt", "minst %(least)s tillitsvalgte", least),
    }
    return texts[level] % {"least": least}


def _in_a_row(names):
    """Several words as one: «ordfører, skolesjef». Nynorsk only where every one of them has it."""
    nynorsk = [name.nn for name in names]
    return Words(nb=", ".join(name.best("nb")[0] for name in names), nn=", ".join(nynorsk) if all(nynorsk) else "")


def _capital(words):
    return Words(**{norm: capfirst(getattr(words, norm)) for norm in NORMS})


def _tight(html):
    """Without the white space around blocks: WeasyPrint 70 counts a paragraph's last space as part of its last line,
    and where that line is nearly full it leaves one word alone on the line before."""
    return _AROUND_BLOCKS.sub(r"\1", html)
