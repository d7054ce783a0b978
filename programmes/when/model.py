"""An honest date in the columns of a row."""

from django.db import models

from programmes.when.value import Precision, When


class Dated(models.Model):
    """A row with a ``When``. Read and set it as ``row.when``."""

    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    date_tentative = models.BooleanField(default=False)
    date_text = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_when",
                condition=models.Q(precision="", start=None, end=None)
                | models.Q(precision="after", start__isnull=False, end=None)
                | models.Q(precision="day", start__isnull=False, end=models.F("start"))
                | models.Q(
                    precision__in=["range", "week", "month", "semester", "years"],
                    start__isnull=False,
                    end__isnull=False,  # a comparison with nothing is not false in SQL: it must be said
                    end__gte=models.F("start"),
                ),
            ),
        ]

    @property
    def when(self) -> When:
        return When(self.precision, self.start, self.end, self.days, self.date_tentative, self.date_text)

    @when.setter
    def when(self, value: When) -> None:
        self.precision, self.start, self.end = value.precision, value.start, value.end
        self.days, self.date_tentative, self.date_text = value.days, value.tentative, value.text
