"""Who comes to an information meeting: people, many from one place, without accounts. No sign-up to the programme."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_MEETING, PersonalData
from gatherings.models.gatherings import Gathering
from gatherings.querysets import RegistrationQuerySet
from municipalities.models import Organisation


class Registration(models.Model):
    """One name at one address, at one meeting: an office may share an address. Not a ``Person``: nobody has confirmed
    the address (see ``Interest``).

    Erased, the row stays as a number, without anything that tells whose it was.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som melder seg på et informasjonsmøte"),
        why=gettext_lazy("For å sende bekreftelse og lenke, og vite hvor mange som kommer."),
        source=gettext_lazy("Den som melder seg på."),
        fields=dict.fromkeys(("name", "role", "organisation_name", "email"), AFTER_MEETING),
    )

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    name = models.CharField(gettext_lazy("navn"), max_length=120)
    role = models.CharField(gettext_lazy("stilling"), max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # In the person's own words, where the list has not got it
    organisation_name = models.CharField(gettext_lazy("hvor du jobber"), max_length=120, blank=True)
    email = models.EmailField(gettext_lazy("e-postadresse"), blank=True)
    language = models.CharField(max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], default="nb")
    registered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "påmelding til informasjonsmøte"
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "email", "name"], condition=Q(erased_at=None), name="gatherings_registration_once"
            ),  # however the name is spelt: registration_actions.py, while it holds the meeting
            models.CheckConstraint(
                name="gatherings_registration_erased_is_empty",
                condition=Q(erased_at=None) | Q(name="", role="", organisation_name="", email="", organisation=None),
            ),
            models.CheckConstraint(
                name="gatherings_registration_has_address", condition=~Q(erased_at=None) | ~Q(email="")
            ),
        ]

    def __str__(self):
        return self.name or "–"

    @property
    def programme(self):
        return self.gathering.programme
