"""A text as the document, letter or page it becomes, for whom one chooses: as it is saved, or as it is typed.

Nothing is saved here, and nobody gets a link.
"""

from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages.scope import living_programmes, programme_or_404, reader_or_404, readers_in
from absolutt.pages.text_desk import NORM_NAMES, desk_to_read, kind_or_404
from correspondence import catalogue, letter_texts, previews
from municipalities.models import Answer
from programmes import texts as words
from programmes.text_forms import TextForm
from programmes.text_kinds import INVITATION, Output, by_key
from programmes.words import NORMS

MOST_PROGRAMMES = 10  # in which the framework's texts can be seen: by one reader of each norm and kind


def choices(user, desk, kind):
    """(value, words) of those for whom the kind can be previewed."""
    if not kind.to_organisations:
        return [(norm, NORM_NAMES[norm]) for norm in NORMS]
    if desk.programme:
        return [(row.organisation.organisation_number, _named(row)) for row in desk.readers]
    programmes = {programme.pk: programme for programme in living_programmes(user)[:MOST_PROGRAMMES]}
    found = {}
    for row in readers_in(list(programmes)):
        kind_of_reader = (row.programme_id, row.organisation.language, row.organisation.is_county)
        programme = programmes[row.programme_id]
        value = f"{programme.key}:{row.organisation.organisation_number}"
        found.setdefault(kind_of_reader, (value, f"{programme.title}: {_named(row)}"))
    return sorted(found.values(), key=lambda choice: choice[1])


def answers(kind):
    """A receipt differs by what was answered: (value, words) of the answers to preview it for."""
    if letter_texts.rule_of(kind) != "signup.receipt":
        return []
    return [(section.key, section.title) for section in kind.sections if section.key != letter_texts.CLOSING]


def address_of(key, rule, whom="", *, is_copy=False):
    """Where the letter of a rule is seen in the programme with that key: for an organisation by its number, in a norm,
    or for whoever comes first. Empty where the portal no longer makes such letters."""
    if rule not in catalogue.BY_KEY:
        return ""
    asked = ({"for": whom} if whom else {}) | ({"copy": "1"} if is_copy else {})
    address = reverse("preview_text", args=[key, by_key(letter_texts.key_of(rule)).slug])
    return f"{address}?{urlencode(asked)}" if asked else address


def _named(row):
    return f"{row.full_name} ({NORM_NAMES[row.organisation.language]})"


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"style-src": [SELF, UNSAFE_INLINE]})  # a letter's own inline styles, shown in a frame without scripts
def preview_text(request, text, key=None):
    kind = kind_or_404(text)
    desk = desk_to_read(request.user, key)
    texts, asked = desk.texts, request.GET
    if request.method == "POST":
        form, asked = TextForm(request.POST, kind=kind, texts=desk.texts), request.POST
        if not form.is_valid():
            return _faults(request, desk, kind, form)
        texts = texts.with_draft(kind.key, form.words())
    return _shown(request, desk, kind, texts, asked)


def _faults(request, desk, kind, form):
    """What must be put right first, section by section: this page stands beside the one with the fields."""
    faults = []
    for section, nb, nn, _seen in form.pairs:
        faults += [{"section": section.title, "norm": field.label, "said": field.errors[0]}
                   for field in (nb, nn) if field.errors]  # fmt: skip
    context = desk.context() | {"kind": kind, "faults": faults, "others": form.non_field_errors()}
    return render(request, "pages/text_faults.html", context, status=422)


def _shown(request, desk, kind, texts, asked):
    if not kind.to_organisations:
        language = asked.get("for") if asked.get("for") in NORMS else get_language() or "nb"
        programme = desk.programme or next(iter(living_programmes(request.user)), None)
        if programme is None:
            return _nobody(request, desk, kind)
        if kind.output == Output.PAGE:
            return _as_page(request, desk, kind, programme, texts)
        return _as_letter(request, desk, kind, programme, None, texts, language, asked)
    reader = _reader(request.user, desk, kind, asked.get("for", ""))
    if reader is None:
        return _nobody(request, desk, kind)
    if kind.output == Output.DOCUMENT:
        response = HttpResponse(previews.invitation(reader, texts), content_type="application/pdf")
        number = reader.organisation.organisation_number
        response["Content-Disposition"] = f'inline; filename="{kind.slug}-{number}.pdf"'
        return response
    language = reader.organisation.language
    return _as_letter(request, desk, kind, reader.programme, reader, texts, language, asked)


def _reader(user, desk, kind, asked):
    """The participation that was asked for, else the first; None where there is nobody yet. 404 for anybody else."""
    first = desk.first_reader.organisation.organisation_number if desk.first_reader else ""
    value = asked or first or next((value for value, _text in choices(user, desk, kind)), "")
    if not value:
        return None
    key, _colon, number = value.rpartition(":")
    if bool(key) == bool(desk.programme):
        raise Http404
    return reader_or_404(desk.programme or programme_or_404(user, key), number)


def _nobody(request, desk, kind):
    return render(request, "pages/text_faults.html", desk.context() | {
        "kind": kind, "faults": [],
        "others": [_("Programmet har ingen kommuner ennå, så det er ingen å vise teksten for.")],
    })  # fmt: skip


def _as_letter(request, desk, kind, programme, reader, texts, language, asked):
    known = (*Answer.Choice.values, previews.QUEUED)
    choice = asked.get("answer") if asked.get("answer") in known else Answer.Choice.YES
    rule, is_copy = letter_texts.rule_of(kind), bool(asked.get("copy"))
    shown = previews.letter(
        rule, programme, reader, texts, user=request.user, language=language, choice=choice, is_copy=is_copy
    )
    context = desk.context() | {
        "kind": kind,
        "shown": shown,
        "norm_name": NORM_NAMES[language],
        "is_draft": request.method == "POST",
        "document_url": _document_url(desk, reader) if shown.document == "invitation" else "",
        "edit_url": desk.url("edit_text", kind.slug),
    }
    if request.method != "POST":
        context |= {
            "choices": choices(request.user, desk, kind),
            "chosen": _value(desk, reader) if reader else language,
            "answers": answers(kind),
            "answer": choice,
            "has_copy": bool(reader) and previews.has_copy(rule),
            "is_copy": is_copy,
        }
    return render(request, "pages/text_letter.html", context)


def _document_url(desk, reader):
    return f"{desk.url('preview_text', by_key(INVITATION).slug)}?for={_value(desk, reader)}"


def _value(desk, reader):
    """As ``choices`` calls her."""
    number = reader.organisation.organisation_number
    return number if desk.programme else f"{reader.programme.key}:{number}"


def _as_page(request, desk, kind, programme, texts):
    """The sections as they will stand on the page, in both norms side by side."""
    sides = []
    for norm in NORMS:
        with translation.override(norm):
            shown = [(section.title, words.section(programme, kind.key, section.key, norm, texts=texts, top=3))
                     for section in kind.sections]  # fmt: skip
            sides.append({"norm": norm, "name": NORM_NAMES[norm], "title": programme.title.best(norm)[0],
                          "sections": [(str(title), html) for title, html in shown]})  # fmt: skip
    context = desk.context() | {"kind": kind, "sides": sides, "is_draft": request.method == "POST"}
    return render(request, "pages/text_page.html", context)
