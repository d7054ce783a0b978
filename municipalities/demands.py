"""What the list of municipalities demands before a programme goes on to its next state. Words without a full stop, in
the language in force; "" when nothing is lacking."""

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from municipalities.models import Participation
from programmes import formats
from programmes.models import Programme


def somebody_is_listed(programme: Programme) -> str:
    return (
        ""
        if programme.participations.on_the_list().exists()
        else _("ingen kommuner står på lista over hvem som kan inviteres")
    )


def somebody_has_signed_up(programme: Programme) -> str:
    signed_up = programme.participations.filter(state=Participation.State.SIGNED_UP)
    return "" if signed_up.exists() else _("ingen er påmeldt")


def sign_up_is_over(programme: Programme) -> str:
    """Its deadline has passed, or everybody on the list has answered."""
    deadline = programme.sign_up_deadline
    if not deadline.has_day or deadline.end is None or deadline.end < timezone.localdate():
        return ""
    not_yet = (Participation.State.LISTED, Participation.State.WAITING, *Participation.OPEN)
    count = programme.participations.filter(state__in=not_yet).count()
    if not count:
        return ""
    said = ngettext(
        "påmeldingsfristen er %(day)s, og én har ikke svart",
        "påmeldingsfristen er %(day)s, og %(n)s har ikke svart",
        count,
    )
    return said % {"day": formats.day(deadline.end, get_language() or "nb"), "n": count}
