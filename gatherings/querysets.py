from django.db import models
from django.utils import timezone


class GatheringQuerySet(models.QuerySet):
    TAKES_REGISTRATIONS = ("announced", "open", "running")  # states of a programme

    def in_order(self):
        """The schedule's order: by day where one is known, and as the plan lists them where it is not."""
        return self.order_by(models.F("start").asc(nulls_last=True), "order").select_related("phase")

    def with_days(self):
        """The hours of each day at hand: one query more."""
        return self.prefetch_related("own_days")

    def open_to_registration(self):
        """Information meetings that anybody may read of, with a day that is to come or that is today."""
        return self.filter(
            kind="information_meeting", precision__in=("day", "range"), end__gte=timezone.localdate(),
            programme__is_public=True, programme__state__in=self.TAKES_REGISTRATIONS,
        )  # fmt: skip


class RegistrationQuerySet(models.QuerySet):
    def coming(self):
        return self.filter(cancelled_at=None, erased_at=None)
