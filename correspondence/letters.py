"""From an envelope to a message: words, links and documents are made at the moment of sending."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from correspondence import documents
from correspondence.rules import BY_KEY
from municipalities import signup_links
from municipalities.models import Answer, Participation

# Says to other mail programs that nobody sits and waits for an automatic reply.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def compose(envelope, letter):
    """The message of an envelope. A personal link is made here, for a person only, and is stored nowhere."""
    participation = Participation.objects.named_on(envelope.programme.day_for_names).select_related(
        "programme__region", "programme__framework", "organisation"
    ).get(pk=envelope.participation_id)  # fmt: skip
    with translation.override(envelope.language):
        context = _context(envelope, letter, participation)
        name = letter.rule.replace(".", "_")
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"letters/{name}.subject.txt", context).split()),
            body=render_to_string(f"letters/{name}.txt", context),
            to=[envelope.address],
            reply_to=[envelope.programme.contact_email] if envelope.programme.contact_email else None,
            headers={**HEADERS, "Message-ID": envelope.message_id, "Content-Language": envelope.language},
        )
        message.attach_alternative(render_to_string(f"letters/{name}.html", context), "text/html")
        for filename, content in _documents(letter, context):
            message.attach(filename, content, "application/pdf")
    return message


def _context(envelope, letter, participation):
    answer = Answer.objects.select_related("person").filter(pk=letter.about.get("answer")).first()
    return {
        "envelope": envelope,
        "participation": participation,
        "programme": participation.programme,
        "organisation_name": participation.full_name,
        "person": envelope.person,
        "is_copy": envelope.is_copy,
        "answer": answer,
        "deadline": participation.deadline,
        "link": link_for(envelope, participation),
        "site_url": settings.SITE_URL,
    }


def link_for(envelope, participation):
    """The person's own link, the public page's address for the mailbox «Att.», or none: in a copy, and for a director
    who has been replaced since the letter was made."""
    if envelope.is_copy:
        return ""
    if envelope.person is None:
        return public_address(participation)
    token = signup_links.issue_unless_replaced(participation, envelope.person)
    return settings.SITE_URL + reverse("answer", args=[token]) if token else ""


def public_address(participation):
    return settings.SITE_URL + reverse(
        "public_signup", args=[participation.programme.key, participation.organisation.organisation_number]
    )


def _documents(letter, context):
    document = BY_KEY[letter.rule].document
    if document == "invitation":
        yield (
            f"{_('invitasjon')}-{context['programme'].key}.pdf",
            documents.invitation(
                participation=context["participation"],
                person=context["person"],
                link=context["link"],
                is_copy=context["is_copy"],
            ),
        )
    elif document == "receipt":
        yield f"{_('kvittering')}-{context['programme'].key}.pdf", documents.receipt(context)
