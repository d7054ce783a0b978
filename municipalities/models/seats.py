"""The places that a participation has, and who held them when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_ITS_PROGRAMME, AFTER_PROGRAMME, PersonalData
from municipalities.models.participations import Participation
from municipalities.models.people import Person
from municipalities.querysets import HoldingQuerySet, SeatQuerySet
from programmes.roles import Level
from programmes.words import WordsField


class Seat(models.Model):
    """A place that a participation has, whoever holds it, and also while nobody is named. Duties follow the seat."""

    class Kind(models.TextChoices):
        DIRECTOR = "director", gettext_lazy("Kommunedirektør")
        COORDINATOR = "coordinator", gettext_lazy("Koordinator")
        MEMBER = "member", gettext_lazy("Medlem")
        REFERENCE = "reference", gettext_lazy("Referansegruppe")

    GROUP = (Kind.MEMBER, Kind.REFERENCE)

    personal_data = PersonalData(
        whose=gettext_lazy("De som en plass i gruppa handler om"),
        why=gettext_lazy(
            "For å vise hva plassen er, også før noen har fått den, og om alle programmet ber om, er med. En plass for "
            "en tillitsvalgt viser vervet. Ingen blir spurt om hvor de er medlem."
        ),
        source=gettext_lazy("Koordinatoren eller rådgiveren i KS, som velger en rolle eller skriver en annen."),
        # People write a role in their own words, and may name people; a union's level points at membership
        fields={"title": AFTER_ITS_PROGRAMME, "level": AFTER_ITS_PROGRAMME},
    )

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=40, blank=True)  # the role catalogue's key, where it knows the role
    title = WordsField(gettext_lazy("rolle"))  # the role in words, as it was chosen or written when the seat was made
    level = models.CharField(gettext_lazy("nivå"), max_length=20, choices=Level.choices, blank=True)
    is_responsible = models.BooleanField(default=False)  # of several coordinators the one who answers
    closed_at = models.DateTimeField(null=True, blank=True)  # the group no longer has this place
    version = models.PositiveIntegerField(default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"], condition=Q(kind="director"), name="municipalities_seat_one_director"
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(is_responsible=True, closed_at=None),
                name="municipalities_seat_one_responsible",
            ),
            models.CheckConstraint(
                condition=Q(is_responsible=False) | Q(kind="coordinator"),
                name="municipalities_seat_responsible_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["member", "reference"]) | Q(role="", level=""),
                name="municipalities_seat_role_in_group",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What the seat is called, in the language in force: «ordfører», «Koordinator»."""
        return str(self.title) or str(self.get_kind_display())

    @property
    def is_youth(self):
        """Holds a contact of the youth council, never a young person's own data."""
        return self.level == Level.YOUTH

    @property
    def holder(self):
        """The holding that runs now, or None («navn kommer»). With ``with_holders`` no query."""
        return next((row for row in self.holdings.all() if row.until is None), None)


class Holding(models.Model):
    """Who held a seat, and when. One at a time."""

    personal_data = PersonalData(
        whose=gettext_lazy("De som har eller har hatt en rolle for en kommune"),
        why=gettext_lazy("For å vite hvem som er med nå, og kunne vise hvem som var med før."),
        source=gettext_lazy("Koordinatoren, kommunedirektøren eller rådgiveren i KS."),
        fields=dict.fromkeys(("seat", "person", "since", "until"), AFTER_PROGRAMME),
    )

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="holdings", verbose_name=gettext_lazy("rolle"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=gettext_lazy("hvem"))
    since = models.DateTimeField(gettext_lazy("fra"), default=timezone.now)
    until = models.DateTimeField(gettext_lazy("til"), null=True, blank=True)
    is_contact = models.BooleanField(default=False)  # stands for somebody who is not named: a youth seat

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(until=None), name="municipalities_seat_held_by_one"),
            models.CheckConstraint(
                name="municipalities_holding_ends_after_start", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self):
        return f"{self.person_id} on {self.seat_id}"
