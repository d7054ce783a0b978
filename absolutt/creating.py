"""A new programme made from the national framework: its phases, goals, rules, roles and words are copied, and may
deviate."""

from itertools import chain, count
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts import journal
from accounts.journal import Actor
from municipalities.actions import list_organisations
from programmes.framework import block_values, phase_values, role_values, rule_values
from programmes.models import CompositionRule, ContentBlock, Framework, Phase, Programme, Region, Role
from programmes.when import When
from programmes.words import Words

RESERVED = {"nytt"}  # addresses beside the programmes'
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def free_key(title: Words) -> str:
    """A programme's part of its address, from its title: «absolutt-more-og-romsdal-2028», and with a number behind it
    where another has it already."""
    base = slugify(str(title).lower().translate(_PLAIN))[:50].strip("-") or "program"
    taken = set(Programme.objects.filter(key__startswith=base).values_list("key", flat=True)) | RESERVED
    return next(key for key in chain([base], (f"{base}-{n}" for n in count(2))) if key not in taken)


class MadeBefore(Exception):
    """The form has been sent before, and made ``programme`` then."""

    def __init__(self, programme: Programme):
        super().__init__(programme)
        self.programme = programme


class KeyTaken(Exception):
    """Another programme got the same address at the same moment."""


def save_new(programme: Programme) -> None:
    """Raises ``MadeBefore`` where ``programme.once`` is of a form that has made one, and ``KeyTaken``; the database
    decides, so that two at the same moment are one as well."""
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        made = Programme.objects.filter(once=programme.once).first() if programme.once else None
        if made:
            raise MadeBefore(made) from error
        if Programme.objects.filter(key=programme.key).exists():
            raise KeyTaken from error
        raise


@transaction.atomic
def create_programme(
    *, framework: Framework, region: Region, key: str, title: Words, when: When, by: Actor, once: UUID | None = None
) -> Programme:
    """A sketch: without a gathering, a deadline or a day for letters, since nobody has decided any. The organisations
    of the region's counties are listed as they stand on its first day, or today where it has none.

    ``once`` is the form that it is made by. Raises ``MadeBefore`` and ``KeyTaken``."""
    programme = Programme(
        framework=framework, region=region, key=key, title=title, group_term=framework.group_term,
        contact_email="", county_takes_part=True, once=once,
    )  # fmt: skip
    programme.when = when
    save_new(programme)
    Phase.objects.bulk_create([Phase(programme=programme, **row) for row in phase_values(framework.phases)])
    CompositionRule.objects.bulk_create(
        [CompositionRule(programme=programme, **row) for row in rule_values(framework.composition)]
    )
    Role.objects.bulk_create([Role(programme=programme, **row) for row in role_values(framework.roles)])
    ContentBlock.objects.bulk_create([ContentBlock(programme=programme, **row) for row in block_values(framework)])
    journal.append(verb="programme.created", by=by, subject=programme, scope=programme, framework=framework.pk)
    list_organisations(programme=programme, by=by)
    return programme
