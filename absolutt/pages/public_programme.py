"""A programme's public page, and the list of those that have one: read without an account, without cookies or scripts.

What is shown is the same for everybody: a proxy may keep it. No person's name stands there.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from absolutt.pages.public_sections import period, sections_of
from absolutt.pages.public_texts import with_texts
from absolutt.pages.scope import programme_or_404, public_programme_or_404, public_programmes
from accounts.middleware import LANGUAGES
from correspondence import calendar_files
from programmes.content import content_of

KEPT = 300  # seconds that a proxy or a browser may keep a public page


@require_safe
@login_not_required
def public_list(request):
    _speak(request)
    rows = list(public_programmes())
    context = {
        "public_page": True,
        "alive": [_card(row) for row in rows if not row.is_over],
        "over": [_card(row) for row in rows if row.is_over],
    }
    return _for_everybody(request, render(request, "public/list.html", context))


def _card(programme):
    return {"programme": programme, "period": period(programme)}


@require_safe
@login_not_required
def public_programme(request, key):
    programme = public_programme_or_404(key)
    return _for_everybody(request, _page(request, programme, is_preview=False))


@require_safe
@login_not_required
def programme_calendar(request, key):
    """The days that are decided, for a calendar program to subscribe to, in the målform of the address."""
    programme = public_programme_or_404(key)
    _speak(request)
    gatherings = programme.gatherings.with_days().in_order()
    for row in gatherings:
        row.programme = programme
    content = calendar_files.of_programme(programme, gatherings)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{key}.ics"'
    return _for_everybody(request, response)


@require_safe
def content_preview(request, key):
    """The page as it is or would be, for those who make it."""
    return _page(request, programme_or_404(request.user, key), is_preview=True)


def _page(request, programme, *, is_preview):
    _speak(request)
    introduction, sections = with_texts(programme, sections_of(programme, content_of(programme)))
    context = {
        "public_page": True,
        "programme": programme,
        "introduction": introduction,
        "sections": sections,
        "is_preview": is_preview,
        "is_sketch": programme.state == "sketch",
        "page_url": settings.SITE_URL + reverse("public_programme", args=[programme.key]),
    }
    return render(request, "public/programme.html", context)


def _speak(request):
    """The målform in the address goes before the reader's own choice: the page has a link to each."""
    wanted = request.GET.get("malform")
    translation.activate(wanted if wanted in LANGUAGES else request.chosen_language or settings.LANGUAGE_CODE)


def _for_everybody(request, response):
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT)
    return response
