"""The national framework, and the programmes that are made from it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from programmes.models.regions import Region
from programmes.querysets import ProgrammeQuerySet
from programmes.terms import own_name, terms
from programmes.when import Dated, When
from programmes.words import WordsField


class Framework(models.Model):
    """The national framework that regional programmes are made from."""

    name = models.CharField(max_length=80, unique=True)
    meaning = WordsField()  # what the letters of the name stand for
    owner = models.CharField(max_length=80)
    developed_with = models.CharField(max_length=80, blank=True)
    # As the file gives them (framework.py reads them); a programme copies them and may deviate
    phases = models.JSONField(default=list)
    competence_goals = models.JSONField(default=list)
    responsibilities = models.JSONField(default=list)  # [{what, whose}]
    roles = models.JSONField(default=list)
    composition = models.JSONField(default=list)
    group_term = WordsField()

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

    personal_data = PersonalData(
        whose=gettext_lazy("De som fila om et program nevner"),
        why=gettext_lazy("For å ta vare på alt som fila sier, for eksempel hvem i KS som er kontakt for programmet."),
        source=gettext_lazy("KS, som har skrevet fila."),
        fields={"rest": AFTER_ITS_PROGRAMME},
        labels={"rest": gettext_lazy("annet fra fila om programmet")},
    )

    TAKES_ANSWERS = (State.OPEN, State.RUNNING)
    BEFORE_SIGN_UP = (State.SKETCH, State.ANNOUNCED)

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
    is_public = models.BooleanField(default=False)  # its page can be read without signing in; a sketch too, if wanted
    # How many organisations take part, and how many each may send; null: nobody has set a limit
    places_total = models.PositiveSmallIntegerField(null=True, blank=True)
    places_per_organisation = models.PositiveSmallIntegerField(null=True, blank=True)
    letters_from = models.DateField(null=True, blank=True)  # empty: this programme sends no letters
    rest = models.JSONField(default=dict)  # what the file says and no room uses yet
    digest = models.CharField(max_length=64, blank=True)  # of the file's part; equal means nothing to do
    version = models.PositiveIntegerField(default=1)
    once = models.UUIDField(null=True, unique=True, editable=False)  # the form that made it: sent twice it makes one

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
    def terms(self):
        """What the programme calls the group: «kjernegruppe», «kjernegruppa»."""
        return terms(self.group_term)

    @property
    def group_name(self):
        """A name of its own for the group, as people wrote it; empty where it is simply «gruppe»."""
        return own_name(self.group_term)

    @property
    def contact(self):
        """Where people ask about it and where its letters are answered: its own address, or its region's. May be empty:
        then the site's own is meant."""
        return self.contact_email or self.region.reply_to

    @property
    def sign_up_deadline(self):
        return self.deadline("sign_up")

    @property
    def takes_answers(self):
        return self.state in self.TAKES_ANSWERS

    @property
    def sends_letters(self):
        """Its letters have begun. A historical programme has no day for them."""
        return self.letters_from is not None and self.letters_from <= timezone.localdate()
