"""Where a programme has its own day for a rule of the table, or has switched it off."""

from correspondence.models import RuleSetting
from programmes.models import Programme


def of(programme: Programme) -> dict[str, RuleSetting]:
    """{rule's key: what the programme has of its own}. One query."""
    return {row.rule: row for row in RuleSetting.objects.filter(programme=programme)}
