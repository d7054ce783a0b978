from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Lower
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

    def on_the_list(self):
        """Without those whom the adviser has left out."""
        return self.exclude(state="left_out")

    def coordinated_by(self, user):
        """The participations that the user coordinates now: her person is the one with her address."""
        return self._where_coordinating(user, until=None).filter(state="signed_up")

    def coordinated_to_the_end_by(self, user):
        """Those that do not take part any more, and that the user coordinated when they left."""
        return self._where_coordinating(user, until=F("seat__closed_at")).exclude(state="signed_up")

    def _where_coordinating(self, user, until):
        from municipalities.models import Holding, Seat

        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = Holding.objects.filter(
            seat__participation=OuterRef("pk"), seat__kind=Seat.Kind.COORDINATOR, person__email=user.email, until=until
        )
        return self.filter(models.Exists(held))

    def without_coordinator(self):
        """Those that are signed up and for which nobody coordinates now."""
        from municipalities.models import Holding, Seat

        now = Holding.objects.current().filter(seat__participation=OuterRef("pk"), seat__kind=Seat.Kind.COORDINATOR)
        return self.filter(~models.Exists(now), state="signed_up")

    def with_group_open_to(self, user):
        """The participations whose group the user may see: its coordinators, and who reads the programme. Who of them
        may register it: ``group_to_change`` in absolutt/pages/scope.py."""
        return self.filter(
            Q(pk__in=self.visible_to(user).values("pk")) | Q(pk__in=self.coordinated_by(user).values("pk")),
            state="signed_up",
        )

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
            .prefetch_related("exceptions")
            .order_by("organisation__kind", "sort_key")
        )


class AnswerQuerySet(models.QuerySet):
    def with_closed_account(self):
        """Adds ``names_closed_account``: the coordinator whom the answer names can have no access, since the account
        with her address has been closed."""
        from accounts.models import User

        closed = User.objects.filter(email=Lower(OuterRef("coordinator_email")), is_active=False)
        return self.annotate(names_closed_account=models.Exists(closed))


class SeatQuerySet(models.QuerySet):
    def open(self):
        """Places that the participation still has."""
        return self.filter(closed_at=None)

    def held(self):
        """Places that somebody holds now."""
        from municipalities.models import Holding

        return self.filter(models.Exists(Holding.objects.current().filter(seat=OuterRef("pk"))))

    def with_holder_now(self):
        """Adds ``holder_id`` and ``holder_name`` of whoever holds the seat now; null while a name is to come."""
        return self.annotate(
            now=FilteredRelation("holdings", condition=Q(holdings__until=None)),
        ).annotate(holder_id=F("now__person_id"), holder_name=F("now__person__name"))

    def with_holders(self):
        """Every holder, newest first, at hand: two queries."""
        return self.prefetch_related("holdings__person")


class HoldingQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class CommentQuerySet(models.QuerySet):
    def on(self, programme, participation=None):
        """Those on the participation, or on the programme itself; the newest first, and removed ones too."""
        found = self.filter(programme=programme, participation=participation)
        return found.select_related("by", "removed_by").order_by("-pk")


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
