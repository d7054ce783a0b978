from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from accounts import second_factor


class AdviserQuerySet(models.QuerySet):
    def in_force(self, day=None):
        """The reaches that hold on ``day`` (today in Norway) and have not been taken away."""
        day = day or timezone.localdate()
        held = self.filter(Q(from_day=None) | Q(from_day__lte=day), Q(until=None) | Q(until__gte=day))
        return held.filter(ended_at=None)

    def not_over(self):
        """Those in force, and those that are to begin."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()), ended_at=None)

    def in_her_own_right(self):
        return self.filter(stands_in_for=None)

    def stand_ins(self):
        return self.exclude(stands_in_for=None)

    def that_advise(self, region):
        """Those who run what the region does; also the national ones."""
        return self.filter(Q(region=region) | Q(region=None), role="adviser")

    def for_list(self):
        """With the names to show, and ``has_factor``: she has set up a second factor."""
        factors = second_factor.of(OuterRef("user"))
        found = self.select_related("user", "region", "stands_in_for").annotate(has_factor=Exists(factors))
        return found.order_by("role", F("stands_in_for").asc(nulls_first=True), "user__name", "pk")


class RegionQuerySet(models.QuerySet):
    def run_by(self, user):
        """The regions in which the user may begin and change programmes."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        from programmes.models import Adviser

        mine = Adviser.objects.in_force().filter(user=user, role=Adviser.Role.ADVISER)
        return self.filter(Exists(mine.filter(Q(region=None) | Q(region=OuterRef("pk")))))


class ProgrammeQuerySet(models.QuerySet):
    def living(self):
        """Those in which something may be changed."""
        return self.exclude(state="archived")

    def visible_to(self, user, day=None):
        """What the user may read on ``day`` (today in Norway): an adviser's and a process adviser's regions; everything
        for a national adviser and an administrator; nothing for anybody else."""
        if _is_nobody(user):
            return self.none()
        return self if user.is_superuser else self.filter(_reached(user, day))

    def run_by(self, user, day=None):
        """What the user may change: as ``visible_to``, less what she reaches as a process adviser only."""
        if _is_nobody(user):
            return self.none()
        return self if user.is_superuser else self.filter(_reached(user, day, role="adviser"))

    def with_may_run(self, user, day=None):
        """Adds ``may_run``: whether it is among those that are ``run_by`` the user."""
        if _is_nobody(user) or user.is_superuser:
            decided = models.Value(not _is_nobody(user), output_field=models.BooleanField())
            return self.annotate(may_run=decided)
        return self.annotate(may_run=_reached(user, day, role="adviser"))

    def shown_publicly(self):
        """Those whose page can be read without signing in."""
        return self.filter(is_public=True)

    def that_write_on(self, day):
        """Those whose letters have begun by ``day``; an archived programme is silent."""
        return self.filter(letters_from__lte=day).exclude(state="archived")

    def for_list(self):
        """The newest first, and after them those without a day: the databases do not agree on where nothing stands."""
        return self.select_related("region").order_by(models.F("start").desc(nulls_last=True), "title")


class TextVersionQuerySet(models.QuerySet):
    def written_for(self, programme):
        """The framework's versions, or (``programme`` not None) a programme's own."""
        return self.filter(programme=programme)

    def of(self, kind, section=""):
        """The versions of one kind of text, or of one section of it."""
        rows = self.filter(kind=kind)
        return rows.filter(section=section) if section else rows

    def that_count(self, programme):
        """The newest version of every section that the programme, or the framework, has written. One row a section
        and owner, however many versions there are."""
        mine = self.filter(Q(programme=programme) | Q(programme=None)) if programme else self.filter(programme=None)
        newest = mine.order_by().values("programme", "kind", "section").annotate(last=Max("pk"))
        return self.filter(pk__in=newest.values("last")).select_related("by", "copied_from")


def _is_nobody(user):
    return not user.is_authenticated or not user.is_active


def _reached(user, day, **only):
    """The condition that a programme lies in a region that the user reaches on ``day``."""
    from programmes.models import Adviser

    mine = Adviser.objects.in_force(day).filter(user=user, **only)
    return Exists(mine.filter(Q(region=None) | Q(region=OuterRef("region"))))
