from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from correspondence import quiet

# Letters without a day that an adviser sends to many at once. A pause holds them back as it does the dated ones.
SENT_TO_MANY = (
    "signup.invitation", "signup.reminder_now", "deadline.extended", "interest.announced", "gathering.changed",
    "gathering.cancelled",
)  # fmt: skip
TOO_LONG = timedelta(hours=1)  # of sending time; then a letter that is due is stuck


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
        """What should leave now: what is ripe, and not held back by a pause."""
        return self.ripe().filter(~_is_held())

    def ripe(self):
        """What should leave now if nothing stood still: ready and due, or claimed by somebody whose lease has run out.

        A dated envelope leaves in the sending hours of an ordinary day. One that was missed is first brought forward to
        today (making.py), so that it goes with what today has.
        """
        now = timezone.now()
        found = self.filter(Q(state="ready", due_at__lte=now) | Q(state="sending", lease_until__lt=now))
        if not quiet.lets_dated_letters_go(now):
            return found.filter(day=None)
        return found.filter(Q(day=None) | Q(day=timezone.localdate(now)) | Q(attempts__gt=0))

    def answers(self):
        """What follows one person's own act, and not what goes to many."""
        return self.filter(_answers())

    def held(self):
        """What waits for sending to go on (docs/decisions/0025): dated letters, and those that an adviser sends to many
        at once. An e-mail with several programmes' letters waits for all of them. What answers somebody's own act
        goes all the same, and so do sign-in codes, which are no letters."""
        return self.filter(_is_held(), state__in=("ready", "sending"))

    def stuck(self):
        """What should have left long ago: claimed by a worker that has not come back, or due for an hour in which it
        might have gone. Not what a pause holds back."""
        now = timezone.now()
        waits = Q(state="ready", due_at__lt=now - TOO_LONG)
        if not quiet.lets_dated_letters_go(now - TOO_LONG):
            waits &= Q(day=None)
        return self.filter(~_is_held(), waits | Q(state="sending", lease_until__lt=now))

    def returned(self):
        """Sent, and sent back: nobody has got it."""
        return self.filter(returned_at__isnull=False)

    def returned_from(self, person, address):
        """What came back from a person at the address that is hers now: one that has been put right has no fault."""
        return self.returned().filter(person=person, address=address)

    def by_documents(self, rules, *, carry):
        """Those with a letter of ``rules``, which come with a document; where ``carry`` is false, those without."""
        from correspondence.models import Letter

        carried = Exists(Letter.objects.filter(envelope=OuterRef("pk"), rule__in=rules, is_dropped=False))
        return self.filter(carried if carry else ~carried)

    def untouched(self):
        """Ready, and never tried: a letter may still be put in, and the whole may still be moved."""
        return self.filter(state="ready", attempts=0)

    def for_list(self, letters):
        """With those of ``letters`` that each carries, as ``shown_letters``."""
        return self.prefetch_related(Prefetch("letters", queryset=letters.order_by("pk"), to_attr="shown_letters"))


def _is_held():
    """While nothing stands still, the database looks no further than that no pause is there."""
    from correspondence.models import Letter, Pause

    stopped = Pause.objects.filter(programme__isnull=False).values("programme")
    waits = Q(programme__in=stopped) | Q(Exists(Pause.objects.filter(programme=None)))
    letters = Letter.objects.filter(waits, envelope=OuterRef("pk"), is_dropped=False)
    return Q(Exists(Pause.objects.all())) & Q(Exists(letters)) & ~_answers()


def _answers():
    """Without a day an envelope has one letter. Asked by what its rule is not: PostgreSQL, which has not counted new
    letters yet, would look up all that go to many, for each envelope (40 times as slow with 10,000)."""
    from correspondence.models import Letter

    return Q(Exists(Letter.objects.filter(envelope=OuterRef("pk")).exclude(rule__in=SENT_TO_MANY)), day=None)


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
