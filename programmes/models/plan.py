"""What a programme goes through: its phases, its deadlines and windows."""

from django.db import models

from programmes.models.programmes import Programme
from programmes.when import Dated
from programmes.words import WordsField


class Phase(models.Model):
    """A step of the programme's thought, in order: «Hvor er vi?»."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    name = WordsField()
    subtitle = WordsField()
    question = WordsField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="programmes_phase_key_once"),
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_phase_order_once"),
        ]

    def __str__(self):
        return f"{self.order}. {self.name}"


class Deadline(Dated):
    """A deadline or window of the programme. The day it ends counts to its last minute in Norwegian time."""

    class Kind(models.TextChoices):
        SIGN_UP = "sign_up", "Påmeldingsfrist"
        PRE_MEETING = "pre_meeting", "Formøte i kommunen"
        REFLECTION_NOTE = "reflection_note", "Refleksjonsnotat sendes"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    year_basis = models.CharField(max_length=10, blank=True)  # stated, heading, derived, inferred
    purpose = WordsField()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "kind"], name="programmes_deadline_kind_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.when.format()}"
