from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone


class OrganisationQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def in_counties(self, numbers, day):
        return self.named_on(day).filter(named__county_number__in=numbers)

    def named_on(self, day):
        """Adds ``shown_name``, ``shown_sami_name``, ``shown_number`` and ``sort_key`` as they were on ``day``."""
        return _named(self, "designations", day)


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The participations of the programmes that the user reaches."""
        from programmes.models import Programme

        return self.filter(programme__in=Programme.objects.visible_to(user))

    def named_on(self, day):
        """Adds the organisation's name and number as they were on ``day`` (None: today)."""
        return _named(self, "organisation__designations", day)

    def with_director(self):
        """Adds ``director_id``, ``director_name`` and ``director_email`` of whoever directs now; null when unknown."""
        from municipalities.models import Holding, Seat

        now = Holding.objects.filter(seat__participation=OuterRef("pk"), seat__kind=Seat.Kind.DIRECTOR, until=None)
        return self.annotate(
            director_id=Subquery(now.values("person_id")[:1]),
            director_name=Subquery(now.values("person__name")[:1]),
            director_email=Subquery(now.values("person__email")[:1]),
        )

    def with_waiting_answer(self):
        from municipalities.models import Answer

        waiting = Answer.objects.filter(participation=OuterRef("pk"), status=Answer.Status.WAITING)
        return self.annotate(has_waiting_answer=models.Exists(waiting))

    def for_list(self, day):
        return (
            self.named_on(day)
            .with_director()
            .with_waiting_answer()
            .select_related("organisation")
            .order_by("organisation__kind", "sort_key")
        )


class HoldingQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


def _named(queryset, path, day):
    day = day or timezone.localdate()
    condition = Q(**{f"{path}__valid_from__lte": day}) & (
        Q(**{f"{path}__valid_to": None}) | Q(**{f"{path}__valid_to__gte": day})
    )
    return queryset.annotate(named=FilteredRelation(path, condition=condition)).annotate(
        shown_name=F("named__name"),
        shown_sami_name=F("named__sami_name"),
        shown_number=F("named__number"),
        sort_key=F("named__sort_key"),
    )
