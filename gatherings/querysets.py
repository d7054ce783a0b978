from django.db import models


class GatheringQuerySet(models.QuerySet):
    def in_order(self):
        """The schedule's order: by day where one is known, and as the plan lists them where it is not."""
        return self.order_by(models.F("start").asc(nulls_last=True), "order").select_related("phase")
