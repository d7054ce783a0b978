"""What an adviser has decided about one participation's place beside the ordinary way, and why."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from municipalities.models.participations import Participation


class PlaceDecision(models.Model):
    """Only ever added: the newest of a kind is the one that holds. The journal has the act, and no reason: people write
    names in reasons."""

    personal_data = PersonalData(
        whose=gettext_lazy("De som en avgjørelse om plass i programmet handler om"),
        why=gettext_lazy("For å vise hvorfor en kommune ble holdt utenfor, lagt til eller fikk plass utenom tur."),
        source=gettext_lazy("Rådgiveren i KS."),
        fields={"reason": AFTER_ITS_PROGRAMME},
    )

    class Kind(models.TextChoices):
        LEFT_OUT = "left_out", gettext_lazy("Holdt utenfor")
        ADDED = "added", gettext_lazy("Lagt til på lista")
        OFFERED = "offered", gettext_lazy("Tilbudt plass utenom rekkefølgen")
        PLACED = "placed", gettext_lazy("Gitt plass direkte")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="place_decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(gettext_lazy("grunn"), max_length=200)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="municipalities_place_decision_has_reason"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.participation_id}"
