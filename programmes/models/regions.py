"""The regions of KS, and who runs or reads programmes in them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from programmes.querysets import AdviserQuerySet, RegionQuerySet


class Region(models.Model):
    """A region of KS that runs programmes. ``county_numbers`` says which organisations it may invite."""

    name = models.CharField("navn", max_length=80, unique=True)
    county_numbers = models.JSONField("fylkesnumre", default=list)
    # A programme that names no address of its own is answered here, and its letters bear this sender's name
    reply_to = models.EmailField("svaradresse", blank=True)
    sender_name = models.CharField("avsendernavn", max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"

    def __str__(self):
        return self.name


class Adviser(models.Model):
    """Somebody's reach and what she may do in it. No region means every region: the national adviser.

    ``from_day`` and ``until`` bound it (Norwegian days, both included); ``stands_in_for`` says for whom, when she
    takes over while a colleague is away. What is taken away has ``ended_at`` and opens nothing from that moment; its
    ``until`` is that day. A reach that has ended stays, so that who could do what when can be told.
    """

    class Role(models.TextChoices):
        ADVISER = "adviser", gettext_lazy("Rådgiver")
        PROCESS = "process", gettext_lazy("Prosessveileder")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="advises")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="advisers")
    role = models.CharField("rolle", max_length=10, choices=Role.choices, default=Role.ADVISER)
    from_day = models.DateField("fra og med", null=True, blank=True)
    until = models.DateField("til og med", null=True, blank=True)
    stands_in_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("avsluttet", null=True, blank=True)

    objects = AdviserQuerySet.as_manager()

    class Meta:
        verbose_name = "rådgiver"
        verbose_name_plural = "rådgivere"
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], condition=Q(until=None), name="programmes_adviser_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(region=None, until=None), name="programmes_adviser_everywhere_once"
            ),
            models.CheckConstraint(
                name="programmes_adviser_ends_after_start",
                condition=Q(from_day=None) | Q(until=None) | Q(until__gte=F("from_day")),
            ),
            models.CheckConstraint(
                name="programmes_adviser_stand_in_ends", condition=Q(stands_in_for=None) | Q(until__isnull=False)
            ),
            models.CheckConstraint(
                name="programmes_adviser_ended_has_last_day", condition=Q(ended_at=None) | Q(until__isnull=False)
            ),
            models.CheckConstraint(
                name="programmes_adviser_not_for_herself", condition=Q(stands_in_for=None) | ~Q(stands_in_for=F("user"))
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.region or 'alle regioner'}"

    @property
    def is_over(self):
        """It was taken away, or its last day has been."""
        return self.ended_at is not None or (self.until is not None and self.until < timezone.localdate())

    @property
    def has_begun(self):
        return self.from_day is None or self.from_day <= timezone.localdate()
