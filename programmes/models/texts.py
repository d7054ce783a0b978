"""What people write for a programme's invitation, page and letters: every version, and never one over another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from programmes.models.programmes import Programme
from programmes.querysets import TextVersionQuerySet
from programmes.words import Words


class TextVersion(models.Model):
    """One version of one section, in Markdown with merge fields, in both norms. The newest ``number`` counts.

    No programme: the national framework's. Empty in both norms: the section falls back to the framework's text, and
    the framework's to the portal's own (``programmes/text_kinds.py``). ``restored_from`` is the number of the earlier
    version whose text this one brought back, ``copied_from`` the earlier round whose text it was.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som en tekst til invitasjonen, programsiden eller et brev nevner"),
        why=gettext_lazy("For å fortelle kommunene om programmet, og vise hva som er sendt."),
        source=gettext_lazy("Rådgiveren i KS."),
        fields={"nb": AFTER_ITS_PROGRAMME, "nn": AFTER_ITS_PROGRAMME},  # people write who, and name people
    )

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="texts")
    kind = models.CharField(max_length=60)
    section = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    nb = models.TextField(gettext_lazy("tekst på bokmål"), blank=True)
    nn = models.TextField(gettext_lazy("tekst på nynorsk"), blank=True)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    copied_from = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "tekst"
        verbose_name_plural = "tekster"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "section", "number"], name="programmes_text_once"),
            models.UniqueConstraint(
                fields=["kind", "section", "number"], condition=Q(programme=None), name="programmes_framework_text_once"
            ),
            models.CheckConstraint(name="programmes_text_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.kind}.{self.section} {self.number}"

    @property
    def words(self):
        return Words(self.nb, self.nn)
