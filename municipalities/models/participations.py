"""Who takes part: the organisation in a programme, what it answered, and what it is excepted from."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from municipalities import names
from municipalities.models.organisations import Organisation
from municipalities.models.people import Person
from municipalities.querysets import AnswerQuerySet, ParticipationQuerySet
from programmes.models import Deadline, Programme

ANSWER = "signup.answer"  # the key of the duty to answer the invitation (duties.py)


class Participation(models.Model):
    """An organisation in a programme: listed, invited, answered. People come and go; the participation stays."""

    class State(models.TextChoices):
        LISTED = "listed", gettext_lazy("Ikke invitert")
        INVITED = "invited", gettext_lazy("Ikke svart")
        UNDECIDED = "undecided", gettext_lazy("Ikke bestemt ennå")
        WAITING = "waiting", gettext_lazy("Venter på godkjenning")
        SIGNED_UP = "signed_up", gettext_lazy("Påmeldt")
        OFFERED = "offered", gettext_lazy("Tilbudt plass")
        QUEUED = "queued", gettext_lazy("På venteliste")
        DECLINED = "declined", gettext_lazy("Takket nei")
        WITHDRAWN = "withdrawn", gettext_lazy("Har trukket seg")
        LEFT_OUT = "left_out", gettext_lazy("Holdt utenfor")

    ANSWERED = (State.SIGNED_UP, State.OFFERED, State.QUEUED, State.DECLINED, State.WITHDRAWN)
    HOLDS_A_PLACE = (State.SIGNED_UP, State.OFFERED)  # an offer keeps its place until it is answered or ends
    IN_LINE = (State.OFFERED, State.QUEUED)  # said yes when the places were taken
    personal_data = PersonalData(
        whose=gettext_lazy("De som navnet på en referansegruppe eller en fakturareferanse nevner"),
        why=gettext_lazy(
            "For å vise hvilket utvalg eller forum kommunen bruker som referansegruppe, og hvem en faktura skal til."
        ),
        source=gettext_lazy("Den som svarer på invitasjonen, koordinatoren eller rådgiveren i KS."),
        # A body's name and a reference, and people may write a person's
        fields={"reference_body": AFTER_ITS_PROGRAMME, "invoice_reference": AFTER_ITS_PROGRAMME},
    )

    OPEN = (State.INVITED, State.UNDECIDED)  # invited, and neither yes nor no: may be reminded

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    state = models.CharField(max_length=12, choices=State.choices, default=State.LISTED)
    invited_at = models.DateTimeField(null=True, blank=True)
    queue_number = models.PositiveIntegerField(null=True, blank=True)  # the order of the yeses that found no place
    offered_until = models.DateField(null=True, blank=True)  # the last day to answer an offer of a place
    # An existing body, by name alone
    reference_body = models.CharField(gettext_lazy("referansegruppe"), max_length=120, blank=True)
    director_supports = models.BooleanField(default=False)  # from outside the group: «sponsor»
    group_confirmed_at = models.DateTimeField(null=True, blank=True)
    invoice_reference = models.CharField(gettext_lazy("fakturareferanse"), max_length=60, blank=True)
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
            models.UniqueConstraint(fields=["programme", "queue_number"], name="municipalities_queue_number_once"),
            models.CheckConstraint(
                name="municipalities_participation_in_line_has_number",
                condition=Q(state__in=["queued", "offered"], queue_number__isnull=False)
                | (~Q(state__in=["queued", "offered"]) & Q(queue_number=None)),
            ),
            models.CheckConstraint(
                name="municipalities_participation_offer_has_day",
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until=None)),
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} in {self.programme_id}"

    @property
    def full_name(self):
        """«Ringsaker kommune», as it was called on the day that ``named_on`` asked for."""
        return names.full_name(self.shown_name, is_county=self.organisation.is_county)

    def exception(self, duty):
        """The exception that holds for a duty (by its key), or None."""
        return next((row for row in self.exceptions.all() if row.duty == duty and row.ended_at is None), None)

    @property
    def extended_deadline(self):
        """«Utsatt frist» for the answer, or None."""
        exception = self.exception(ANSWER)
        return exception.day if exception else None

    @property
    def deadline(self):
        """The last day to answer, or None when the programme has no decided day."""
        when = self.programme.deadline(Deadline.Kind.SIGN_UP)
        return self.extended_deadline or (when.end if when.has_day else None)

    @property
    def coordinator(self):
        """(name, e-mail) of the responsible coordinator now; None when nobody is. One query."""
        now = self.seats.filter(kind="coordinator", is_responsible=True, holdings__until=None)
        return now.values_list("holdings__person__name", "holdings__person__email").first()

    @property
    def coordinator_to_appoint(self):
        """(name, e-mail) of the one to propose as coordinator where nobody is: whoever was when the organisation left
        the programme; where nobody has ever been, whom the newest yes names. None for one whose coordinator has left
        it. An answer from a spreadsheet appoints nobody (docs/decisions/0020). Two queries, three where somebody was.
        """
        seats = self.seats.filter(kind="coordinator")
        if seats.exists():
            to_the_end = seats.filter(is_responsible=True, closed_at=F("holdings__until"))
            found = to_the_end.order_by("-closed_at").values_list("holdings__person__name", "holdings__person__email")
            return None if seats.open().exists() else found.first()
        yeses = self.answers.filter(choice=Answer.Choice.YES, status=Answer.Status.ACCEPTED)
        return yeses.exclude(coordinator_email="").values_list("coordinator_name", "coordinator_email").first()

    @property
    def coordinator_in_line(self):
        """(name, e-mail) of the one whom the newest yes of one in line names: she coordinates when the place is taken.
        None when it names nobody, and for one that is not in line. One query."""
        if self.state not in self.IN_LINE:
            return None
        yeses = self.answers.filter(choice=Answer.Choice.YES, status=Answer.Status.ACCEPTED)
        name, email = yeses.values_list("coordinator_name", "coordinator_email").first() or ("", "")
        return (name, email) if email else None

    @property
    def closes_at(self):
        """The point in time after which the answer cannot be changed by a link: the deadline's midnight."""
        if self.deadline is None:
            return None
        return timezone.make_aware(datetime.combine(self.deadline + timedelta(days=1), time.min))

    @property
    def takes_answers(self):
        return self.programme.takes_answers and (self.closes_at is None or timezone.now() < self.closes_at)

    @property
    def offer_has_ended(self):
        """The last day to answer the offer has passed: also before the scheduler has said so."""
        return self.offered_until is not None and self.offered_until < timezone.localdate()


class DutyException(models.Model):
    """One participation's «utsatt frist» (``day``) or «fritatt» (no day) for one kind of duty. Duties themselves are
    derived and stored nowhere: this is all that is stored about them."""

    personal_data = PersonalData(
        whose=gettext_lazy("De som en utsatt frist eller et fritak handler om"),
        why=gettext_lazy("For å vise hvorfor kommunen fikk lengre frist eller ble fritatt."),
        source=gettext_lazy("Rådgiveren i KS."),
        fields={"reason": AFTER_ITS_PROGRAMME},  # people write why, and name people
    )

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="exceptions")
    duty = models.CharField(max_length=40)
    day = models.DateField(gettext_lazy("ny frist"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("grunn"), max_length=200)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "duty"], condition=Q(ended_at=None), name="municipalities_exception_one_holds"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="municipalities_exception_has_reason"),
        ]

    def __str__(self):
        return f"{self.duty}: {self.day or 'waived'}"


class Answer(models.Model):
    """An answer to the invitation, as it was given. The newest accepted one is the participation's state."""

    personal_data = PersonalData(
        whose=gettext_lazy("Den som svarer på invitasjonen, og koordinatoren som svaret nevner"),
        why=gettext_lazy(
            "For å vise hvem som har svart for kommunen, hvem KS skal samarbeide med, og hvem en faktura skal til."
        ),
        source=gettext_lazy(
            "Den som svarer, eller rådgiveren i KS når svaret kom på telefon, på e-post eller i et møte."
        ),
        fields=dict.fromkeys(
            ("answered_by", "role", "coordinator_name", "coordinator_email", "reason", "invoice_reference"),
            AFTER_ITS_PROGRAMME,
        ),
    )

    class Choice(models.TextChoices):
        YES = "yes", gettext_lazy("Ja, vi melder oss på")
        NO = "no", gettext_lazy("Nei, ikke denne gangen")
        UNDECIDED = "undecided", gettext_lazy("Vi har ikke bestemt oss ennå")
        WITHDRAW = "withdraw", gettext_lazy("Vi trekker påmeldingen")

    TO_INVITATION = (Choice.YES, Choice.NO, Choice.UNDECIDED)

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
        UNDONE = "undone", gettext_lazy("Angret av rådgiver")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    via = models.CharField(max_length=10, choices=Via.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACCEPTED)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    role = models.CharField(gettext_lazy("stilling"), max_length=80, blank=True)
    # When it was not ``person`` herself
    answered_by = models.CharField(gettext_lazy("hvem svarte"), max_length=120, blank=True)
    reason = models.CharField(gettext_lazy("merknad"), max_length=300, blank=True)
    coordinator_name = models.CharField(gettext_lazy("koordinatorens navn"), max_length=120, blank=True)
    coordinator_email = models.EmailField(gettext_lazy("koordinatorens e-postadresse"), blank=True)
    invoice_reference = models.CharField(gettext_lazy("fakturareferanse"), max_length=60, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AnswerQuerySet.as_manager()

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
