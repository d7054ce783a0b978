from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Brukere, lenker og journal"

    def ready(self):
        from allauth.mfa.signals import authenticator_used

        from accounts import checks, journal_guard, second_factor  # noqa: F401  (registers the system check)

        authenticator_used.connect(second_factor.when_used)
        post_migrate.connect(journal_guard.install_after_migrate, sender=self)
