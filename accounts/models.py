"""People who sign in, personal links, and the journal."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from accounts.personal import AFTER_ACCOUNT, PersonalData
from accounts.querysets import JournalQuerySet, PersonalLinkQuerySet


class UserManager(BaseUserManager):
    def create_user(self, email, name="", **fields):
        """A person who signs in by a code: no password is ever set."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Which programmes she reaches is stored in programmes, not here.

    ``is_superuser`` is the administrator. Personal data: see ``personal_data``.
    """

    personal_data = PersonalData(
        whose=gettext_lazy("Rådgivere, administratorer og koordinatorer som logger inn"),
        why=gettext_lazy(
            "For å gi tilgang til rett person, og vise hvem som har gjort hva. En koordinators tilgang er avsluttet "
            "når personen ikke lenger er koordinator for noen kommune eller fylkeskommune."
        ),
        source=gettext_lazy(
            "KS, når du får tilgang som rådgiver eller administrator. For en koordinator: kommunedirektøren, en annen "
            "koordinator eller rådgiveren i KS. Målformen velger du selv."
        ),
        fields=dict.fromkeys(("name", "email", "language", "date_joined", "last_login"), AFTER_ACCOUNT),
    )

    email = models.EmailField(gettext_lazy("e-postadresse"), unique=True)
    name = models.CharField(gettext_lazy("navn"), max_length=120)
    language = models.CharField(
        gettext_lazy("målform"), max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], default="nb"
    )
    is_active = models.BooleanField("kan logge inn", default=True)
    date_joined = models.DateTimeField(gettext_lazy("opprettet"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "bruker"
        verbose_name_plural = "brukere"
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self):
        return self.name or self.email


class PersonalLink(models.Model):
    """A door for one person to one thing, opened by a token that only the person has; here lies its hash.

    ``subject`` is opaque: the room that issues the link knows what it means.
    """

    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="accounts_link_subject")]

    def __str__(self):
        return f"{self.purpose} {self.subject}"


class JournalEntry(models.Model):
    """One act. Only ever added: triggers on both databases refuse UPDATE and DELETE (accounts/journal_guard.py).

    ``details`` holds ids, field names and values that are not personal. ``subject`` and ``scope`` are «model:id».
    """

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor_ref = models.CharField(max_length=40, blank=True)  # «person:12» for one who acts by a personal link
    subject = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["scope", "-id"], name="accounts_journal_scope"),
            models.Index(fields=["subject", "-id"], name="accounts_journal_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="accounts_journal_one_actor", condition=models.Q(actor__isnull=True) | models.Q(actor_ref="")
            ),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"
