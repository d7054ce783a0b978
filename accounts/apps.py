from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Brukere, lenker og journal"

    def ready(self):
        from accounts import checks, journal_guard  # noqa: F401  (registers the system check)

        post_migrate.connect(journal_guard.install_after_migrate, sender=self)
