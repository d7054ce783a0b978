from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone


class EnvelopeQuerySet(models.QuerySet):
    def visible_to(self, user):
        from programmes.models import Programme

        return self.filter(programme__in=Programme.objects.visible_to(user))

    def due(self):
        """What should leave now: ready and due, or claimed by somebody who let the lease run out."""
        now = timezone.now()
        return self.filter(Q(state="ready", due_at__lte=now) | Q(state="sending", lease_until__lt=now))

    def for_list(self, day):
        """With what each carries, and the organisation's name as it was on ``day`` as ``shown_name``."""
        from municipalities.models import Organisation

        named = Organisation.objects.filter(pk=OuterRef("participation__organisation")).named_on(day)
        return self.annotate(shown_name=Subquery(named.values("shown_name")[:1])).prefetch_related("letters")
