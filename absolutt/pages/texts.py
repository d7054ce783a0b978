"""Texts: what stands where, and the editor of one kind with its sections in both norms side by side."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from absolutt.pages.letters_scope import letters_of
from absolutt.pages.meanwhile import ARCHIVED
from absolutt.pages.scope import reaches_everything
from absolutt.pages.text_desk import desk_to_read, desk_to_write, kind_or_404, lacking, said_of, standing
from absolutt.pages.text_previews import answers, choices
from accounts.journal import Actor
from correspondence import letter_texts, merging
from programmes import merge_fields, text_actions, text_kinds
from programmes.acting import Archived
from programmes.text_forms import TextForm
from programmes.texts import Texts
from programmes.words import NORMS


@require_safe
def texts(request, key=None):
    desk = desk_to_read(request.user, key)
    context = desk.context() | {
        "groups": _groups(desk),
        "lacking": lacking(desk),
        "framework_url": bool(desk.programme) and reaches_everything(request.user),
    }
    return render(request, "pages/texts.html", context)


def _groups(desk):
    """What each output has: its kinds, and the sections of each with where they stand."""
    groups = {}
    for kind in text_kinds.every():
        rows = [_row(desk, kind, section) for section in kind.sections]
        entry = {"kind": kind, "rows": rows, "url": desk.url("edit_text", kind.slug)}
        groups.setdefault(kind.output, []).append(entry)
    return [
        {"key": output.value, "title": output.label, "is_letters": output == text_kinds.Output.LETTER, "kinds": kinds}
        for output, kinds in groups.items()
    ]


def _row(desk, kind, section):
    return {
        "title": section.title,
        **{norm: standing(desk, kind, section, norm) for norm in NORMS},
        "version": desk.texts.version(kind.key, section.key),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request, text, key=None):
    kind = kind_or_404(text)
    if request.method == "POST":
        return _save(request, desk_to_write(request.user, key), kind)
    return _page(request, desk_to_read(request.user, key), kind)


def _save(request, desk, kind):
    form = TextForm(request.POST, kind=kind, texts=desk.texts)
    theirs = ()
    if form.is_valid():
        try:
            saved = text_actions.save_texts(
                programme=desk.programme, kind=kind.key, written=form.written(), by=Actor(user=request.user)
            )
        except text_actions.TextsChanged as changed:
            theirs = changed.sections
            desk.texts = Texts.of(desk.programme)
            form.look_again(theirs, desk.texts)
            form.add_error(None, _taken(kind, theirs))
        except Archived:
            form.add_error(None, ARCHIVED)
        else:
            _say(request, desk, kind, saved)
            return redirect(desk.url("edit_text", kind.slug))
    return _page(request, desk, kind, form=form, theirs=theirs, status=422)


def _taken(kind, sections):
    titles = ", ".join(f"«{kind.section(key).title}»" for key in sections)
    return _(
        "Noen andre har lagret %(sections)s mens du skrev. Ingenting er lagret nå. Det du skrev, står i feltene, og "
        "deres tekst står under. Lagre på nytt hvis det er din tekst som skal gjelde."
    ) % {"sections": titles}


def _say(request, desk, kind, saved):
    """What was saved, and whether somebody now gets it in a norm that is not theirs."""
    if not saved:
        messages.info(request, _("Ingenting var endret."))
        return
    titles = ", ".join(str(kind.section(key).title) for key in saved)
    messages.success(request, _("Lagret: %(sections)s.") % {"sections": titles})
    desk.texts = Texts.of(desk.programme)
    for row in lacking(desk, [kind]):
        if row["section"].key in saved:
            said = {"section": row["section"].title, "norm": row["norm_name"], "said": row["said"]}
            messages.warning(request, _("«%(section)s» mangler på %(norm)s. %(said)s") % said)


def _page(request, desk, kind, *, form=None, theirs=(), status=200):
    form = form or TextForm(kind=kind, texts=desk.texts)
    rule = letter_texts.rule_of(kind)
    whom = choices(request.user, desk, kind)
    context = desk.context() | {
        "kind": kind,
        "form": form,
        "sections": [_section(desk, kind, *pair, theirs=theirs) for pair in form.pairs],
        "fields": _fields(desk, kind),
        "first": desk.first_reader if kind.to_organisations else None,
        "choices": whom,
        "choices_label": _("Vis for") if kind.to_organisations else _("Målform"),
        "answers": answers(kind),
        "is_document": kind.output == text_kinds.Output.DOCUMENT,
        "is_letter": bool(rule),
        "unsent": _unsent(desk, rule),
        "versions_url": desk.url("text_versions", kind.slug),
        "preview_url": desk.url("preview_text", kind.slug),
    }
    request.page_address = desk.url("edit_text", kind.slug)
    return render(request, "pages/text.html", context, status=status)


def _section(desk, kind, section, *fields, theirs):
    nb, nn, seen = fields
    version = desk.texts.version(kind.key, section.key)
    lacks = [norm for norm in NORMS if section in desk.texts.lacking(kind, norm)]
    return {
        "key": section.key,
        "title": section.title,
        "help": section.help,
        "seen": seen,
        "version": version,
        "is_empty": not desk.texts.own(kind.key, section.key),
        "theirs": version if section.key in theirs else None,
        "lacks": [said_of(desk, norm) for norm in lacks],
        "norms": [_norm(desk, kind, section, norm, field) for norm, field in zip(NORMS, (nb, nn), strict=True)],
    }


def _norm(desk, kind, section, norm, field):
    return {
        "norm": norm,
        "field": field,
        "own": getattr(desk.texts.own(kind.key, section.key), norm),
        "fallback": desk.texts.fallback(kind.key, section, norm),
    }


def _fields(desk, kind):
    """The merge fields that the kind's sections may hold, and what each gives for one reader now."""
    names = dict.fromkeys(name for section in kind.sections for name in section.fields)
    values, language = {}, get_language() or "nb"
    if desk.programme and (desk.readers or not kind.to_organisations):
        whom = desk.first_reader if kind.to_organisations else None
        if whom:
            whom.programme = desk.programme
        values = merging.values_of(desk.programme, whom, language)
    return [
        {"field": merge_fields.FIELDS[name], "now": values[name]().text if name in values else ""} for name in names
    ]


def _unsent(desk, rule):
    """How many letters of this kind lie unsent: they are written when they are sent."""
    if not rule or not desk.programme:
        return 0
    waiting = letters_of(desk.programme).filter(rule=rule, is_dropped=False)
    return waiting.filter(envelope__state__in=("ready", "set_aside")).count()
