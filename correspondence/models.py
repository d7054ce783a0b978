"""What leaves the building: a letter is an intent, an envelope is what is sent to one address."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from correspondence.querysets import EnvelopeQuerySet
from municipalities.models import Participation, Person
from programmes.models import Programme


class Envelope(models.Model):
    """One e-mail to one address. The table is the outbox: the truth about what is sent, whatever the broker does.

    Holds no token: links are made when the envelope is sent.
    """

    personal_data = {
        "address": "24 months after the programme has ended",
        "trouble": "24 months after the programme has ended",  # a server's words may name the address
    }

    class State(models.TextChoices):
        READY = "ready", gettext_lazy("Klart til sending")
        SENDING = "sending", gettext_lazy("Sendes nå")
        SENT = "sent", gettext_lazy("Sendt")
        SET_ASIDE = "set_aside", gettext_lazy("Kunne ikke sendes")
        CANCELLED = "cancelled", gettext_lazy("Ikke lenger aktuelt")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="envelopes")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="envelopes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="envelopes")
    address = models.EmailField()
    is_copy = models.BooleanField(default=False)  # to the official mailbox: never a personal link, QR code or token
    language = models.CharField(max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")])
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = "konvolutt"
        indexes = [models.Index(fields=["state", "due_at"], name="correspondence_envelope_due")]
        constraints = [
            models.CheckConstraint(
                name="correspondence_envelope_sent_has_time",
                condition=(Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None))),
            ),
            models.CheckConstraint(
                name="correspondence_envelope_sending_is_claimed",
                condition=~Q(state="sending") | Q(claim__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="correspondence_envelope_copy_has_no_person", condition=Q(is_copy=False) | Q(person=None)
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()}: {self.key}"

    @property
    def message_id(self):
        """Stable over retries, so that a mail server that got it twice can tell."""
        return f"<{self.key}@{urlsplit(settings.SITE_URL).hostname}>"


class Letter(models.Model):
    """Why the envelope is sent. Identity: rule, subject, person, occasion (letters.md, rule 9)."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="letters")
    rule = models.CharField(max_length=40)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    is_copy = models.BooleanField(default=False)
    occasion = models.PositiveSmallIntegerField(default=1)
    about = models.JSONField(default=dict)  # ids only: {"answer": 12}

    class Meta:
        verbose_name = "brev"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "participation", "person", "occasion"], name="correspondence_letter_once"
            ),
            models.UniqueConstraint(
                fields=["rule", "participation", "is_copy", "occasion"],
                condition=Q(person=None),
                name="correspondence_letter_to_mailbox_once",
            ),
        ]

    def __str__(self):
        return f"{self.rule} ({self.occasion})"
