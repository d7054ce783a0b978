"""Fills the database of a site under test: a round in sign-up in which every address is at example.no.

Run as «python -m tests.browser.world» in that site's environment.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from absolutt.copying import copy_programme  # noqa: E402
from absolutt.loading.reader import read  # noqa: E402
from absolutt.loading.writer import write  # noqa: E402
from accounts import journal  # noqa: E402
from accounts.actions import add_user  # noqa: E402
from municipalities.models import Organisation  # noqa: E402
from programmes.actions import give_reach  # noqa: E402
from programmes.models import Programme  # noqa: E402
from programmes.words import Words  # noqa: E402


def build():
    write(read(settings.BASE_DIR / "data" / "programmes.yaml"), by=journal.SYSTEM)
    for organisation in Organisation.objects.all():
        organisation.mailbox = f"postmottak.{organisation.organisation_number}@example.no"
        organisation.mail_domains = ["example.no"]
        organisation.save()
    source = Programme.objects.get(key="innlandet-2021")
    weeks = (timezone.localdate() - source.sign_up_deadline.end).days // 7 + 4
    copy_programme(
        source=source, key="runden", title=Words("ABSOLUTT Innlandet", "ABSOLUTT Innlandet"), weeks=weeks,
        state="open", letters_from=timezone.localdate(), by=journal.SYSTEM,
    )  # fmt: skip
    adviser = add_user(email="ingrid.solbakken@example.no", name="Ingrid Solbakken", by=journal.SYSTEM)
    give_reach(user=adviser, region=source.region, by=journal.SYSTEM)


if __name__ == "__main__":
    build()
