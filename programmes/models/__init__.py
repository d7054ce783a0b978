"""Framework, regions, programmes and what belongs to one programme: phases, deadlines, rules, roles, costs, content,
texts."""

from programmes.models.content import Contact, ContentBlock, Endorsement, Figure, Resource
from programmes.models.costs import CostLine
from programmes.models.groups import CompositionRule, Role
from programmes.models.holidays import SchoolHoliday
from programmes.models.matrix import Sector, SectorCell, SectorLevel
from programmes.models.plan import Deadline, Phase
from programmes.models.programmes import Framework, Programme
from programmes.models.regions import Adviser, Region
from programmes.models.texts import TextVersion

__all__ = [
    "Adviser",
    "CompositionRule",
    "Contact",
    "ContentBlock",
    "CostLine",
    "Deadline",
    "Endorsement",
    "Figure",
    "Framework",
    "Phase",
    "Programme",
    "Region",
    "Resource",
    "Role",
    "SchoolHoliday",
    "Sector",
    "SectorCell",
    "SectorLevel",
    "TextVersion",
]
