"""Framework, programmes and what belongs to one programme: phases, deadlines, rules, roles, costs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from programmes.querysets import ProgrammeQuerySet
from programmes.when import Dated, When
from programmes.words import WordsField


class Region(models.Model):
    """A region of KS that runs programmes. ``county_numbers`` says which organisations it may invite."""

    name = models.CharField("navn", max_length=80, unique=True)
    county_numbers = models.JSONField("fylkesnumre", default=list)

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"

    def __str__(self):
        return self.name


class Adviser(models.Model):
    """An adviser's reach. No region means every region: the national adviser."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="advises")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="advisers")

    class Meta:
        verbose_name = "rådgiver"
        verbose_name_plural = "rådgivere"
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], name="programmes_adviser_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(region=None), name="programmes_adviser_everywhere_once"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.region or 'alle regioner'}"


class Framework(models.Model):
    """The national framework that regional programmes are made from."""

    name = models.CharField(max_length=80, unique=True)
    meaning = WordsField()  # what the letters of the name stand for
    owner = models.CharField(max_length=80)
    developed_with = models.CharField(max_length=80, blank=True)
    phases = models.JSONField(default=list)  # as the file gives them; a programme copies and may deviate

    def __str__(self):
        return self.name


class Programme(Dated):
    """One round in one region. ``when`` is its period."""

    class State(models.TextChoices):
        SKETCH = "sketch", gettext_lazy("Skisse")
        ANNOUNCED = "announced", gettext_lazy("Kunngjort")
        OPEN = "open", gettext_lazy("Åpent for påmelding")
        RUNNING = "running", gettext_lazy("I gang")
        FINISHED = "finished", gettext_lazy("Avsluttet")
        ARCHIVED = "archived", gettext_lazy("Arkivert")

    TAKES_ANSWERS = (State.ANNOUNCED, State.OPEN, State.RUNNING)

    key = models.SlugField(max_length=60, unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="programmes")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="programmes")
    state = models.CharField(max_length=12, choices=State.choices, default=State.SKETCH)
    title = WordsField()
    subtitle = WordsField()
    target_group = WordsField()
    age_span = WordsField()
    group_term = WordsField()  # «deltakergruppe», «kjernegruppe»: what this programme calls it
    limited_places = WordsField()
    venue = WordsField()
    cadence = WordsField()
    coordinator_rule = WordsField()
    reference_group_rule = WordsField()
    youth_rule = WordsField()
    director_rule = WordsField()
    commits_to_all_gatherings = models.BooleanField(default=False)
    county_takes_part = models.BooleanField(default=False)
    contact_email = models.EmailField(blank=True)
    sign_up_channel = models.CharField(max_length=20, blank=True)
    sign_up_by = models.CharField(max_length=40, blank=True)
    letters_from = models.DateField(null=True, blank=True)  # empty: this programme sends no letters
    rest = models.JSONField(default=dict)  # what the file says and no room uses yet
    digest = models.CharField(max_length=64, blank=True)  # of the file's part; equal means nothing to do

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "program"
        verbose_name_plural = "programmer"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="programmes_programme_archived_is_silent", condition=~Q(state="archived") | Q(letters_from=None)
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def day_for_names(self):
        """The day whose names and numbers of municipalities this programme shows: its first."""
        return self.start

    def deadline(self, kind):
        """The programme's deadline of a kind as a ``When``; undecided when no row says otherwise."""
        return next((row.when for row in self.deadlines.all() if row.kind == kind), When())

    @property
    def sign_up_deadline(self):
        return self.deadline(Deadline.Kind.SIGN_UP)

    @property
    def takes_answers(self):
        return self.state in self.TAKES_ANSWERS


class Phase(models.Model):
    """A step of the programme's thought, in order: «Hvor er vi?»."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    name = WordsField()
    subtitle = WordsField()
    question = WordsField()

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="programmes_phase_key_once"),
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_phase_order_once"),
        ]

    def __str__(self):
        return f"{self.order}. {self.name}"


class Deadline(Dated):
    """A deadline or window of the programme. The day it ends counts to its last minute in Norwegian time."""

    class Kind(models.TextChoices):
        SIGN_UP = "sign_up", "Påmeldingsfrist"
        PRE_MEETING = "pre_meeting", "Formøte i kommunen"
        REFLECTION_NOTE = "reflection_note", "Refleksjonsnotat sendes"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    year_basis = models.CharField(max_length=10, blank=True)  # stated, heading, derived, inferred
    purpose = WordsField()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "kind"], name="programmes_deadline_kind_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.when.format()}"


class CompositionRule(models.Model):
    """Who must, should or may be in a municipality's group: exactly one of level, role or group is named."""

    class Strength(models.TextChoices):
        REQUIRED = "required", "må"
        DESIRED = "desired", "bør"
        HINT = "hint", "gjerne"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="composition")
    order = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=20, blank=True)
    least = models.PositiveSmallIntegerField(default=1)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    may_be = models.JSONField(default=list)  # «member», «sponsor»: in which ways the role may take part

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_composition_order_once"),
            models.CheckConstraint(
                name="programmes_composition_names_one",
                condition=(~Q(level="") & Q(role="", group=""))
                | (~Q(role="") & Q(level="", group=""))
                | (~Q(group="") & Q(level="", role="")),
            ),
        ]

    def __str__(self):
        return f"{self.strength}: {self.level or self.role or self.group}"


class Role(models.Model):
    """A role from the programme's own list of examples; ``key`` ties it to the role catalogue where it is known."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    order = models.PositiveSmallIntegerField()
    name = WordsField()
    key = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [models.UniqueConstraint(fields=["programme", "order"], name="programmes_role_order_once")]

    def __str__(self):
        return str(self.name)


class CostLine(models.Model):
    """Something that costs, and who pays. ``amount`` in kroner; null is «beløp ikke fastsatt» and never 0."""

    class Payer(models.TextChoices):
        FUNDS = "funds", "Dekkes"
        ORGANISATION = "organisation", "Dere betaler selv"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="costs")
    order = models.PositiveSmallIntegerField()
    what = WordsField()
    payer = models.CharField(max_length=12, choices=Payer.choices)
    is_fee = models.BooleanField(default=False)  # somebody sends an invoice; travel is paid, but is no fee
    certain = models.BooleanField(default=True)  # False: may occur
    only_form = models.CharField(max_length=10, blank=True)  # «digital»: applies only to digital gatherings
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_cost_order_once"),
            models.CheckConstraint(name="programmes_cost_never_zero", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="programmes_cost_amount_is_fee", condition=Q(amount=None) | Q(is_fee=True)),
        ]

    def __str__(self):
        return str(self.what)
