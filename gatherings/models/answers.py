"""What each seat of a group has answered about a gathering: comes, cannot, sends a deputy."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_GATHERING, PersonalData
from gatherings.models.gatherings import Gathering
from gatherings.querysets import SeatAnswerQuerySet
from municipalities.models import Person, Seat


class Deputy(NamedTuple):
    """Somebody who comes for another, and is known by name and address alone."""

    name: str
    email: str


class SeatAnswer(models.Model):
    """One seat's answer about one day of a gathering, as it was given. The newest holds, and those before it stay to
    be seen. ``day`` is the day in the calendar that was asked about: a gathering that moves asks anew, and of one that
    moves by a day the day in common is answered still.

    Whose answer it is is not stored: the seat's holder at the time (attending.py). Erased, it tells of no deputy.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som kommer til en samling som vara for en annen"),
        why=gettext_lazy("For å vite hvem som kommer, og sende praktiske opplysninger til den som gjør det."),
        source=gettext_lazy("Den som varaen kommer for, koordinatoren eller rådgiveren i KS."),
        fields=dict.fromkeys(("deputy_name", "deputy_email"), AFTER_GATHERING),
    )

    class Choice(models.TextChoices):
        COMES = "comes", gettext_lazy("Kommer")
        CANNOT = "cannot", gettext_lazy("Kan ikke komme")
        DEPUTY = "deputy", gettext_lazy("Sender vara")

    SOMEBODY = (Choice.COMES, Choice.DEPUTY)  # the seat's place at the gathering is taken

    class Via(models.TextChoices):
        LINK = "link", gettext_lazy("Egen lenke")
        SIGNED_IN = "signed_in", gettext_lazy("Svarte selv, innlogget")
        COORDINATOR = "coordinator", gettext_lazy("Koordinatoren")
        ADVISER = "adviser", gettext_lazy("Rådgiveren i KS")

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="answers")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="gathering_answers")
    day = models.DateField()
    choice = models.CharField(max_length=8, choices=Choice.choices)
    deputy_name = models.CharField(gettext_lazy("varaens navn"), max_length=120, blank=True)
    deputy_email = models.EmailField(gettext_lazy("varaens e-postadresse"), blank=True)
    via = models.CharField(max_length=12, choices=Via.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # by a link
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)  # a newer answer holds
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = SeatAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "svar på samling"
        verbose_name_plural = "svar på samlinger"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "seat", "day"], condition=Q(replaced_at=None), name="gatherings_answer_one_holds"
            ),
            models.CheckConstraint(
                name="gatherings_answer_choice", condition=Q(choice__in=["comes", "cannot", "deputy"])
            ),
            models.CheckConstraint(
                name="gatherings_answer_deputy_is_named",
                condition=(Q(choice="deputy", erased_at=None) & ~Q(deputy_name="") & ~Q(deputy_email=""))
                | (Q(deputy_name="", deputy_email="") & (~Q(choice="deputy") | Q(erased_at__isnull=False))),
            ),
            models.CheckConstraint(
                name="gatherings_answer_has_source",
                condition=Q(via="link", person__isnull=False, registered_by=None)
                | (~Q(via="link") & Q(person=None, registered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="gatherings_answer_replaced_after_given",
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("at")),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.choice} on {self.day}"

    @property
    def as_deputy(self):
        """Who comes instead of the seat's holder, as one who can be written to."""
        return Deputy(self.deputy_name, self.deputy_email)

    @property
    def given_by(self):
        """Who answered: «Kari Lien», by her own link or signed in."""
        who = self.person or self.registered_by
        return who.name if who else ""
