"""allauth's adapter: sign-in codes go at once, in the portal's own words; nobody opens an account for herself."""

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from correspondence.backends import AddressRefused
from correspondence.letters import HEADERS

log = logging.getLogger(__name__)


def send_code(*, address, code, template, language, **context):
    """Write one letter with a code, outside the outbox: a code is never stored."""
    context = {"code": code, **context}
    with translation.override(language):
        subject = " ".join(render_to_string(f"letters/{template}.subject.txt", context).split())
        text = render_to_string(f"letters/{template}.txt", context)
        html = render_to_string(f"letters/{template}.html", context)
    message = EmailMultiAlternatives(subject, text, to=[address], headers={**HEADERS, "Content-Language": language})
    message.attach_alternative(html, "text/html")
    message.send()


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Koden stemmer ikke. Se etter den nyeste e-posten fra oss og prøv igjen."),
        "too_many_login_attempts": gettext_lazy("Det kom mange forsøk på kort tid. Vent litt og prøv igjen."),
        "rate_limited": gettext_lazy("Det kom mange forsøk på kort tid. Vent litt og prøv igjen."),
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """The pages say what happens in the portal's own words."""

    def send_mail(self, template_prefix, email, context):
        if not template_prefix.endswith("login_code"):
            return  # allauth's other letters are about passwords and open accounts, which this portal does not have
        user = get_user_model().objects.get(email__iexact=email)
        try:
            send_code(address=user.email, code=context["code"], template="signin_code", language=user.language)
        except (OSError, smtplib.SMTPException, AddressRefused):
            # The page is the same for everybody: that a letter failed must not tell who has an account.
            log.error("A sign-in code could not be sent: the mail server is away or refuses.")
