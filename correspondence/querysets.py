from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from correspondence import quiet


class EnvelopeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those with a letter of a programme that the user reaches. Other programmes' letters may lie beside it:
        whoever shows an envelope asks ``for_list`` for the letters to show."""
        from correspondence.models import Letter
        from programmes.models import Programme

        return self.with_a_letter(Letter.objects.filter(programme__in=Programme.objects.visible_to(user)))

    def with_a_letter(self, letters):
        return self.filter(Exists(letters.filter(envelope=OuterRef("pk"))))

    def due(self):
        """What should leave now: ready and due, or claimed by somebody who let the lease run out.

        A dated envelope leaves in the sending hours of an ordinary day. One that was missed is first brought forward to
        today (making.py), so that it goes with what today has.
        """
        now = timezone.now()
        found = self.filter(Q(state="ready", due_at__lte=now) | Q(state="sending", lease_until__lt=now))
        if not quiet.lets_dated_letters_go(now):
            return found.filter(day=None)
        return found.filter(Q(day=None) | Q(day=timezone.localdate(now)) | Q(attempts__gt=0))

    def untouched(self):
        """Ready, and never tried: a letter may still be put in, and the whole may still be moved."""
        return self.filter(state="ready", attempts=0)

    def for_list(self, letters):
        """With those of ``letters`` that each carries, as ``shown_letters``."""
        return self.prefetch_related(Prefetch("letters", queryset=letters.order_by("pk"), to_attr="shown_letters"))


class LetterQuerySet(models.QuerySet):
    def ahead(self):
        """Those that are planned, held or skipped: in no envelope yet, and wanted."""
        return self.filter(envelope=None).exclude(fate="cancelled")

    def that_go_on(self, day):
        """Planned for ``day`` or before it, in programmes that write; what is held or skipped is not."""
        living = self.filter(programme__letters_from__isnull=False).exclude(programme__state="archived")
        return living.filter(envelope=None, fate="planned", send_on__lte=day).order_by("pk")

    def for_posting(self):
        """With its reader and whom it is about."""
        return self.select_related(
            "person", "user", "interest", "registration", "deputy", "participation__organisation"
        )

    def in_envelopes(self):
        return self.filter(envelope__isnull=False)

    def named_on(self, day):
        """Adds ``shown_name``, the organisation's name as it was on ``day``, and ``shown_key``, the number in the
        address of its page; null for a letter about the programme."""
        from municipalities.models import Organisation

        named = Organisation.objects.filter(pk=OuterRef("participation__organisation")).named_on(day)
        return self.annotate(
            shown_name=Subquery(named.values("shown_name")[:1]),
            shown_key=F("participation__organisation__organisation_number"),
        )


class ReconciliationQuerySet(models.QuerySet):
    def unclaimed(self):
        return self.filter(Q(claim=None) | Q(lease_until__lt=timezone.now()))
