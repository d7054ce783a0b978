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

    def answered_by_groups(self, today):
        """Those that groups are asked about: of the whole group, with a decided day, and not over."""
        return self.filter(kind__in=("joint", "experience"), precision__in=("day", "range"), end__gte=today)


class SeatAnswerQuerySet(models.QuerySet):
    def holding(self):
        """The newest of each seat and day."""
        return self.filter(replaced_at=None)

    def history(self, gathering, participation):
        """Every answer of a group about a gathering, the newest first, with who gave it."""
        found = self.filter(gathering=gathering, seat__participation=participation)
        return found.select_related("person", "registered_by", "seat").order_by("-pk")


class RegistrationQuerySet(models.QuerySet):
    def coming(self):
        return self.filter(cancelled_at=None, erased_at=None)
