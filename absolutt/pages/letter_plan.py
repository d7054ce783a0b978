"""Which letters a programme's plan gives: what goes on which day and to whom, what waits for a date or falls away."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from absolutt.pages import text_previews
from absolutt.pages.scope import programme_or_404
from correspondence import dated, timetable
from correspondence.timetable import State
from programmes import formats
from programmes.models import Programme

COLOURS = {State.DATED: "info", State.MOVED: "warning", State.SENT: "success"}


@require_safe
def letter_plan(request, key):
    programme = programme_or_404(request.user, key)
    today = timezone.localdate()
    entries = timetable.of_programme(programme)
    dated = [entry for entry in entries if entry.send_on]
    ahead = [_row(entry, programme) for entry in dated if entry.send_on >= today]
    context = {
        "section": "programmes",
        "programme": programme,
        "tables": [
            ("ahead", _("Framover"), ahead),
            ("past", _("Dager som har vært"), [_row(entry, programme) for entry in dated if entry.send_on < today]),
        ],
        "has_rows": bool(dated),
        "waiting": _together(entry for entry in entries if entry.state == State.WAITING),
        "dropped": [_row(entry, programme) for entry in entries if entry.state == State.SUPPRESSED],
        "next": ahead[0] if ahead else None,
    }
    return render(request, "pages/letter_plan.html", context)


def _row(entry, programme):
    language = get_language() or "nb"
    moved = entry.state == State.MOVED and entry.planned_on != entry.send_on
    return {
        "day": formats.day(entry.send_on, language) if entry.send_on else "",
        "planned": formats.day(entry.planned_on, language) if entry.planned_on and (moved or not entry.send_on) else "",
        "what": entry.label,
        "about": entry.anchor.label,
        "whom": entry.rule.audience,
        "why": entry.why,
        "state": State(entry.state).label,
        "colour": COLOURS.get(entry.state, "neutral"),
        "is_built": entry.is_built,
        "seen": text_previews.address_of(programme.key, entry.rule.key),
        "rule": entry.rule.key,
        "gathering": _gathering_of(entry),
        "is_silent": not _writes(programme, entry.send_on),
        "counted": _counted(entry),
    }


def _gathering_of(entry):
    """The key of the gathering that a letter of its own is about."""
    rule = dated.BY_KEY.get(entry.rule.key)
    return entry.anchor.gathering.pk if rule and rule.about_gathering and entry.anchor.gathering else None


def _writes(programme, day):
    """Nothing that was due before the programme began to write is sent; nor from one that is over, or only a sketch."""
    begins, is_archived = programme.letters_from, programme.state == Programme.State.ARCHIVED
    return bool(begins and day and day >= begins and not is_archived)


def _counted(entry):
    if entry.sent:
        return ngettext("sendt til én", "sendt til %(n)s", entry.sent) % {"n": entry.sent}
    return ngettext("klart til én", "klart til %(n)s", entry.ready) % {"n": entry.ready} if entry.ready else ""


def _together(waiting):
    """(what it waits for, the letters) in the table's order: what waits for one day waits together."""
    found = {}
    for entry in waiting:
        found.setdefault(entry.anchor.label, []).append(entry.label)
    return list(found.items())
