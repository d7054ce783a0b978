"""What leaves the building: a letter is an intent, an envelope is what is sent to one address."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from correspondence.querysets import EnvelopeQuerySet, LetterQuerySet, ReconciliationQuerySet
from gatherings.models import Gathering, Registration, SeatAnswer
from municipalities.models import Interest, Participation, Person
from programmes.models import Programme


class Envelope(models.Model):
    """One e-mail to one address, with one or several letters in it. The table is the outbox: the truth about what is
    sent, whatever the broker does. ``day`` is set when dated letters lie in it: what falls on one person's same day
    goes together (docs/decisions/0010). An answer to an act has no day: it goes at once, by itself.

    Holds no token: links are made when the envelope is sent.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som får e-post fra portalen"),
        why=gettext_lazy("For å sende brevet, prøve igjen når det ikke kommer fram, og vise hva som er sendt."),
        source=gettext_lazy(
            "Adressen er oppgitt av deg selv eller noen i listene over. E-posttjeneren melder fra om feil. Har du "
            "meldt interesse eller meldt deg på et informasjonsmøte, slettes adressen her sammen med det du meldte."
        ),
        # A server's words may name the address
        fields=dict.fromkeys(("address", "trouble", "returned_why"), AFTER_ITS_PROGRAMME),
    )

    class State(models.TextChoices):
        READY = "ready", gettext_lazy("Klart til sending")
        SENDING = "sending", gettext_lazy("Sendes nå")
        SENT = "sent", gettext_lazy("Sendt")
        SET_ASIDE = "set_aside", gettext_lazy("Kunne ikke sendes")
        CANCELLED = "cancelled", gettext_lazy("Ikke lenger aktuelt")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="envelopes")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="envelopes")
    address = models.EmailField(gettext_lazy("e-postadresse"))
    day = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")])
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(gettext_lazy("feil ved sending"), max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)  # it was sent, and the reader's server sent it back
    returned_why = models.CharField(gettext_lazy("hvorfor e-posten kom i retur"), max_length=300, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = "konvolutt"
        indexes = [
            models.Index(fields=["state", "due_at"], name="correspondence_envelope_due"),
            models.Index(
                fields=["person"], condition=Q(returned_at__isnull=False), name="correspondence_returned_from"
            ),
        ]
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
                name="correspondence_envelope_returned_was_sent", condition=Q(returned_at=None) | Q(state="sent")
            ),
            models.UniqueConstraint(
                fields=["address", "day"], condition=Q(day__isnull=False), name="correspondence_envelope_one_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()}: {self.key}"

    @property
    def message_id(self):
        """Stable over retries, so that a mail server that got it twice can tell."""
        return f"<{self.key}@{urlsplit(settings.SITE_URL).hostname}>"


_READERS = ("person", "user", "interest", "registration", "deputy")


def _only(reader: str = "", **more: object) -> Q:
    """It has this reader and no other; without one, none."""
    return Q(**{f"{name}__isnull": name != reader for name in _READERS}, **more)


# Rule 9: (name, what tells one letter from another beside rule and occasion, where that holds). What is null is equal
# to nothing in a database, so each kind of reader and subject has its own.
_IDENTITIES = (
    ("once", ("participation", "person"), {"gathering": None}),
    ("to_mailbox_once", ("participation", "is_copy"), {"participation__isnull": False, "person": None, "user": None,
                                                       "gathering": None}),
    ("to_user_once", ("participation", "user"), {"gathering": None}),
    ("of_programme_once", ("programme", "person"), {"participation": None, "gathering": None}),
    ("of_programme_to_user_once", ("programme", "user"), {"participation": None, "gathering": None}),
    ("of_gathering_once", ("gathering", "participation", "person"), {}),
    ("of_gathering_to_mailbox_once", ("gathering", "participation", "is_copy"),
     {"person": None, "user": None, "deputy": None}),
    ("of_gathering_to_user_once", ("gathering", "user"), {"participation": None}),
    ("to_interested_once", ("interest",), {}),
    ("to_registered_once", ("registration",), {}),
    ("to_deputy_once", ("gathering", "deputy"), {}),
)  # fmt: skip


def _once(name: str, *fields: str, **only: object) -> models.UniqueConstraint:
    name = f"correspondence_letter_{name}"
    return models.UniqueConstraint(
        fields=["rule", *fields, "occasion"], condition=Q(**only) if only else None, name=name
    )


class Letter(models.Model):
    """Something to say to somebody. Identity: rule, subject, person, occasion (docs/decisions/0010).

    The subject is the participation, or the programme where there is none, and the gathering that it is about. It goes
    to a person, to a user (an adviser), to somebody who has given her interest in the programme, comes to an
    information meeting or comes for another to a gathering, or to the official mailbox when nobody is set.

    Planned ahead it has no envelope: only the day it is to go, which moves with the plan (reconciling.py). In an
    envelope it is frozen.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("De som nevnes i det en rådgiver skriver når en samling endres"),
        why=gettext_lazy("For å si hva som er endret, og hvorfor, i brevet til dem som har fått vite om samlingen."),
        source=gettext_lazy("Rådgiveren i KS."),
        fields={"word": AFTER_ITS_PROGRAMME, "was": AFTER_ITS_PROGRAMME},
        labels={"word": gettext_lazy("et ord til mottakerne"), "was": gettext_lazy("sted og lenke slik de var")},
    )
    LONGEST_WORD = 1000

    class Fate(models.TextChoices):
        """What is to become of one without an envelope."""

        PLANNED = "planned", gettext_lazy("Planlagt")
        HELD = "held", gettext_lazy("Holdt tilbake")
        SKIPPED = "skipped", gettext_lazy("Hoppet over")
        CANCELLED = "cancelled", gettext_lazy("Ikke lenger aktuelt")

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    send_on = models.DateField(null=True, blank=True)  # the day its rule gives; null for an answer to an act
    fate = models.CharField(max_length=9, choices=Fate.choices, blank=True)  # empty in an envelope
    rule = models.CharField(max_length=40)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="letters")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    # Without a constraint in the database: a gathering that is removed from the plan leaves what was sent about it
    gathering = models.ForeignKey(
        Gathering, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="letters"
    )
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    # Who comes for a seat's holder, and is known by her address alone
    deputy = models.ForeignKey(SeatAnswer, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    is_copy = models.BooleanField(default=False)  # to the official mailbox: never a personal link, QR code or token
    is_dropped = models.BooleanField(default=False)  # no longer wanted when its envelope was claimed
    is_hurried = models.BooleanField(default=False)  # an adviser sent it before its day
    occasion = models.PositiveSmallIntegerField(default=1)
    about = models.JSONField(default=dict)  # from its journal line: ids, and what is not personal: {"answer": 12}
    # Of a gathering that changes, which the journal keeps no free text of: what the adviser says to those who are told,
    # and what they have been told before (gatherings/stated.py)
    word = models.TextField(blank=True)
    was = models.JSONField(default=dict, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        indexes = [models.Index(fields=["send_on"], condition=Q(envelope=None), name="correspondence_letter_ahead")]
        constraints = [
            *(_once(name, *fields, **only) for name, fields, only in _IDENTITIES),
            models.CheckConstraint(
                name="correspondence_letter_without_envelope_has_a_day_and_a_fate",
                condition=Q(envelope__isnull=False, fate="") | Q(envelope=None, send_on__isnull=False) & ~Q(fate=""),
            ),
            models.CheckConstraint(
                name="correspondence_letter_has_one_reader",
                condition=_only(participation__isnull=False)  # the official mailbox
                | _only("user", is_copy=False)
                | _only("person", is_copy=False)
                | _only("interest", participation=None, is_copy=False)
                | _only("registration", participation=None, is_copy=False)
                | _only("deputy", participation__isnull=False, gathering__isnull=False, is_copy=False),
            ),
        ]

    def __str__(self):
        return f"{self.rule} ({self.occasion})"

    @property
    def reader(self):
        """Whoever gets it under her own name, with ``name`` and ``email``; None is an adviser or the mailbox."""
        return self.person or self.interest or self.registration or (self.deputy and self.deputy.as_deputy)

    @property
    def address(self):
        """Where its envelope goes; empty while it has none."""
        return self.envelope.address if self.envelope else ""


class RuleSetting(models.Model):
    """Where a programme has its own day for a rule of the table, or has switched it off. A rule without a row is as the
    table has it; ``days`` null too, counted from the rule's anchor as there."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rule_settings")
    rule = models.CharField(max_length=40)
    days = models.SmallIntegerField(null=True, blank=True)
    is_off = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "brevregel"
        constraints = [
            models.UniqueConstraint(fields=["programme", "rule"], name="correspondence_setting_once"),
            models.CheckConstraint(
                name="correspondence_setting_within_half_a_year",
                condition=Q(days=None) | Q(days__gte=-180, days__lte=180),
            ),
        ]

    def __str__(self):
        return self.rule


class Reconciliation(models.Model):
    """When a programme's planned letters were last brought to what is true, and who is at it now. ``seen`` is the
    journal's newest line that no run need look at again."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="reconciliation")
    day = models.DateField(null=True, blank=True)  # of the newest run: a new day may move what was missed
    seen = models.BigIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = "avstemming"

    def __str__(self):
        return f"{self.programme_id}: {self.day}"


class Pause(models.Model):
    """Sending stands still while the row is there: of one programme's letters, or of everybody's where ``programme`` is
    null. What it holds back and what goes all the same: ``EnvelopeQuerySet.held``. The journal keeps who did what."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="pauses")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pause i sendingen"
        constraints = [
            models.UniqueConstraint(  # two nulls are not equal to a database: 0 is no programme
                Coalesce("programme", 0, output_field=models.BigIntegerField()), name="correspondence_pause_once"
            ),
        ]

    def __str__(self):
        return str(self.programme or "alt")


class Pace(models.Model):
    """How many e-mails the outbox has let go in one minute of the clock: one row, which every worker counts in, so that
    together they keep to settings.MAIL_PER_MINUTE."""

    minute = models.DateTimeField()
    taken = models.PositiveIntegerField()

    class Meta:
        verbose_name = "tempo i sendingen"

    def __str__(self):
        return f"{self.minute:%H.%M}: {self.taken}"
