"""The register, the organisations that take part, and the people who hold their seats."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from municipalities import names
from municipalities.querysets import HoldingQuerySet, OrganisationQuerySet, ParticipationQuerySet
from programmes.models import Deadline, Programme


def validate_organisation_number(value):
    if not names.organisation_number_is_valid(value):
        raise ValidationError("Organisasjonsnummeret har ni sifre, og kontrollsifferet må stemme.")


class Organisation(models.Model):
    """A municipality or county municipality as a legal body: the organisation number is its identity.

    Numbers and names change while the body lives: they are ``Designation`` rows. A body that ends has successors.
    """

    class Kind(models.TextChoices):
        COUNTY_MUNICIPALITY = "county", "fylkeskommune"
        MUNICIPALITY = "municipality", "kommune"

    class Norm(models.TextChoices):
        BOKMAL = "nb", "bokmål"
        NYNORSK = "nn", "nynorsk"
        NEUTRAL = "neutral", "nøytral"
        UNKNOWN = "", "ikke kjent"

    organisation_number = models.CharField(max_length=9, unique=True, validators=[validate_organisation_number])
    kind = models.CharField(max_length=12, choices=Kind.choices)
    written_norm = models.CharField("målform", max_length=8, choices=Norm.choices, blank=True, default="")
    mailbox = models.EmailField("postmottak", blank=True)  # a body's public address, not a person's
    mail_domains = models.JSONField(default=list)  # an answerer with an address here needs nobody's yes
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisasjon"
        constraints = [
            models.CheckConstraint(
                name="municipalities_organisation_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="municipalities_organisation_number_nine_digits",
                condition=Q(organisation_number__regex=r"^[0-9]{9}$"),
            ),
        ]

    def __str__(self):
        return self.organisation_number

    @property
    def language(self):
        """The norm to write in: neutral and unknown mean bokmål."""
        return "nn" if self.written_norm == self.Norm.NYNORSK else "nb"

    @property
    def is_county(self):
        return self.kind == self.Kind.COUNTY_MUNICIPALITY

    @property
    def itself(self):
        """What letters call it: the same word in bokmål and nynorsk."""
        return "fylkeskommunen" if self.is_county else "kommunen"

    @property
    def director_title(self):
        """The leader of the administration; the same word in bokmål and nynorsk."""
        return "fylkeskommunedirektør" if self.is_county else "kommunedirektør"

    def owns_address(self, email):
        """The address lies in one of the organisation's own mail domains, to the letter."""
        return email.rpartition("@")[2].lower() in self.mail_domains


class Designation(models.Model):
    """The number and names of an organisation in one period. Numbers are strings: «0301»."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="designations")
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=80)
    sami_name = models.CharField(max_length=80, blank=True)  # parallel names: Sámi or Kven
    county_number = models.CharField(max_length=2)
    county_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=240, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "valid_from"], name="municipalities_designation_once"),
            models.UniqueConstraint(fields=["number", "valid_from"], name="municipalities_number_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to=None), name="municipalities_designation_one_open"
            ),
            models.CheckConstraint(
                name="municipalities_designation_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def save(self, **kwargs):
        self.sort_key = names.sort_key(self.name)
        super().save(**kwargs)


class Person(models.Model):
    """One human, however many roles. Found again by e-mail address."""

    personal_data = {
        "name": "24 months after the last programme she took part in has ended",
        "email": "24 months after the last programme she took part in has ended",
    }

    name = models.CharField("navn", max_length=120)
    email = models.EmailField("e-postadresse", blank=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="municipalities_person_email_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def reference(self):
        return f"person:{self.pk}"


class Participation(models.Model):
    """An organisation in a programme: listed, invited, answered. People come and go; the participation stays."""

    class State(models.TextChoices):
        LISTED = "listed", gettext_lazy("Ikke invitert")
        INVITED = "invited", gettext_lazy("Ikke svart")
        UNDECIDED = "undecided", gettext_lazy("Ikke bestemt ennå")
        WAITING = "waiting", gettext_lazy("Venter på godkjenning")
        SIGNED_UP = "signed_up", gettext_lazy("Påmeldt")
        DECLINED = "declined", gettext_lazy("Takket nei")

    ANSWERED = (State.SIGNED_UP, State.DECLINED)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    state = models.CharField(max_length=12, choices=State.choices, default=State.LISTED)
    invited_at = models.DateTimeField(null=True, blank=True)
    extended_deadline = models.DateField("utsatt frist", null=True, blank=True)
    extension_reason = models.CharField("grunn til utsatt frist", max_length=200, blank=True)
    invoice_reference = models.CharField("fakturareferanse", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "deltakelse"
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="municipalities_participation_once"),
            models.CheckConstraint(
                name="municipalities_participation_invited_has_time",
                condition=~Q(state="invited") | Q(invited_at__isnull=False),
            ),
            models.CheckConstraint(
                name="municipalities_participation_extension_has_reason",
                condition=Q(extended_deadline=None, extension_reason="")
                | (Q(extended_deadline__isnull=False) & ~Q(extension_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} in {self.programme_id}"

    @property
    def full_name(self):
        """«Ringsaker kommune», as it was called on the day that ``named_on`` asked for."""
        return names.full_name(self.shown_name, is_county=self.organisation.is_county)

    @property
    def deadline(self):
        """The last day to answer, or None when the programme has no decided day."""
        when = self.programme.deadline(Deadline.Kind.SIGN_UP)
        return self.extended_deadline or (when.end if when.has_day else None)

    @property
    def coordinator(self):
        """(name, e-mail) of whoever coordinates now; None when nobody does. One query."""
        now = self.seats.filter(kind=Seat.Kind.COORDINATOR, holdings__until=None)
        return now.values_list("holdings__person__name", "holdings__person__email").first()

    @property
    def closes_at(self):
        """The point in time after which the answer cannot be changed by a link: the deadline's midnight."""
        if self.deadline is None:
            return None
        return timezone.make_aware(datetime.combine(self.deadline + timedelta(days=1), time.min))

    @property
    def takes_answers(self):
        return self.programme.takes_answers and (self.closes_at is None or timezone.now() < self.closes_at)


class Seat(models.Model):
    """A place that a participation has, whoever holds it. Duties follow the seat."""

    class Kind(models.TextChoices):
        DIRECTOR = "director", "Kommunedirektør"
        COORDINATOR = "coordinator", "Koordinator"

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "kind"], name="municipalities_seat_kind_once"),
        ]

    def __str__(self):
        return self.get_kind_display()


class Holding(models.Model):
    """Who held a seat, and when. One at a time."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(until=None), name="municipalities_seat_held_by_one"),
            models.CheckConstraint(
                name="municipalities_holding_ends_after_start", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self):
        return f"{self.person_id} on {self.seat_id}"


class Answer(models.Model):
    """An answer to the invitation, as it was given. The newest accepted one is the participation's state."""

    personal_data = {
        "role": "24 months after the programme has ended",
        "coordinator_name": "24 months after the programme has ended",
        "coordinator_email": "24 months after the programme has ended",
        "answered_by": "24 months after the programme has ended",
        "reason": "24 months after the programme has ended",
    }

    class Choice(models.TextChoices):
        YES = "yes", gettext_lazy("Ja, vi melder oss på")
        NO = "no", gettext_lazy("Nei, ikke denne gangen")
        UNDECIDED = "undecided", gettext_lazy("Vi har ikke bestemt oss ennå")

    class Via(models.TextChoices):
        PORTAL = "portal", gettext_lazy("Portalen")
        TELEPHONE = "telephone", gettext_lazy("Telefon")
        EMAIL = "email", gettext_lazy("E-post")
        MEETING = "meeting", gettext_lazy("Møte")

    class Status(models.TextChoices):
        ACCEPTED = "accepted", gettext_lazy("Gjelder")
        WAITING = "waiting", gettext_lazy("Venter på rådgiver")
        REFUSED = "refused", gettext_lazy("Avvist")
        SUPERSEDED = "superseded", gettext_lazy("Erstattet av et nyere svar")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    via = models.CharField(max_length=10, choices=Via.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACCEPTED)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    role = models.CharField("stilling", max_length=80, blank=True)
    answered_by = models.CharField("hvem svarte", max_length=120, blank=True)  # when it was not ``person`` herself
    reason = models.CharField("merknad", max_length=300, blank=True)
    coordinator_name = models.CharField("koordinatorens navn", max_length=120, blank=True)
    coordinator_email = models.EmailField("koordinatorens e-postadresse", blank=True)
    invoice_reference = models.CharField("fakturareferanse", max_length=60, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="municipalities_answer_has_source",
                condition=Q(via="portal", person__isnull=False, registered_by=None)
                | (~Q(via="portal") & Q(registered_by__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.choice} via {self.via}"

    @property
    def given_by(self):
        """«Kari Lien på vegne av Anders Bakke», «Anders Bakke», or who called, as the adviser wrote it."""
        if self.person and self.answered_by:
            return _("%(who)s på vegne av %(whom)s") % {"who": self.answered_by, "whom": self.person.name}
        return self.answered_by or (self.person.name if self.person else "")
