"""Every version of a text's sections: read, and brought back. Nothing is ever written over."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN
from absolutt.pages.scope import versions_of
from absolutt.pages.text_desk import desk_to_read, desk_to_write, kind_or_404
from accounts.journal import Actor
from programmes import text_actions
from programmes.acting import Archived

ROWS = 20


@require_safe
def text_versions(request, text, key=None):
    kind = kind_or_404(text)
    desk = desk_to_read(request.user, key)
    sections = {section.key: section for section in kind.sections}
    asked = request.GET.get("del", "")
    asked = asked if asked in sections else ""
    page = Paginator(versions_of(desk.programme, kind.key, asked), ROWS).get_page(request.GET.get("side"))
    context = desk.context() | {
        "kind": kind,
        "asked": asked,
        "sections": kind.sections,
        "page": page,
        "rows": [_row(desk, kind, sections, version) for version in page],
        "edit_url": desk.url("edit_text", kind.slug),
    }
    return render(request, "pages/text_versions.html", context)


def _row(desk, kind, sections, version):
    now = desk.texts.number(kind.key, version.section)
    known = sections.get(version.section)
    return {
        "version": version,
        "title": known.title if known else version.section,
        "is_now": version.number == now,
        "seen": now,
        "restore_url": desk.url("restore_text", kind.slug, version.pk) if known else "",
    }


@require_POST
def restore_text(request, text, version, key=None):
    kind = kind_or_404(text)
    desk = desk_to_write(request.user, key)
    found = next(iter(versions_of(desk.programme, kind.key).filter(pk=version)), None)
    if found is None:
        raise Http404
    seen = request.POST.get("seen", "")
    try:
        made = text_actions.restore_text(
            version=found, seen=int(seen) if seen.isdecimal() else -1, by=Actor(user=request.user)
        )
    except text_actions.TextsChanged:
        messages.warning(request, LOOK_AGAIN)
    except Archived:
        messages.warning(request, ARCHIVED)
    else:
        said = {"old": found.number, "new": made.number}
        messages.success(request, _("Versjon %(old)s er hentet tilbake, som versjon %(new)s.") % said)
    return redirect(desk.url("text_versions", kind.slug))
