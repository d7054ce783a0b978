"""What somebody who signs in is told at once about her own account: a role she got, and what happened to her second
factor. These are no letters of a programme: like sign-in codes they go at once, outside the outbox. One that the mail
server refuses is told in the log, and the act stands.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import JournalEntry, User
from correspondence.backends import AddressRefused
from correspondence.letters import HEADERS
from programmes import formats
from programmes.models import Adviser

log = logging.getLogger(__name__)
Words = Callable[[JournalEntry], list[str]]

KINDS = {"totp": gettext_lazy("en app med koder"), "webauthn": gettext_lazy("en passnøkkel")}


# --- what is said, line by line, in the language in force


def _given_role(entry: JournalEntry) -> list[str]:
    reach = Adviser.objects.select_related("region").get(pk=entry.details["reach"])
    said = {"who": entry.actor, "region": reach.region}
    if reach.role == Adviser.Role.PROCESS:
        what = _("%(who)s har gitt deg tilgang som prosessveileder i %(region)s. Du kan lese og kommentere.")
    elif reach.region:
        what = _("%(who)s har gitt deg tilgang som rådgiver i %(region)s.")
    else:
        what = _("%(who)s har gitt deg tilgang som nasjonal rådgiver. Det gjelder alle regionene.")
    return [what % said, *_how_to_sign_in()]


def _given_stand_in(entry: JournalEntry) -> list[str]:
    language = translation.get_language() or "nb"
    rows = Adviser.objects.filter(pk__in=entry.details["reaches"]).select_related("region").order_by("pk")
    said = {
        "who": entry.actor,
        "absent": User.objects.get(pk=entry.details["absent"]),
        "where": ", ".join(str(row.region or _("alle regionene")) for row in rows),
        "first": formats.day(date.fromisoformat(entry.details["from_day"]), language),
        "last": formats.day(date.fromisoformat(entry.details["until"]), language),
    }
    what = _(
        "%(who)s har gitt deg tilgang som stedfortreder for %(absent)s i %(where)s, fra og med %(first)s til og med "
        "%(last)s. I den tida får du også brevene som går til rådgiveren."
    )
    return [what % said, *_how_to_sign_in()]


def _made_administrator(entry: JournalEntry) -> list[str]:
    return [_("%(who)s har gitt deg tilgang som administrator.") % {"who": entry.actor}, *_how_to_sign_in()]


def _how_to_sign_in() -> list[str]:
    lines = [_("Logg inn med denne e-postadressen: %(address)s") % {"address": settings.SITE_URL}]
    if settings.REQUIRE_SECOND_FACTOR:
        lines.append(_("Du får en kode på e-post. Første gang setter du også opp totrinnsinnlogging."))
    return lines


def _added(entry: JournalEntry) -> list[str]:
    return [_("Du har lagt til %(what)s for å logge inn.") % {"what": KINDS[entry.details["kind"]]}, _beware()]


def _removed(entry: JournalEntry) -> list[str]:
    return [_("Du har fjernet %(what)s som du logget inn med.") % {"what": KINDS[entry.details["kind"]]}, _beware()]


def _codes_made(entry: JournalEntry) -> list[str]:
    return [_("Du har laget nye reservekoder. De gamle virker ikke lenger."), _beware()]


def _code_used(entry: JournalEntry) -> list[str]:
    return [_("Noen logget inn på kontoen din med en av reservekodene."), _beware()]


def _reset(entry: JournalEntry) -> list[str]:
    who = entry.actor or _("Den som drifter portalen")
    return [
        _("%(who)s har tilbakestilt totrinnsinnloggingen din, og du er logget ut overalt.") % {"who": who},
        _("Neste gang du logger inn, setter du den opp på nytt: %(address)s") % {"address": settings.SITE_URL},
        _("Har du ikke bedt om dette, så skriv til %(address)s med en gang.") % {"address": settings.CONTACT_EMAIL},
    ]


def _beware() -> str:
    return _("Var det ikke deg, så skriv til %(address)s med en gang.") % {"address": settings.CONTACT_EMAIL}


ACCESS = gettext_lazy("Du har fått tilgang til ABSOLUTT-portalen")
FACTOR = gettext_lazy("Endret innlogging i ABSOLUTT-portalen")
NOTICES: dict[str, tuple[str | Promise, Words]] = {
    # the journal's verb         subject  what is said
    "adviser.reach_given":       (ACCESS, _given_role),
    "adviser.stand_in_given":    (ACCESS, _given_stand_in),
    "user.administrator":        (ACCESS, _made_administrator),
    "factor.added":              (FACTOR, _added),
    "factor.removed":            (FACTOR, _removed),
    "factor.codes_made":         (FACTOR, _codes_made),
    "factor.code_used":          (FACTOR, _code_used),
    "factor.reset":              (FACTOR, _reset),
}  # fmt: skip


def after_journal_line(entry: JournalEntry, subject: Any) -> None:
    """Tell when the act is done. What the site's own commands give (``add_adviser``, the demo) is told by whoever ran
    them; what only ends something, or is the first of its kind, needs no word."""
    if entry.verb not in NOTICES or _needs_no_word(entry):
        return
    transaction.on_commit(lambda: _send(entry, subject))


def _needs_no_word(entry: JournalEntry) -> bool:
    if entry.verb == "user.administrator" and not entry.details["administrator"]:
        return True
    if entry.verb == "factor.codes_made" and not entry.details["again"]:
        return True
    return entry.actor_id is None and not entry.verb.startswith("factor.")


def _send(entry: JournalEntry, user: User) -> None:
    subject, words = NOTICES[entry.verb]
    with translation.override(user.language):
        subject = str(subject)
        context = {"name": user.name, "subject": subject, "lines": words(entry)}
        text = render_to_string("letters/notice.txt", context)
        html = render_to_string("letters/notice.html", context)
    message = EmailMultiAlternatives(
        subject, text, to=[user.email], reply_to=[settings.CONTACT_EMAIL],
        headers={**HEADERS, "Content-Language": user.language},
    )  # fmt: skip
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException, AddressRefused) as trouble:
        log.error("%s: its e-mail could not be sent (%s).", entry.verb, type(trouble).__name__)
