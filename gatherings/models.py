"""The schedule: what a programme gathers people for, when and in which form."""

from django.db import models
from django.db.models import F, Q

from gatherings.querysets import GatheringQuerySet
from programmes.models import Phase, Programme
from programmes.when import Dated
from programmes.words import WordsField


class Gathering(Dated):
    """One gathering. Date and form are certain or not independently of each other."""

    class Kind(models.TextChoices):
        JOINT = "joint", "Fellessamling"
        EXPERIENCE = "experience", "Erfaringssamling"
        COORDINATOR_GATHERING = "coordinator_gathering", "Koordinatorsamling"
        COORDINATOR_FOLLOW_UP = "coordinator_follow_up", "Oppfølging av koordinatorer"
        INFORMATION_MEETING = "information_meeting", "Informasjonsmøte"
        DIGITAL_SESSION = "digital_session", "Digital fagøkt"

    class Form(models.TextChoices):
        NOT_SAID = "", "Form ikke oppgitt"
        DIGITAL = "digital", "Digital"
        PHYSICAL = "physical", "Fysisk"
        UNDECIDED = "undecided", "Digital eller fysisk: ikke avklart"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="gatherings")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    label = WordsField()
    theme = WordsField()
    phase = models.ForeignKey(Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="gatherings")
    form = models.CharField(max_length=10, choices=Form.choices, blank=True, default="")
    form_tentative = models.BooleanField(default=False)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.TimeField(null=True, blank=True)  # Norwegian time, each day
    ends_at = models.TimeField(null=True, blank=True)
    after_number = models.PositiveSmallIntegerField(null=True, blank=True)  # a coordinator meeting's gap
    before_number = models.PositiveSmallIntegerField(null=True, blank=True)
    external_url = models.URLField(blank=True)

    objects = GatheringQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "samling"
        verbose_name_plural = "samlinger"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "key"], name="gatherings_gathering_key_once"),
            models.UniqueConstraint(
                fields=["programme", "kind", "number"],
                condition=Q(number__isnull=False),
                name="gatherings_gathering_number_once",
            ),
            models.CheckConstraint(
                name="gatherings_gathering_doubt_needs_form",
                condition=Q(form_tentative=False) | Q(form__in=["digital", "physical"]),
            ),
            models.CheckConstraint(
                name="gatherings_gathering_hours",
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="gatherings_gathering_gap",
                condition=Q(after_number=None, before_number=None)
                | Q(after_number__isnull=False, before_number__isnull=False, before_number__gt=F("after_number")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number or ''}".strip()

    @property
    def is_joint(self):
        """The whole group attends; other kinds are for coordinators, or for anybody."""
        return self.kind in (self.Kind.JOINT, self.Kind.EXPERIENCE)

    @property
    def form_is_open(self):
        """Somebody must still decide: not said, undecided, or with a question mark."""
        return self.form in (self.Form.NOT_SAID, self.Form.UNDECIDED) or self.form_tentative
