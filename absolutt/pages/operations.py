"""Is everything well? For who answers for the whole portal: what leaves late, who has given no sign of life, and what
to do about it. /health, which the container asks, stays as cheap as it is (health.py)."""

import math
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from absolutt import workers
from absolutt.pages.scope import letters_that_need_somebody, reaches_everything
from correspondence import ticking, waiting

LATE = timedelta(minutes=5)  # the scheduler asks every minute


@require_safe
def operations(request):
    if not reaches_everything(request.user):
        raise PermissionDenied
    signs = [_outbox(), _scheduler(), _workers(), _stuck()]
    context = {
        "section": "programmes",
        "signs": signs,
        "is_well": all(sign["is_well"] for sign in signs),
        "set_aside": letters_that_need_somebody(request.user),
    }
    return render(request, "pages/operations.html", context)


def _sign(title, says, *, is_well=True, do=""):
    return {"title": title, "says": says, "is_well": is_well, "do": do}


def _outbox():
    """The oldest letter that should have left."""
    count, since = waiting.due()
    if not count:
        return _sign(_("Brev som skulle ha gått"), _("Ingen. Alt som skal være sendt, er sendt."))
    age = timezone.now() - since
    says = ngettext("Ett brev venter.", "%(n)s brev venter.", count) % {"n": count}
    says += " " + _("Det eldste skulle ha gått for %(time)s siden.") % {"time": _in_words(age)}
    if age <= LATE:
        return _sign(_("Brev som skulle ha gått"), says)
    return _sign(
        _("Brev som skulle ha gått"), says, is_well=False,
        do=_("Se om arbeiderne og planleggeren under lever, og om e-posttjeneren svarer. Brevene går av seg selv når "
             "det er i orden. Ingen brev er borte."),
    )  # fmt: skip


def _scheduler():
    """The scheduler asks, a worker answers: a tick proves both."""
    title = _("Livstegn fra planlegger og arbeidere")
    try:
        ticks = ticking.last_ticks()
    except Exception:  # whichever cache it is, each has its own way of being away
        return _sign(
            title, _("Vi får ikke lest livstegnene, for mellomlageret svarer ikke."), is_well=False,
            do=_("Start redis på nytt. Brevene ligger i databasen og blir ikke borte."),
        )  # fmt: skip
    now = timezone.now()
    late = [queue for queue, at in ticks.items() if at is None or now - at > ticking.LATE]
    says = " ".join(_last_seen(queue, at, now) for queue, at in ticks.items())
    if not late:
        return _sign(title, says)
    do = _("Start beat og arbeiderne på nytt. Det er alltid trygt: Ingen brev går to ganger av det.")
    if len(late) < len(ticks):
        do = _("Planleggeren lever. Start arbeideren som har denne køen, på nytt. Det er alltid trygt.")
    return _sign(title, says, is_well=False, do=do)


def _last_seen(queue, at, now):
    what = {"mail": _("Brev"), "pdf": _("Brev med PDF"), "celery": _("Annet arbeid")}[queue]
    if at is None:
        return _("%(what)s: ikke sett ennå.") % {"what": what}
    return _("%(what)s: for %(time)s siden.") % {"what": what, "time": _in_words(now - at)}


def _workers():
    title = _("Arbeidere som svarer nå")
    try:
        alive = workers.that_answer()
    except workers.NobodyToAsk:
        return _sign(
            title, _("Vi får ikke spurt dem, for køen svarer ikke."), is_well=False,
            do=_("Start redis på nytt. Planleggeren og arbeiderne finner den igjen av seg selv, og brevene ligger i "
                 "databasen."),
        )  # fmt: skip
    if alive:
        return _sign(title, ngettext("Én arbeider svarer.", "%(n)s arbeidere svarer.", len(alive)) % {"n": len(alive)})
    return _sign(
        title, _("Ingen svarte innen ett sekund. En som er midt i en oppgave, svarer ikke alltid."), is_well=False,
        do=_("Last siden på nytt om et minutt. Er det fortsatt stille, og er siste livstegn gammelt, starter du "
             "arbeiderne på nytt."),
    )  # fmt: skip


def _stuck():
    title = _("Brev som henger")
    count = waiting.stuck()
    if not count:
        return _sign(title, _("Ingen."))
    return _sign(
        title,
        ngettext("Ett brev var under sending da arbeideren stoppet.",
                 "%(n)s brev var under sending da arbeideren stoppet.", count) % {"n": count},
        is_well=False,
        do=_("De går av seg selv når en arbeider lever. Det som var akkurat på vei ut, kan komme to ganger."),
    )  # fmt: skip


def _in_words(time):
    minutes = math.floor(time.total_seconds() / 60)
    if minutes < 1:
        return _("under ett minutt")
    if minutes < 120:
        return ngettext("ett minutt", "%(n)s minutter", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("én time", "%(n)s timer", hours) % {"n": hours}
    return ngettext("ett døgn", "%(n)s døgn", hours // 24) % {"n": hours // 24}
