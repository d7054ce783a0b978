"""The schedule: gatherings of six kinds, their days, what each seat has answered, and who comes to an information
meeting."""

from gatherings.models.answers import SeatAnswer
from gatherings.models.days import GatheringDay
from gatherings.models.gatherings import Gathering, Hours, count_days
from gatherings.models.registrations import Registration

__all__ = ["Gathering", "GatheringDay", "Hours", "Registration", "SeatAnswer", "count_days"]
