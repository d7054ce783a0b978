"""«Tilganger» as plain values: region by region, with what its reader may do at each line."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from absolutt.pages.access_scope import administrators, reaches, stand_ins_of
from programmes import formats
from programmes.models import Adviser


def groups(held):
    """The national ones first, then each region: who holds a role there now or is to, and who held one. Two queries."""
    regions = list(held.regions())
    by_region = {None: [], **{region.pk: [] for region in regions}}
    for reach in reaches(held):
        by_region[reach.region_id].append(reach)
    national = _group(held, "national", _("Nasjonale rådgivere"), None, by_region.pop(None))
    return [national, *(_group(held, f"region-{row.pk}", row.name, row, by_region[row.pk]) for row in regions)]


def _group(held, anchor, title, region, found):
    return {
        "anchor": anchor,
        "title": title,
        "region": region,
        "may_edit": region is not None and held.may_edit(region),
        "rows": [_row(held, reach) for reach in found if not reach.is_over],
        "former": [_former(reach) for reach in sorted(found, key=_last_day, reverse=True) if reach.is_over],
    }


def _last_day(reach):
    return reach.until or timezone.localdate()


def _row(held, reach):
    return {
        "pk": reach.pk,
        "user": reach.user_id,
        "name": str(reach.user),
        "email": reach.user.email,
        "role": role_of(reach),
        "period": period(reach),
        "has_factor": reach.has_factor,
        "may_end": held.may_end(reach),
        "may_reset": reach.has_factor and held.is_administrator and reach.user_id != held.user.pk,
    }


def _former(reach):
    return {"name": str(reach.user), "role": role_of(reach), "period": period(reach)}


def role_of(reach):
    """«Rådgiver», «Nasjonal rådgiver», «Prosessveileder», «Stedfortreder for Kari Lien»."""
    if reach.stands_in_for:
        return _("Stedfortreder for %(name)s") % {"name": reach.stands_in_for}
    if reach.region_id is None and reach.role == Adviser.Role.ADVISER:
        return _("Nasjonal rådgiver")
    return Adviser.Role(reach.role).label


def period(reach):
    """When it holds, in words; empty where nobody has said."""
    language = get_language() or "nb"
    if reach.ended_at and reach.from_day and timezone.localdate(reach.ended_at) < reach.from_day:
        return _("avlyst før den begynte")
    if reach.from_day and reach.until:
        return formats.day_range(reach.from_day, reach.until, language)
    if reach.until:
        return _("til og med %(day)s") % {"day": formats.day(reach.until, language)}
    if reach.from_day:
        return _("siden %(day)s") % {"day": formats.day(reach.from_day, language)}
    return ""


def administrator_rows(held):
    return [
        {
            "user": user.pk,
            "name": str(user),
            "email": user.email,
            "has_factor": user.has_factor,
            "may_end": held.is_administrator and user.pk != held.user.pk,
            "may_reset": user.has_factor and held.is_administrator and user.pk != held.user.pk,
        }
        for user in administrators()
    ]


def notes(user):
    """«Du er stedfortreder for Kari Lien …», one line a person and time, for the front page."""
    language, regions = get_language() or "nb", {}
    for row in stand_ins_of(user):
        regions.setdefault((row.user, row.stands_in_for, row.from_day, row.until), []).append(row.region)
    return [_note(user, *key, where, language) for key, where in regions.items()]


def _note(user, stand_in, absent, from_day, until, regions, language):
    said = {
        "stand_in": stand_in,
        "absent": absent,
        "where": _("alle regionene") if None in regions else ", ".join(region.name for region in regions),
        "first": formats.day(from_day, language),
        "last": formats.day(until, language),
    }
    if user == stand_in:
        now = _("Du er stedfortreder for %(absent)s i %(where)s til og med %(last)s.")
        later = _("Du blir stedfortreder for %(absent)s i %(where)s fra og med %(first)s til og med %(last)s.")
    else:
        now = _("%(stand_in)s er stedfortreder for deg i %(where)s til og med %(last)s.")
        later = _("%(stand_in)s blir stedfortreder for deg i %(where)s fra og med %(first)s til og med %(last)s.")
    return (now if from_day <= timezone.localdate() else later) % said
