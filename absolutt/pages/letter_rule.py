"""One rule of a programme's letters: its own day, and whether it is sent at all."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages import text_previews
from absolutt.pages.meanwhile import ARCHIVED, try_again
from absolutt.pages.scope import living_programme_to_run
from accounts.journal import Actor
from correspondence import dated, letter_texts, rule_actions, rule_settings, table, timetable
from correspondence.rule_forms import RuleForm
from correspondence.table import Anchor
from correspondence.timetable import Entry
from municipalities.acting import Closed
from programmes import formats, text_kinds
from programmes.acting import ChangedMeanwhile


@require_http_methods(["GET", "HEAD", "POST"])
def letter_rule(request, key, rule):
    programme = living_programme_to_run(request.user, key)
    if rule not in dated.BY_KEY:
        raise Http404
    entry = _entry(programme, rule)
    own = rule_settings.of(programme).get(rule)
    posted = request.POST if request.method == "POST" else None
    form = RuleForm(posted, rule=table.BY_KEY[rule], anchor=entry.anchor.label, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            rule_actions.set_rule(
                programme=programme, rule=rule, version=form.cleaned_data["version"], by=Actor(user=request.user),
                **form.said(),
            )  # fmt: skip
        except ChangedMeanwhile:
            newest = rule_settings.of(programme).get(rule)
            try_again(form, newest.version if newest else 0)
        except Closed:
            form.add_error(None, ARCHIVED)
        else:
            messages.success(request, _said(programme, rule))
            return redirect("letter_plan", key)
    context = {
        "section": "programmes",
        "programme": programme,
        "form": form,
        "entry": entry,
        "day": _day(entry),
        "seen": text_previews.address_of(key, rule),
        "text": text_kinds.by_key(letter_texts.key_of(rule)).slug,
    }
    return render(request, "pages/letter_rule.html", context, status=422 if request.method == "POST" else 200)


def _entry(programme, rule):
    """The rule's first letter; one that waits where the plan has nothing that it is counted from."""
    found = (one for one in timetable.of_programme(programme) if one.rule.key == rule)
    return next(found, None) or Entry(rule=table.BY_KEY[rule], anchor=Anchor(_("samlingen"), None))


def _said(programme, rule):
    """What follows: the day that the letter has now."""
    entry = _entry(programme, rule)
    if entry.reason == timetable.Reason.SWITCHED_OFF:
        return _("Lagret. «%(letter)s» blir ikke sendt i dette programmet.") % {"letter": entry.label}
    if entry.send_on is None:
        return _("Lagret. «%(letter)s» får dag når datoen er bestemt.") % {"letter": entry.label}
    return _("Lagret. «%(letter)s» går %(day)s.") % {"letter": entry.label, "day": _day(entry)}


def _day(entry):
    return formats.day(entry.send_on, get_language() or "nb") if entry.send_on else ""
