"""The schedule: what a programme gathers people for, when and in which form."""

from datetime import time, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gatherings.querysets import GatheringQuerySet
from programmes.models import Phase, Programme
from programmes.when import Dated
from programmes.words import WordsField


class Hours(NamedTuple):
    """From when to when on one day, in Norwegian time. The end may be unknown."""

    starts_at: time
    ends_at: time | None = None


def count_days(when):
    """How many days something lasts; None where its date does not say."""
    if when.days:
        return when.days
    return (when.end - when.start).days + 1 if when.has_day else None


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

    JOINT = (Kind.JOINT, Kind.EXPERIENCE)  # the whole group attends; other kinds are for coordinators, or for anybody

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
    starts_at = models.TimeField(null=True, blank=True)  # Norwegian time, each day that has no hours of its own
    ends_at = models.TimeField(null=True, blank=True)
    after_number = models.PositiveSmallIntegerField(null=True, blank=True)  # a coordinator meeting's gap
    before_number = models.PositiveSmallIntegerField(null=True, blank=True)
    external_url = models.URLField(blank=True)
    link = models.URLField(blank=True)  # where a digital gathering is held
    # How many people there is room for, and how many each organisation may send; null: nobody has set a limit
    places_total = models.PositiveSmallIntegerField(null=True, blank=True)
    places_per_organisation = models.PositiveSmallIntegerField(null=True, blank=True)
    # By when the seats answer, where somebody has set it; else it follows from the gathering's day (answering.py)
    answer_deadline = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # Which of two calendar files about it is the newer: rises with what an entry in a calendar says, and never falls
    sequence = models.PositiveIntegerField(default=0)

    notice: Any = None  # a ``stated.Notice`` while an act changes it, for whoever listens to the journal

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
        return self.kind in self.JOINT

    @property
    def takes_registrations(self):
        """Of one row what ``open_to_registration`` says of many; ``programme`` must be at hand."""
        programme = self.programme
        is_shown = programme.is_public and programme.state in GatheringQuerySet.TAKES_REGISTRATIONS
        is_to_come = self.when.has_day and self.end >= timezone.localdate()
        return self.kind == self.Kind.INFORMATION_MEETING and is_shown and is_to_come

    @property
    def form_is_open(self):
        """Somebody must still decide: not said, undecided, or with a question mark."""
        return self.form in (self.Form.NOT_SAID, self.Form.UNDECIDED) or self.form_tentative

    @property
    def is_for_coordinators(self):
        return self.kind in (self.Kind.COORDINATOR_GATHERING, self.Kind.COORDINATOR_FOLLOW_UP)

    def places_left(self, taken):
        """How many places are left when so many are taken; None: nobody has set a limit."""
        return None if self.places_total is None else max(self.places_total - taken, 0)

    @property
    def day_count(self):
        """How many days it lasts; None where a date that is no day does not say."""
        return count_days(self.when)

    @property
    def hours(self):
        """{day's number: its ``Hours``} for each day whose hours are known. With ``with_days`` no query."""
        count = self.day_count or 1
        common = Hours(self.starts_at, self.ends_at) if self.starts_at else None
        found = dict.fromkeys(range(1, count + 1), common) if common else {}
        found |= {row.number: Hours(row.starts_at, row.ends_at) for row in self.own_days.all() if row.number <= count}
        return dict(sorted(found.items()))

    @property
    def first_day(self):
        """The day in the calendar that it begins on; None while no day is decided, as «i perioden 1.–14. april»."""
        return self.start if self.when.shows_length else None

    @property
    def last_day(self):
        return self.end if self.when.shows_length else None

    @property
    def days_to_answer(self):
        """The days in the calendar that each seat of a group answers about, in order. None of a gathering that is not
        for the whole group, and of one whose day nobody has decided."""
        if not self.is_joint or not self.first_day:
            return ()
        return tuple(self.start + timedelta(days=number) for number in range((self.end - self.start).days + 1))
