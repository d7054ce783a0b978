"""Who wants to hear when a programme that is only a sketch is announced. Not a sign-up, and nobody's account."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_INTEREST, PersonalData
from municipalities.models.organisations import Organisation
from programmes.models import Programme


class Interest(models.Model):
    """One address in one programme. Not a ``Person``: nobody has confirmed the address, and a name that a stranger
    wrote must not become the one by which somebody is known (``acting.person_with``).

    Erased, the row stays as a number, without anything that tells whose it was.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som har meldt interesse for et program"),
        why=gettext_lazy("For å gi beskjed når påmeldingen åpner. Det er ikke en påmelding."),
        source=gettext_lazy("Den som melder interesse."),
        fields=dict.fromkeys(("name", "role", "organisation_name", "email"), AFTER_INTEREST),
    )

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="interests")
    name = models.CharField(gettext_lazy("navn"), max_length=120)
    role = models.CharField(gettext_lazy("stilling"), max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # In the person's own words, where the list has not got it
    organisation_name = models.CharField(gettext_lazy("hvor du jobber"), max_length=120, blank=True)
    email = models.EmailField(gettext_lazy("e-postadresse"))
    language = models.CharField(max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], default="nb")
    registered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email"], condition=~Q(email=""), name="municipalities_interest_once"
            ),
            models.CheckConstraint(
                name="municipalities_interest_erased_is_empty",
                condition=(Q(erased_at=None) & ~Q(email=""))
                | Q(erased_at__isnull=False, email="", name="", role="", organisation_name="", organisation=None),
            ),
        ]

    def __str__(self):
        return f"interest {self.pk}"
