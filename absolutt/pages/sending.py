"""Sending stands still and goes on: one programme's letters by who runs it, everybody's by an administrator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from absolutt.pages.scope import programme_or_404, programme_to_run
from accounts.journal import Actor
from correspondence import pause_actions


@require_POST
def pause(request, key):
    return _pause(request, key, programme_to_run(request.user, key))


@require_POST
def resume(request, key):
    return _resume(request, key, programme_to_run(request.user, key))


@require_POST
def pause_all(request, key):
    _refuse_all_but_administrators(request.user, key)
    return _pause(request, key, None)


@require_POST
def resume_all(request, key):
    _refuse_all_but_administrators(request.user, key)
    return _resume(request, key, None)


def _pause(request, key, programme):
    if pause_actions.pause_sending(programme=programme, by=Actor(user=request.user)):
        messages.success(request, _("Sendingen er satt på pause."))
    else:
        messages.warning(request, _("Sendingen var allerede satt på pause."))
    return redirect("letters", key)


def _resume(request, key, programme):
    if pause_actions.resume_sending(programme=programme, by=Actor(user=request.user)):
        messages.success(request, _("Sendingen fortsetter. Brev som fortsatt er aktuelle, går nå eller på sin tid."))
    else:
        messages.warning(request, _("Sendingen var ikke satt på pause."))
    return redirect("letters", key)


def _refuse_all_but_administrators(user, key):
    """Her way there is a programme's page; outside its reach there is nothing."""
    programme_or_404(user, key)
    if not user.is_superuser:
        raise PermissionDenied
