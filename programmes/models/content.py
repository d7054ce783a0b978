"""What a programme says of itself: its goals and directions, figures, who stands behind it, where to read more."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_ITS_PROGRAMME, PersonalData
from programmes.models.plan import Phase
from programmes.models.programmes import Programme
from programmes.words import WordsField


def says(name: str, *fields: str) -> models.CheckConstraint:
    """The words of ``fields`` are there, in one norm at least."""
    return models.CheckConstraint(name=name, condition=Q(*(~Q(**{field: {}}) for field in fields)))


class ContentRow(models.Model):
    """What such rows share: their place among their own kind, and the version that guards a change."""

    order = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["programme", "order"]


class ContentBlock(ContentRow):
    """A line of words. ``more`` is the other half of some: whose a responsibility is, where an offer is held.

    The kinds lie in one table, so that a page reads them all in one query (docs/decisions/0017).
    """

    class Kind(models.TextChoices):
        AMBITION = "ambition", gettext_lazy("Ambisjon")
        COMPETENCE_GOAL = "competence_goal", gettext_lazy("Kompetansemål")
        RESPONSIBILITY = "responsibility", gettext_lazy("Ansvar")
        LOCAL_DIRECTION = "local_direction", gettext_lazy("Lokal innretning")
        OWN_GOALS = "own_goals", gettext_lazy("Egne mål")
        AIM = "aim", gettext_lazy("Målet med innretningen")
        FOUNDATION = "foundation", gettext_lazy("Fundament")
        YOUTH_VOICE = "youth_voice", gettext_lazy("Barn og unges stemme")
        APPROACH = "approach", gettext_lazy("Tilnærming")
        THEME_DAY = "theme_day", gettext_lazy("Temadag")
        DIGITAL_SESSION = "digital_session", gettext_lazy("Digital fagøkt")
        REFLECTION_QUESTION = "reflection_question", gettext_lazy("Spørsmål til refleksjon")

    DIRECTIONS = (Kind.LOCAL_DIRECTION, Kind.OWN_GOALS, Kind.AIM, Kind.FOUNDATION, Kind.YOUTH_VOICE)
    OFFERS = (Kind.THEME_DAY, Kind.DIGITAL_SESSION)  # without a day: one that has a day is a gathering

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = WordsField()
    more = WordsField()
    tentative = models.BooleanField(default=False)  # of an offer: an example, or not decided

    class Meta:
        ordering = ["programme", "kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "order"], name="programmes_block_order_once"),
            says("programmes_block_says_something", "text"),
            models.CheckConstraint(
                name="programmes_block_other_half",
                condition=(Q(kind="responsibility") & ~Q(more={}))
                | Q(kind__in=["theme_day", "digital_session"])
                | (Q(more={}) & ~Q(kind="responsibility")),
            ),
            models.CheckConstraint(
                name="programmes_block_doubt_is_of_offers",
                condition=Q(tentative=False) | Q(kind__in=["theme_day", "digital_session"]),
            ),
        ]

    def __str__(self):
        return str(self.text)


class Figure(ContentRow):
    """A figure of the challenge picture. One without a source and a year cannot be: nobody could check it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="figures")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    approx = models.BooleanField(default=False)  # «ca.»
    text = WordsField()  # what follows the number: «barn har vedtak om spesialundervisning»
    source = WordsField()
    year = models.PositiveSmallIntegerField()
    county = models.CharField(max_length=80, blank=True)

    class Meta(ContentRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_figure_order_once"),
            says("programmes_figure_has_a_source", "text", "source"),
            models.CheckConstraint(name="programmes_figure_has_a_year", condition=Q(year__gte=1900, year__lte=2100)),
        ]

    def __str__(self):
        return f"{self.value} {self.text}"


class Endorsement(ContentRow):
    """A body that stands behind the programme, in the words it was given: names of bodies follow their time."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="endorsements")
    body = WordsField()
    how = WordsField()
    day = models.DateField(null=True, blank=True)  # null: not said

    class Meta(ContentRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_endorsement_order_once"),
            says("programmes_endorsement_says_who_and_how", "body", "how"),
        ]

    def __str__(self):
        return f"{self.body}: {self.how}"


class Resource(ContentRow):
    """Something to see or read elsewhere. The portal links to it and shows nothing of it."""

    class Kind(models.TextChoices):
        FILM = "film", gettext_lazy("Film")
        PAGE = "page", gettext_lazy("Nettside")
        POLICY = "policy", gettext_lazy("Melding, utredning eller lov")
        DOCUMENT = "document", gettext_lazy("Dokument")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = WordsField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)  # empty: the source names it without an address
    captioned = models.BooleanField(null=True, blank=True)  # of a film; null: nobody has said
    phase = models.ForeignKey(Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources")

    class Meta(ContentRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_resource_order_once"),
            says("programmes_resource_has_a_title", "title"),
            models.CheckConstraint(
                name="programmes_resource_captions_are_of_films", condition=Q(captioned=None) | Q(kind="film")
            ),
            models.CheckConstraint(
                name="programmes_resource_leads_to_a_page",
                condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"),
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def lacks_captions(self):
        """A film that the law wants captions on, and that has none."""
        return self.kind == self.Kind.FILM and self.captioned is False


class Contact(ContentRow):
    """Whom to ask about what, by role: no name is held, since the page is open to everybody."""

    personal_data = PersonalData(
        whose=gettext_lazy("Kontaktpunkter for et program"),
        why=gettext_lazy(
            "For at alle som leser om programmet, skal vite hvor de kan spørre. Adressene skal høre til roller, men "
            "kan være noens egne."
        ),
        source=gettext_lazy("Rådgiveren i KS."),
        fields=dict.fromkeys(("email", "phone"), AFTER_ITS_PROGRAMME),
    )

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contacts")
    purpose = WordsField()  # «påmelding», «prosessveileder»
    email = models.EmailField(gettext_lazy("e-postadresse"), blank=True)
    phone = models.CharField(gettext_lazy("telefonnummer"), max_length=20, blank=True)

    class Meta(ContentRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programmes_contact_order_once"),
            says("programmes_contact_has_a_purpose", "purpose"),
        ]

    def __str__(self):
        return str(self.purpose)
