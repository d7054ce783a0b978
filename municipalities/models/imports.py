"""A spreadsheet of sign-ups between the moment it is sent and the moment its rows are registered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_IMPORT, PersonalData
from programmes.models import Programme


class AnswerImport(models.Model):
    """Its rows as they stand in the file (``cells``, blank ones too), the number of the one that heads the columns, 0
    where none does (``heading_row``), what each column is (``columns``), and what the reader has put
    right or set aside (``edits``: {row's number: {column or «set_aside»: value}}). Nothing counts until it is saved.

    A week after it was sent the row is deleted, saved or not (tasks.forget_old_imports).
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som står i et regneark med påmeldinger"),
        why=gettext_lazy("For at rådgiveren skal kunne se over påmeldingene før de blir registrert."),
        source=gettext_lazy("Rådgiveren i KS, fra regnearket sitt."),
        fields=dict.fromkeys(("file_name", "cells", "edits"), AFTER_IMPORT),
    )

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(gettext_lazy("filnavn"), max_length=120)
    heading_row = models.PositiveSmallIntegerField(default=1)
    columns = models.JSONField(default=list)
    cells = models.JSONField(gettext_lazy("rader"), default=list)
    edits = models.JSONField(gettext_lazy("rettelser"), default=dict)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="municipalities_import_has_rows", condition=~models.Q(cells=[])),
        ]

    def __str__(self):
        return f"{self.file_name} ({self.programme_id})"
