"""Humans, however many roles they have."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_PROGRAMME, PersonalData


class Person(models.Model):
    """One human, however many roles. Found again by e-mail address."""

    personal_data = PersonalData(
        whose=gettext_lazy("De som har en rolle i et program for kommunen eller fylkeskommunen sin"),
        why=gettext_lazy(
            "For å sende invitasjonen og andre brev til den de gjelder, og vite hvem KS kan ta kontakt med."
        ),
        source=gettext_lazy("Deg selv, kommunedirektøren, koordinatoren eller rådgiveren i KS."),
        fields={"name": AFTER_PROGRAMME, "email": AFTER_PROGRAMME},
    )

    name = models.CharField(gettext_lazy("navn"), max_length=120)
    email = models.EmailField(gettext_lazy("e-postadresse"), blank=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="municipalities_person_email_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def reference(self):
        return f"person:{self.pk}"
