"""What advisers and process advisers write to each other about a programme or an organisation in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from municipalities.models.participations import Participation
from municipalities.querysets import CommentQuerySet
from programmes.models import Programme


class Comment(models.Model):
    """A short note on the programme, or on one participation in it. Never edited; when it is removed, its text is gone
    and only that it was there remains. No municipality ever sees it."""

    personal_data = PersonalData(
        whose=gettext_lazy("De som en kommentar fra rådgivere og prosessveiledere handler om"),
        why=gettext_lazy("For at de som følger opp et program, skal kunne samarbeide og avløse hverandre."),
        source=gettext_lazy("Rådgiveren eller prosessveilederen som skriver. Ingen i kommunene ser kommentarene."),
        fields={"text": AFTER_ITS_PROGRAMME},
    )
    LONGEST = 2000  # characters

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="comments")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    text = models.TextField(gettext_lazy("kommentar"), max_length=LONGEST, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="municipalities_comment_removed_has_no_text",
                condition=(Q(removed_at=None, removed_by=None) & ~Q(text=""))
                | Q(removed_at__isnull=False, removed_by__isnull=False, text=""),
            ),
        ]

    def __str__(self):
        return f"{self.by_id}, {self.at:%Y-%m-%d}"

    def may_be_removed_by(self, user):
        """Who wrote it, and an administrator."""
        return self.removed_at is None and (self.by_id == user.pk or user.is_superuser)
