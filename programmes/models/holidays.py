"""The weeks in which a region's schools are closed, as its advisers have entered them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from programmes.models.regions import Region


class SchoolHoliday(models.Model):
    """A school holiday in a region: «vinterferie» from ``start`` to ``end``, both included."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="school_holidays")
    name = models.CharField(gettext_lazy("navn"), max_length=60)  # of the holiday
    start = models.DateField(gettext_lazy("fra"))
    end = models.DateField(gettext_lazy("til"))

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "start", "end"], name="programmes_school_holiday_once"),
            models.CheckConstraint(name="programmes_school_holiday_ends_after_start", condition=Q(end__gte=F("start"))),
        ]

    def __str__(self):
        return f"{self.name} {self.start}–{self.end}"
