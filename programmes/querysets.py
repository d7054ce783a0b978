from django.db import models
from django.db.models import Exists, OuterRef, Q


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An adviser's regions; everything for a national adviser and an administrator; nothing for anybody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        from programmes.models import Adviser

        mine = Adviser.objects.filter(user=user).filter(Q(region=None) | Q(region=OuterRef("region")))
        return self.filter(Exists(mine))

    def for_list(self):
        return self.select_related("region").order_by("-start", "title")
