"""What the schedule demands before a programme goes on to its next state. Words without a full stop, in the language in
force; "" when nothing is lacking."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gatherings.overview import kind_text
from programmes.models import Programme


def has_gatherings(programme: Programme) -> str:
    joint = programme.gatherings.filter(kind="joint")
    return "" if joint.exists() else _("ingen samlinger er lagt inn")


def every_gathering_is_held(programme: Programme) -> str:
    """The first that is not: it is to come, or nobody has decided its day."""
    for gathering in programme.gatherings.in_order():
        if not gathering.is_joint:
            continue
        if not gathering.when.has_day:
            return _("%(gathering)s har ingen dag") % {"gathering": kind_text(gathering).lower()}
        if gathering.end >= timezone.localdate():
            return _("%(gathering)s er ikke holdt ennå") % {"gathering": kind_text(gathering).lower()}
    return ""
