"""Who should be in a municipality's group: rules, and roles to choose from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from programmes.models.programmes import Programme
from programmes.words import WordsField


class CompositionRule(models.Model):
    """Who must, should or may be in a municipality's group: exactly one of level, role or group is named."""

    class Strength(models.TextChoices):
        REQUIRED = "required", gettext_lazy("må")
        DESIRED = "desired", gettext_lazy("bør")
        HINT = "hint", gettext_lazy("gjerne")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="composition")
    order = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=20, blank=True)
    least = models.PositiveSmallIntegerField(default=1)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    may_be = models.JSONField(default=list)  # «member», «sponsor»: in which ways the role may take part
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_composition_order_once"),
            models.CheckConstraint(
                name="programmes_composition_names_one",
                condition=(~Q(level="") & Q(role="", group=""))
                | (~Q(role="") & Q(level="", group=""))
                | (~Q(group="") & Q(level="", role="")),
            ),
        ]

    def __str__(self):
        return f"{self.strength}: {self.level or self.role or self.group}"


class Role(models.Model):
    """A role from the programme's own list of examples; ``key`` ties it to the role catalogue where it is known."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    order = models.PositiveSmallIntegerField()
    name = WordsField()
    key = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [models.UniqueConstraint(fields=["programme", "order"], name="programmes_role_order_once")]

    def __str__(self):
        return str(self.name)
