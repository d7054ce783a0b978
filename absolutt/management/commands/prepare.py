import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make everything ready to serve: database, static files, register; in a demo also programmes and people."
    requires_system_checks = []

    def handle(self, *args, **options):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self._step("Database", "migrate", interactive=False)
        if "cache" in settings.DATABASES:
            self._step("Cache", "createcachetable", database="cache")
        self._step("Static files", "collectstatic", interactive=False)
        self._step("Register of municipalities", "load_register")
        if settings.DEMO:
            self._step("The three programmes", "load_programme", settings.BASE_DIR / "data" / "programmes.yaml")
            self._step("Demo", "load_demo")

    def _step(self, name, command, *args, **options):
        began = time.monotonic()
        call_command(command, *args, verbosity=0, stdout=_Quiet(), **options)
        self.stdout.write(f"  {name}: {time.monotonic() - began:.1f} s")
        self.stdout.flush()


class _Quiet:
    """Takes what a step writes and keeps it to itself."""

    def write(self, text):
        return len(text)

    def flush(self):
        return None

    def isatty(self):
        return False
