"""What costs, and who pays."""

from django.db import models
from django.db.models import Q

from programmes.models.programmes import Programme
from programmes.words import WordsField


class CostLine(models.Model):
    """Something that costs, and who pays. ``amount`` in kroner; null is «beløp ikke fastsatt» and never 0."""

    class Payer(models.TextChoices):
        FUNDS = "funds", "Dekkes"
        ORGANISATION = "organisation", "Dere betaler selv"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="costs")
    order = models.PositiveSmallIntegerField()
    what = WordsField()
    payer = models.CharField(max_length=12, choices=Payer.choices)
    is_fee = models.BooleanField(default=False)  # somebody sends an invoice; travel is paid, but is no fee
    certain = models.BooleanField(default=True)  # False: may occur
    only_form = models.CharField(max_length=10, blank=True)  # «digital»: applies only to digital gatherings
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_cost_order_once"),
            models.CheckConstraint(name="programmes_cost_never_zero", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="programmes_cost_amount_is_fee", condition=Q(amount=None) | Q(is_fee=True)),
        ]

    def __str__(self):
        return str(self.what)
