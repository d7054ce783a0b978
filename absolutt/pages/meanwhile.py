"""What is said when somebody was quicker: the row was changed, or its programme archived, after the page was opened.

An act on many at once says instead, beside its own list, what did not happen to any of them.
"""

from django.utils.translation import gettext_lazy

CHANGED = gettext_lazy(
    "Dette er endret etter at du åpnet siden, av deg i et annet vindu eller av noen andre. Se over og lagre på nytt. "
    "Det du skrev, står her ennå."
)
SEND_AGAIN = gettext_lazy(
    "Dette er endret etter at du åpnet siden, av deg i et annet vindu eller av noen andre. Se over og send på nytt. "
    "Det du skrev, står her ennå."
)
LOOK_AGAIN = gettext_lazy(
    "Dette er endret etter at du åpnet siden, av deg i et annet vindu eller av noen andre. Se over og prøv på nytt."
)
ARCHIVED = gettext_lazy("Programmet er arkivert og kan ikke endres.")


def try_again(form, version, said=CHANGED):
    """Say so on the form, keep what was typed, and have the newest version at hand."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = version
    form.add_error(None, said)
