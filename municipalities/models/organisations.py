"""The register: municipalities and county municipalities, with the numbers and names they have had."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from municipalities import names
from municipalities.querysets import OrganisationQuerySet


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
