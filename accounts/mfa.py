"""allauth.mfa's adapter: secrets are encrypted where they are stored, and the words are the portal's own."""

import base64
import hashlib
from io import BytesIO
from urllib.parse import urlsplit

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNREADABLE = gettext_lazy("Totrinnsinnloggingen din kan ikke leses lenger. Be en administrator om å tilbakestille den.")


def _key(secret: str) -> Fernet:
    """A key of its own for this one purpose. The secret is long and random, so one round of a hash is enough."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"absolutt.second-factor:" + secret.encode()).digest()))


class Adapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Koden stemmer ikke. Se på koden som vises nå, og prøv igjen."),
    }

    def encrypt(self, text):
        return _key(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Also what an older key of settings.SECRET_KEY_FALLBACKS encrypted. Raises ``ValidationError`` when no key
        fits, which the form shows."""
        keys = MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])
        try:
            return keys.decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValidationError(UNREADABLE) from None

    def get_totp_issuer(self):
        return "ABSOLUTT (KS)"

    def build_totp_svg(self, url):
        out = BytesIO()
        segno.make(url, error="m").save(
            out, kind="svg", scale=5, border=2, xmldecl=False, svgns=False, nl=False, svgclass=None, lineclass=None
        )
        return mark_safe(out.getvalue().decode())  # noqa: S308  (drawn by us)

    def generate_authenticator_name(self, user, type):
        return _("Passnøkkel")

    def get_public_key_credential_rp_entity(self):
        """A passkey belongs to the site's own address, whatever the browser called it by."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": "ABSOLUTT"}
