"""The days of a gathering that lasts several, each with its own hours."""

from django.db import models
from django.db.models import F, Q

from gatherings.models.gatherings import Gathering


class GatheringDay(models.Model):
    """The hours of one day, by its number from 1: the number stays when the gathering moves, and holds also while no
    date is decided. A day without a row has no hours of its own. One day alone keeps its hours on the gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="own_days")
    number = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()  # Norwegian time
    ends_at = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["gathering", "number"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "number"], name="gatherings_day_once"),
            models.CheckConstraint(name="gatherings_day_number", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="gatherings_day_hours", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self):
        return f"{self.gathering_id}, day {self.number}"
