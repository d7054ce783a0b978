"""Acts on the rules of a programme's letters."""

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import journal
from accounts.journal import Actor
from correspondence import dated, table
from correspondence.models import RuleSetting
from municipalities.acting import Closed
from programmes.acting import ChangedMeanwhile
from programmes.models import Programme

MOST_DAYS = 180
FIXED = ("gathering.invite", "gathering.deadline")  # the answer deadline follows from these (gatherings/answering.py)


@transaction.atomic
def set_rule(
    *, programme: Programme, rule: str, days: int | None, is_off: bool, version: int, by: Actor
) -> RuleSetting | None:
    """The programme's own day of a rule, counted from its anchor as in the table, and whether it is sent at all. None
    for ``days`` is as the table has it. ``version`` is that of the row which the page showed; 0 where there was none.

    None when it was so already. Raises ``Closed`` for an archived programme, ``ChangedMeanwhile``, and ``ValueError``
    for a rule that is not built, a day on the other side of its anchor, or one of ``FIXED``.
    """
    refuse_the_other_side(rule, days)
    if not Programme.objects.exclude(state=Programme.State.ARCHIVED).filter(pk=programme.pk).exists():
        raise Closed
    days = None if days == table.BY_KEY[rule].days else days
    row = RuleSetting.objects.filter(programme=programme, rule=rule).first()
    before = [row.days, row.is_off] if row else [None, False]
    if before == [days, is_off]:
        return None
    if row is None:
        row = _new(programme, rule, days, is_off, version)
    else:
        changed = RuleSetting.objects.filter(pk=row.pk, version=version)
        if not changed.update(days=days, is_off=is_off, version=F("version") + 1):
            raise ChangedMeanwhile
    fields = {"days": [before[0], days], "is_off": [before[1], is_off]}
    journal.append(verb="letter_rule.set", by=by, subject=row, scope=programme, rule=rule, fields=fields)
    return row


def _new(programme: Programme, rule: str, days: int | None, is_off: bool, version: int) -> RuleSetting:
    if version:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            return RuleSetting.objects.create(programme=programme, rule=rule, days=days, is_off=is_off)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def refuse_the_other_side(rule: str, days: int | None) -> None:
    if rule not in dated.BY_KEY:
        raise ValueError("only a rule that is built can be set")
    if days is not None and days not in allowed(rule):
        raise ValueError("the day lies on the other side of the anchor, too far from it, or is fixed")


def allowed(rule: str) -> range:
    """The days that a rule may be moved to: what comes before its anchor stays before it, what comes after, after."""
    if rule in FIXED:
        return range(table.BY_KEY[rule].days, table.BY_KEY[rule].days + 1)
    return range(-MOST_DAYS, 0) if table.BY_KEY[rule].days < 0 else range(MOST_DAYS + 1)
