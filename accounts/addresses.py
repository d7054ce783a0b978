"""What is said about an e-mail address that cannot be one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def plain_letters(value: str) -> None:
    """Mail servers here take only a–z before the @. Names are written with other letters, and people try them."""
    local = value.rpartition("@")[0]
    strange = next((letter for letter in local if letter.isalpha() and not letter.isascii()), "")
    if strange:
        raise ValidationError(
            _("En e-postadresse kan ikke ha bokstaven «%(letter)s» foran @. Se etter hvordan adressen skrives."),
            params={"letter": strange},
        )
