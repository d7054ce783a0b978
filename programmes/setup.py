"""How a programme is set up: the parts that are copied from the framework and may deviate, and its own facts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts import journal
from accounts.journal import Actor
from programmes import lifecycle
from programmes import setup_forms as forms
from programmes.acting import bump_living
from programmes.models import CompositionRule, Phase, Programme, Role
from programmes.parts import Part

SETUP = (
    Part("phase", "faser", Phase, forms.PhaseForm, gettext_lazy("Faser"),
         gettext_lazy("Ny fase"), gettext_lazy("Endre fasen"),
         gettext_lazy("Stegene i programmet. Samlinger kan høre til en fase."), home="setup"),
    Part("composition", "krav", CompositionRule, forms.RuleForm, gettext_lazy("Krav til gruppa"),
         gettext_lazy("Nytt krav"), gettext_lazy("Endre kravet"),
         gettext_lazy("Hvem som må, bør eller gjerne kan være med i kommunens gruppe."), home="setup"),
    Part("role", "roller", Role, forms.RoleForm, gettext_lazy("Roller å velge blant"),
         gettext_lazy("Ny rolle"), gettext_lazy("Endre rollen"),
         gettext_lazy("Koordinatoren velger blant disse når gruppa blir meldt inn."), home="setup"),
)  # fmt: skip


@transaction.atomic
def change_facts(*, programme: Programme, values: Mapping[str, Any], version: int, by: Actor) -> list[str]:
    """The programme's own facts as they shall be; the names of those that were changed. ``values["when"]`` is a
    ``When``. Raises ``ChangedMeanwhile`` and ``Archived``, and ``ValueError`` for an empty fact that a step the
    programme has taken demanded."""
    if lifecycle.taken_away(programme, values):
        raise ValueError("what a step demanded is changed, and not taken away")
    changed = {name: value for name, value in values.items() if getattr(programme, name) != value}
    when = changed.pop("when", None)
    columns = dict(changed)
    if when is not None:
        programme.when = when
        columns |= {name: getattr(programme, name) for name in _WHEN}
    bump_living(programme, version, **columns)
    fields = sorted([*changed, *(["when"] if when is not None else [])])
    if fields:
        journal.append(verb="programme.changed", by=by, subject=programme, scope=programme, fields=fields)
    return fields


_WHEN = ("precision", "start", "end", "days", "date_tentative", "date_text")
