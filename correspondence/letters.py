"""From an envelope to a message: words, links and documents are made at the moment of sending."""

import re
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.personal import AFTER_PROGRAMME
from correspondence import (
    attending_letters,
    documents,
    gathering_letters,
    letter_facts,
    letter_texts,
    merging,
    return_paths,
    subjects,
)
from correspondence.batch import Batch
from correspondence.catalogue import BY_KEY
from correspondence.dated import DatedRule
from gatherings import attendance_links, overview, registration_links
from municipalities import appoint_links, offer_links
from municipalities.models import Answer, Holding, Participation, Seat
from programmes import formats

# Says to other mail programs that nobody sits and waits for an automatic reply. Exchange is not asked for silence about
# letters that it cannot deliver (NDR, which «All» would include): those reports are read (bounces.py).
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply"}


def compose(envelope, letters, batch=None):
    """The message of an envelope with these letters in it: alone as itself, several each under its own heading.

    What they tell is so at this moment, or was when ``batch`` fetched it. A personal link is made here, for a person
    only, and is stored nowhere.
    """
    batch = batch or Batch(letters)
    with translation.override(envelope.language):
        told = set()
        parts = [_part(envelope, letter, batch, is_alone=len(letters) == 1, told=told) for letter in letters]
        written = laid_out(parts)
        sender = _sender(parts)
        message = EmailMultiAlternatives(
            subject=written["subject"],
            body=written["text"],
            from_email=return_paths.sender_of(envelope) or sender,  # the envelope's; «From» is the reader's
            to=[envelope.address],
            reply_to=list(dict.fromkeys(part["contact"] for part in parts)),
            headers={**HEADERS, **_list_headers(parts), "From": sender, "Message-ID": envelope.message_id,
                     "Content-Language": envelope.language},
        )  # fmt: skip
        message.attach_alternative(written["html"], "text/html")
        _invite(message, parts)
        for part in parts:
            for filename, content, kind in _documents(part):
                message.attach(filename, content, kind)
    return message


def _invite(message, parts):
    """A letter that is alone, and has a calendar file, is an invitation also to a program that looks for one among the
    message's own forms and not among what is attached (Outlook)."""
    files = gathering_letters.calendar_of(parts[0]) if _has_calendar(parts[0]) and len(parts) == 1 else []
    for file in files[:1]:
        message.attach_alternative(file.content, file.kind)


def laid_out(parts):
    """Subject, plain text, HTML and signatures of a message with these parts, each as ``finished`` leaves it."""
    context = {
        **parts[0],
        "parts": parts,
        "subject": parts[0]["subject"] if len(parts) == 1 else subjects.of_bundle(parts),
        "signatures": _signatures(parts),
    }
    layout = "letters/single" if len(parts) == 1 else "letters/bundle"
    return {
        "subject": context["subject"],
        "text": _evenly_spaced(render_to_string(f"{layout}.txt", context)),
        "html": render_to_string(f"{layout}.html", context),
        "signatures": context["signatures"],
    }


def _evenly_spaced(text):
    """Parts leave out what does not apply: never more than one empty line in a row."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _signatures(parts):
    """(region, address) of those who write, each once."""
    return list(dict.fromkeys((part["programme"].region.name, part["programme"].contact) for part in parts))


def _sender(parts):
    """The site's own address, which its mail server may send from; with the region's name where one region writes."""
    names = {part["programme"].region.sender_name for part in parts}
    if len(names) > 1 or not any(names):
        return settings.DEFAULT_FROM_EMAIL
    return str(Address(names.pop(), addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _list_headers(parts):
    """By what a mail program sorts the letters of one programme (RFC 2919); several together are the portal's. Nobody
    has subscribed to anything, so there is no List-Unsubscribe (docs/decisions/0025)."""
    keys = {part["programme"].key for part in parts}
    host = urlsplit(settings.SITE_URL).hostname
    return {
        "List-Id": f"<{keys.pop() if len(keys) == 1 else 'portalen'}.{host}>",
        "List-Help": f"<{settings.SITE_URL}{reverse('contact')}>",
    }


def _part(envelope, letter, batch, *, is_alone, told):
    """One letter's context, finished. Links are made here. ``told`` are the participations of which the same message
    has said already what is stored; this one's is put in when it says so."""
    participation, programme = letter.participation, letter.programme
    rule, tells = BY_KEY[letter.rule], batch.tells(letter)
    context = {
        **facts_of(rule, programme, participation, letter.gathering),
        "envelope": envelope,
        "letter": letter,
        "person": letter.reader,
        "user": letter.user,
        "is_copy": letter.is_copy,
        "answer": _about(letter, "answer", Answer.objects.select_related("person")),
        "seat": _about(letter, "seat", Seat.objects),  # the place that a welcome is about, as it is called now
        "queue": letter.about.get("queue"),
        "how": letter.about.get("how", ""),
        "link": _link(letter, participation, rule.link, batch),
        "more": _more(letter, programme, participation),
        "tells": tells and letter.participation_id not in told,
        "by_adviser": tells or bool(letter.about.get("by_adviser")),  # directors are the adviser's to name
    }
    if tells:
        told.add(letter.participation_id)
    return finished(context, batch.of(programme), is_alone=is_alone)


def facts_of(rule, programme, participation, gathering=None):
    """What a letter's templates read, whoever gets it; ``gathering`` is the one that it is about."""
    return {
        "rule": rule,
        "participation": participation,
        "programme": programme,
        "organisation_name": participation.full_name if participation else "",
        "deadline": participation.deadline if participation else programme.sign_up_deadline.end,
        "day": gathering.first_day if gathering else _day(rule, programme, participation),
        "site_url": settings.SITE_URL,
        "kept_until": AFTER_PROGRAMME.until,
        "terms": programme.terms,
        "contact": programme.contact or settings.CONTACT_EMAIL,
    }


def finished(context, texts, *, is_alone=True):
    """The words of one letter: what its templates (letters/<rule>.subject.txt, .heading.txt, .part.txt and .part.html)
    make of its facts and of the programme's texts, ``sections`` by their keys."""
    rule, programme = context["rule"], context["programme"]
    stem = f"letters/{rule.key.replace('.', '_')}"
    context |= {
        "texts": texts,
        "sections": merging.sections(
            letter_texts.key_of(rule.key), programme, context["participation"], texts,
            top=2 if is_alone else 3, styles=merging.LETTER,
        ),
    }  # fmt: skip
    return context | {
        "why": why(context),
        "subject": subjects.of_letter(f"{stem}.subject.txt", context),
        "heading": subjects.one_line(f"{stem}.heading.txt", context),
        "text": _text(f"{stem}.part.txt", "letters/_told.txt", context),
        "html": _text(f"{stem}.part.html", "letters/_told.html", context),
    }


def _text(template, told, context):
    """The letter's own words; to somebody whom nobody has told yet also what is stored about her."""
    return render_to_string(template, context) + (render_to_string(told, context) if context["tells"] else SafeString())


def _link(letter, participation, kind, batch):
    if letter.registration_id:
        token = registration_links.issue(letter.registration)
        return settings.SITE_URL + reverse("cancel_registration", args=[token]) if token else ""
    if kind == "attendance":
        token = attendance_links.issue(letter.gathering, participation, letter.person) if letter.person else ""
        return settings.SITE_URL + reverse("answer_gathering", args=[token]) if token else ""
    return link_for(letter, participation, kind, batch) if participation and kind else ""


def _more(letter, programme, participation):
    """What only this letter tells of."""
    if letter.rule in gathering_letters.RULES:
        return gathering_letters.told(letter)
    if letter.gathering_id:
        return attending_letters.told(letter.rule, letter.gathering, programme, participation)
    if letter.registration_id:
        return meeting_facts(letter.registration.gathering)
    return letter_facts.MORE[letter.rule](programme, participation) if letter.rule in letter_facts.MORE else None


def meeting_facts(meeting):
    """For ``info.confirmation``: when, where and how, and the link, which only who has registered is told."""
    is_digital = meeting.form != meeting.Form.PHYSICAL
    return {**overview.gathering_facts(meeting), "link": meeting.link, "is_digital": is_digital}


def _about(letter, what, rows):
    """What its journal line was about, where it was about such a thing."""
    return rows.filter(pk=letter.about[what]).first() if letter.about.get(what) else None


def _day(rule, programme, participation):
    """The day that the letter is about: its anchor's, or the answer deadline."""
    if isinstance(rule, DatedRule):
        return rule.anchor(programme, participation) if rule.anchor else None
    return participation.deadline if participation else None


def why(context):
    """«Hvorfor fikk jeg denne?» in words that fit the rule and who reads."""
    participation, rule = context["participation"], context["rule"]
    if participation and context["is_copy"]:
        return _(
            "Postmottaket får denne kopien fordi brevet gjelder %(itself)s. Kopien har ingen personlig lenke."
        ) % {"itself": participation.organisation.itself}  # fmt: skip
    if participation and not context["person"] and not context["user"]:
        return _("Brevet er sendt til postmottaket fordi vi ikke kjenner e-postadressen til %(title)sen.") % {
            "title": participation.organisation.director_title
        }
    day = context["day"]
    return str(_reason(rule, context)) % {
        "name": context["organisation_name"],
        "programme": str(context["programme"].title),
        "director": participation.organisation.director_title if participation else "",
        "day": formats.day(day, get_language() or "nb") if day else _("ikke satt"),
        "group": str(context["terms"].the_group),
    }


def _reason(rule, context):
    to_adviser = context["user"] is not None and context["participation"] is None
    if (context["by_adviser"] or to_adviser) and rule.why_adviser:
        return rule.why_adviser
    if context["letter"].registration_id and getattr(rule, "why_registered", ""):
        return rule.why_registered
    return rule.why_others if rule.why_others and not _directs(context) else rule.why


def _directs(context):
    if context["person"] and context["person"].pk is None:
        return True  # a preview's invented reader
    held = Holding.objects.current().filter(
        seat__participation=context["participation"], seat__kind=Seat.Kind.DIRECTOR, person=context["person"]
    )
    return held.exists()


def link_for(letter, participation, kind, batch):
    """The person's own link, the public page's address for the mailbox «Att.», or none: in a copy, and for a director
    who has been replaced since the letter was made."""
    if letter.is_copy:
        return ""
    if kind == "group":
        key = [participation.programme.key, participation.organisation.organisation_number]
        return settings.SITE_URL + reverse("group", args=key)
    if kind == "appoint":
        has_a_place = letter.person and participation.state == Participation.State.SIGNED_UP
        token = appoint_links.issue(participation, letter.person) if has_a_place else ""
        return settings.SITE_URL + reverse("appoint", args=[token]) if token else ""
    if kind == "place":
        token = offer_links.issue(participation, letter.person) if letter.person else ""
        return settings.SITE_URL + reverse("place_offer", args=[token]) if token else ""
    if letter.person is None:
        return public_address(participation)
    token = batch.token(letter)
    return settings.SITE_URL + reverse("answer", args=[token]) if token else ""


def public_address(participation):
    return settings.SITE_URL + reverse(
        "public_signup", args=[participation.programme.key, participation.organisation.organisation_number]
    )


def _documents(part):
    document = part["rule"].document
    if document == "invitation":
        yield (
            f"{_('invitasjon')}-{part['programme'].key}.pdf",
            documents.invitation(
                participation=part["participation"],
                person=part["person"],
                link=part["link"],
                is_copy=part["is_copy"],
                texts=part["texts"],
            ),
            "application/pdf",
        )
    elif document == "receipt":
        yield f"{_('kvittering')}-{part['programme'].key}.pdf", documents.receipt(part), "application/pdf"
    elif _has_calendar(part):
        yield from gathering_letters.attached(part)


def _has_calendar(part):
    return part["rule"].document == "calendar"
