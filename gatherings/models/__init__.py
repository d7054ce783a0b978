"""The schedule: gatherings of six kinds, their days, and who comes to an information meeting."""

from gatherings.models.days import GatheringDay
from gatherings.models.gatherings import Gathering, Hours, count_days
from gatherings.models.registrations import Registration

__all__ = ["Gathering", "GatheringDay", "Hours", "Registration", "count_days"]
